"""Load balancers: what they publish, what they give a way out, and what is behind their frontends.

Sources: Azure documentation, "Azure Load Balancer components", "Outbound rules Azure Load Balancer", "Source Network Address Translation
(SNAT) for outbound connections" (a rule gives its pool a way out unless `disableOutboundSnat`; Basic ones always do).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ListenerFact, WorkloadFact
from posture.readers.azure.arm import look_up, parent_of, parse_arm_id, refer, refer_part
from posture.readers.azure.interfaces import Interface, interfaces
from posture.readers.azure.layout import Part, network_of, parts, range_of
from posture.readers.azure.tokens import BACKEND_POOL, INBOUND_NAT_RULE, LOAD_BALANCER, SUBNETS
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_PUBLIC: Final = ("publicIPAddress", "publicIPPrefix")


@record
class Frontend:
    """An address on which a load balancer listens."""

    name: str
    block: Path
    public: bool
    subnet: Reference
    address: str | None


def frontends(graph: GraphBuilder, view: ResourceView) -> tuple[Frontend, ...]:
    """Frontends of a load balancer; none when they are unknown (said by its reader)."""
    found: list[Frontend] = []
    blocks = view.blocks("frontendIPConfigurations")
    for number, block in enumerate([] if is_unknown(blocks) else blocks):
        name, address = view.value(f"{block}.name"), view.value(f"{block}.privateIPAddress")
        public = any(view.value(f"{block}.{prop}") is not None for prop in _PUBLIC)
        found.append(
            Frontend(
                name.lower() if isinstance(name, str) else str(number),
                block,
                public,
                refer(graph, view, f"{block}.subnet.id", *SUBNETS),
                address if isinstance(address, str) and address else None,
            )
        )
    return tuple(found)


def is_public(graph: GraphBuilder, balancer: str) -> bool:
    """Whether a load balancer has a public frontend."""
    return any(frontend.public for frontend in frontends(graph, graph.view(balancer)))


def members(graph: GraphBuilder, balancer: str) -> tuple[Reference, ...]:
    """Workloads behind a load balancer: interfaces that name one of its pools, and addresses that a pool names."""

    def index() -> dict[str, list[Reference]]:
        found: dict[str, list[Reference]] = {}
        for interface in interfaces(graph):
            for pool in interface.pools:
                for urn in _balancers(graph, interface, pool):
                    found.setdefault(urn, []).append(Reference((interface.owner,), certain=pool.certain))
        for resource in graph.stack.of_type(LOAD_BALANCER):
            view = graph.view(resource.urn)
            blocks = view.blocks("backendAddressPools")
            for block in [] if is_unknown(blocks) else blocks:
                found.setdefault(resource.urn, []).extend(_by_address(graph, view, f"{block}.loadBalancerBackendAddresses"))
        for resource in graph.stack.of_type(BACKEND_POOL):
            view = graph.view(resource.urn)
            for urn in parent_of(view, graph, LOAD_BALANCER).targets:
                found.setdefault(urn, []).extend(_by_address(graph, view, "loadBalancerBackendAddresses"))
        return found

    return tuple(dict.fromkeys(graph.once("azure load balancer members", index).get(balancer, ())))


def _balancers(graph: GraphBuilder, interface: Interface, pool: Reference) -> tuple[str, ...]:
    """A pool's id is a part of its load balancer's; a pool of its own stands for it."""
    if pool.targets:
        found = [
            owner
            for urn in pool.targets
            for owner in (
                parent_of(graph.view(urn), graph, LOAD_BALANCER).targets if graph.stack.by_urn[urn].type == BACKEND_POOL else (urn,)
            )
        ]
        return tuple(dict.fromkeys(found))
    return balancers_at(graph, pool.literal)


def balancers_at(graph: GraphBuilder, literal: str | None) -> tuple[str, ...]:
    """Load balancers of the stack to which the id of a part belongs."""
    wanted = parse_arm_id(literal)
    if wanted is None or "/loadbalancers/" not in wanted.text:
        return ()
    head, _, tail = wanted.text.partition("/loadbalancers/")
    return look_up(graph, f"{head}/loadbalancers/{tail.split('/', 1)[0]}", (LOAD_BALANCER,)).targets


def _by_address(graph: GraphBuilder, view: ResourceView, path: Path) -> Iterator[Reference]:
    blocks = view.blocks(path)
    if is_unknown(blocks):
        yield Reference(certain=False, prop=path)
        return
    for block in blocks:
        address = view.value(f"{block}.ipAddress")
        if isinstance(address, str) and address:
            yield at_address(graph, address)
        elif is_unknown(address):
            yield Reference(certain=False, prop=block)


def at_address(graph: GraphBuilder, address: str) -> Reference:
    """What stands at a private address: an interface with that address, else whatever stands in the subnet that has it."""
    found = [interface.owner for interface in interfaces(graph) if address in interface.addresses]
    if found:
        return Reference(tuple(dict.fromkeys(found)), certain=len(set(found)) == 1, literal=address)
    try:
        wanted = AddressSet.parse(address)
    except ValueError:
        return Reference(literal=address)
    homes: list[Part] = [part for part in parts(graph).values() if (own := range_of(graph, part)) is not None and own.contains(wanted)]
    if homes:
        return Reference(tuple(part.key for part in homes), certain=len(homes) == 1, literal=address)
    return Reference(literal=address)


def gives_way_out(graph: GraphBuilder, balancer: str) -> bool | None:
    """Whether those behind a load balancer get a way to the internet by it, if only for answers; None when that can't be told.

    A rule that gives no way out (`disableOutboundSnat`) still lets the internet in, and what is asked there is answered.
    """
    view = graph.view(balancer)
    if is_unknown(view.value("frontendIPConfigurations")):
        return None
    if not is_public(graph, balancer):
        return False
    if is_unknown(view.value("outboundRules")) or is_unknown(view.value("loadBalancingRules")):
        return None
    if view.value("outboundRules"):
        return True
    if _has_inbound(graph, view):
        return True
    sku = view.text("sku.name")
    if is_unknown(sku):
        return None
    return sku is None or sku.lower() == "basic"


def is_published(graph: GraphBuilder, interface: Interface) -> bool:
    """Whether the internet reaches an interface through a public load balancer's rules."""
    return any(
        is_public(graph, urn) and _has_inbound(graph, graph.view(urn))
        for pool in interface.pools
        for urn in _balancers(graph, interface, pool)
    )


