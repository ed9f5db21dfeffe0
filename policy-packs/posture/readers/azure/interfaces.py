"""Network interfaces, on their own or inside machines and scale sets: where they stand, behind which groups, with which public addresses.

Sources: Azure REST API reference, "Network Interfaces", "Virtual Machine Scale Sets"; Azure documentation, "Application security groups",
"Public IP addresses in Azure" (instance-level addresses).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.azure.arm import refer, refer_all
from posture.readers.azure.tokens import APPLICATION_GROUP, INTERFACE, LOAD_BALANCER, PRIVATE_ENDPOINT, SECURITY_GROUP, SUBNETS
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

MACHINE: Final = "azure-native:compute:VirtualMachine"
SCALE_SET: Final = "azure-native:compute:VirtualMachineScaleSet"
MACHINES: Final = (MACHINE, SCALE_SET)

_LISTS: Final[dict[str, tuple[Path, ...]]] = {
    MACHINE: ("networkProfile.networkInterfaceConfigurations",),
    SCALE_SET: ("virtualMachineProfile.networkProfile.networkInterfaceConfigurations",),
}


@record
class Interface:
    """One interface of something that runs."""

    key: str
    """Key of its guard: `<resource>#guard` or, inside a machine, with a number."""
    owner: str
    """Whose node it is: the machine that it is attached to, else the interface itself."""
    view: ResourceView
    subnets: tuple[Reference, ...]
    group: Reference
    applications: tuple[Reference, ...]
    public: bool
    addresses: tuple[str, ...]
    """Fixed private addresses."""
    pools: tuple[Reference, ...]
    """Load balancers in whose pools it stands."""
    because: Path


def interfaces(graph: GraphBuilder) -> tuple[Interface, ...]:
    """Every interface of the stack."""
    return graph.once("azure interfaces", lambda: tuple(_all(graph)))


def standing_in(graph: GraphBuilder, subnet: str) -> tuple[Interface, ...]:
    """Interfaces that stand, or may stand, in a subnet."""

    def index() -> dict[str, list[Interface]]:
        found: dict[str, list[Interface]] = {}
        for interface in interfaces(graph):
            for key in dict.fromkeys(urn for reference in interface.subnets for urn in reference.targets):
                found.setdefault(key, []).append(interface)
        return found

    return tuple(graph.once("azure interfaces by subnet", index).get(subnet, ()))


def of_resource(graph: GraphBuilder, urn: str) -> tuple[Interface, ...]:
    """Interfaces that a resource is or holds."""

    def index() -> dict[str, list[Interface]]:
        found: dict[str, list[Interface]] = {}
        for interface in interfaces(graph):
            found.setdefault(interface.view.resource.urn, []).append(interface)
        return found

    return tuple(graph.once("azure interfaces by resource", index).get(urn, ()))


def _all(graph: GraphBuilder) -> Iterator[Interface]:
    owners = _owners(graph)
    for resource in graph.stack.of_type(INTERFACE):
        view = graph.view(resource.urn)
        for owner in owners.get(resource.urn, (resource.urn,)):
            yield _read(graph, view, "", owner, f"{resource.urn}#guard")
    for resource in graph.stack.of_type(*MACHINES):
        view = graph.view(resource.urn)
        for listed in _LISTS[resource.type]:
            blocks = view.blocks(listed)
            for number, block in enumerate([] if is_unknown(blocks) else blocks):
                yield _read(graph, view, f"{block}.", resource.urn, f"{resource.urn}#guard{number}")


def _owners(graph: GraphBuilder) -> dict[str, list[str]]:
    """Interface → the machines that it may be attached to."""
    found: dict[str, list[str]] = {}
    for resource in graph.stack.of_type(MACHINE):
        for reference in refer_all(graph, graph.view(resource.urn), "networkProfile.networkInterfaces", INTERFACE):
            for urn in reference.targets:
                if resource.urn not in found.setdefault(urn, []):
                    found[urn].append(resource.urn)
    return found


def _read(graph: GraphBuilder, view: ResourceView, base: Path, owner: str, key: str) -> Interface:
    listed = f"{base}ipConfigurations"
    blocks = view.blocks(listed)
    subnets: list[Reference] = []
    applications: list[Reference] = []
    pools: list[Reference] = []
    fixed: list[str] = []
    public = False
    if is_unknown(blocks):
        graph.unreadable(view.resource.urn, f"{listed}: where the interface stands is unknown until the update")
        subnets.append(Reference(certain=False, prop=listed))
        blocks = []
    for block in blocks:
        subnets.append(refer(graph, view, f"{block}.subnet.id", *SUBNETS))
        applications.extend(refer_all(graph, view, f"{block}.applicationSecurityGroups", APPLICATION_GROUP))
        pools.extend(refer_all(graph, view, f"{block}.loadBalancerBackendAddressPools", LOAD_BALANCER))
        public = public or any(view.value(f"{block}.{prop}") is not None for prop in ("publicIPAddress", "publicIPAddressConfiguration"))
        address = view.value(f"{block}.privateIPAddress")
        if isinstance(address, str) and address:
            fixed.append(address)
    group = refer(graph, view, f"{base}networkSecurityGroup.id", SECURITY_GROUP)
    subnets = [reference for reference in subnets if not reference.absent]
    because = f"{base}ipConfigurations"
    return Interface(
        key, owner, view, tuple(dict.fromkeys(subnets)), group, tuple(applications), public, tuple(fixed), tuple(pools), because
    )


def filters_of_members(graph: GraphBuilder, application: str) -> tuple[str, ...]:
    """Guards of the interfaces and private endpoints that are, or may be, in an application group."""

    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for interface in interfaces(graph):
            for reference in interface.applications:
                for urn in reference.targets:
                    found.setdefault(urn, []).append(interface.key)
        for resource in graph.stack.of_type(PRIVATE_ENDPOINT):
            for reference in refer_all(graph, graph.view(resource.urn), "applicationSecurityGroups", APPLICATION_GROUP):
                for urn in reference.targets:
                    found.setdefault(urn, []).append(f"{resource.urn}#guard")
        return found

    return tuple(dict.fromkeys(graph.once("azure application groups", index).get(application, ())))


def is_guarded(interface: Interface) -> bool:
    """Whether a filter of its own stands before an interface: a group, or membership that other rules ask for."""
    return not interface.group.absent or bool(interface.applications)
