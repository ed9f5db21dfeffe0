"""Site-to-Site VPN: customer gateways, connections, static routes, and the gateway's attachment to a network.

Sources: AWS Site-to-Site VPN User Guide, "Tunnel options", "Routing options", "Virtual private gateway"; EC2 API Reference,
AttachVpnGateway, CreateCustomerGateway, CreateVpnConnection, VpnConnectionOptionsSpecification, VpnTunnelOptionsSpecification,
CreateVpnConnectionRoute, EnableVgwRoutePropagation; Pulumi Registry, aws.ec2.VpnConnection and its neighbours.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, AtMostOneOf, Between, Cidr, Fault, Object, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import LOG_GROUP, ROUTE_TABLE, TRANSIT_GATEWAY, VPC, VPN_GATEWAY
from simulator.rules.aws.parts import given

ATTACHMENT = "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment"
CUSTOMER_GATEWAY = "aws:ec2/customerGateway:CustomerGateway"
CONNECTION = "aws:ec2/vpnConnection:VpnConnection"
CONNECTION_ROUTE = "aws:ec2/vpnConnectionRoute:VpnConnectionRoute"
PROPAGATION = "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation"

_CREATE = "EC2 API Reference, CreateVpnConnection, VpnConnectionOptionsSpecification"
_TUNNEL = "EC2 API Reference, VpnTunnelOptionsSpecification"
ENCRYPTION = ("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16")
INTEGRITY = ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512")
PHASE_1_GROUPS = (2, *range(14, 25))
PHASE_2_GROUPS = (2, 5, *range(14, 25))

attachment = Rules(
    ATTACHMENT,
    source="EC2 API Reference, AttachVpnGateway, DetachVpnGateway; Pulumi Registry, aws.ec2.VpnGatewayAttachment",
    second_source="cfn-lint",
    references={
        "vpcId": ref(VPC, code="InvalidVpcID.NotFound"),
        "vpnGatewayId": ref(VPN_GATEWAY, code="InvalidVpnGatewayID.NotFound", delete_code="IncorrectState"),
    },
    immutable={"vpcId", "vpnGatewayId"},
    id=lambda action: f"vpn-attachment-{action.hex(8, 'attachment')}",
)


@attachment.before("create")
def both_are_free(action: Action) -> None:
    """'You can attach one virtual private gateway to one VPC at a time' (AttachVpnGateway), and a VPC has one."""
    gateway = action.target("vpnGatewayId", VPN_GATEWAY)
    if gateway and gateway.outputs.get("vpcId"):
        action.refuse("VpnGatewayAttachmentLimitExceeded", f"{gateway.id} is already attached to {gateway.outputs['vpcId']}")
    other = next(iter(action.find(VPN_GATEWAY, vpcId=action.inputs["vpcId"])), None)
    if other:
        action.refuse("InvalidParameterValue", f"The vpc {action.inputs['vpcId']} has a vpn gateway attached already: {other.id}")


@attachment.after("create")
def attach(action: Action) -> None:
    """The gateway shows its network."""
    _write_network(action, action.inputs["vpcId"])


@attachment.after("delete")
def detach(action: Action) -> None:
    """The gateway is free again."""
    _write_network(action, "")


def _write_network(action: Action, vpc_id: object) -> None:
    gateway = action.get(VPN_GATEWAY, action.object.outputs.get("vpnGatewayId"))
    if gateway:
        gateway.outputs["vpcId"] = vpc_id
        action.save(gateway)


customer = Rules(
    CUSTOMER_GATEWAY,
    source="EC2 API Reference, CreateCustomerGateway; Pulumi Registry, aws.ec2.CustomerGateway",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("type", ("ipsec.1",), source="EC2 API Reference, CreateCustomerGateway"),
        AtMostOneOf(("bgpAsn", "bgpAsnExtended"), source="Pulumi Registry, aws.ec2.CustomerGateway"),
        Pattern(
            "ipAddress",
            r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*",
            source="EC2 API Reference, CreateCustomerGateway",
            saying="an IP address",
        ),
    ),
    immutable={"bgpAsn", "bgpAsnExtended", "certificateArn", "deviceName", "ipAddress", "type"},
    id="cgw-{hex17}",
    outputs={"arn": "arn:{partition}:ec2:{region}:{account}:customer-gateway/{id}"},
)


@customer.check(source="Pulumi Registry, aws.ec2.CustomerGateway; EC2 API Reference, CreateCustomerGateway (ASN 1 to 2147483647)")
def number_fits(inputs: Properties) -> Iterator[Fault]:
    """The provider takes the number as a text."""
    number = inputs.get("bgpAsn")
    if isinstance(number, str) and not (number.isdigit() and 1 <= int(number) <= 2147483647):
        yield "bgpAsn", f"{number} is not allowed; allowed: 1 to 2147483647"


@customer.before("create")
def certificate_is_own(action: Action) -> None:
    """A private certificate of ACM in the account itself (AWS Site-to-Site VPN User Guide, "Customer gateway options")."""
    arn = action.inputs.get("certificateArn")
    if isinstance(arn, str) and f":{action.account}:" not in arn:
        action.refuse("InvalidParameterValue", f"{arn} is no certificate of account {action.account}")


def _tunnel_checks() -> Iterator[Allowed | Between | Cidr]:
    for tunnel in ("tunnel1", "tunnel2"):
        yield Allowed(f"{tunnel}IkeVersions[*]", ("ikev1", "ikev2"), source=_TUNNEL)
        yield Allowed(f"{tunnel}DpdTimeoutAction", ("clear", "none", "restart"), source=_TUNNEL)
        yield Allowed(f"{tunnel}StartupAction", ("add", "start"), source=_TUNNEL)
        yield Allowed(f"{tunnel}Phase1DhGroupNumbers[*]", PHASE_1_GROUPS, source=_TUNNEL)
        yield Allowed(f"{tunnel}Phase2DhGroupNumbers[*]", PHASE_2_GROUPS, source=_TUNNEL)
        for phase, longest in (("Phase1", 28800), ("Phase2", 3600)):
            yield Allowed(f"{tunnel}{phase}EncryptionAlgorithms[*]", ENCRYPTION, source=_TUNNEL)
            yield Allowed(f"{tunnel}{phase}IntegrityAlgorithms[*]", INTEGRITY, source=_TUNNEL)
            yield Between(f"{tunnel}{phase}LifetimeSeconds", 900, longest, source=_TUNNEL)
        yield Between(f"{tunnel}DpdTimeoutSeconds", 30, None, source=_TUNNEL)
        yield Between(f"{tunnel}RekeyFuzzPercentage", 0, 100, source=_TUNNEL)
        yield Between(f"{tunnel}ReplayWindowSize", 64, 2048, source=_TUNNEL)
        yield Cidr(f"{tunnel}InsideCidr", shortest=30, longest=30, source=_TUNNEL)
        for prefix in ("logOutputFormat", "bgpLogOutputFormat"):
            yield Allowed(f"{tunnel}LogOptions.cloudwatchLogOptions.{prefix}", ("json", "text"), source=_TUNNEL)


connection = Rules(
    CONNECTION,
    source="EC2 API Reference, CreateVpnConnection; Pulumi Registry, aws.ec2.VpnConnection",
    second_source="cfn-lint",
    checks=(
        Allowed("type", ("ipsec.1",), source=_CREATE),
        Allowed("outsideIpAddressType", ("PublicIpv4", "PrivateIpv4", "Ipv6"), source=_CREATE),
        Allowed("tunnelInsideIpVersion", ("ipv4", "ipv6"), source=_CREATE),
        Allowed("presharedKeyStorage", ("Standard", "SecretsManager"), source=_CREATE),
        Allowed("tunnelBandwidth", ("standard", "large"), source=_CREATE),
        Cidr("localIpv4NetworkCidr", source=_CREATE),
        Cidr("remoteIpv4NetworkCidr", source=_CREATE),
        AtMostOneOf(("transitGatewayId", "vpnGatewayId", "vpnConcentratorId"), source="Pulumi Registry, aws.ec2.VpnConnection"),
        *_tunnel_checks(),
    ),
    references={
        "customerGatewayId": ref(CUSTOMER_GATEWAY, code="InvalidCustomerGatewayID.NotFound", delete_code="IncorrectState"),
        "vpnGatewayId": ref(VPN_GATEWAY, code="InvalidVpnGatewayID.NotFound", delete_code="IncorrectState"),
        "transitGatewayId": ref(TRANSIT_GATEWAY, code="InvalidTransitGatewayID.NotFound", anywhere=True, delete_code="IncorrectState"),
        **{
            f"tunnel{number}LogOptions.cloudwatchLogOptions.logGroupArn": ref(
                LOG_GROUP, by=("arn",), code="InvalidParameterValue", blocks_delete=False
            )
            for number in (1, 2)
        },
    },
    immutable={
        "enableAcceleration",
        "outsideIpAddressType",
        "presharedKeyStorage",
        "staticRoutesOnly",
        "transportTransitGatewayAttachmentId",
        "tunnelInsideIpVersion",
        "type",
        "vpnConcentratorId",
    },
    defaults={
        "enableAcceleration": False,
        "localIpv4NetworkCidr": "0.0.0.0/0",
        "outsideIpAddressType": "PublicIpv4",
        "presharedKeyStorage": "Standard",
        "remoteIpv4NetworkCidr": "0.0.0.0/0",
        "staticRoutesOnly": False,
        "tunnelInsideIpVersion": "ipv4",
        **{
            f"tunnel{number}{name}": value
            for number in (1, 2)
            for name, value in (
                ("DpdTimeoutAction", "clear"),
                ("EnableTunnelLifecycleControl", False),
                ("Phase1LifetimeSeconds", 28800),
                ("Phase2LifetimeSeconds", 3600),
                ("StartupAction", "add"),
            )
        },
    },
    unset={
        f"tunnel{number}LogOptions.cloudwatchLogOptions.{name}": value
        for number in (1, 2)
        for name, value in (("logEnabled", False), ("logOutputFormat", "json"))
    },
    id="vpn-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpn-connection/{id}",
        "coreNetworkArn": "",
        "coreNetworkAttachmentArn": "",
        "presharedKeyArn": "",
        "routes": [],
        "transitGatewayAttachmentId": "",
        "tunnel1BgpAsn": "64512",
        "tunnel1BgpHoldtime": 30,
        "tunnel2BgpAsn": "64512",
        "tunnel2BgpHoldtime": 30,
        "vgwTelemetries": [],
    },
)


@connection.check(source="AWS Site-to-Site VPN User Guide, 'Tunnel options' (startup action), 'Routing options'", even_unknown=True)
def parts_fit(inputs: Properties) -> Iterator[Fault]:
    """AWS starts a tunnel of IKEv2 alone, and an accelerated VPN ends at a transit gateway."""
    for tunnel in ("tunnel1", "tunnel2"):
        versions = inputs.get(f"{tunnel}IkeVersions")
        if inputs.get(f"{tunnel}StartupAction") == "start" and isinstance(versions, list) and "ikev1" in versions:
            yield f"{tunnel}StartupAction", "start is possible for IKEv2 only; allowed: add, or ikev2 alone"
    if inputs.get("enableAcceleration") is True and given(inputs.get("vpnGatewayId")):
        yield "enableAcceleration", "is possible with a transit gateway only"


@connection.computes
def ends_shown(action: Action) -> Properties:
    """Addresses that AWS gives to its ends; keys in Secrets Manager where they are kept there."""
    octet = int(action.hex(2, "outside"), 16)
    keys = action.inputs.get("presharedKeyStorage") == "SecretsManager"
    return {
        "presharedKeyArn": f"arn:{action.partition}:secretsmanager:{action.region}:{action.account}:secret:s2svpn!{action.id}"
        if keys
        else "",
        "transitGatewayAttachmentId": f"tgw-attach-{action.hex(17, 'vpn')}" if given(action.inputs.get("transitGatewayId")) else "",
        "tunnel1Address": f"203.0.113.{octet}",
        "tunnel2Address": f"198.51.100.{octet}",
        "tunnel1VgwInsideAddress": "169.254.10.1",
        "tunnel1CgwInsideAddress": "169.254.10.2",
        "tunnel2VgwInsideAddress": "169.254.11.1",
        "tunnel2CgwInsideAddress": "169.254.11.2",
    }


connection_route = Rules(
    CONNECTION_ROUTE,
    source="EC2 API Reference, CreateVpnConnectionRoute; Pulumi Registry, aws.ec2.VpnConnectionRoute",
    second_source="cfn-lint",
    checks=(Cidr("destinationCidrBlock", source="EC2 API Reference, CreateVpnConnectionRoute"),),
    references={"vpnConnectionId": ref(CONNECTION, code="InvalidVpnConnectionID.NotFound", blocks_delete=False)},
    immutable={"destinationCidrBlock", "vpnConnectionId"},
    delete_before_replace=True,
    unique=(unique("vpnConnectionId", "destinationCidrBlock", code="InvalidParameterValue"),),
    id="{destinationCidrBlock}:{vpnConnectionId}",
)


@connection_route.before("create")
def connection_is_static(action: Action) -> None:
    """'Creates a static route associated with a VPN connection between an existing virtual private gateway and a VPN customer gateway'."""
    target: Object | None = action.target("vpnConnectionId", CONNECTION)
    if target and target.outputs.get("staticRoutesOnly") is not True:
        action.refuse("InvalidParameterValue", f"{target.id} learns its routes by BGP; static routes need staticRoutesOnly")


propagation = Rules(
    PROPAGATION,
    source="EC2 API Reference, EnableVgwRoutePropagation; Pulumi Registry, aws.ec2.VpnGatewayRoutePropagation",
    second_source="",
    references={
        "routeTableId": ref(ROUTE_TABLE, code="InvalidRouteTableID.NotFound", blocks_delete=False),
        "vpnGatewayId": ref(VPN_GATEWAY, code="InvalidGatewayID.NotFound"),
    },
    immutable={"routeTableId", "vpnGatewayId"},
    id="{vpnGatewayId}_{routeTableId}",
)


@propagation.before("create")
def gateway_stands_in_the_tables_network(action: Action) -> None:
    """'The virtual private gateway must be attached to a VPC' and the table must belong to it (EnableVgwRoutePropagation)."""
    gateway, table = action.target("vpnGatewayId", VPN_GATEWAY), action.target("routeTableId", ROUTE_TABLE)
    if gateway and table and gateway.outputs.get("vpcId") != table.outputs.get("vpcId"):
        action.refuse("Gateway.NotAttached", f"{gateway.id} is not attached to the network of {table.id}")
