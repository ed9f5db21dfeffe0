"""VPC Lattice: services, service networks, and the networks that join one.

Whoever stands in a VPC that is associated with a service network can call every service and resource in it. Authentication (`AWS_IAM` and
auth policies) narrows who is answered, not which zones are joined; it counts for accounts that something is shared with (`lattice_shares`).
Sources: Amazon VPC Lattice User Guide, "How VPC Lattice works", "Service networks in VPC Lattice", "Targets and target groups".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, ServiceFact, SubnetFact
from posture.readers.aws.endpoint import PRIVATE
from posture.readers.aws.looking import spread
from posture.readers.aws.tokens import LOAD_BALANCER, RESOURCE_CONFIGURATION, SECURITY_GROUP, SERVICE_NETWORK, SUBNET, VPC, VPC_ENDPOINT
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

SERVICE: Final = ("aws:vpclattice/service:Service",)
GROUP: Final = ("aws:vpclattice/targetGroup:TargetGroup",)
_LISTENER: Final = "aws:vpclattice/listener:Listener"
_RULE: Final = "aws:vpclattice/listenerRule:ListenerRule"
_ATTACHMENT: Final = "aws:vpclattice/targetGroupAttachment:TargetGroupAttachment"
VPC_ASSOCIATION: Final = ("aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",)
_OFFERS: Final = {
    "aws:vpclattice/serviceNetworkServiceAssociation:ServiceNetworkServiceAssociation": ("serviceIdentifier", SERVICE),
    "aws:vpclattice/serviceNetworkResourceAssociation:ServiceNetworkResourceAssociation": (
        "resourceConfigurationIdentifier",
        RESOURCE_CONFIGURATION,
    ),
}
_FORWARDS: Final = {_LISTENER: "defaultAction.forwards.targetGroups", _RULE: "action.forwards.targetGroups"}
_TARGETS: Final = ("aws:ec2/instance:Instance", "aws:lambda/function:Function", *LOAD_BALANCER)

inert(
    "Requests of a service mesh: read with the service or the network that it belongs to, or only narrowing what is let in",
    *(token for token in SERVICE_NETWORK if token.startswith("aws:")),
    "aws:vpclattice/authPolicy:AuthPolicy",
)


@reads(*SERVICE)
def service(resource: ResourceView, graph: GraphBuilder) -> None:
    """A service: its listeners' ports, and the targets that they forward to."""
    urn = resource.resource.urn
    listeners = [view for view in _views(graph, _LISTENER) if urn in _service_of(view).targets]
    rules = [view for view in _views(graph, _RULE) if urn in _service_of(view).targets]
    ports = [_port(view) for view in listeners]
    groups = [reference for view in (*listeners, *rules) for reference in _groups(view)]
    targets = tuple(target for reference in groups for group in reference.targets for target in _targets(graph, group))
    if any(not reference.targets for reference in groups) or any(not isinstance(port, int) for port in ports):
        unclear(graph, urn, "what the service forwards to, or on which ports, is not known")
    tag = resource.tags().get("ai-service")
    known = tuple(sorted({port for port in ports if isinstance(port, int)}))
    offers = tag if isinstance(tag, str) else None
    graph.add(ServiceFact(urn, targets, known, offers, because=Because(urn, "listeners")))


def _service_of(view: ResourceView) -> Reference:
    return view.refers_to("serviceIdentifier" if view.value("serviceIdentifier") is not None else "serviceArn", SERVICE)


def _groups(view: ResourceView) -> Iterator[Reference]:
    for place in spread(view, f"{_FORWARDS[view.resource.type]}.targetGroupIdentifier"):
        if view.value(place) is not None:
            yield view.refers_to(place, GROUP)


def _targets(graph: GraphBuilder, group: str) -> Iterator[Reference]:
    for view in _views(graph, _ATTACHMENT):
        if group in view.refers_to("targetGroupIdentifier", GROUP).targets:
            target = view.refers_to("target.id", _TARGETS)
            if target.literal is not None and not target.targets:
                target = _at_address(graph, group, target.literal) or graph.somewhere("target", target.literal)
            if target.unknown:
                unclear(graph, group, "what the target group leads to is not known")
            else:
                yield target


