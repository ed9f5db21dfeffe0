"""Internet gateways, egress-only gateways, VPN gateways, elastic addresses and NAT gateways.

Sources: Amazon VPC User Guide, "Internet gateways", "NAT gateways", "Elastic IP addresses"; EC2 API Reference, AttachInternetGateway,
DetachInternetGateway, CreateNatGateway, AllocateAddress, AssociateAddress, ReleaseAddress; EC2 API Reference, "Error codes"
(Gateway.NotAttached, Resource.AlreadyAssociated, DependencyViolation); Pulumi Registry, aws.ec2.InternetGateway, aws.ec2.NatGateway,
aws.ec2.Eip.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, Between, Fault, Object, Properties, Rules, ref
from simulator.rules.aws.addresses import address_in
from simulator.rules.aws.kinds import (
    EGRESS_ONLY_GATEWAY,
    EIP,
    INSTANCE,
    INTERNET_GATEWAY,
    LOAD_BALANCER,
    NAT_GATEWAY,
    NETWORK_INTERFACE,
    SUBNET,
    VPC,
    VPN_GATEWAY,
)

INTERNET_ATTACHMENT = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment"

internet = Rules(
    INTERNET_GATEWAY,
    source="EC2 API Reference, CreateInternetGateway, AttachInternetGateway; Pulumi Registry, aws.ec2.InternetGateway",
    second_source="cfn-lint, moto",
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound")},
    id="igw-{hex17}",
    outputs={"arn": "arn:{partition}:ec2:{region}:{account}:internet-gateway/{id}", "ownerId": "{account}", "vpcId": ""},
)


def attached(action: Action, vpc_id: object) -> Object | None:
    """The internet gateway of a network."""
    return next(iter(action.find(INTERNET_GATEWAY, vpcId=vpc_id)), None) if vpc_id else None


def _attach(action: Action, gateway_id: str, vpc_id: object) -> None:
    other = attached(action, vpc_id)
    if other and other.id != gateway_id:
        action.refuse("InvalidParameterValue", f"Network {vpc_id} already has an internet gateway attached: {other.id}")


@internet.before("create")
def network_has_none(action: Action) -> None:
    """A network has one internet gateway."""
    _attach(action, "", action.inputs.get("vpcId"))


@internet.before("update")
def may_move(action: Action) -> None:
    """A gateway is detached from one network and attached to another."""
    if action.changed("vpcId") and action.inputs.get("vpcId") is not None:
        _detach(action, action.object.outputs.get("vpcId"))
        _attach(action, action.id, action.inputs.get("vpcId"))


@internet.before("delete")
def nothing_public_is_left(action: Action) -> None:
    """A gateway can't be detached while its network has public addresses."""
    _detach(action, action.outputs.get("vpcId"))


def _detach(action: Action, vpc_id: object) -> None:
    if not vpc_id:
        return
    mapped = [one.id for one in action.find(NAT_GATEWAY, vpcId=vpc_id) if one.outputs.get("publicIp")]
    mapped += [one.id for one in action.find(LOAD_BALANCER, vpcId=vpc_id) if one.outputs.get("internal") is False]
    mapped += [
        one.id
        for one in action.find(INSTANCE)
        if one.outputs.get("publicIp") and _network_of(action, one.outputs.get("subnetId")) == vpc_id
    ]
    if mapped:
        action.refuse(
            "DependencyViolation",
            f"Network {vpc_id} has some mapped public address(es). Please unmap those before detaching the gateway: {', '.join(mapped)}",
        )


def _network_of(action: Action, subnet_id: object) -> object:
    subnet = action.get(SUBNET, subnet_id)
    return subnet.outputs.get("vpcId") if subnet else None


attachment = Rules(
    INTERNET_ATTACHMENT,
    source="EC2 API Reference, AttachInternetGateway; Pulumi Registry, aws.ec2.InternetGatewayAttachment",
    second_source="cfn-lint",
    references={
        "internetGatewayId": ref(INTERNET_GATEWAY, code="InvalidInternetGatewayID.NotFound"),
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound"),
    },
    immutable={"internetGatewayId", "vpcId"},
    id="{internetGatewayId}:{vpcId}",
)


