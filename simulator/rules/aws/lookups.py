"""What programs look up instead of naming it: images, parameters of AWS, hosted zones, tables, groups, lists.

What stands in the world is found as the API finds it. Images and policies of AWS are the cloud's own: their ids are made up, the same for the same question.
A lookup of anything else that is not there is refused, as the cloud refuses it.

Sources: EC2 API Reference, DescribeImages, DescribeRouteTables, DescribeSecurityGroups, DescribeManagedPrefixLists; Systems Manager User Guide,
"Calling AMI public parameters in Parameter Store"; Route 53 API Reference, ListHostedZonesByName; IAM User Guide, "AWS managed policies"; Amazon S3
User Guide, "Access control list (ACL) overview" (canonical user ids); Pulumi Registry, the function of each.
"""

import re
from collections.abc import Iterable

from simulator.rules import Call, Object, Properties, invoke
from simulator.rules.aws.kinds import HOSTED_ZONE, ROUTE_TABLE, SECURITY_GROUP, SUBNET, VPC

_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
_PARAMETER = "aws:ssm/parameter:Parameter"
_OF_AMAZON = "137112412989"
_PUBLIC_IMAGES = re.compile(r"/aws/service/(ami|ecs|eks|bottlerocket|canonical|debian|suse|freebsd)[-/]")


@invoke("aws:ec2/getAmi:getAmi", source="EC2 API Reference, DescribeImages")
def get_ami(call: Call) -> Properties:
    """The newest image of the owners that the filters match: one and the same for the same question."""
    owners = [str(one) for one in call.inputs.get("owners") or []]
    filters = {str(one.get("name")): [str(item) for item in one.get("values") or []] for one in call.inputs.get("filters") or []}
    name = next(iter(filters.get("name") or [str(call.inputs.get("nameRegex") or "image")]))
    image = _image(call, name, *owners)
    architecture = next(iter(filters.get("architecture") or []), "arm64" if "arm64" in name or "aarch64" in name else "x86_64")
    return {
        **{
            key: value for key, value in call.inputs.items() if key in ("filters", "owners", "mostRecent", "nameRegex", "includeDeprecated")
        },
        "id": image,
        "imageId": image,
        "arn": f"arn:{call.partition}:ec2:{call.region}::image/{image}",
        "name": name.replace("*", "1"),
        "architecture": architecture,
        "ownerId": call.account if owners == ["self"] else next((one for one in owners if one.isdigit()), _OF_AMAZON),
        "rootDeviceName": "/dev/xvda",
        "rootDeviceType": "ebs",
        "virtualizationType": "hvm",
        "imageType": "machine",
        "state": "available",
        "public": owners != ["self"],
        "region": call.region,
        "blockDeviceMappings": [],
        "productCodes": [],
        "tags": {},
    }


@invoke("aws:ssm/getParameter:getParameter", source="Systems Manager User Guide, Calling AMI public parameters in Parameter Store")
def get_parameter(call: Call) -> Properties:
    """A parameter of the account, or one under which AWS publishes an image."""
    name = str(call.inputs.get("name"))
    found = next((one for one in call.find(_PARAMETER) if one.outputs.get("name") == name), None)
    if found is not None:
        return {
            **{key: found.outputs.get(key) for key in ("arn", "name", "type", "value", "version")},
            "id": found.id,
            "insecureValue": "" if found.outputs.get("type") == "SecureString" else found.outputs.get("value"),
            "withDecryption": True,
            "region": call.region,
        }
    if not _PUBLIC_IMAGES.match(name):
        call.refuse("ParameterNotFound", f"{name}: there is no such parameter in the account and region")
    image = _image(call, name)
    return {
        "id": name,
        "name": name,
        "arn": f"arn:{call.partition}:ssm:{call.region}::parameter{name}",
        "type": "String",
        "value": image,
        "insecureValue": image,
        "version": 1,
        "withDecryption": True,
        "region": call.region,
    }


@invoke("aws:route53/getZone:getZone", source="Route 53 API Reference, ListHostedZonesByName")
def get_zone(call: Call) -> Properties:
    """A hosted zone by its id or name."""
    named = str(call.inputs.get("name") or "").rstrip(".")
    id_ = call.inputs.get("zoneId")
    private = call.inputs.get("privateZone") is True
    found = [
        one
        for one in call.find(HOSTED_ZONE)
        if one.id == id_ or (not id_ and one.outputs.get("name") == named and bool(one.outputs.get("vpcs")) == private)
    ]
    if len(found) != 1:
        call.refuse(
            "",
            f"no matching Route 53 Hosted Zone found for {id_ or named}"
            if not found
            else f"multiple Route 53 Hosted Zones matched {named}",
        )
    shown = {key: found[0].outputs.get(key) for key in ("arn", "name", "comment", "nameServers", "primaryNameServer")}
    return {
        **shown,
        "id": found[0].id,
        "zoneId": found[0].id,
        "privateZone": private,
        "callerReference": "",
        "resourceRecordSetCount": 2,
        "tags": {},
    }


