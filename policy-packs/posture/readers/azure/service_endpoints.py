"""Service endpoints: a subnet's own way to a whole service of Azure's, past its route table.

Without a policy it reaches everybody's resources of the service, and only Storage supports policies. The subnet's security group still counts.

Sources: Azure documentation, "Virtual network service endpoints" (the route can't be overridden), "Virtual network service endpoint policies for
Azure Storage" (accounts, resource groups or subscriptions).
"""

from collections.abc import Iterator

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, FilterFact
from posture.graph.filters import Filters, Peer
from posture.graph.kinds import EdgeKind
from posture.graph.packets import PUBLIC
from posture.readers.azure.arm import find, parent_of, parse_arm_id, refer_all
from posture.readers.azure.layout import Part, parts
from posture.readers.azure.platform_services import service_endpoint_of
from posture.readers.azure.routes import table_of
from posture.readers.azure.security_group import rules_of, site_of
from posture.readers.azure.tokens import SECURITY_GROUP, SERVICE_ENDPOINT_POLICY, SERVICE_ENDPOINT_POLICY_DEFINITION
from posture.readers.registry import inert, joins
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_STORAGE = "storage"


@joins
def service_endpoints(graph: GraphBuilder) -> None:
    """Every service endpoint of every subnet."""
    for part in parts(graph).values():
        blocks = part.view.blocks(f"{part.base}serviceEndpoints")
        if is_unknown(blocks):
            graph.unreadable(part.key, "its service endpoints are unknown until the update")
            continue
        for block in blocks:
            _endpoint(graph, part, block)


def _endpoint(graph: GraphBuilder, part: Part, block: Path) -> None:
    named = part.view.text(f"{block}.service")
    if not isinstance(named, str):
        graph.unreadable(part.key, "the service of a service endpoint is unknown until the update")
        return
    service = service_endpoint_of(named)
    may, must = _passes(graph, part)
    if not may:
        return
    key = f"{part.key}{'/' if '#' in part.key else '#'}service-endpoint/{service}"
    because = Because(part.view.resource.urn, f"{block}.service", named)
    graph.add(EndpointFact(key, part.network, service, tables=(Reference.to(table_of(part.key)),), because=because))
    for target, certain, why in _reach(graph, part, service, because):
        graph.edge(Reference.to(key), target, EdgeKind.USE, why, certain=certain and must)


def _passes(graph: GraphBuilder, part: Part) -> tuple[bool, bool]:
    """Whether the subnet's security group lets anything out to public addresses: perhaps, and surely."""
    group = part.refer(graph, "networkSecurityGroup.id", SECURITY_GROUP)
    if group.absent:
        return True, True
    if len(group.targets) != 1 or not group.certain:
        return True, False
    alone = GraphBuilder(graph.stack, graph.approved)
    alone.add(FilterFact("guard", stateful=True, rules=rules_of(graph, group.targets[0], site_of(graph, part))))
    may, must = Filters(alone, {}).permit("guard", False, Peer("the internet", PUBLIC)).ports()
    return bool(may), bool(must)


def _reach(graph: GraphBuilder, part: Part, service: str, because: Because) -> Iterator[tuple[Reference, bool, Because]]:
    path = f"{part.base}serviceEndpointPolicies"
    policies = refer_all(graph, part.view, path, SERVICE_ENDPOINT_POLICY)
    if service != _STORAGE or not policies:
        text = "no policy: anybody's resources" if service == _STORAGE else "a service without policies: anybody's resources"
        yield graph.any_account(service), True, Because(because.urn, because.prop, text)
        return
    for policy in policies:
        if len(policy.targets) != 1 or not policy.certain:
            said = policy.literal or "is unknown until the update: it"
            graph.unreadable(part.key, f"its service endpoint policy {said} is no resource of the stack")
            yield graph.any_account(service), False, Because(because.urn, path, "a policy out of sight")
        for urn in policy.targets:
            yield from _allowed(graph, urn, service)


def _definitions(graph: GraphBuilder, policy: str) -> Iterator[tuple[ResourceView, Path]]:
    view = graph.view(policy)
    blocks = view.blocks("serviceEndpointPolicyDefinitions")
    if is_unknown(blocks):
        graph.unreadable(policy, "its definitions are unknown until the update")
    else:
        yield from ((view, f"{block}.") for block in blocks)
    for resource in graph.stack.of_type(SERVICE_ENDPOINT_POLICY_DEFINITION):
        own = graph.view(resource.urn)
        if policy in parent_of(own, graph, SERVICE_ENDPOINT_POLICY).targets:
            yield own, ""


def _allowed(graph: GraphBuilder, policy: str, service: str) -> Iterator[tuple[Reference, bool, Because]]:
    for view, base in _definitions(graph, policy):
        path = f"{base}serviceResources"
        texts = view.texts(path)
        if is_unknown(texts):
            graph.unreadable(policy, f"{path} is unknown until the update")
            continue
        for number, text in enumerate(texts):
            because = Because(view.resource.urn, f"{path}[{number}]", str(text))
            if not isinstance(text, str):
                for urn in view.refers_to(path).targets:
                    yield Reference((urn,), certain=False), False, because
                continue
            targets = find(graph, text)
            found = parse_arm_id(text)
            if targets and found is not None and found.type.startswith("microsoft.storage/"):
                yield Reference(targets, certain=len(targets) == 1), True, because
            elif found is None or found.subscription is None:
                # Aliases of managed services (`/services/Azure/DataFactory`): accounts of theirs, of whoever.
                yield graph.any_account(service), False, because
            elif found.subscription not in graph.own_subscriptions:
                yield graph.azure_subscription(found.subscription), True, because


inert(
    "Read by the subnet that it stands before (Azure documentation, Virtual network service endpoint policies)",
    SERVICE_ENDPOINT_POLICY,
    SERVICE_ENDPOINT_POLICY_DEFINITION,
)
