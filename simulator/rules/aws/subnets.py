"""Subnets, and further address blocks of a VPC.

Sources: Amazon VPC User Guide, "Subnet CIDR blocks", "VPC CIDR blocks"; EC2 API Reference, CreateSubnet, DeleteSubnet,
AssociateVpcCidrBlock; Pulumi Registry, aws.ec2.Subnet, aws.ec2.VpcIpv4CidrBlockAssociation.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Allowed, AtMostOneOf, Cidr, Fault, Needs, Properties, Rules, ref
from simulator.rules.aws.account import zone_id, zone_names
from simulator.rules.aws.addresses import blocks_of, inside, network, overlapping
from simulator.rules.aws.kinds import CIDR_ASSOCIATION, SUBNET, VPC

_CREATE = "EC2 API Reference, CreateSubnet"

subnet = Rules(
    SUBNET,
    source="EC2 API Reference, CreateSubnet; Amazon VPC User Guide, 'Subnet CIDR blocks'; Pulumi Registry, aws.ec2.Subnet",
    second_source="cfn-lint, moto",
    checks=(
        Cidr("cidrBlock", shortest=16, longest=28, source="Amazon VPC User Guide, 'Subnet CIDR blocks'"),
        Cidr("ipv6CidrBlock", version=6, shortest=44, longest=64, source="Amazon VPC User Guide, 'Subnet CIDR blocks'"),
        AtMostOneOf(("availabilityZone", "availabilityZoneId"), source=_CREATE),
        Allowed(
            "privateDnsHostnameTypeOnLaunch",
            ("ip-name", "resource-name"),
            source="EC2 API Reference, PrivateDnsNameOptionsOnLaunch",
        ),
        Needs(
            "mapCustomerOwnedIpOnLaunch", ("customerOwnedIpv4Pool", "outpostArn"), when=(True,), source="Pulumi Registry, aws.ec2.Subnet"
        ),
        Needs("ipv4NetmaskLength", ("ipv4IpamPoolId",), source=_CREATE),
    ),
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound")},
    immutable={
        "availabilityZone",
        "availabilityZoneId",
        "cidrBlock",
        "ipv4IpamPoolId",
        "ipv4NetmaskLength",
        "ipv6IpamPoolId",
        "ipv6Native",
        "ipv6NetmaskLength",
        "outpostArn",
        "vpcId",
    },
    defaults={
        "assignIpv6AddressOnCreation": False,
        "enableDns64": False,
        "enableResourceNameDnsARecordOnLaunch": False,
        "enableResourceNameDnsAaaaRecordOnLaunch": False,
        "ipv6Native": False,
        "mapPublicIpOnLaunch": False,
    },
    id="subnet-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:subnet/{id}",
        "ownerId": "{account}",
        "cidrBlock": "",
        "ipv6CidrBlock": "",
        "ipv6CidrBlockAssociationId": "",
        "privateDnsHostnameTypeOnLaunch": "ip-name",
        "availabilityZone": "",
        "availabilityZoneId": "",
    },
)


@subnet.check(source="EC2 API Reference, CreateSubnet: a subnet has an IPv4 block unless it is IPv6 only", even_unknown=True)
def has_a_block(inputs: Properties) -> Iterator[Fault]:
    """What the subnet's range is must be said."""
    native = inputs.get("ipv6Native")
    if native is True and inputs.get("cidrBlock") is not None:
        yield "cidrBlock", "can't be given with ipv6Native"
    if native is not True and native is not UNKNOWN and inputs.get("cidrBlock") is None and inputs.get("ipv4IpamPoolId") is None:
        yield "cidrBlock", "is required unless ipv4IpamPoolId or ipv6Native is given"


@subnet.before("create")
def zone_exists(action: Action) -> None:
    """An availability zone of the provider's region."""
    zones = zone_names(action.region)
    zone, id_ = action.inputs.get("availabilityZone"), action.inputs.get("availabilityZoneId")
    if zone and zone not in zones:
        action.refuse(
            "InvalidParameterValue",
            f"Value ({zone}) for parameter availabilityZone is invalid. Subnets can be created in: {', '.join(zones)}",
        )
    if id_ and id_ not in [zone_id(one) for one in zones]:
        action.refuse(
            "InvalidParameterValue",
            f"Value ({id_}) for parameter availabilityZoneId is invalid; there are: {', '.join(map(zone_id, zones))}",
        )


@subnet.before("create")
def range_is_free(action: Action) -> None:
    """The range lies in the VPC's blocks and no other subnet has any of it."""
    vpc = action.target("vpcId", VPC)
    for property_ in ("cidrBlock", "ipv6CidrBlock"):
        block = network(action.inputs.get(property_))
        if vpc is None or block is None:
            continue
        if not any(inside(block, outer) for outer in blocks_of(action, vpc)):
            action.refuse("InvalidSubnet.Range", f"The CIDR '{block}' is invalid: it is not part of the blocks of {vpc.id}")
        for other in action.find(SUBNET, vpcId=vpc.id):
            taken = network(other.outputs.get(property_))
            if taken and block.version == taken.version and block.overlaps(taken):
                action.refuse("InvalidSubnet.Conflict", f"The CIDR '{block}' conflicts with another subnet: {other.id} has {taken}")


@subnet.computes
def zone(action: Action) -> Properties:
    """Zone and its id belong together; without either the cloud chooses."""
    zones = zone_names(action.region)
    named, id_ = action.inputs.get("availabilityZone"), action.inputs.get("availabilityZoneId")
    if action.verb == "update":
        return {}
    chosen = named or next((one for one in zones if zone_id(one) == id_), None) or (zones or [action.region + "a"])[0]
    made: Properties = {"availabilityZone": chosen, "availabilityZoneId": zone_id(chosen)}
    if action.inputs.get("ipv6CidrBlock"):
        made["ipv6CidrBlockAssociationId"] = "subnet-cidr-assoc-" + action.hex(17, "ipv6")
    return made


association = Rules(
    CIDR_ASSOCIATION,
    source="EC2 API Reference, AssociateVpcCidrBlock; Pulumi Registry, aws.ec2.VpcIpv4CidrBlockAssociation",
    second_source="cfn-lint",
    checks=(Cidr("cidrBlock", shortest=16, longest=28, source="Amazon VPC User Guide, 'VPC CIDR blocks'"),),
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound", blocks_delete=False)},
    immutable={"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "vpcId"},
    id="vpc-cidr-assoc-{hex17}",
    outputs={"cidrBlock": ""},
)


@association.before("create")
def adds_free_addresses(action: Action) -> None:
    """A further block must not overlap those that the VPC has."""
    vpc, block = action.target("vpcId", VPC), network(action.inputs.get("cidrBlock"))
    for _, taken in overlapping([block], blocks_of(action, vpc)) if vpc and block else ():
        action.refuse("InvalidVpc.Range", f"The CIDR '{block}' is invalid: {vpc.id if vpc else ''} already has {taken}")


@association.before("delete")
def no_subnet_in_it(action: Action) -> None:
    """A block can't be taken away while a subnet lies in it."""
    block = network(action.outputs.get("cidrBlock"))
    for one in action.find(SUBNET, vpcId=action.outputs.get("vpcId")):
        used = network(one.outputs.get("cidrBlock"))
        if block and used and inside(used, block):
            action.refuse("InvalidCidrBlock.InUse", f"The vpc currently has a subnet within CIDR block {block}: {one.id}")