@attachment.before("create")
def both_are_free(action: Action) -> None:
    """The gateway is attached to no network, and the network has none."""
    gateway = action.target("internetGatewayId", INTERNET_GATEWAY)
    if gateway and gateway.outputs.get("vpcId"):
        action.refuse("Resource.AlreadyAssociated", f"resource {gateway.id} is already attached to network {gateway.outputs['vpcId']}")
    _attach(action, "", action.inputs["vpcId"])


@attachment.after("create")
def attach(action: Action) -> None:
    """The gateway shows its network."""
    _write_network(action, action.inputs["vpcId"])


@attachment.before("delete")
def nothing_public_is_attached(action: Action) -> None:
    """As for the gateway itself."""
    _detach(action, action.outputs.get("vpcId"))


@attachment.after("delete")
def detach(action: Action) -> None:
    """The gateway is free again."""
    _write_network(action, "")


def _write_network(action: Action, vpc_id: object) -> None:
    gateway = action.get(INTERNET_GATEWAY, action.object.outputs.get("internetGatewayId"))
    if gateway:
        gateway.outputs["vpcId"] = vpc_id
        action.save(gateway)


egress_only = Rules(
    EGRESS_ONLY_GATEWAY,
    source="EC2 API Reference, CreateEgressOnlyInternetGateway; Pulumi Registry, aws.ec2.EgressOnlyInternetGateway",
    second_source="cfn-lint",
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound")},
    immutable={"vpcId"},
    id="eigw-{hex17}",
)

vpn = Rules(
    VPN_GATEWAY,
    source="EC2 API Reference, CreateVpnGateway, AttachVpnGateway; Pulumi Registry, aws.ec2.VpnGateway",
    second_source="cfn-lint",
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound")},
    immutable={"amazonSideAsn", "availabilityZone"},
    id="vgw-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpn-gateway/{id}",
        "amazonSideAsn": "64512",
        "vpcId": "",
    },
)

eip = Rules(
    EIP,
    source="EC2 API Reference, AllocateAddress; Pulumi Registry, aws.ec2.Eip",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Allowed("domain", ("vpc", "standard"), source="EC2 API Reference, AllocateAddress"),
        AtMostOneOf(("instance", "networkInterface"), source="EC2 API Reference, AssociateAddress"),
    ),
    references={
        "instance": ref(INSTANCE, code="InvalidInstanceID.NotFound", blocks_delete=False),
        "networkInterface": ref(NETWORK_INTERFACE, code="InvalidNetworkInterfaceID.NotFound", blocks_delete=False),
    },
    immutable={"address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"},
    id="eipalloc-{hex17}",
    outputs={
        "allocationId": "{id}",
        "arn": "arn:{partition}:ec2:{region}:{account}:elastic-ip/{id}",
        "associationId": "",
        "carrierIp": "",
        "customerOwnedIp": "",
        "domain": "vpc",
        "instance": "",
        "ipamPoolId": "",
        "networkBorderGroup": "{region}",
        "networkInterface": "",
        "privateDns": "",
        "privateIp": "",
        "ptrRecord": "",
        "publicIpv4Pool": "amazon",
        "publicDns": "",
        "publicIp": "",
    },
)


def public_address(action: Action, salt: str = "public") -> str:
    """A public address that looks like Amazon's, always the same for the resource."""
    number = int(action.hex(6, salt), 16)
    return f"54.{number >> 16 & 255}.{number >> 8 & 255}.{number & 254 | 1}"


def public_name(action: Action, address: str) -> str:
    """`ec2-54-1-2-3.eu-west-1.compute.amazonaws.com`."""
    domain = "compute-1" if action.region == "us-east-1" else f"{action.region}.compute"
    return f"ec2-{address.replace('.', '-')}.{domain}.amazonaws.com"


