"""Load balancers.

Sources: Elastic Load Balancing API Reference (version 2015-12-01), CreateLoadBalancer, DeleteLoadBalancer; Elastic Load Balancing, User
Guide for Network Load Balancers, "Update the security groups" (can't be added to one made without), "Load balancer deletion protection";
Pulumi Registry, aws.lb.LoadBalancer (the id is the ARN).
"""

from collections.abc import Iterator

from simulator.rules import (
    Action,
    Allowed,
    AtMostOneOf,
    AutoName,
    Between,
    Fault,
    Pattern,
    Properties,
    Protection,
    Rules,
    ref,
    unique,
)
from simulator.rules.aws.addresses import all_in_vpc, zone_of
from simulator.rules.aws.gateways import attached
from simulator.rules.aws.kinds import BUCKET, EIP, LOAD_BALANCER, SECURITY_GROUP, SUBNET, VPC
from simulator.rules.aws.parts import given

LISTENER = "aws:lb/listener:Listener"
NAME = r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?"
HOSTED_ZONES = {
    "network": {"eu-west-1": "Z2IFOLAFXWLO4F", "us-east-1": "Z26RNL4JYFTOTI"},
    "application": {"eu-west-1": "Z32O12XQLNTSW2", "us-east-1": "Z35SXDOTRQ7X7K"},
}
"""AWS General Reference, 'Elastic Load Balancing endpoints'."""
_CREATE = "Elastic Load Balancing API Reference, CreateLoadBalancer"
_SUFFIXES = {"network": "net", "application": "app", "gateway": "gwy"}

balancer = Rules(
    LOAD_BALANCER,
    source="Elastic Load Balancing API Reference, CreateLoadBalancer; Pulumi Registry, aws.lb.LoadBalancer (the id is the ARN)",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern(
            "name",
            NAME,
            source=_CREATE,
            saying="1 to 32 letters, digits and hyphens, no hyphen at either end, not beginning with internal-",
        ),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.lb.LoadBalancer"),
        AtMostOneOf(("subnets", "subnetMappings"), source=_CREATE),
        Allowed("loadBalancerType", ("application", "network", "gateway"), source=_CREATE),
        Allowed("ipAddressType", ("ipv4", "dualstack", "dualstack-without-public-ipv4"), source=_CREATE),
        Allowed(
            "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
            ("on", "off"),
            source="Elastic Load Balancing API Reference, SetSecurityGroups",
        ),
        Allowed(
            "desyncMitigationMode",
            ("monitor", "defensive", "strictest"),
            source="Elastic Load Balancing API Reference, LoadBalancerAttribute",
        ),
        Allowed(
            "xffHeaderProcessingMode",
            ("append", "preserve", "remove"),
            source="Elastic Load Balancing API Reference, LoadBalancerAttribute",
        ),
        Allowed(
            "dnsRecordClientRoutingPolicy",
            ("any_availability_zone", "availability_zone_affinity", "partial_availability_zone_affinity"),
            source="Elastic Load Balancing API Reference, LoadBalancerAttribute",
        ),
        Allowed("enablePrefixForIpv6SourceNat", ("on", "off"), source=_CREATE),
        Between("idleTimeout", 1, 4000, source="Elastic Load Balancing API Reference, LoadBalancerAttribute"),
    ),
    references={
        "subnets[*]": ref(SUBNET, code="SubnetNotFound"),
        "subnetMappings[*].subnetId": ref(SUBNET, code="SubnetNotFound"),
        "subnetMappings[*].allocationId": ref(EIP, code="AllocationIdNotFound", delete_code="InvalidIPAddress.InUse"),
        "securityGroups[*]": ref(SECURITY_GROUP, code="InvalidSecurityGroup"),
        "accessLogs.bucket": ref(BUCKET, code="InvalidConfigurationRequest", anywhere=True, blocks_delete=False),
    },
    immutable={"customerOwnedIpv4Pool", "internal", "loadBalancerType", "name", "namePrefix"},
    autoname=AutoName("name", 32, unless=("namePrefix",)),
    unique=(
        unique(
            "name",
            code="DuplicateLoadBalancerName",
            message="A load balancer with the same name '{name}' exists, but with different settings",
        ),
    ),
    defaults={
        "clientKeepAlive": 3600,
        "desyncMitigationMode": "defensive",
        "dnsRecordClientRoutingPolicy": "any_availability_zone",
        "dropInvalidHeaderFields": False,
        "enableCrossZoneLoadBalancing": False,
        "enableDeletionProtection": False,
        "enableHttp2": True,
        "idleTimeout": 60,
        "loadBalancerType": "application",
        "preserveHostHeader": False,
        "xffHeaderProcessingMode": "append",
    },
    id=lambda action: f"arn:{action.partition}:elasticloadbalancing:{action.region}:{action.account}:loadbalancer/{_suffix(action)}",
    outputs={
        "arn": "{id}",
        "arnSuffix": "",
        "dnsName": "",
        "enablePrefixForIpv6SourceNat": "",
        "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "",
        "internal": False,
        "ipAddressType": "ipv4",
        "name": "",
        "namePrefix": "",
        "secondaryIpsAutoAssignedPerSubnet": 0,
        "securityGroups": [],
        "subnetMappings": [],
        "subnets": [],
        "vpcId": "",
        "zoneId": "",
    },
    protections=(
        Protection(
            "enableDeletionProtection",
            code="OperationNotPermitted",
            message="Load balancer cannot be deleted because deletion protection is enabled",
        ),
    ),
    unordered=("securityGroups", "subnets"),
)


