"""VPN and ExpressRoute gateways of virtual networks, local network gateways, and their connections.

Sources: Azure documentation, "About VPN Gateway configuration settings" (gateway subnet, SKUs, types), "About ExpressRoute virtual network
gateways", "Design highly available gateway connectivity" (active-active needs two addresses), "About cryptographic requirements and Azure
VPN gateways"; Azure REST API reference, Virtual Network Gateways, Virtual Network Gateway Connections, Local Network Gateways.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, ExactlyOneOf, Fault, Length, Properties, Rules
from simulator.rules.azure_native.addresses import block_faults, network_of
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import GUID_ANSWER, by_id, network_ref, same_place
from simulator.rules.azure_native.ids import given, id_in, last, listed, named, own_id, same, subscription
from simulator.rules.azure_native.kinds import CIRCUIT, GATEWAY_CONNECTION, LOCAL_GATEWAY, PUBLIC_IP, SUBNET, VNET_GATEWAY
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.public_addresses import judge_standard
from simulator.rules.azure_native.subnets import IN_USE
from simulator.values import at

_SETTINGS = "Azure documentation, 'About VPN Gateway configuration settings'"
_CREATE = "Azure REST API reference, Virtual Network Gateways - Create Or Update"
_CONNECT = "Azure REST API reference, Virtual Network Gateway Connections - Create Or Update"
VPN_SKUS = ("Basic", *(f"VpnGw{i}{zone}" for i in range(1, 6) for zone in ("", "AZ")))
EXPRESS_ROUTE_SKUS = ("Standard", "HighPerformance", "UltraPerformance", "ErGw1AZ", "ErGw2AZ", "ErGw3AZ", "ErGwScale")

gateway = Rules(
    VNET_GATEWAY,
    source=f"{_CREATE}; {_SETTINGS}",
    checks=(
        network_name("virtualNetworkGatewayName"),
        by_id("ipConfigurations[*].subnet", "ipConfigurations[*].publicIPAddress"),
        choice("gatewayType", "Vpn", "ExpressRoute", "LocalGateway", source=_CREATE),
        choice("vpnType", "PolicyBased", "RouteBased", source=_CREATE),
        choice("vpnGatewayGeneration", "None", "Generation1", "Generation2", source=_CREATE),
        choice("sku.name", *VPN_SKUS, *EXPRESS_ROUTE_SKUS, source=_SETTINGS),
        Length("ipConfigurations", 1, 3, source=_CREATE),
    ),
    references={
        "ipConfigurations[*].subnet.id": network_ref(SUBNET, delete_code=IN_USE),
        "ipConfigurations[*].publicIPAddress.id": network_ref(PUBLIC_IP, delete_code="PublicIPAddressCannotBeDeleted"),
        "gatewayDefaultSite.id": network_ref(LOCAL_GATEWAY, delete_code="LocalNetworkGatewayInUse"),
    },
    outputs={**GUID_ANSWER, "inboundDnsForwardingEndpoint": ""},
    defaults={"activeActive": False, "enableBgp": False, "enablePrivateIpAddress": False},
)


@gateway.check(source=f"{_CREATE}; {_SETTINGS}", even_unknown=True)
def kind_and_size_fit(inputs: Properties) -> Iterator[Fault]:
    """A SKU of the gateway's kind, configurations in GatewaySubnet, and two addresses for an active-active gateway."""
    kind, sku = inputs.get("gatewayType"), inputs.get("sku")
    if kind is None:
        yield "gatewayType", "is required"
    name = sku.get("name") if isinstance(sku, dict) else None
    allowed = {"vpn": VPN_SKUS, "expressroute": EXPRESS_ROUTE_SKUS}.get(str(kind).lower())
    if isinstance(name, str) and allowed and not is_(name, *allowed):
        yield "sku.name", f"{name!r} is not allowed when gatewayType is {kind}; allowed: {', '.join(allowed)}"
    if is_(kind, "ExpressRoute") and isinstance(inputs.get("vpnType"), str) and is_(inputs["vpnType"], "PolicyBased"):
        yield "vpnType", "PolicyBased is only for VPN gateways"
    parts = listed(inputs.get("ipConfigurations"))
    if inputs.get("ipConfigurations") is None:
        yield "ipConfigurations", "at least one configuration must be given"
    for i, one in enumerate(parts):
        id_ = id_in(one.get("subnet"))
        if not given(one.get("subnet")):
            yield f"ipConfigurations[{i}].subnet", "is required"
        if id_ and last(id_).lower() != "gatewaysubnet":
            yield f"ipConfigurations[{i}].subnet.id", f"must name the subnet GatewaySubnet, not {last(id_)}"
        if is_(kind, "Vpn") and one.get("publicIPAddress") is None:
            yield f"ipConfigurations[{i}].publicIPAddress", "is required when gatewayType is Vpn"
    whole = inputs.get("ipConfigurations")
    if inputs.get("activeActive") is True and isinstance(whole, list) and len(whole) == 1:
        yield "ipConfigurations", "an active-active gateway needs two configurations"
    if inputs.get("activeActive") is True and is_(name, "Basic"):
        yield "activeActive", "is not available for the Basic SKU"


