"""Interfaces and what runs behind them, as workloads with their guards; Bastion hosts.

Sources: Azure documentation, "How network security groups filter network traffic" (subnet, then interface), "What is Azure Bastion?",
"Working with NSG access and Azure Bastion".
"""

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, FilterFact, Rule, WorkloadFact
from posture.graph.packets import PUBLIC
from posture.readers.azure.arm import refer
from posture.readers.azure.balancing import is_published
from posture.readers.azure.interfaces import MACHINES, Interface, interfaces, is_guarded, of_resource
from posture.readers.azure.layout import Part, network_of, part_at, space_of
from posture.readers.azure.security_group import guard, rules_of, site_of, tells_members_apart
from posture.readers.azure.security_rules import Site
from posture.readers.azure.tokens import BASTION, INTERFACE, NETWORK, PRIVATE_ENDPOINT, SECURITY_GROUP, SUBNETS
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView


@reads(INTERFACE)
def interface(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with what it is attached to. Here: only what can't be placed."""
    for found in of_resource(graph, resource.resource.urn):
        if not any(subnet.targets for subnet in found.subnets):
            literal = next((subnet.literal for subnet in found.subnets if subnet.literal), "an unknown subnet")
            graph.unreadable(resource.resource.urn, f"stands in {literal}, which no resource of the stack is")


@joins
def workloads_with_interfaces(graph: GraphBuilder) -> None:
    """One workload for each interface: a machine with two stands twice."""
    for found in interfaces(graph):
        if found.view.resource.type == INTERFACE and _is_given(graph, found):
            continue
        places = [part for reference in found.subnets if (part := part_at(graph, reference)) is not None]
        before = _told_apart(graph, places)
        guarded = is_guarded(found) or before is not None
        groups = (_guard(graph, found, places[0] if places else None, before),) if guarded else ()
        graph.add(
            WorkloadFact(
                urn=found.owner,
                subnets=found.subnets,
                groups=groups,
                public=found.public or is_published(graph, found),
                because=Because(found.view.resource.urn, found.because),
                network=network_of(graph, found.subnets[0]) if found.subnets else Reference(),
            )
        )


def _told_apart(graph: GraphBuilder, places: list[Part]) -> str | None:
    """The subnet's group, where its rules tell interfaces apart by application groups."""
    for part in places:
        group = part.refer(graph, "networkSecurityGroup.id", SECURITY_GROUP)
        if len(group.targets) == 1 and group.certain and tells_members_apart(graph, group.targets[0]):
            return group.targets[0]
    return None


def _is_given(graph: GraphBuilder, found: Interface) -> bool:
    """Whether the interface is one that Azure makes with a private endpoint or link service, which stand for themselves."""
    return found.view.value("privateEndpoint") is not None or found.view.value("privateLinkService") is not None


def _guard(graph: GraphBuilder, found: Interface, part: Part | None, before: str | None) -> Reference:
    """What stands before an interface: its own group; without one the subnet's as it works for this interface, else nothing."""
    site = _site(graph, found, part)
    if found.group.absent and before is not None:
        graph.add(FilterFact(found.key, stateful=True, rules=rules_of(graph, before, site)))
        return Reference.to(found.key)
    if len(found.group.targets) == 1:
        return guard(graph, found.group, found.key, site)
    if found.group.absent:
        everything = tuple(
            Rule(inbound, True, "-1", 0, 65535, ANY, because=Because(found.view.resource.urn, "")) for inbound in (True, False)
        )
        graph.add(FilterFact(found.key, stateful=True, rules=everything))
        return Reference.to(found.key)
    if found.group.targets:
        rules = tuple(rule for urn in found.group.targets for rule in rules_of(graph, urn, site))
        graph.add(FilterFact(found.key, stateful=True, rules=rules))
        return Reference((found.key,), certain=False)
    literal = found.group.literal or "which is unknown until the update"
    graph.unreadable(found.view.resource.urn, f"its security group {literal} is no resource of the stack")
    return found.group


def _site(graph: GraphBuilder, found: Interface, part: Part | None) -> Site:
    own: AddressSet | None = None
    if found.addresses:
        try:
            own = AddressSet.parse(*found.addresses)
        except ValueError:
            own = None
    applications = frozenset(urn for reference in found.applications for urn in reference.targets)
    if part is None:
        return Site(found.key, None, own, applications)
    return site_of(graph, part, own, applications)


@reads(PRIVATE_ENDPOINT)
def member_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """A private endpoint in an application group can be told by it; by itself nothing guards it."""
    if resource.value("applicationSecurityGroups") is not None:
        urn = resource.resource.urn
        rules = (Rule(True, True, "-1", 0, 65535, ANY, because=Because(urn, "applicationSecurityGroups")),)
        graph.add(FilterFact(f"{urn}#guard", stateful=True, rules=rules))


@reads(*MACHINES)
def machine(resource: ResourceView, graph: GraphBuilder) -> None:
    """A machine stands where its interfaces do; here only interfaces that nobody can see."""
    for path in ("networkProfile.networkInterfaces", "networkProfile", "virtualMachineProfile.networkProfile"):
        if is_unknown(resource.value(path)):
            graph.unreadable(resource.resource.urn, f"{path} is unknown until the update: where the machine stands")


@reads(BASTION)
def bastion(resource: ResourceView, graph: GraphBuilder) -> None:
    """People come in from the internet over 443 and go on to machines of the network and of its peers over SSH and RDP; nothing goes out."""
    urn = resource.resource.urn
    blocks = resource.blocks("ipConfigurations")
    subnets = [refer(graph, resource, f"{block}.subnet.id", *SUBNETS) for block in ([] if is_unknown(blocks) else blocks)]
    private = resource.flag("enablePrivateOnlyBastion") is True
    network = refer(graph, resource, "virtualNetwork.id", NETWORK)
    if not subnets and network.absent:
        graph.unreadable(urn, "in which network the bastion stands is unknown")
        return
    inside = [space_of(graph, key) for key in (network.targets or tuple(k for s in subnets for k in network_of(graph, s).targets))]
    space = EMPTY.union(*(found for found in inside if found is not None))
    because = Because(urn, "ipConfigurations", "private only" if private else "public")
    rules = [Rule(True, True, "tcp", 443, 443, ANY, because=because)]
    rules.extend(Rule(False, True, "tcp", port, port, ANY if not space else ANY - _public(space), because=because) for port in (22, 3389))
    graph.add(FilterFact(f"{urn}#guard", stateful=True, rules=tuple(rules)))
    graph.add(
        WorkloadFact(
            urn,
            tuple(subnets),
            (Reference.to(f"{urn}#guard"),),
            public=not private,
            because=because,
            network=network if not network.absent else network_of(graph, subnets[0]),
        )
    )


def _public(space: AddressSet) -> AddressSet:
    return PUBLIC - space
