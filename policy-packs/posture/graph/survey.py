"""Indexes the facts about layer 3: references become keys with their certainty, implicit tables become tables."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.barriers import BarrierFact, Barriers, SparedFact
from posture.graph.builder import GraphBuilder
from posture.graph.facts import (
    AddressGroupFact,
    AssociationFact,
    AttachmentFact,
    Because,
    DefaultFilterFact,
    EndpointFact,
    FilterUseFact,
    GatewayFact,
    MainTableFact,
    NetworkFact,
    PropagationFact,
    RouteFact,
    StoreFact,
    SubnetFact,
    TableFact,
    WorkloadFact,
)
from posture.graph.topology import Attachment, Choice, Route, Subnet, Table, Topology, choices
from posture.reference import Reference

LOSES_TO_STATIC: Final = 1_000
"""Preference of propagated routes: static ones of the same prefix win (Amazon VPC User Guide, "Route priority")."""
LOCAL_PREFERENCE: Final = 1_000_000
"""A route with the very prefix of the local one replaces it, so the local route comes last among equals."""


def survey(builder: GraphBuilder) -> Topology:
    """Index the facts about layer 3."""
    top = Topology(builder)
    top.barriers = Barriers(builder.of(BarrierFact), builder.of(SparedFact))
    for network in builder.of(NetworkFact):
        top.declared.add(network.urn)
        known = top.networks.get(network.urn, EMPTY)
        # A second CIDR is a resource of its own: it says the network again.
        top.networks[network.urn] = None if network.cidrs is None or known is None else known | network.cidrs
    for group in builder.of(AddressGroupFact):
        top.groups[group.urn] = group
    for endpoint in builder.of(EndpointFact):
        top.endpoints[endpoint.urn] = endpoint
    _gateways(top)
    _tables(top)
    for main in builder.of(MainTableFact):
        for owner in choices(main.network):
            top.mains.setdefault(owner.key, []).extend(Choice(c.key, c.certain and owner.certain) for c in choices(main.table))
    _attachments(top)
    _routes(top)
    _subnets(top)
    _local_routes(top)
    placed: tuple[WorkloadFact | StoreFact, ...] = (*builder.of(WorkloadFact), *builder.of(StoreFact))
    for fact in placed:
        found = tuple(choice for reference in fact.subnets for choice in choices(reference))
        top.standing[fact.urn] = (*top.standing.get(fact.urn, ()), *found)
    _out_of_sight(top)
    return top


def _out_of_sight(top: Topology) -> None:
    """What stands in a subnet that no resource of the stack is has roads that nobody here can see, unless the reviewer vouches for the subnet."""
    asserted = {entry.literal for entry in top.builder.approved.asserted}
    standing: tuple[WorkloadFact | StoreFact | EndpointFact, ...] = (
        *top.builder.of(WorkloadFact),
        *top.builder.of(StoreFact),
        *top.builder.of(EndpointFact),
    )
    for fact in standing:
        for choice in (choice for reference in fact.subnets for choice in choices(reference)):
            if choice.key not in top.subnets and choice.key not in asserted:
                where = top.name(choice.key)
                top.builder.unreadable(fact.urn, f"stands in {where}, which no resource of the stack is: its roads are out of sight")


def _gateways(top: Topology) -> None:
    for fact in top.builder.of(GatewayFact):
        earlier = top.gateways.get(fact.urn)
        if earlier is None:
            top.gateways[fact.urn] = fact
            continue
        top.gateways[fact.urn] = replace(
            earlier,
            networks=(*earlier.networks, *fact.networks),
            subnets=(*earlier.subnets, *fact.subnets),
            far=fact.far if earlier.far.absent else earlier.far,
            inspects=earlier.inspects if fact.inspects is None else fact.inspects,
            passes=earlier.passes if fact.passes is None else fact.passes,
            ruled_by=(*earlier.ruled_by, *fact.ruled_by),
            home=earlier.home or fact.home,
            announces=earlier.announces if fact.announces is None else fact.announces,
            announced_by=earlier.announced_by if fact.announces is None else fact.announced_by,
            private=earlier.private or fact.private,
            certain=earlier.certain and fact.certain,
            forwards=earlier.forwards and fact.forwards,
        )


def _tables(top: Topology) -> None:
    for fact in top.builder.of(TableFact):
        networks = choices(fact.network)
        top.tables[fact.urn] = Table(fact.urn, top.name(fact.urn), networks)
        for network in networks:
            if network.key not in top.gateways:
                # A network of which only tables are in the stack still has addresses of its own.
                top.networks.setdefault(network.key, None)


def _table(top: Topology, key: str) -> Table:
    """A table by key; the key of a network or hub stands for its implicit main table."""
    if key in top.tables:
        return top.tables[key]
    is_hub = key in top.gateways
    owner = key if is_hub or key in top.networks else ""
    if owner:
        main = next((choice.key for choice in top.mains.get(owner, ()) if choice.certain), None)
        if main is not None and main in top.tables:
            return top.tables[main]
        key = top.main_key(owner)
    if key not in top.tables:
        table = Table(key, "main table" if owner else top.name(key), (Choice(owner, True),) if owner and not is_hub else ())
        if not owner or top.is_adopted(owner):
            # A table that is no resource of the stack: what else stands in it is out of sight.
            because = Because(key, "routes", "routes out of sight")
            table.routes.append(Route(None, "routes out of sight", Reference(certain=False), because, 0, False))
        top.tables[key] = table
    return top.tables[key]


def _tables_of(top: Topology, reference: Reference) -> Iterable[tuple[Table, bool]]:
    for choice in choices(reference):
        yield _table(top, choice.key), choice.certain


def _attachments(top: Topology) -> None:
    by_owner: dict[str, list[Choice]] = defaultdict(list)
    for association in top.builder.of(AssociationFact):
        for owner in choices(association.subnet):
            for table, certain in _tables_of(top, association.table):
                by_owner[owner.key].append(Choice(table.key, owner.certain and certain))
    for fact in top.builder.of(AttachmentFact):
        hubs = choices(fact.hub)
        tables = tuple(dict.fromkeys(by_owner.get(fact.urn, ())))
        if not any(table.certain for table in tables):
            mains = tuple(choice for hub in hubs for choice in _mains(top, hub))
            tables = (*tables, *(Choice(main.key, main.certain and not tables, True) for main in mains))
        subnets = tuple(choice for reference in fact.subnets for choice in choices(reference))
        attachment = Attachment(fact.urn, hubs, choices(fact.network), subnets, tables, fact.far, fact.other_half)
        top.attachments[fact.urn] = attachment
        for hub in hubs:
            top.at_hub[hub.key].append((attachment, hub.certain))


def _mains(top: Topology, owner: Choice) -> Iterable[Choice]:
    """The main table of a network or hub: said by facts, else implicit."""
    said = [Choice(_table(top, main.key).key, main.certain and owner.certain) for main in top.mains.get(owner.key, ())]
    yield from said
    if not any(choice.certain for choice in said) and (owner.key in top.networks or owner.key in top.gateways):
        yield Choice(_table(top, owner.key).key, owner.certain and not said)


def _routes(top: Topology) -> None:
    said: dict[tuple[object, ...], int] = {}
    for fact in top.builder.of(RouteFact):
        for table, certain in _tables_of(top, fact.table):
            for route in _route(top, fact, certain):
                _put(table, route, said)
    for propagation in top.builder.of(PropagationFact):
        for source in choices(propagation.source):
            for table, certain in _tables_of(top, propagation.table):
                table.routes.extend(_propagated(top, propagation, source, certain))


def _put(table: Table, route: Route, said: dict[tuple[object, ...], int]) -> None:
    """A table that was read lists the routes that stand on their own too: of two that say the same, the resource of its own is the one to mend."""
    key = (table.key, replace(route, because=Because("", ""), text="", via=replace(route.via, prop="")))
    at = said.setdefault(key, len(table.routes))
    if at == len(table.routes):
        table.routes.append(route)
    elif table.routes[at].because.urn == table.key:
        table.routes[at] = route


def _route(top: Topology, fact: RouteFact, certain: bool) -> Iterable[Route]:
    destination = fact.destination
    base = Route(
        destination.addresses,
        destination.text,
        fact.via,
        fact.because,
        fact.preference,
        certain,
        fact.blackhole,
        fact.internet,
        destination.service,
    )
    if destination.addresses is not None:
        yield replace(base, text=base.text or str(destination.addresses))
        return
    for group in choices(destination.group):
        found = top.groups.get(group.key)
        if found is None:
            yield replace(base, text=base.text or top.name(group.key), certain=False)
            continue
        sure = certain and group.certain
        yield replace(base, prefixes=found.addresses, text=base.text or top.name(group.key), certain=sure, entries=found.entries)
        if not found.complete:
            yield replace(base, text=base.text or top.name(group.key), certain=False)
    if destination.service is not None:
        yield replace(base, text=base.text or f"addresses of {destination.service}")
    elif destination.group.absent or destination.group.unknown:
        yield replace(base, text=base.text or "an unknown destination", certain=False, besides=destination.besides)


def _propagated(top: Topology, fact: PropagationFact, source: Choice, certain: bool) -> Iterable[Route]:
    certain = certain and source.certain
    attachment = top.attachments.get(source.key)
    via = Reference.to(source.key)
    networks = attachment.networks if attachment is not None else ()
    for network in networks:
        addresses = top.networks.get(network.key)
        text = f"{top.name(network.key)} (propagated)"
        sure = certain and network.certain and addresses is not None
        yield Route(addresses, text, via, fact.because, LOSES_TO_STATIC, sure, propagated=True)
    gateway = top.gateways.get(source.key)
    if gateway is not None and gateway.announces is not None:
        for index, prefix in enumerate(gateway.announces):
            because = gateway.announced_by[index] if index < len(gateway.announced_by) else fact.because
            yield Route(AddressSet.parse(prefix), f"{prefix} (propagated)", via, because, LOSES_TO_STATIC, certain, propagated=True)
    elif not networks:
        # A circuit announces what only its far side knows.
        yield Route(None, "whatever is announced", via, fact.because, LOSES_TO_STATIC, False, propagated=True)


def _subnets(top: Topology) -> None:
    tables: dict[str, list[Choice]] = defaultdict(list)
    for association in top.builder.of(AssociationFact):
        for where in choices(association.subnet):
            for table, certain in _tables_of(top, association.table):
                tables[where.key].append(Choice(table.key, where.certain and certain))
            if association.table.unknown:
                tables[where.key].append(Choice(_table(top, f"unknown table of {where.key}").key, False))
    filters: dict[str, list[Choice]] = defaultdict(list)
    for use in top.builder.of(FilterUseFact):
        for where in choices(use.subnet):
            filters[where.key].extend(Choice(c.key, c.certain and where.certain) for c in choices(use.filter))
            if use.filter.unknown:
                filters[where.key].append(Choice("unknown filter", False))
    defaults: dict[str, list[Choice]] = defaultdict(list)
    for default in top.builder.of(DefaultFilterFact):
        for network in choices(default.network):
            defaults[network.key].extend(Choice(c.key, c.certain and network.certain) for c in choices(default.filter))
    for fact in top.builder.of(SubnetFact):
        networks = choices(fact.network) or (Choice(f"unknown network of {fact.urn}", False),)
        for network in networks:
            top.networks.setdefault(network.key, None)
        # Several candidates: one network is enough to stand in, the others are possible.
        first = networks[0]
        own = tuple(dict.fromkeys(tables.get(fact.urn, ())))
        if not any(choice.certain for choice in own):
            mains = tuple(main for network in networks for main in _mains(top, network))
            own = (*own, *(Choice(main.key, main.certain and not own, True) for main in mains))
        used = _one_of(tuple(dict.fromkeys(filters.get(fact.urn, ()))))
        if not any(choice.certain for choice in used):
            used = (*used, *(Choice(c.key, c.certain and not used) for c in defaults.get(first.key, ())))
        whole = top.networks.get(first.key)
        exact = fact.cidrs is not None
        addresses = fact.cidrs if fact.cidrs is not None else (whole if whole is not None else ANY)
        subnet = Subnet(fact.urn, first.key, first.certain, addresses, exact, own, used)
        top.subnets[fact.urn] = subnet
        for network in networks:
            top.subnets_of[network.key].append(subnet)


def _one_of(used: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """A subnet has one filter of its own. Of several that claim it (a list read before another took it), any may be the one."""
    keys = {choice.key for choice in used if choice.certain}
    return used if len(keys) < 2 else tuple(Choice(choice.key, False, choice.implicit) for choice in used)


def _local_routes(top: Topology) -> None:
    for table in top.tables.values():
        for network in table.networks:
            because = Because(table.key, "local", "local")
            addresses = top.networks.get(network.key)
            table.routes.append(Route(addresses, "local", Reference(), because, LOCAL_PREFERENCE, network.certain, local=network.key))