@eip.computes
def address(action: Action) -> Properties:
    """The address, and its name."""
    if action.verb == "update":
        return {}
    given = str(action.inputs.get("address") or public_address(action))
    return {"publicIp": given, "publicDns": public_name(action, given)}


@eip.before("create")
def network_reaches_the_internet(action: Action) -> None:
    """An address can be bound only where an internet gateway is attached."""
    for property_, kind in (("instance", INSTANCE), ("networkInterface", NETWORK_INTERFACE)):
        one = action.target(property_, kind)
        vpc_id = _network_of(action, one.outputs.get("subnetId")) if one else None
        if vpc_id and not attached(action, vpc_id):
            action.refuse("Gateway.NotAttached", f"Network {vpc_id} is not attached to any internet gateway")


nat = Rules(
    NAT_GATEWAY,
    source="EC2 API Reference, CreateNatGateway; Amazon VPC User Guide, 'NAT gateways'; Pulumi Registry, aws.ec2.NatGateway",
    second_source="botocore, cfn-lint, moto",
    checks=(
        Allowed("connectivityType", ("public", "private"), source="EC2 API Reference, CreateNatGateway"),
        Allowed("availabilityMode", ("zonal", "regional"), source="EC2 API Reference, CreateNatGateway"),
        Between("secondaryPrivateIpAddressCount", 1, 31, source="EC2 API Reference, CreateNatGateway"),
        AtMostOneOf(("secondaryPrivateIpAddressCount", "secondaryPrivateIpAddresses"), source="Pulumi Registry, aws.ec2.NatGateway"),
    ),
    references={
        "subnetId": ref(SUBNET, code="InvalidSubnetID.NotFound"),
        "allocationId": ref(EIP, code="InvalidAllocationID.NotFound", delete_code="InvalidIPAddress.InUse"),
        "secondaryAllocationIds[*]": ref(EIP, code="InvalidAllocationID.NotFound", delete_code="InvalidIPAddress.InUse"),
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound"),
    },
    immutable={"allocationId", "availabilityMode", "connectivityType", "privateIp", "subnetId", "vpcId"},
    defaults={"connectivityType": "public"},
    id="nat-{hex17}",
    outputs={
        "associationId": "",
        "autoProvisionZones": "",
        "autoScalingIps": "",
        "availabilityMode": "zonal",
        "networkInterfaceId": "eni-{hex17}",
        "privateIp": "",
        "publicIp": "",
        "regionalNatGatewayAddresses": [],
        "regionalNatGatewayAutoMode": "",
        "routeTableId": "",
        "secondaryAllocationIds": [],
        "secondaryPrivateIpAddressCount": 0,
        "secondaryPrivateIpAddresses": [],
        "vpcId": "",
    },
    client_token=True,
)


@nat.check(source="EC2 API Reference, CreateNatGateway: a public gateway in a zone takes an address, a private one none", even_unknown=True)
def address_fits_its_kind(inputs: Properties) -> Iterator[Fault]:
    """Zonal gateways stand in a subnet; public ones have an address."""
    kind, mode = inputs.get("connectivityType", "public"), inputs.get("availabilityMode", "zonal")
    if mode == "zonal":
        if inputs.get("subnetId") is None:
            yield "subnetId", "is required for a zonal NAT gateway"
        if kind == "public" and inputs.get("allocationId") is None:
            yield "allocationId", "is required for a public NAT gateway"
    elif mode == "regional" and inputs.get("vpcId") is None:
        yield "vpcId", "is required for a regional NAT gateway"
    if kind == "private":
        for name in ("allocationId", "secondaryAllocationIds"):
            if inputs.get(name) is not None:
                yield name, "can't be given for a private NAT gateway"


@nat.before("create")
def road_out(action: Action) -> None:
    """A public NAT gateway fails without an internet gateway in its network, or with an address that is in use."""
    if action.inputs.get("connectivityType", "public") != "public":
        return
    vpc_id = action.inputs.get("vpcId") or _network_of(action, action.inputs.get("subnetId"))
    if not attached(action, vpc_id):
        action.refuse("Gateway.NotAttached", f"Network {vpc_id} has no Internet gateway attached")
    taken = action.target("allocationId", EIP)
    if taken and taken.outputs.get("associationId"):
        action.refuse("Resource.AlreadyAssociated", f"Elastic IP address [{taken.id}] is already associated")


