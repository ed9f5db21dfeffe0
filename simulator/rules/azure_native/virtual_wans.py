"""Virtual WANs, hubs, and what is attached to them.

Sources: Azure documentation, "Virtual WAN FAQ" (hub address space of /24 at least; a network is connected to one hub), "About virtual hub
routing" (default and none tables, association, propagation), "How to configure Virtual WAN Hub routing intent and routing policies";
Azure REST API reference, Virtual Wans, Virtual Hubs, Hub Virtual Network Connections, Hub Route Tables, Routing Intent, VPN Gateways,
Express Route Gateways - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Length, Object, Properties, Rules
from simulator.rules.azure_native.addresses import Network, network, overlap, space
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, MISSING, network_ref
from simulator.rules.azure_native.ids import below, given, id_in, last, listed, named, own_id, parent, pointing, same
from simulator.rules.azure_native.kinds import (
    EXPRESS_ROUTE_GATEWAY,
    FIREWALL,
    HUB_CONNECTION,
    HUB_TABLE,
    ROUTING_INTENT,
    VIRTUAL_HUB,
    VIRTUAL_WAN,
    VNET,
    VPN_GATEWAY,
)
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.peerings import gateways_of

_FAQ = "Azure documentation, 'Virtual WAN FAQ'"
_ROUTING = "Azure documentation, 'About virtual hub routing'"
_INTENT = "Azure documentation, 'How to configure Virtual WAN Hub routing intent and routing policies'"
_IN_HUB = network_ref(VIRTUAL_HUB, delete_code="VirtualHubInUse")

wan = Rules(
    VIRTUAL_WAN,
    source="Azure REST API reference, Virtual Wans - Create Or Update; Azure documentation, 'What is Azure Virtual WAN?'",
    checks=(
        network_name("virtualWANName"),
        choice("type", "Basic", "Standard", source="Azure documentation, 'What is Azure Virtual WAN?'"),
    ),
    outputs={**ANSWER, "office365LocalBreakoutCategory": "None", "virtualHubs": [], "vpnSites": []},
    defaults={"allowBranchToBranchTraffic": True, "allowVnetToVnetTraffic": True, "disableVpnEncryption": False},
)


@wan.on_read
def hubs(action: Action) -> None:
    """Hubs of the WAN."""
    action.outputs["virtualHubs"] = [{"id": one.id} for one in pointing(action, action.id, "virtualWan.id", VIRTUAL_HUB)]


hub = Rules(
    VIRTUAL_HUB,
    source=f"Azure REST API reference, Virtual Hubs - Create Or Update; {_FAQ}; {_ROUTING}",
    checks=(
        network_name("virtualHubName"),
        choice("sku", "Basic", "Standard", source=_FAQ),
        choice("hubRoutingPreference", "ExpressRoute", "VpnGateway", "ASPath", source=_ROUTING),
    ),
    references={"virtualWan.id": network_ref(VIRTUAL_WAN, delete_code="VirtualWanInUse", anywhere=True)},
    outputs={**ANSWER, "bgpConnections": [], "ipConfigurations": [], "kind": "", "routeMaps": [], "routingState": "Provisioned"},
    defaults={"hubRoutingPreference": "ExpressRoute", "virtualRouterAsn": 65515},
)


@hub.check(source=_FAQ, even_unknown=True)
def space_is_large_enough(inputs: Properties) -> Iterator[Fault]:
    """A hub of a WAN has a /24 at least."""
    text = inputs.get("addressPrefix")
    if text is None and given(inputs.get("virtualWan")):
        yield "addressPrefix", "is required"
    elif isinstance(text, str):
        block = network(text)
        if block is None or block.version != 4:
            yield "addressPrefix", f"{text!r} is not an IPv4 CIDR block"
        elif block.prefixlen > 24:
            yield "addressPrefix", f"{text!r} has prefix length /{block.prefixlen}; a hub needs a /24 at least"


@hub.after("create")
def bring_tables(action: Action) -> None:
    """'Each virtual hub has its own default route table', and one that leads nowhere."""
    for name in ("defaultRouteTable", "noneRouteTable"):
        action.keep(
            HUB_TABLE,
            f"{action.id}/hubRouteTables/{name}",
            {
                "name": name,
                "type": "Microsoft.Network/virtualHubs/hubRouteTables",
                "labels": ["default"] if name == "defaultRouteTable" else ["none"],
                "routes": [],
                "associatedConnections": [],
                "propagatingConnections": [],
                "provisioningState": "Succeeded",
            },
        )


@hub.before("delete")
def nothing_is_connected(action: Action) -> None:
    """Connections go before the hub."""
    for one in below(action, action.id, HUB_CONNECTION, ROUTING_INTENT):
        action.refuse("VirtualHubInUse", f"virtual hub {action.id} can't be deleted because it is in use by {one.id}")


connection = Rules(
    HUB_CONNECTION,
    source=f"Azure REST API reference, Hub Virtual Network Connections - Create Or Update; {_FAQ}; {_ROUTING}",
    checks=(network_name("connectionName"),),
    references={
        "remoteVirtualNetwork.id": network_ref(VNET, delete_code="InUseVirtualNetworkCannotBeDeleted", anywhere=True),
        "routingConfiguration.associatedRouteTable.id": network_ref(HUB_TABLE, delete_code="HubRouteTableInUse"),
        "routingConfiguration.propagatedRouteTables.ids[*].id": network_ref(HUB_TABLE, delete_code="HubRouteTableInUse"),
    },
    outputs=ANSWER,
    defaults={"enableInternetSecurity": False, "allowHubToRemoteVnetTransit": True, "allowRemoteVnetToUseHubVnetGateways": True},
)


@connection.check(source=_ROUTING, even_unknown=True)
def network_is_named(inputs: Properties) -> Iterator[Fault]:
    """A connection needs its network."""
    if not given(inputs.get("remoteVirtualNetwork")):
        yield "remoteVirtualNetwork", "is required"


@connection.before("create")
def network_can_join(action: Action) -> None:
    """A network joins one hub, without a gateway of its own and with addresses that the hub and its networks don't have."""
    own, remote = own_id(action), named(action, id_in(action.inputs.get("remoteVirtualNetwork")), VNET)
    at_hub = named(action, parent(own), VIRTUAL_HUB)
    if remote is None or at_hub is None:
        return
    for other in action.find_anywhere(HUB_CONNECTION):
        theirs = id_in(other.outputs.get("remoteVirtualNetwork"))
        if same(theirs, remote.id):
            action.refuse(
                "VirtualNetworkIsConnectedToAnotherHub", f"{remote.id} is connected to {parent(other.id)} already: one hub is allowed"
            )
        third = named(action, theirs, VNET)
        if third is not None and same(parent(other.id), at_hub.id):
            _judge_spaces(action, remote, space(third), third.id)
    block = network(at_hub.outputs.get("addressPrefix"))
    _judge_spaces(action, remote, [block] if block else [], at_hub.id)
    if gateways_of(action, remote.id):
        action.refuse("VirtualNetworkHasGateway", f"{remote.id} has a gateway: a network with one can't be connected to a hub")


