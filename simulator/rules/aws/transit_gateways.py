"""Transit gateways: attachments of networks, and the tables that say who reaches whom.

Sources: AWS Transit Gateways Guide, "Transit gateway attachments to a VPC", "Transit gateway route tables"; EC2 API Reference,
CreateTransitGateway, CreateTransitGatewayVpcAttachment, CreateTransitGatewayRoute, AssociateTransitGatewayRouteTable;
Pulumi Registry, aws.ec2transitgateway.*.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Cidr, Fault, Length, Object, Properties, Rules, ref
from simulator.rules.aws.addresses import all_in_vpc, network, zone_of
from simulator.rules.aws.kinds import SUBNET, TRANSIT_GATEWAY, TRANSIT_GATEWAY_ATTACHMENT, TRANSIT_GATEWAY_TABLE, VPC
from simulator.rules.aws.parts import given

SWITCH = ("enable", "disable")
_CREATE = "EC2 API Reference, TransitGatewayRequestOptions"
_ATTACH = "EC2 API Reference, CreateTransitGatewayVpcAttachmentRequestOptions"
_TABLE_REF = ref(TRANSIT_GATEWAY_TABLE, code="InvalidRouteTableID.NotFound", delete_code="IncorrectState")
_OTHER_ATTACHMENTS = (
    "aws:directconnect/gatewayAssociation:GatewayAssociation",
    "aws:ec2/vpnConnection:VpnConnection",
    "aws:ec2transitgateway/connect:Connect",
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
)
_ATTACHMENT_REF = ref(
    TRANSIT_GATEWAY_ATTACHMENT,
    *_OTHER_ATTACHMENTS,
    by=("id", "transitGatewayAttachmentId"),
    code="InvalidTransitGatewayAttachmentID.NotFound",
    anywhere=True,
    blocks_delete=False,
)

_SWITCHES = (
    "autoAcceptSharedAttachments",
    "defaultRouteTableAssociation",
    "defaultRouteTablePropagation",
    "dnsSupport",
    "encryptionSupport",
    "multicastSupport",
    "securityGroupReferencingSupport",
    "vpnEcmpSupport",
)

gateway = Rules(
    TRANSIT_GATEWAY,
    source="EC2 API Reference, CreateTransitGateway; Pulumi Registry, aws.ec2transitgateway.TransitGateway",
    second_source="botocore, cfn-lint",
    checks=(
        *(Allowed(name, SWITCH, source=_CREATE) for name in _SWITCHES),
        Between("amazonSideAsn", 64512, 4294967294, source=_CREATE),
        Length("transitGatewayCidrBlocks", 0, 5, source=_CREATE),
    ),
    immutable={"multicastSupport"},
    defaults={
        "amazonSideAsn": 64512,
        "autoAcceptSharedAttachments": "disable",
        "defaultRouteTableAssociation": "enable",
        "defaultRouteTablePropagation": "enable",
        "dnsSupport": "enable",
        "multicastSupport": "disable",
        "securityGroupReferencingSupport": "disable",
        "vpnEcmpSupport": "enable",
    },
    id="tgw-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:transit-gateway/{id}",
        "associationDefaultRouteTableId": "",
        "encryptionSupport": "disable",
        "ownerId": "{account}",
        "propagationDefaultRouteTableId": "",
    },
)


@gateway.check(source=_CREATE)
def asn_is_private(inputs: Properties) -> Iterator[Fault]:
    """64512-65534 or 4200000000-4294967294."""
    asn = inputs.get("amazonSideAsn")
    if isinstance(asn, int) and 65534 < asn < 4200000000:
        yield "amazonSideAsn", f"{asn} is not allowed; allowed: 64512 to 65534, or 4200000000 to 4294967294"


@gateway.after("create")
def bring_default_table(action: Action) -> None:
    """With either default switched on, the gateway comes with a route table."""
    wanted = [name for name in ("Association", "Propagation") if action.outputs.get(f"defaultRouteTable{name}") == "enable"]
    if not wanted:
        return
    id_ = "tgw-rtb-" + action.hex(17, "default table")
    action.keep(
        TRANSIT_GATEWAY_TABLE,
        id_,
        {
            "arn": f"arn:{action.partition}:ec2:{action.region}:{action.account}:transit-gateway-route-table/{id_}",
            "defaultAssociationRouteTable": "Association" in wanted,
            "defaultPropagationRouteTable": "Propagation" in wanted,
            "region": action.region,
            "tags": {},
            "transitGatewayId": action.id,
        },
    )
    for name in wanted:
        action.outputs[f"{name.lower()}DefaultRouteTableId"] = id_


attachment = Rules(
    TRANSIT_GATEWAY_ATTACHMENT,
    source="EC2 API Reference, CreateTransitGatewayVpcAttachment; Pulumi Registry, aws.ec2transitgateway.VpcAttachment",
    second_source="botocore, cfn-lint",
    checks=tuple(
        Allowed(name, SWITCH, source=_ATTACH)
        for name in ("applianceModeSupport", "dnsSupport", "ipv6Support", "securityGroupReferencingSupport")
    ),
    references={
        "transitGatewayId": ref(TRANSIT_GATEWAY, code="InvalidTransitGatewayID.NotFound", anywhere=True, delete_code="IncorrectState"),
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound"),
        "subnetIds[*]": ref(SUBNET, code="InvalidSubnetID.NotFound"),
    },
    immutable={"transitGatewayId", "vpcId"},
    defaults={"applianceModeSupport": "disable", "dnsSupport": "enable", "ipv6Support": "disable"},
    id="tgw-attach-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:transit-gateway-attachment/{id}",
        "securityGroupReferencingSupport": "enable",
        "transitGatewayDefaultRouteTableAssociation": True,
        "transitGatewayDefaultRouteTablePropagation": True,
        "vpcOwnerId": "{account}",
    },
    unordered=("subnetIds",),
)


@attachment.before("create")
@attachment.before("update")
def subnets_fit(action: Action) -> None:
    """One subnet a zone, of the attached network, which is attached once."""
    vpc_id = action.inputs["vpcId"]
    all_in_vpc(action, SUBNET, action.inputs["subnetIds"], vpc_id, "InvalidSubnetID.NotFound")
    zones = [zone_of(action, id_) for id_ in action.inputs["subnetIds"]]
    if len(set(zones)) < len(zones):
        action.refuse(
            "DuplicateSubnetsInSameZone", f"subnets of one attachment must be in different availability zones: {', '.join(zones)}"
        )
    for other in action.find(TRANSIT_GATEWAY_ATTACHMENT, transitGatewayId=action.inputs["transitGatewayId"], vpcId=vpc_id):
        if other.id != action.id:
            action.refuse(
                "DuplicateTransitGatewayAttachment", f"{action.inputs['transitGatewayId']} has attachment {other.id} to {vpc_id} already"
            )


table = Rules(
    TRANSIT_GATEWAY_TABLE,
    source="EC2 API Reference, CreateTransitGatewayRouteTable; Pulumi Registry, aws.ec2transitgateway.RouteTable",
    second_source="cfn-lint",
    references={"transitGatewayId": ref(TRANSIT_GATEWAY, code="InvalidTransitGatewayID.NotFound", delete_code="IncorrectState")},
    immutable={"transitGatewayId"},
    id="tgw-rtb-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:transit-gateway-route-table/{id}",
        "defaultAssociationRouteTable": False,
        "defaultPropagationRouteTable": False,
    },
)

route = Rules(
    "aws:ec2transitgateway/route:Route",
    source="EC2 API Reference, CreateTransitGatewayRoute; Pulumi Registry, aws.ec2transitgateway.Route",
    second_source="cfn-lint",
    checks=(),
    references={
        "transitGatewayRouteTableId": ref(TRANSIT_GATEWAY_TABLE, code="InvalidRouteTableID.NotFound", blocks_delete=False),
        "transitGatewayAttachmentId": _ATTACHMENT_REF,
    },
    immutable={"blackhole", "destinationCidrBlock", "transitGatewayAttachmentId", "transitGatewayRouteTableId"},
    defaults={"blackhole": False},
    id="{transitGatewayRouteTableId}_{destinationCidrBlock}",
)


@route.check(source="EC2 API Reference, CreateTransitGatewayRoute: an attachment or a black hole", even_unknown=True)
def leads_somewhere(inputs: Properties) -> Iterator[Fault]:
    """A black hole has no attachment; any other route has one."""
    hole, attached = inputs.get("blackhole") is True, given(inputs.get("transitGatewayAttachmentId"))
    if hole and attached:
        yield "transitGatewayAttachmentId", "can't be given for a black hole"
    if not hole and not attached and isinstance(inputs.get("blackhole"), bool | None):
        yield "transitGatewayAttachmentId", "is required unless blackhole is true"
    text = inputs.get("destinationCidrBlock")
    if isinstance(text, str):
        yield from Cidr("destinationCidrBlock", version=6 if ":" in text else 4, source="EC2 API Reference").faults(inputs)


listed = Rules(
    "aws:ec2transitgateway/prefixListReference:PrefixListReference",
    source="EC2 API Reference, CreateTransitGatewayPrefixListReference; Pulumi Registry, aws.ec2transitgateway.PrefixListReference",
    references={"transitGatewayRouteTableId": _TABLE_REF, "transitGatewayAttachmentId": _ATTACHMENT_REF},
    defaults={"blackhole": False},
    id="{transitGatewayRouteTableId}_{prefixListId}",
    outputs={"prefixListOwnerId": "{account}"},
)


@listed.check(source="EC2 API Reference, CreateTransitGatewayPrefixListReference: an attachment or a black hole", even_unknown=True)
def list_leads_somewhere(inputs: Properties) -> Iterator[Fault]:
    """As a route does."""
    hole, attached = inputs.get("blackhole") is True, given(inputs.get("transitGatewayAttachmentId"))
    if hole and attached:
        yield "transitGatewayAttachmentId", "can't be given for a black hole"
    if not hole and not attached and isinstance(inputs.get("blackhole"), bool | None):
        yield "transitGatewayAttachmentId", "is required unless blackhole is true"


def _tables_of(action: Action) -> tuple[Object | None, Object | None]:
    return action.target("transitGatewayRouteTableId", TRANSIT_GATEWAY_TABLE), next(
        iter(action.find_anywhere(TRANSIT_GATEWAY_ATTACHMENT, id=action.inputs.get("transitGatewayAttachmentId"))), None
    )


def _same_gateway(action: Action) -> None:
    found, attached = _tables_of(action)
    if found and attached and found.outputs.get("transitGatewayId") != attached.outputs.get("transitGatewayId"):
        action.refuse("InvalidTransitGatewayAttachmentID.NotFound", f"{attached.id} and {found.id} belong to different transit gateways")


@route.before("create")
def route_fits(action: Action) -> None:
    """Table and attachment are of one gateway; the destination is free."""
    _same_gateway(action)
    block = network(action.inputs["destinationCidrBlock"])
    for other in action.find(route.type, transitGatewayRouteTableId=action.inputs["transitGatewayRouteTableId"]):
        if network(other.outputs.get("destinationCidrBlock")) == block:
            action.refuse(
                "RouteAlreadyExists",
                f"Route {block} already exists in Transit Gateway Route Table {action.inputs['transitGatewayRouteTableId']}",
            )


def _link(kind: str, call: str) -> Rules:
    return Rules(
        f"aws:ec2transitgateway/{kind[0].lower()}{kind[1:]}:{kind}",
        source=f"EC2 API Reference, {call}; Pulumi Registry, aws.ec2transitgateway.{kind}",
        second_source="cfn-lint",
        references={"transitGatewayRouteTableId": _TABLE_REF, "transitGatewayAttachmentId": _ATTACHMENT_REF},
        immutable={"replaceExistingAssociation", "transitGatewayAttachmentId", "transitGatewayRouteTableId"},
        id="{transitGatewayRouteTableId}_{transitGatewayAttachmentId}",
        outputs={"resourceId": "", "resourceType": "vpc"},
    )


association = _link("RouteTableAssociation", "AssociateTransitGatewayRouteTable")
propagation = _link("RouteTablePropagation", "EnableTransitGatewayRouteTablePropagation")


@association.before("create")
@propagation.before("create")
def link_fits(action: Action) -> None:
    """Table and attachment are of one gateway."""
    _same_gateway(action)


@association.before("create")
def follows_one_table(action: Action) -> None:
    """An attachment follows one table. The default one must be switched off, or replaced on purpose."""
    _, attached = _tables_of(action)
    if attached is None:
        return
    others = action.find_anywhere(association.type, transitGatewayAttachmentId=attached.id)
    home = next(iter(action.find_anywhere(TRANSIT_GATEWAY, id=attached.outputs.get("transitGatewayId"))), None)
    by_default = bool(
        home
        and home.outputs.get("defaultRouteTableAssociation") == "enable"
        and attached.outputs.get("transitGatewayDefaultRouteTableAssociation") is not False
    )
    if others or (by_default and action.inputs.get("replaceExistingAssociation") is not True):
        action.refuse("Resource.AlreadyAssociated", f"Transit Gateway Attachment {attached.id} is already associated to a route table")


@association.computes
@propagation.computes
def network_of_attachment(action: Action) -> Properties:
    """The attached network."""
    _, attached = _tables_of(action)
    return {"resourceId": attached.outputs["vpcId"]} if attached else {}