@nat.computes
def addresses(action: Action) -> Properties:
    """Private address from the subnet, public one from the elastic address."""
    if action.verb == "update":
        return {}
    found = action.target("allocationId", EIP)
    subnet_id = action.inputs.get("subnetId")
    made: Properties = {"vpcId": action.inputs.get("vpcId") or _network_of(action, subnet_id)}
    if subnet_id and not action.inputs.get("privateIp"):
        made["privateIp"] = address_in(action, subnet_id)
    if found:
        made.update(publicIp=found.outputs["publicIp"], associationId="eipassoc-" + action.hex(17, "association"))
    return made


@nat.after("create")
def bind_address(action: Action) -> None:
    """The elastic address shows what uses it."""
    found = action.target("allocationId", EIP)
    if found:
        found.outputs.update(
            associationId=action.outputs["associationId"],
            networkInterface=action.outputs["networkInterfaceId"],
            privateIp=action.outputs["privateIp"],
        )
        action.save(found)


@nat.after("delete")
def free_address(action: Action) -> None:
    """The elastic address is free again."""
    found = action.get(EIP, action.object.outputs.get("allocationId"))
    if found:
        found.outputs.update(associationId="", networkInterface="", privateIp="")
        action.save(found)


eip_association = Rules(
    "aws:ec2/eipAssociation:EipAssociation",
    source="EC2 API Reference, AssociateAddress; Pulumi Registry, aws.ec2.EipAssociation",
    second_source="cfn-lint",
    checks=(AtMostOneOf(("instanceId", "networkInterfaceId"), source="EC2 API Reference, AssociateAddress"),),
    references={
        "allocationId": ref(EIP, code="InvalidAllocationID.NotFound", delete_code="InvalidIPAddress.InUse"),
        "instanceId": ref(INSTANCE, code="InvalidInstanceID.NotFound", blocks_delete=False),
        "networkInterfaceId": ref(NETWORK_INTERFACE, code="InvalidNetworkInterfaceID.NotFound", blocks_delete=False),
    },
    immutable={"allocationId", "allowReassociation", "instanceId", "networkInterfaceId", "privateIpAddress", "publicIp"},
    id="eipassoc-{hex17}",
    outputs={"allocationId": "", "instanceId": "", "networkInterfaceId": "", "privateIpAddress": "", "publicIp": ""},
)


@eip_association.before("create")
def is_free_and_reachable(action: Action) -> None:
    """The address is free unless it may be moved, and the network has an internet gateway."""
    found = action.target("allocationId", EIP)
    if found and found.outputs.get("associationId") and action.inputs.get("allowReassociation") is not True:
        action.refuse(
            "Resource.AlreadyAssociated", f"resource {found.id} is already associated with associate-id {found.outputs['associationId']}"
        )
    holder = action.target("instanceId", INSTANCE) or action.target("networkInterfaceId", NETWORK_INTERFACE)
    vpc_id = _network_of(action, holder.outputs.get("subnetId")) if holder else None
    if vpc_id and not attached(action, vpc_id):
        action.refuse("Gateway.NotAttached", f"Network {vpc_id} is not attached to any internet gateway")


@eip_association.computes
def associated(action: Action) -> Properties:
    """The address of the allocation."""
    found = action.target("allocationId", EIP)
    return {"publicIp": found.outputs["publicIp"]} if found else {}


@eip_association.after("create")
def show_association(action: Action) -> None:
    """The elastic address shows its association."""
    found = action.target("allocationId", EIP)
    if found:
        found.outputs["associationId"] = action.id
        action.save(found)


@eip_association.after("delete")
def end_association(action: Action) -> None:
    """The elastic address is free again."""
    found = action.get(EIP, action.object.outputs.get("allocationId"))
    if found and found.outputs.get("associationId") == action.id:
        found.outputs["associationId"] = ""
        action.save(found)