def _judge_spaces(action: Action, vnet: Object, others: list[Network], whose: str) -> None:
    for one in space(vnet):
        for other in others:
            if overlap(one, other):
                action.refuse("AddressSpaceOverlaps", f"the address space of {vnet.id}, {one}, overlaps with {other} of {whose}")


@connection.computes
def routing(action: Action) -> Properties:
    """Association with and propagation to the default table, unless told otherwise."""
    tables = f"{parent(action.id)}/hubRouteTables"
    default = {
        "associatedRouteTable": {"id": f"{tables}/defaultRouteTable"},
        "propagatedRouteTables": {"labels": ["default"], "ids": [{"id": f"{tables}/defaultRouteTable"}]},
        "vnetRoutes": {"staticRoutes": []},
    }
    return {"routingConfiguration": {**default, **(action.inputs.get("routingConfiguration") or {})}}


table = Rules(
    HUB_TABLE,
    source=f"Azure REST API reference, Hub Route Tables - Create Or Update; {_ROUTING}",
    checks=(
        network_name("routeTableName"),
        choice("routes[*].destinationType", "CIDR", "ResourceId", "Service", source=_ROUTING),
        choice("routes[*].nextHopType", "ResourceId", source=_ROUTING),
    ),
    outputs={**ANSWER, "associatedConnections": [], "propagatingConnections": []},
)


@table.before("create")
@table.before("update")
def hops_exist(action: Action) -> None:
    """A route leads to a connection or a firewall."""
    for i, one in enumerate(listed(action.inputs.get("routes"))):
        if one.get("nextHop") and named(action, one["nextHop"]) is None:
            action.refuse(MISSING, f"routes[{i}].nextHop: {one['nextHop']} was not found")