def _has_inbound(graph: GraphBuilder, view: ResourceView) -> bool:
    inline = any(view.value(prop) not in (None, []) for prop in ("loadBalancingRules", "inboundNatRules", "inboundNatPools"))
    return inline or any(
        view.resource.urn in parent_of(graph.view(rule.urn), graph, LOAD_BALANCER).targets for rule in graph.stack.of_type(INBOUND_NAT_RULE)
    )


def ports_of(graph: GraphBuilder, view: ResourceView, frontend: str | None) -> tuple[tuple[int, int], ...] | None:
    """Ports on which a load balancer listens, on one frontend or on any; None when that can't be told."""
    blocks = view.blocks("loadBalancingRules")
    if is_unknown(blocks):
        return None
    found: list[tuple[int, int]] = []
    for block in blocks:
        if frontend is not None:
            named = view.value(f"{block}.frontendIPConfiguration.id")
            if isinstance(named, str) and not named.lower().rstrip("/").endswith(f"/{frontend}"):
                continue
        port, protocol = view.number(f"{block}.frontendPort"), view.text(f"{block}.protocol")
        if port == 0 or (isinstance(protocol, str) and protocol.lower() == "all"):
            found.append((0, 65535))  # "HA ports": every port at once
        elif isinstance(port, int):
            found.append((port, port))
        else:
            return None
    return tuple(dict.fromkeys(found))


@reads(LOAD_BALANCER)
def load_balancer(resource: ResourceView, graph: GraphBuilder) -> None:
    """A load balancer stands where its private frontends do, and hands on to its pools. Here: only what can't be told."""
    for prop in ("frontendIPConfigurations", "loadBalancingRules", "backendAddressPools", "outboundRules"):
        if is_unknown(resource.blocks(prop)):
            graph.unreadable(resource.resource.urn, f"{prop} of the load balancer is unknown until the update")


@joins
def balancers(graph: GraphBuilder) -> None:
    """Load balancers as workloads; those without a frontend in a subnet stand with what is behind them."""
    for resource in graph.stack.of_type(LOAD_BALANCER):
        view = graph.view(resource.urn)
        subnets = tuple(dict.fromkeys(frontend.subnet for frontend in frontends(graph, view) if not frontend.subnet.absent))
        if not subnets:
            continue
        network = network_of(graph, subnets[0])
        because = Because(resource.urn, "frontendIPConfigurations")
        graph.add(WorkloadFact(resource.urn, subnets, (), because=because, network=network))
        for low, high in ports_of(graph, view, None) or ():
            if low == high:
                graph.add(ListenerFact(Reference.to(resource.urn), low, because=Because(resource.urn, "loadBalancingRules", str(low))))


@reads(BACKEND_POOL, INBOUND_NAT_RULE)
def parts_of_balancers(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with their load balancer. Here: only what can't be placed."""
    if not parent_of(resource, graph, LOAD_BALANCER).targets:
        graph.unreadable(resource.resource.urn, "its load balancer is no resource of the stack")


def frontend_of(graph: GraphBuilder, view: ResourceView, path: Path) -> tuple[Reference, str | None]:
    """The load balancer, and the name of its frontend, that an id names; the name is None where only the update tells it."""
    found, rest = refer_part(graph, view, path, LOAD_BALANCER)
    name = rest.rsplit("/", 1)[-1] if rest.startswith("frontendipconfigurations/") else None
    return found, name