@gateway.before("create")
def place_is_free(action: Action) -> None:
    """A network has one gateway of a kind, with Standard addresses of its region."""
    for one in listed(action.inputs.get("ipConfigurations")):
        subnet, public = id_in(one.get("subnet")), id_in(one.get("publicIPAddress"))
        same_place(action, network_of(action, subnet), "ipConfigurations[0].subnet")
        if public:
            judge_standard(action, public, "a gateway")
        for other in action.find_anywhere(VNET_GATEWAY):
            held = [id_in(part.get("subnet")) for part in listed(other.outputs.get("ipConfigurations"))]
            like = is_(other.outputs.get("gatewayType"), str(action.inputs.get("gatewayType")))
            if like and not same(other.id, own_id(action)) and any(same(subnet, used) for used in held):
                action.refuse("GatewaySubnetHasGateway", f"{subnet} has the {action.inputs.get('gatewayType')} gateway {other.id} already")


@gateway.computes
def configurations(action: Action) -> Properties:
    """Configurations with their ids, and the autonomous system number of Azure's gateways."""
    shown = [
        {
            "privateIPAllocationMethod": "Dynamic",
            **one,
            "id": f"{action.id}/ipConfigurations/{one.get('name')}",
            "provisioningState": "Succeeded",
        }
        for one in listed(action.inputs.get("ipConfigurations"))
    ]
    made: Properties = {"ipConfigurations": shown}
    if is_(action.inputs.get("gatewayType"), "Vpn"):
        made["bgpSettings"] = {"asn": 65515, "peerWeight": 0, **(action.inputs.get("bgpSettings") or {})}
    return made


local = Rules(
    LOCAL_GATEWAY,
    source="Azure REST API reference, Local Network Gateways - Create Or Update; Azure documentation, 'About VPN Gateway configuration settings'",
    checks=(
        network_name("localNetworkGatewayName"),
        ExactlyOneOf(("gatewayIpAddress", "fqdn"), source=_SETTINGS),
        Between("bgpSettings.asn", 0, 4294967295, source="Azure documentation, 'About BGP and VPN Gateway'"),
    ),
    outputs=GUID_ANSWER,
)


@local.check(source=_SETTINGS)
def site_is_sound(inputs: Properties) -> Iterator[Fault]:
    """A public address, and blocks behind it or BGP that tells them."""
    address = inputs.get("gatewayIpAddress")
    if isinstance(address, str):
        try:
            ipaddress.IPv4Address(address)
        except ValueError:
            yield "gatewayIpAddress", f"{address!r} is not an IPv4 address"
    blocks = (inputs.get("localNetworkAddressSpace") or {}).get("addressPrefixes")
    if not blocks and not inputs.get("bgpSettings"):
        yield "localNetworkAddressSpace", "one of localNetworkAddressSpace, bgpSettings must be given"
    for where, text in at(inputs, "localNetworkAddressSpace.addressPrefixes[*]"):
        yield from block_faults(where, text, longest=32)


