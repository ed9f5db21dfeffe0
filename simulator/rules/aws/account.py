"""Who and where the provider is: functions that every stack may call.

Sources: STS API Reference, "GetCallerIdentity"; EC2 API Reference, "DescribeAvailabilityZones"; AWS General Reference, "Regions and
Availability Zones"; Pulumi Registry, aws.getPartition, aws.getRegion, aws.getServicePrincipal.
"""

import re

from simulator.rules import Call, Properties, invoke

_ZONES = {
    "us-east-1": ("US East (N. Virginia)", "abcdef"),
    "us-east-2": ("US East (Ohio)", "abc"),
    "us-west-1": ("US West (N. California)", "ac"),
    "us-west-2": ("US West (Oregon)", "abcd"),
    "ca-central-1": ("Canada (Central)", "abd"),
    "eu-west-1": ("Europe (Ireland)", "abc"),
    "eu-west-2": ("Europe (London)", "abc"),
    "eu-west-3": ("Europe (Paris)", "abc"),
    "eu-central-1": ("Europe (Frankfurt)", "abc"),
    "eu-central-2": ("Europe (Zurich)", "abc"),
    "eu-north-1": ("Europe (Stockholm)", "abc"),
    "eu-south-1": ("Europe (Milan)", "abc"),
    "eu-south-2": ("Europe (Spain)", "abc"),
    "ap-southeast-1": ("Asia Pacific (Singapore)", "abc"),
    "ap-southeast-2": ("Asia Pacific (Sydney)", "abc"),
    "ap-northeast-1": ("Asia Pacific (Tokyo)", "acd"),
    "ap-northeast-2": ("Asia Pacific (Seoul)", "abcd"),
    "ap-south-1": ("Asia Pacific (Mumbai)", "abc"),
    "sa-east-1": ("South America (Sao Paulo)", "abc"),
}

_SUFFIX = {"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com"}


def zone_names(region: str) -> list[str]:
    """Names of a region's availability zones; empty for a region that is not in the table."""
    return [region + letter for letter in _ZONES.get(region, ("", ""))[1]]


def zone_id(zone: str) -> str:
    """`eu-west-1a` → `euw1-az1`. In a real account the letters are shuffled; here they are in order."""
    area, direction, number, letter = re.fullmatch(r"([a-z]+)-([a-z]+)-(\d)([a-z])", zone).groups()  # type: ignore[union-attr]
    short = "".join({"north": "n", "south": "s", "east": "e", "west": "w", "central": "c"}[word] for word in re.findall(_WORDS, direction))
    return f"{area}{short}{number}-az{ord(letter) - 96}"


_WORDS = "north|south|east|west|central"


@invoke("aws:index/getCallerIdentity:getCallerIdentity", source="STS API Reference, GetCallerIdentity")
def get_caller_identity(call: Call) -> Properties:
    """The session of the assumed role, or of a user where none is assumed."""
    roles = call.place.config.get("assumeRoles") or []
    if roles:
        role = str(roles[-1].get("roleArn")).rsplit("/", 1)[-1]
        session = str(roles[-1].get("sessionName") or "simulated")
        arn = f"arn:{call.partition}:sts::{call.account}:assumed-role/{role}/{session}"
        user = f"AROA{call.world.digest(call.account, role)[:17].upper()}:{session}"
    else:
        arn = f"arn:{call.partition}:iam::{call.account}:user/simulated"
        user = f"AIDA{call.world.digest(call.account, 'user')[:17].upper()}"
    return {"accountId": call.account, "arn": arn, "id": call.account, "userId": user}


@invoke("aws:index/getPartition:getPartition", source="Pulumi Registry, aws.getPartition")
def get_partition(call: Call) -> Properties:
    """Partition of the provider's region."""
    suffix = _SUFFIX[call.partition]
    reverse = ".".join(reversed(suffix.split(".")))
    return {"id": call.partition, "partition": call.partition, "dnsSuffix": suffix, "reverseDnsPrefix": reverse}


@invoke("aws:index/getRegion:getRegion", source="Pulumi Registry, aws.getRegion")
def get_region(call: Call) -> Properties:
    """A region by name, or the provider's."""
    region = str(call.inputs.get("name") or call.region)
    if region not in _ZONES:
        call.refuse("", f"the simulator knows no region {region}; it knows: {', '.join(sorted(_ZONES))}")
    return {
        "id": region,
        "name": region,
        "region": region,
        "description": _ZONES[region][0],
        "endpoint": f"ec2.{region}.{_SUFFIX[call.partition]}",
    }


@invoke("aws:index/getAvailabilityZones:getAvailabilityZones", source="EC2 API Reference, DescribeAvailabilityZones")
def get_availability_zones(call: Call) -> Properties:
    """Zones that are available; local and wavelength zones are not modelled, so filters for them are refused."""
    if call.inputs.get("filters") or call.inputs.get("allAvailabilityZones"):
        call.refuse("", "the simulator models getAvailabilityZones without filters: only the region's ordinary zones")
    if call.region not in _ZONES:
        call.refuse("", f"the simulator knows no region {call.region}; it knows: {', '.join(sorted(_ZONES))}")
    without = set(call.inputs.get("excludeNames") or [])
    without_ids = set(call.inputs.get("excludeZoneIds") or [])
    names = [name for name in zone_names(call.region) if name not in without and zone_id(name) not in without_ids]
    if call.inputs.get("state") not in (None, "available"):
        names = []
    return {
        "id": call.region,
        "region": call.region,
        "names": names,
        "zoneIds": [zone_id(name) for name in names],
        "groupNames": [call.region] if names else [],
    }


@invoke("aws:index/getServicePrincipal:getServicePrincipal", source="Pulumi Registry, aws.getServicePrincipal")
def get_service_principal(call: Call) -> Properties:
    """`s3` → `s3.amazonaws.com`."""
    service = str(call.inputs.get("serviceName"))
    name = f"{service}.amazonaws.com"
    return {
        "id": f"{service}.{call.region}.amazonaws.com",
        "name": name,
        "region": call.region,
        "serviceName": service,
        "suffix": "amazonaws.com",
    }