@invoke(
    "aws:ec2/getRouteTable:getRouteTable", source="EC2 API Reference, DescribeRouteTables (a subnet without one follows the main table)"
)
def get_route_table(call: Call) -> Properties:
    """A table by its id, or the one that a subnet follows."""
    id_ = call.inputs.get("routeTableId")
    subnet = call.inputs.get("subnetId")
    if subnet and not id_:
        id_ = next((one.outputs.get("routeTableId") for one in call.find(_ASSOCIATION, subnetId=subnet)), None) or _main_of(call, subnet)
    found = [one for one in call.find(ROUTE_TABLE) if one.id == id_] if id_ else _matching(call, ROUTE_TABLE)
    if len(found) != 1:
        call.refuse("", "query returned no results" if not found else "query returned several route tables; narrow it")
    one = found[0]
    shown = {key: one.outputs.get(key) for key in ("arn", "vpcId", "ownerId", "tags")}
    return {**shown, "id": one.id, "routeTableId": one.id, "subnetId": subnet or "", "gatewayId": "", "routes": [], "associations": []}


@invoke("aws:ec2/getSubnet:getSubnet", source="EC2 API Reference, DescribeSubnets")
def get_subnet(call: Call) -> Properties:
    """One subnet, by its id or by filters."""
    one = _only(call, SUBNET)
    return {
        **one.outputs,
        "id": one.id,
        "state": "available",
        "availableIpAddressCount": 251,
        "defaultForAz": bool(one.state.get("default")),
    }


@invoke("aws:ec2/getSecurityGroup:getSecurityGroup", source="EC2 API Reference, DescribeSecurityGroups")
def get_security_group(call: Call) -> Properties:
    """One group, by its id, by its name in a VPC, or by filters."""
    one = _only(call, SECURITY_GROUP)
    return {**{key: one.outputs.get(key) for key in ("arn", "name", "description", "vpcId", "tags")}, "id": one.id}


@invoke("aws:iam/getPolicy:getPolicy", source="IAM User Guide, AWS managed policies")
def get_policy(call: Call) -> Properties:
    """A policy of the account, or one of AWS by its ARN or name; what a policy of AWS allows is not told."""
    arn, name = call.inputs.get("arn"), call.inputs.get("name")
    own = [one for one in call.find("aws:iam/policy:Policy") if one.id == arn or (name and one.outputs.get("name") == name)]
    if own:
        return {**{key: own[0].outputs.get(key) for key in ("arn", "name", "path", "policy", "description", "tags")}, "id": own[0].id}
    arn = str(arn or f"arn:{call.partition}:iam::aws:policy/{name}")
    if ":iam::aws:policy/" not in arn:
        call.refuse("NoSuchEntity", f"no IAM policy found matching {arn}")
    return {"id": arn, "arn": arn, "name": arn.rsplit("/", 1)[-1], "path": "/", "policy": "", "description": "", "tags": {}}


@invoke("aws:s3/getCanonicalUserId:getCanonicalUserId", source="Amazon S3 User Guide, Access control list (ACL) overview")
def get_canonical_user_id(call: Call) -> Properties:
    """The account's own, as it stands in access control lists."""
    return {"id": call.world.digest(call.account, "canonical user").ljust(64, "0")[:64], "displayName": "", "region": call.region}


def matches(one: Object, filters: Iterable[Properties], tags: Properties) -> bool:
    """Whether an object passes filters of a Describe call; `*` in a value stands for anything."""
    held = {**(one.outputs.get("tagsAll") or {}), **(one.outputs.get("tags") or {})}
    if any(held.get(key) != value for key, value in tags.items()):
        return False
    return all(_passes(_told(one, held, str(filter_.get("name"))), filter_.get("values") or []) for filter_ in filters)


def _told(one: Object, tags: Properties, name: str) -> object:
    if name.startswith("tag:"):
        return tags.get(name.removeprefix("tag:"))
    if name in ("subnet-id", "route-table-id", "group-id"):
        return one.id
    head, *rest = name.split("-")
    return one.outputs.get("name" if name == "group-name" else head + "".join(part.capitalize() for part in rest))


def _passes(value: object, wanted: Iterable[object]) -> bool:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return value is not None and any(re.fullmatch(re.escape(str(one)).replace(r"\*", ".*").replace(r"\?", "."), text) for one in wanted)


def _matching(call: Call, type_: str) -> list[Object]:
    inputs = call.inputs
    found = [one for one in call.find(type_) if matches(one, inputs.get("filters") or [], inputs.get("tags") or {})]
    named = {key: inputs[key] for key in ("vpcId", "name", "cidrBlock", "availabilityZone") if inputs.get(key)}
    return [
        one
        for one in found
        if (not inputs.get("id") or one.id == inputs["id"]) and all(one.outputs.get(key) == value for key, value in named.items())
    ]


def _main_of(call: Call, subnet: str) -> str | None:
    """The main table of a subnet's network."""
    networks = {one.outputs.get("vpcId") for one in call.find(SUBNET) if one.id == subnet}
    return next((str(one.outputs.get("mainRouteTableId")) for one in call.find(VPC) if one.id in networks), None)


def _only(call: Call, type_: str) -> Object:
    found = _matching(call, type_)
    if len(found) != 1:
        call.refuse("", "no matching object found" if not found else "several objects match; narrow the filters")
    return found[0]


def _image(call: Call, *words: str) -> str:
    return f"ami-{call.world.digest(call.region, *words)[:17]}"