def _at_address(graph: GraphBuilder, group: str, address: str) -> Reference | None:
    """The subnet of the group's network in which an address lies ("Targets and target groups": addresses of the group's VPC)."""
    network = graph.view(group).refers_to("config.vpcIdentifier", VPC)
    wanted = _parsed(address)
    if wanted is None:
        return None
    # A fact of a subnet may come later than this reader: the subnet's own blocks tell as much.
    for resource in graph.stack.of_type(*SUBNET):
        view = graph.view(resource.urn)
        if not network.certain or not set(view.refers_to("vpcId", VPC).targets) & set(network.targets):
            continue
        blocks = [block for prop in ("cidrBlock", "ipv6CidrBlock") if isinstance(block := view.text(prop), str) and block]
        if any(known.contains(wanted) for block in blocks if (known := _parsed(block)) is not None):
            return Reference.to(resource.urn)
    return None


def _parsed(text: str) -> AddressSet | None:
    try:
        return AddressSet.parse(text)
    except ValueError:
        return None


@reads(_LISTENER, _RULE, *GROUP, _ATTACHMENT)
def part(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the service that it belongs to; whose service is not in the stack is said to be unknown."""
    if resource.resource.type in _FORWARDS and not _service_of(resource).targets:
        unclear(graph, resource.resource.urn, "listens for a service that is no resource of the stack")


@reads(*_OFFERS, *VPC_ASSOCIATION)
def association(resource: ResourceView, graph: GraphBuilder) -> None:
    """One thing that joins a service network: the join below puts them together."""
    network = resource.refers_to("serviceNetworkIdentifier", SERVICE_NETWORK)
    if not network.targets:
        unclear(graph, resource.resource.urn, f"joins the service network {network.literal or ''}, which is no resource of the stack")


@joins
def service_networks(graph: GraphBuilder) -> None:
    """Each joined network is linked to each thing that its service network offers."""
    offered = list(_offered(graph))
    for view in _views(graph, *VPC_ASSOCIATION):
        vpc = view.refers_to("vpcIdentifier", VPC)
        subnets = tuple(Reference.to(fact.urn) for fact in graph.of(SubnetFact) if set(fact.network.targets) & set(vpc.targets))
        groups = tuple(view.all_refer_to("securityGroupIds", SECURITY_GROUP))
        _link(graph, view, view.refers_to("serviceNetworkIdentifier", SERVICE_NETWORK), offered, vpc, subnets, groups)
    for view in _views(graph, *VPC_ENDPOINT):
        network = view.refers_to("serviceNetworkArn", SERVICE_NETWORK)
        if network.targets:
            subnets = tuple(view.all_refer_to("subnetIds", SUBNET))
            groups = tuple(view.all_refer_to("securityGroupIds", SECURITY_GROUP))
            _link(graph, view, network, offered, view.refers_to("vpcId", VPC), subnets, groups)


def _offered(graph: GraphBuilder) -> Iterator[tuple[str, Reference]]:
    for token, (prop, kinds) in _OFFERS.items():
        for view in _views(graph, token):
            what = view.refers_to(prop, kinds)
            for network in view.refers_to("serviceNetworkIdentifier", SERVICE_NETWORK).targets:
                yield network, what if what.targets else Reference(literal=what.literal or f"offered by {view.resource.name}", prop=prop)


def _link(
    graph: GraphBuilder,
    view: ResourceView,
    network: Reference,
    offered: list[tuple[str, Reference]],
    vpc: Reference,
    subnets: tuple[Reference, ...],
    groups: tuple[Reference, ...],
) -> None:
    urn = view.resource.urn
    for owner, what in offered:
        if owner in network.targets:
            because = Because(urn, network.prop, "service network")
            graph.add(EndpointFact(urn, vpc, PRIVATE, what, subnets, groups, because=because))


def _port(view: ResourceView) -> int | Unknown | None:
    """The listener's port; the protocol's own where it names none."""
    port = view.number("port")
    return port if isinstance(port, Unknown) or port else {"HTTP": 80, "HTTPS": 443}.get(str(view.text("protocol")))


def _views(graph: GraphBuilder, *tokens: str) -> Iterator[ResourceView]:
    for resource in graph.stack.of_type(*tokens):
        yield graph.view(resource.urn)
