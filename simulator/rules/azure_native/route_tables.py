"""Route tables and their routes.

Sources: Azure documentation, "Virtual network traffic routing" (next hop types, service tags as prefixes, gateway route propagation),
"Create, change, or delete a route table"; Azure REST API reference, Route Tables - Create Or Update, Routes - Create Or Update.
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Fault, Properties, Rules
from simulator.rules.azure_native.addresses import network
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, GUID_ANSWER
from simulator.rules.azure_native.ids import below, last, listed, own_id, parent, pointing, same
from simulator.rules.azure_native.inline import Inline, lists, wanted
from simulator.rules.azure_native.kinds import ROUTE, ROUTE_TABLE, SUBNET
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.security_rules import is_tag

_ROUTING = "Azure documentation, 'Virtual network traffic routing'"
HOPS = ("VirtualNetworkGateway", "VnetLocal", "Internet", "VirtualAppliance", "None")
APPLIANCE = "VirtualAppliance"

route = Rules(
    ROUTE,
    source=f"Azure REST API reference, Routes - Create Or Update; {_ROUTING}",
    checks=(network_name("routeName"), choice("nextHopType", *HOPS, source=_ROUTING)),
    outputs={**ANSWER, "hasBgpOverride": False},
)


def part_faults(given: Properties, path: str = "") -> Iterator[Fault]:
    """What is wrong with a route, made apart or written into its table."""
    prefix, hop, address = (given.get(name) for name in ("addressPrefix", "nextHopType", "nextHopIpAddress"))
    if prefix is None:
        yield f"{path}addressPrefix", "is required"
    elif isinstance(prefix, str) and network(prefix) is None and not is_tag(prefix):
        yield f"{path}addressPrefix", f"{prefix!r} is neither a CIDR block without host bits nor a service tag such as AzureMonitor"
    if hop is UNKNOWN or address is UNKNOWN:
        return
    if is_(hop, APPLIANCE):
        if address is None:
            yield f"{path}nextHopIpAddress", f"is required when {path}nextHopType is VirtualAppliance"
        elif not _is_unicast(address):
            yield f"{path}nextHopIpAddress", f"{address!r} is not the address of an appliance"
    elif address not in (None, ""):
        yield f"{path}nextHopIpAddress", f"is only allowed when {path}nextHopType is VirtualAppliance, not {hop}"


def _is_unicast(text: object) -> bool:
    try:
        address = ipaddress.ip_address(str(text))
    except ValueError:
        return False
    return not (address.is_multicast or address.is_loopback or address.is_unspecified or address.is_link_local)


@route.check(source=_ROUTING, even_unknown=True)
def leads_somewhere(inputs: Properties) -> Iterator[Fault]:
    """A prefix, and an address for an appliance alone."""
    yield from part_faults(inputs)


def _conflict(action: Action, name: str, given: Properties, others: list[tuple[str, Properties]]) -> None:
    for other, values in others:
        if not same(other, name) and same(values.get("addressPrefix"), given.get("addressPrefix")):
            action.refuse(
                "RouteConflict", f"Route {name} conflicts with route {other}: both have the address prefix {given.get('addressPrefix')}"
            )


@route.before("create")
@route.before("update")
def destination_is_free(action: Action) -> None:
    """A table has one route to a prefix."""
    id_ = own_id(action)
    _conflict(action, last(id_), action.inputs, [(last(one.id), one.outputs) for one in below(action, parent(id_), ROUTE)])


table = Rules(
    ROUTE_TABLE,
    source=f"Azure REST API reference, Route Tables - Create Or Update; {_ROUTING}",
    checks=(network_name("routeTableName"), choice("routes[*].nextHopType", *HOPS, source=_ROUTING)),
    outputs={**GUID_ANSWER, "subnets": [], "routes": []},
    defaults={"disableBgpRoutePropagation": False},
)


@table.check(source=_ROUTING, even_unknown=True)
def routes_lead_somewhere(inputs: Properties) -> Iterator[Fault]:
    """The same of routes written into the table; each has a name."""
    for i, one in enumerate(listed(inputs.get("routes"))):
        if one.get("name") is not UNKNOWN and not one.get("name"):
            yield f"routes[{i}].name", "is required"
        yield from ((f"routes[{i}].{path}", reason) for path, reason in network_name("name").faults(one))
        yield from part_faults(one, f"routes[{i}].")


_ROUTES = Inline("routes", ROUTE, "Microsoft.Network/routeTables/routes", lambda action, given: {**given, "hasBgpOverride": False})


@table.before("create")
@table.before("update")
def destinations_are_free(action: Action) -> None:
    """Written routes have different prefixes."""
    routes = [(str(one.get("name")), one) for one in (wanted(action, _ROUTES) or {}).values()]
    for name, one in routes:
        _conflict(action, name, one, routes)


lists(table, _ROUTES)


@table.on_read
def who_follows_it(action: Action) -> None:
    """Subnets with this table."""
    action.outputs["subnets"] = [{"id": one.id} for one in pointing(action, action.id, "routeTable.id", SUBNET)]
