"""VPCs, what each is born with, and DHCP option sets.

Sources: Amazon VPC User Guide, "VPC CIDR blocks", "Default security groups", "Main route table", "Default network ACL",
"DHCP option sets"; EC2 API Reference, CreateVpc, DeleteVpc, CreateDhcpOptions; Pulumi Registry, aws.ec2.Vpc, aws.ec2.VpcDhcpOptions.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, Between, Cidr, Fault, Length, Needs, Properties, Rules, ref
from simulator.rules.aws.addresses import generated_block
from simulator.rules.aws.kinds import DHCP_OPTIONS, NETWORK_ACL, ROUTE_TABLE, SECURITY_GROUP, VPC

_CIDR_BLOCKS = "Amazon VPC User Guide, 'VPC CIDR blocks'"
_CREATE_VPC = "EC2 API Reference, CreateVpc"

vpc = Rules(
    VPC,
    source="EC2 API Reference, CreateVpc; Amazon VPC User Guide, 'VPC CIDR blocks'; Pulumi Registry, aws.ec2.Vpc",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Cidr("cidrBlock", shortest=16, longest=28, source=_CIDR_BLOCKS),
        Allowed("instanceTenancy", ("default", "dedicated"), source=_CREATE_VPC),
        Between("ipv4NetmaskLength", 0, 28, source="Pulumi Registry, aws.ec2.Vpc"),
        Needs("ipv4NetmaskLength", ("ipv4IpamPoolId",), source=_CREATE_VPC),
        Needs("ipv6NetmaskLength", ("ipv6IpamPoolId",), source=_CREATE_VPC),
    ),
    immutable={"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"},
    defaults={"enableDnsSupport": True, "instanceTenancy": "default"},
    id="vpc-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
        "ownerId": "{account}",
        "enableDnsHostnames": False,
        "enableNetworkAddressUsageMetrics": False,
        "dhcpOptionsId": "dopt-default",
        "ipv6AssociationId": "",
        "ipv6CidrBlock": "",
        "ipv6CidrBlockNetworkBorderGroup": "",
    },
)


@vpc.check(source="EC2 API Reference, CreateVpc: a VPC has an IPv4 block, given or from a pool", even_unknown=True)
def has_a_block(inputs: Properties) -> Iterator[Fault]:
    """Neither block nor pool leaves the range open."""
    if inputs.get("cidrBlock") is None and inputs.get("ipv4IpamPoolId") is None:
        yield "cidrBlock", "is required unless ipv4IpamPoolId is given"
    if inputs.get("assignGeneratedIpv6CidrBlock") is True and inputs.get("ipv6IpamPoolId") not in (None, UNKNOWN):
        yield "assignGeneratedIpv6CidrBlock", "conflicts with ipv6IpamPoolId"


@vpc.after("create")
def bring_defaults(action: Action) -> None:
    """A VPC comes with a main route table, a default security group that lets its members talk, and a default ACL that allows all."""
    place = {"vpcId": action.id, "ownerId": action.account, "region": action.region, "tags": {}, "tagsAll": {}}

    def arn(kind: str, id_: str) -> str:
        return f"arn:{action.partition}:ec2:{action.region}:{action.account}:{kind}/{id_}"

    table = "rtb-" + action.hex(17, "main")
    group = "sg-" + action.hex(17, "default")
    acl = "acl-" + action.hex(17, "default")
    main = action.keep(ROUTE_TABLE, table, {**place, "arn": arn("route-table", table), "routes": [], "propagatingVgws": []})
    main.state["main"] = True
    action.save(main)
    everywhere = {"protocol": "-1", "fromPort": 0, "toPort": 0, "self": False, "description": ""}
    among = {**everywhere, "self": True}
    action.keep(
        SECURITY_GROUP,
        group,
        {
            **place,
            "arn": arn("security-group", group),
            "name": "default",
            "namePrefix": "",
            "description": "default VPC security group",
            "ingress": [among],
            "egress": [{**everywhere, "cidrBlocks": ["0.0.0.0/0"]}],
        },
    )
    allow = {"ruleNo": 100, "action": "allow", "protocol": "-1", "cidrBlock": "0.0.0.0/0", "fromPort": 0, "toPort": 0}
    action.keep(
        NETWORK_ACL,
        acl,
        {**place, "arn": arn("network-acl", acl), "ingress": [allow], "egress": [allow], "subnetIds": []},
    )
    action.outputs.update(
        mainRouteTableId=table,
        defaultRouteTableId=table,
        defaultSecurityGroupId=group,
        defaultNetworkAclId=acl,
        dhcpOptionsId="dopt-" + action.world.digest(action.account, action.region, "dhcp")[:17],
    )
    _ipv6(action)


@vpc.after("update")
def change_ipv6(action: Action) -> None:
    """An Amazon-provided IPv6 block may be asked for, or given back, later."""
    _ipv6(action)


def _ipv6(action: Action) -> None:
    if action.inputs.get("assignGeneratedIpv6CidrBlock") is True:
        action.outputs.update(
            ipv6CidrBlock=generated_block(action),
            ipv6AssociationId="vpc-cidr-assoc-" + action.hex(17, "ipv6"),
            ipv6CidrBlockNetworkBorderGroup=action.region,
        )
    elif action.inputs.get("ipv6CidrBlock") is None:
        action.outputs.update(ipv6CidrBlock="", ipv6AssociationId="", ipv6CidrBlockNetworkBorderGroup="")


dhcp_options = Rules(
    DHCP_OPTIONS,
    source="EC2 API Reference, CreateDhcpOptions; Amazon VPC User Guide, 'DHCP option sets'; Pulumi Registry, aws.ec2.VpcDhcpOptions",
    second_source="cfn-lint",
    checks=(
        Length("domainNameServers", 1, 4, source="Amazon VPC User Guide, 'DHCP option sets'"),
        Length("ntpServers", 1, 4, source="Amazon VPC User Guide, 'DHCP option sets'"),
        Length("netbiosNameServers", 1, 4, source="Amazon VPC User Guide, 'DHCP option sets'"),
        Allowed("netbiosNodeType", ("1", "2", "4", "8"), source="Amazon VPC User Guide, 'DHCP option sets'"),
    ),
    immutable={
        "domainName",
        "domainNameServers",
        "ipv6AddressPreferredLeaseTime",
        "netbiosNameServers",
        "netbiosNodeType",
        "ntpServers",
    },
    id="dopt-{hex17}",
    outputs={"arn": "arn:{partition}:ec2:{region}:{account}:dhcp-options/{id}", "ownerId": "{account}"},
)

dhcp_association = Rules(
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    source="EC2 API Reference, AssociateDhcpOptions; Pulumi Registry, aws.ec2.VpcDhcpOptionsAssociation",
    second_source="cfn-lint",
    references={
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound", blocks_delete=False),
        "dhcpOptionsId": ref(DHCP_OPTIONS, literals=("default",), code="InvalidDhcpOptionID.NotFound"),
    },
    immutable={"vpcId"},
    id="{dhcpOptionsId}-{vpcId}",
)


@dhcp_association.after("create")
@dhcp_association.after("update")
def use_options(action: Action) -> None:
    """The VPC follows the option set."""
    _set_options(action, str(action.inputs["dhcpOptionsId"]))


@dhcp_association.after("delete")
def use_default_options(action: Action) -> None:
    """Without an association the VPC goes back to the region's default set."""
    _set_options(action, "default")


def _set_options(action: Action, options: str) -> None:
    found = action.get(VPC, action.inputs.get("vpcId"))
    if found:
        found.outputs["dhcpOptionsId"] = options
        action.save(found)