@table.before("delete")
def is_not_born_with_the_hub(action: Action) -> None:
    """The default tables stay."""
    if last(action.id) in ("defaultRouteTable", "noneRouteTable"):
        action.refuse("CannotDeleteDefaultHubRouteTable", f"{action.id} goes with its hub alone")


intent = Rules(
    ROUTING_INTENT,
    source=f"Azure REST API reference, Routing Intent - Create Or Update; {_INTENT}",
    checks=(network_name("routingIntentName"), Length("routingPolicies", 1, 2, source=_INTENT)),
    outputs=ANSWER,
)


@intent.check(source=_INTENT, even_unknown=True)
def policies_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Internet and private traffic, each once."""
    seen: set[str] = set()
    for i, one in enumerate(listed(inputs.get("routingPolicies"))):
        for j, destination in enumerate(one["destinations"] if isinstance(one.get("destinations"), list) else []):
            if destination is UNKNOWN:
                continue
            if destination not in ("Internet", "PrivateTraffic"):
                yield f"routingPolicies[{i}].destinations[{j}]", f"{destination!r} is not allowed; allowed: Internet, PrivateTraffic"
            if destination in seen:
                yield f"routingPolicies[{i}].destinations[{j}]", f"{destination!r} is given twice"
            seen.add(str(destination))


@intent.before("create")
@intent.before("update")
def next_hop_is_in_the_hub(action: Action) -> None:
    """One intent a hub, with a security device of that hub as next hop."""
    own = own_id(action)
    for other in below(action, parent(own), ROUTING_INTENT):
        if not same(other.id, own):
            action.refuse("RoutingIntentAlreadyExists", f"{parent(own)} has the routing intent {other.id} already: one is allowed")
    for i, one in enumerate(listed(action.inputs.get("routingPolicies"))):
        hop = named(action, one.get("nextHop"))
        if hop is None:
            action.refuse(MISSING, f"routingPolicies[{i}].nextHop: {one.get('nextHop')} was not found")
        if hop.type == FIREWALL and not same(id_in(hop.outputs.get("virtualHub")), parent(own)):
            action.refuse("InvalidRoutingIntentNextHop", f"routingPolicies[{i}].nextHop: {hop.id} is not in {parent(own)}")


def _one_a_hub(action: Action) -> None:
    place = id_in(action.inputs.get("virtualHub"))
    for other in action.find_anywhere(action.type):
        if same(id_in(other.outputs.get("virtualHub")), place) and not same(other.id, own_id(action)):
            action.refuse("VirtualHubHasGateway", f"{place} has the gateway {other.id} already: one of a kind is allowed")


vpn = Rules(
    VPN_GATEWAY,
    source=f"Azure REST API reference, VPN Gateways - Create Or Update; {_FAQ}",
    checks=(network_name("gatewayName"), Between("vpnGatewayScaleUnit", 1, 20, source=_FAQ)),
    references={"virtualHub.id": _IN_HUB},
    outputs={**ANSWER, "ipConfigurations": []},
    defaults={"vpnGatewayScaleUnit": 1},
)

express_route = Rules(
    EXPRESS_ROUTE_GATEWAY,
    source=f"Azure REST API reference, Express Route Gateways - Create Or Update; {_FAQ}",
    checks=(network_name("expressRouteGatewayName"), Between("autoScaleConfiguration.bounds.min", 1, 10, source=_FAQ)),
    references={"virtualHub.id": _IN_HUB},
    outputs=ANSWER,
)

for _rules in (vpn, express_route):
    _rules.before("create")(_one_a_hub)


@vpn.check(source=_FAQ, even_unknown=True)
def hub_is_named(inputs: Properties) -> Iterator[Fault]:
    """A VPN gateway of a WAN stands in a hub."""
    if not given(inputs.get("virtualHub")):
        yield "virtualHub", "is required"


@connection.before("update")
def network_stays(action: Action) -> None:
    """The network of a connection can't change."""
    before = action.old.inputs if action.old else {}
    if not is_(id_in(before.get("remoteVirtualNetwork")), id_in(action.inputs.get("remoteVirtualNetwork"))):
        action.refuse(
            "HubConnectionNetworkCannotBeChanged", f"the remote virtual network of {action.id} can't change; make another connection"
        )
