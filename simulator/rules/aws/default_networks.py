"""The network that every region comes with, made in the simulated world when a program first speaks of it.

Sources: Amazon VPC User Guide, "Default VPCs" (172.31.0.0/16; a /20 default subnet in each availability zone that gives public addresses;
an internet gateway; a main route table with a route to it), "Default subnets"; Pulumi Registry, aws.ec2.DefaultVpc, aws.ec2.DefaultSubnet
(both adopt what is there, and only forget it when they are destroyed).
"""

import ipaddress
from collections.abc import Mapping

from simulator.rules import Action, Call, Object, Properties, Rules, invoke
from simulator.rules.aws.account import zone_id, zone_names
from simulator.rules.aws.kinds import INTERNET_GATEWAY, NETWORK_ACL, ROUTE_TABLE, SECURITY_GROUP, SUBNET, VPC
from simulator.rules.aws.lookups import matches

_BLOCK = ipaddress.IPv4Network("172.31.0.0/16")
_WHY = "every region comes with a default VPC"


def default_vpc(action: Action | Call) -> Object:
    """The default VPC of the account and region."""
    for found in action.find(VPC):
        if found.state.get("default"):
            return found
    return _bring(action)


def default_subnets(action: Action | Call) -> list[Object]:
    """One in each availability zone."""
    vpc = default_vpc(action)
    return sorted(
        (one for one in action.find(SUBNET, vpcId=vpc.id) if one.state.get("default")), key=lambda one: str(one.outputs["availabilityZone"])
    )


def _bring(action: Action | Call) -> Object:
    def made(prefix: str, *words: str) -> str:
        return f"{prefix}-{action.world.digest(action.account, action.region, 'default', prefix, *words)[:17]}"

    def arn(kind: str, id_: str) -> str:
        return f"arn:{action.partition}:ec2:{action.region}:{action.account}:{kind}/{id_}"

    ids = {kind: made(kind) for kind in ("vpc", "igw", "rtb", "acl", "sg", "dopt")}
    ours = {"ownerId": action.account, "region": action.region, "tags": {}, "tagsAll": {}}
    vpc = Object(
        VPC,
        ids["vpc"],
        action.account,
        action.region,
        {
            **ours,
            "id": ids["vpc"],
            "arn": arn("vpc", ids["vpc"]),
            "cidrBlock": str(_BLOCK),
            "enableDnsSupport": True,
            "enableDnsHostnames": True,
            "enableNetworkAddressUsageMetrics": False,
            "instanceTenancy": "default",
            "mainRouteTableId": ids["rtb"],
            "defaultRouteTableId": ids["rtb"],
            "defaultSecurityGroupId": ids["sg"],
            "defaultNetworkAclId": ids["acl"],
            "dhcpOptionsId": ids["dopt"],
            "ipv6AssociationId": "",
            "ipv6CidrBlock": "",
            "ipv6CidrBlockNetworkBorderGroup": "",
        },
    )
    vpc.state.update(default=True, kept_because=_WHY)
    vpc = action.world.put(vpc)
    place = {**ours, "vpcId": vpc.id}

    def keep(type_: str, id_: str, kind: str, outputs: Mapping[str, object]) -> Object:
        found = action.world.keep(vpc, type_, id_, {**place, "id": id_, "arn": arn(kind, id_), **outputs})
        found.state["default"] = True
        return action.world.put(found)

    keep(INTERNET_GATEWAY, ids["igw"], "internet-gateway", {})
    main = keep(
        ROUTE_TABLE,
        ids["rtb"],
        "route-table",
        {"routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": ids["igw"]}], "propagatingVgws": []},
    )
    main.state["main"] = True
    action.world.put(main)
    everywhere = {"protocol": "-1", "fromPort": 0, "toPort": 0, "description": ""}
    group = {
        "name": "default",
        "namePrefix": "",
        "description": "default VPC security group",
        "ingress": [{**everywhere, "self": True}],
        "egress": [{**everywhere, "self": False, "cidrBlocks": ["0.0.0.0/0"]}],
    }
    keep(SECURITY_GROUP, ids["sg"], "security-group", group)
    allow = {"ruleNo": 100, "action": "allow", "protocol": "-1", "cidrBlock": "0.0.0.0/0", "fromPort": 0, "toPort": 0}
    keep(NETWORK_ACL, ids["acl"], "network-acl", {"ingress": [allow], "egress": [allow], "subnetIds": []})
    for block, zone in zip(_BLOCK.subnets(new_prefix=20), zone_names(action.region), strict=False):
        subnet = {
            "cidrBlock": str(block),
            "availabilityZone": zone,
            "availabilityZoneId": zone_id(zone),
            "mapPublicIpOnLaunch": True,
            "assignIpv6AddressOnCreation": False,
            "enableDns64": False,
            "enableResourceNameDnsARecordOnLaunch": False,
            "enableResourceNameDnsAaaaRecordOnLaunch": False,
            "ipv6CidrBlock": "",
            "ipv6CidrBlockAssociationId": "",
            "ipv6Native": False,
            "privateDnsHostnameTypeOnLaunch": "ip-name",
        }
        keep(SUBNET, made("subnet", zone), "subnet", subnet)
    return vpc


