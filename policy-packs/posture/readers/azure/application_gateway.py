"""Application gateways: people come in on public listeners and are handed on to pools in the network, or anywhere by name.

Sources: Azure documentation, "Application Gateway components" (frontends, listeners, backend pools by address and by name), "Application Gateway
infrastructure configuration"; Azure REST API reference, "Application Gateways".
"""

from typing import Final

from posture.graph.addresses import ANY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, FilterFact, ListenerFact, Rule, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.graph.packets import PUBLIC
from posture.readers.azure.arm import refer
from posture.readers.azure.layout import network_of, space_of
from posture.readers.azure.tokens import APPLICATION_GATEWAY, SUBNETS
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_PUBLIC_ENDINGS: Final = (".internal", ".local", ".lan", ".corp")


@reads(APPLICATION_GATEWAY)
def application_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """A gateway in its subnet: it answers on its listeners' ports, and opens connections to its pools alone."""
    urn = resource.resource.urn
    subnets = [refer(graph, resource, f"{block}.subnet.id", *SUBNETS) for block in _blocks(resource, graph, "gatewayIPConfigurations")]
    fronts = _blocks(resource, graph, "frontendIPConfigurations")
    public = any(resource.value(f"{block}.publicIPAddress") is not None for block in fronts)
    because = Because(urn, "frontendIPConfigurations", "public" if public else "private")
    ports = [resource.number(f"{block}.port") for block in _blocks(resource, graph, "frontendPorts")]
    known = [port for port in ports if isinstance(port, int)]
    inward = known if len(known) == len(ports) and ports else None
    rules = [Rule(True, True, "tcp", port, port, ANY, because=because) for port in inward or ()]
    if inward is None:
        graph.unreadable(urn, "the ports that it listens on are unknown until the update")
        rules.append(Rule(True, True, "tcp", 0, 65535, ANY, certain=False, because=because))
    rules.append(Rule(False, True, "-1", 0, 65535, ANY - _strangers(graph, subnets), because=because))
    graph.add(FilterFact(f"{urn}#guard", stateful=True, rules=tuple(rules)))
    network = network_of(graph, subnets[0]) if subnets else Reference(certain=False)
    if not any(subnet.targets for subnet in subnets):
        graph.unreadable(urn, "where the gateway stands is unknown, or no resource of the stack")
    graph.add(WorkloadFact(urn, tuple(subnets), (Reference.to(f"{urn}#guard"),), public, because, network=network))
    for port in inward or ():
        graph.add(ListenerFact(Reference.to(urn), port, because=Because(urn, "frontendPorts", str(port))))
    _pools(resource, graph)


def _blocks(view: ResourceView, graph: GraphBuilder, path: Path) -> list[Path]:
    blocks = view.blocks(path)
    if is_unknown(blocks):
        graph.unreadable(view.resource.urn, f"{path} is unknown until the update")
        return []
    return blocks


def _strangers(graph: GraphBuilder, subnets: list[Reference]) -> AddressSet:
    """Public addresses: the gateway opens connections to those of its pools only, which are said as edges."""
    spaces = [space_of(graph, urn) for subnet in subnets for urn in network_of(graph, subnet).targets]
    found = PUBLIC
    for space in spaces:
        found = found - space if space is not None else found
    return found


def _pools(view: ResourceView, graph: GraphBuilder) -> None:
    urn = view.resource.urn
    for pool in _blocks(view, graph, "backendAddressPools"):
        for block in _blocks(view, graph, f"{pool}.backendAddresses"):
            address, name = view.text(f"{block}.ipAddress"), view.text(f"{block}.fqdn")
            because = Because(urn, block, str(address or name))
            if isinstance(address, str):
                try:
                    outside = bool(AddressSet.parse(address) & PUBLIC)
                except ValueError:
                    outside = False
                if outside:
                    graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
            elif isinstance(name, str) and "." in name and not name.lower().endswith(_PUBLIC_ENDINGS):
                # A name may be answered by a private zone; whose address it is, the stack does not say.
                graph.edge(Reference.to(urn), graph.somewhere("host", name), EdgeKind.ROUTE, because, certain=False)
            elif is_unknown(address) or (is_unknown(name) and view.value(f"{block}.fqdn") is not None):
                graph.unreadable(urn, f"{block}: a member of its pool is unknown until the update")