connection = Rules(
    GATEWAY_CONNECTION,
    source=f"{_CONNECT}; Azure documentation, 'About cryptographic requirements and Azure VPN gateways'",
    checks=(
        network_name("virtualNetworkGatewayConnectionName"),
        choice("connectionType", "IPsec", "Vnet2Vnet", "ExpressRoute", "VPNClient", source=_CONNECT),
        choice("connectionProtocol", "IKEv2", "IKEv1", source=_CONNECT),
        choice("connectionMode", "Default", "ResponderOnly", "InitiatorOnly", source=_CONNECT),
        Length("ipsecPolicies", 0, 1, source="Azure documentation, 'About cryptographic requirements and Azure VPN gateways'"),
        Between("ipsecPolicies[*].saLifeTimeSeconds", 300, 172799, source=_CONNECT),
        Between("ipsecPolicies[*].saDataSizeKilobytes", 1024, 2147483647, source=_CONNECT),
        Between("routingWeight", 0, 32000, source=_CONNECT),
        Between("dpdTimeoutSeconds", 9, 3600, source=_CONNECT),
    ),
    references={
        "virtualNetworkGateway1.id": network_ref(VNET_GATEWAY, delete_code="GatewayConnectionsExist"),
        "virtualNetworkGateway2.id": network_ref(VNET_GATEWAY, delete_code="GatewayConnectionsExist", anywhere=True),
        "localNetworkGateway2.id": network_ref(LOCAL_GATEWAY, delete_code="LocalNetworkGatewayInUse"),
        "peer.id": network_ref(CIRCUIT, delete_code="CircuitHasConnections", anywhere=True),
    },
    outputs={
        **GUID_ANSWER,
        "connectionStatus": "Unknown",
        "egressBytesTransferred": 0,
        "ingressBytesTransferred": 0,
        "tunnelConnectionStatus": [],
    },
    defaults={"enableBgp": False, "routingWeight": 0, "connectionMode": "Default"},
)


@connection.computes
def connection_answer(action: Action) -> Properties:
    """IKEv2 where no protocol is given ('VPN Gateway FAQ'); a circuit's connection has none."""
    if is_(action.inputs.get("connectionType"), "ExpressRoute"):
        return {}
    return {"connectionProtocol": action.inputs.get("connectionProtocol") or "IKEv2"}


@connection.check(source=_CONNECT, even_unknown=True)
def other_side_is_named(inputs: Properties) -> Iterator[Fault]:
    """Each type of connection has another other side."""
    kind = str(inputs.get("connectionType")).lower() if isinstance(inputs.get("connectionType"), str) else ""
    needed = {"ipsec": "localNetworkGateway2", "vnet2vnet": "virtualNetworkGateway2", "expressroute": "peer"}.get(kind)
    sides = ("localNetworkGateway2", "virtualNetworkGateway2", "peer")
    for side in sides:
        if needed and side == needed and not given(inputs.get(side)):
            yield side, f"is required when connectionType is {inputs['connectionType']}"
        if needed and side != needed and given(inputs.get(side)):
            yield side, f"is not allowed when connectionType is {inputs['connectionType']}"
    if kind == "expressroute" and inputs.get("sharedKey") is not None:
        yield "sharedKey", "is not allowed when connectionType is ExpressRoute"
    if inputs.get("usePolicyBasedTrafficSelectors") is True and inputs.get("ipsecPolicies") in (None, []):
        yield "ipsecPolicies", "is required when usePolicyBasedTrafficSelectors is true"


@connection.before("create")
def sides_fit(action: Action) -> None:
    """The gateway is of the connection's kind; a circuit of another subscription needs an authorization key."""
    first = named(action, id_in(action.inputs.get("virtualNetworkGateway1")), VNET_GATEWAY)
    wanted = "ExpressRoute" if is_(action.inputs.get("connectionType"), "ExpressRoute") else "Vpn"
    if first is not None and not is_(first.outputs.get("gatewayType"), wanted):
        action.refuse(
            "InvalidGatewayType", f"virtualNetworkGateway1: {first.id} is a {first.outputs.get('gatewayType')} gateway, not {wanted}"
        )
    circuit = id_in(action.inputs.get("peer"))
    key = action.inputs.get("authorizationKey")
    if circuit and subscription(circuit) != action.account and key in (None, UNKNOWN, ""):
        action.refuse("AuthorizationKeyRequired", f"peer: {circuit} is of another subscription: authorizationKey is required")