def balancer_name(action: Action, limit: int) -> str:
    """The name that was given, or made of a prefix."""
    return str(action.inputs.get("name") or f"{action.inputs.get('namePrefix') or 'tf-lb-'}{action.digits(26)}")[:limit]


def _suffix(action: Action) -> str:
    kind = action.inputs.get("loadBalancerType", "application")
    return f"{_SUFFIXES[kind]}/{balancer_name(action, 32)}/{action.hex(16, 'balancer')}"


@balancer.check(source=_CREATE, even_unknown=True)
def has_places(inputs: Properties) -> Iterator[Fault]:
    """Subnets are given one way or the other; only some kinds have groups and addresses."""
    if not any(given(inputs.get(name)) for name in ("subnets", "subnetMappings")):
        yield "subnets", "exactly one of subnets, subnetMappings must be given, not none"
    kind = inputs.get("loadBalancerType", "application")
    if kind == "gateway" and given(inputs.get("securityGroups")):
        yield "securityGroups", "can't be given for a load balancer of type gateway"
    if kind in ("application", "gateway") and given(inputs.get("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic")):
        yield "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic", f"can be given for network load balancers only, not for {kind}"


def _subnet_ids(action: Action) -> list[str]:
    return [*(action.inputs.get("subnets") or []), *(one["subnetId"] for one in action.inputs.get("subnetMappings") or [])]


@balancer.before("create")
@balancer.before("update")
def places_fit(action: Action) -> None:
    """Subnets of one network, one a zone; groups of that network; a public one needs an internet gateway."""
    ids = _subnet_ids(action)
    first = action.get(SUBNET, ids[0]) if ids else None
    vpc_id = first.outputs.get("vpcId") if first else None
    all_in_vpc(action, SUBNET, ids, vpc_id, "InvalidSubnet")
    all_in_vpc(action, SECURITY_GROUP, action.inputs.get("securityGroups") or [], vpc_id, "InvalidSecurityGroup")
    zones = [zone_of(action, id_) for id_ in ids]
    if len(set(zones)) < len(zones):
        action.refuse("InvalidConfigurationRequest", "A load balancer cannot be attached to multiple subnets in the same Availability Zone")
    kind = action.inputs.get("loadBalancerType", "application")
    if kind == "application" and len(zones) < 2:
        action.refuse("ValidationError", "At least two subnets in two different Availability Zones must be specified")
    if action.inputs.get("internal") is not True and kind != "gateway" and not attached(action, vpc_id):
        action.refuse("InvalidSubnet", f"VPC {vpc_id} has no internet gateway")


@balancer.before("update")
def groups_come_at_birth(action: Action) -> None:
    """A network load balancer made without groups never gets any; one with groups never loses them all. The provider replaces it."""
    if action.inputs.get("loadBalancerType") == "network" and action.changed("securityGroups"):
        before, after = bool(action.object.outputs.get("securityGroups")), bool(action.inputs.get("securityGroups"))
        if before != after:
            action.refuse(
                "InvalidConfigurationRequest",
                "You cannot add or remove all security groups of a Network Load Balancer after its creation; replace it",
            )


@balancer.computes
def shown(action: Action) -> Properties:
    """Names and network."""
    ids = _subnet_ids(action)
    first = action.get(SUBNET, ids[0]) if ids else None
    kind = str(action.outputs.get("loadBalancerType"))
    name = action.id.split("/")[2]
    prefix = "internal-" if kind == "application" and action.inputs.get("internal") is True else ""
    domain = f"elb.{action.region}" if kind == "network" else f"{action.region}.elb"
    made: Properties = {
        "arnSuffix": action.id.split("loadbalancer/", 1)[1],
        "name": name,
        "dnsName": f"{prefix}{name}-{action.id.rsplit('/', 1)[1]}.{domain}.amazonaws.com",
        "vpcId": first.outputs["vpcId"] if first else "",
        "subnets": ids,
        "zoneId": HOSTED_ZONES.get(kind, {}).get(action.region) or "Z" + action.world.digest(action.region, kind)[:13].upper(),
    }
    if kind == "network" and not action.inputs.get("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"):
        made["enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] = "on" if action.inputs.get("securityGroups") else ""
    if action.inputs.get("subnetMappings") is None:
        made["subnetMappings"] = [
            {"allocationId": "", "ipv6Address": "", "outpostId": "", "privateIpv4Address": "", "subnetId": id_} for id_ in ids
        ]
    if kind == "application" and not action.inputs.get("securityGroups"):
        vpc = action.get(VPC, made["vpcId"])
        made["securityGroups"] = [vpc.outputs["defaultSecurityGroupId"]] if vpc else []
    return made


@balancer.after("delete")
def remove_listeners(action: Action) -> None:
    """'Deleting a load balancer also deletes its listeners' (DeleteLoadBalancer)."""
    for one in action.find(LISTENER, loadBalancerArn=action.id):
        action.world.remove(one)