def _subnet_of_zone(action: Action) -> Object | None:
    return next((one for one in default_subnets(action) if one.outputs["availabilityZone"] == action.inputs.get("availabilityZone")), None)


adopted_vpc = Rules(
    "aws:ec2/defaultVpc:DefaultVpc",
    source="Amazon VPC User Guide, 'Default VPCs'; Pulumi Registry, aws.ec2.DefaultVpc",
    adopts=default_vpc,
    defaults={"enableDnsSupport": True, "enableDnsHostnames": True},
    outputs={"existingDefaultVpc": True},
)

adopted_subnet = Rules(
    "aws:ec2/defaultSubnet:DefaultSubnet",
    source="Amazon VPC User Guide, 'Default subnets'; Pulumi Registry, aws.ec2.DefaultSubnet",
    adopts=_subnet_of_zone,
    defaults={"mapPublicIpOnLaunch": True, "assignIpv6AddressOnCreation": False, "privateDnsHostnameTypeOnLaunch": "ip-name"},
    immutable={"availabilityZone"},
    outputs={"existingDefaultSubnet": True, "customerOwnedIpv4Pool": "", "outpostArn": ""},
)


@invoke("aws:ec2/getVpc:getVpc", source="Pulumi Registry, aws.ec2.getVpc: exactly one VPC must match")
def get_vpc(call: Call) -> Properties:
    """The default VPC, or one by its id."""
    if set(call.inputs) - {"default", "id", "region"}:
        call.refuse("", "the simulator models getVpc by `default: true` or by `id`")
    named = call.inputs.get("id")
    found = default_vpc(call) if call.inputs.get("default") is True else next((one for one in call.find(VPC) if one.id == named), None)
    if found is None:
        call.refuse("", "no matching EC2 VPC found")
    shown = {name: found.outputs.get(name) for name in _SHOWN}
    return {**shown, "id": found.id, "default": bool(found.state.get("default")), "state": "available", "cidrBlockAssociations": []}


_SHOWN = (
    "arn",
    "cidrBlock",
    "dhcpOptionsId",
    "enableDnsHostnames",
    "enableDnsSupport",
    "instanceTenancy",
    "mainRouteTableId",
    "ownerId",
    "tags",
)


@invoke("aws:ec2/getSubnets:getSubnets", source="Pulumi Registry, aws.ec2.getSubnets; EC2 API Reference, DescribeSubnets (filters)")
def get_subnets(call: Call) -> Properties:
    """Subnets that pass the filters and have the tags."""
    filters, tags = call.inputs.get("filters") or [], call.inputs.get("tags") or {}
    found = [one for one in call.find(SUBNET) if matches(one, filters, tags)]
    return {"id": call.region, "region": call.region, "ids": sorted(one.id for one in found), "filters": filters, "tags": tags}
