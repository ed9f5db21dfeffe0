"""Managed services that act by a role from the service's own network, past every endpoint of ours.

What runs outside every VPC (a function without subnets, a notebook with direct internet access, a build) asks AWS's public endpoints: its
role alone decides which stores it uses. So does a file transfer server, for its users; a pipe moves records by itself. Machines, tasks and
functions, whose roles are known, are read by `role_use`.
Sources: AWS Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC"; AWS Transfer Family User Guide, "Create
an SFTP-enabled server" (publicly accessible unless the endpoint type is VPC), "Create an IAM role and policy"; Amazon EventBridge User
Guide, "Amazon EventBridge Pipes".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import INTERNET, GraphBuilder
from posture.graph.facts import Because, EdgeFact, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.acting import roles_of
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.handing_on import goes_to
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.looking import spread
from posture.readers.aws.role_bearers import ROLES
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

SERVER: Final = ("aws:transfer/server:Server",)
USER: Final = "aws:transfer/user:User"
_ROLES: Final = (
    "role",
    "roleArn",
    "executionRoleArn",
    "serviceRole",
    "defaultUserSettings.executionRole",
    "environmentConfig.executionRole",
)


@reads(*SERVER)
def transfer_server(resource: ResourceView, graph: GraphBuilder) -> None:
    """The world may ask a server that does not stand in a network of ours, or has public addresses there."""
    urn = resource.resource.urn
    kind = resource.text("endpointType")
    public = kind in (None, "PUBLIC") or is_unknown(kind) or resource.value("endpointDetails.addressAllocationIds") is not None
    if public:
        graph.add(WorkloadFact(urn, (), (), because=Because(urn, "endpointType", "public")))
        because = Because(urn, "endpointType", "public endpoint")
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=not is_unknown(kind), ports=((22, 22),))


@reads(USER)
def transfer_user(resource: ResourceView, graph: GraphBuilder) -> None:
    """A user of a server: the join gives the server what the user's role may use."""
    if not resource.refers_to("serverId", SERVER).targets:
        unclear(graph, resource.resource.urn, "the file transfer server is no resource of the stack")


@reads("aws:pipes/pipe:Pipe")
def pipe(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every record of the source goes to the target, by way of the enrichment if there is one."""
    source = resource.refers_to("source")
    if not source.targets and source.literal is not None:
        source = follow(resource, graph, "source", tuple(STORES))  # a table's stream has an ARN of its own
    if not source.targets:
        unclear(graph, resource.resource.urn, "what the pipe takes from is no resource of the stack (source)")
        return
    for prop in ("target", "enrichment"):
        if resource.value(prop) is not None:
            goes_to(resource, graph, source, prop)


@joins
def stores_of_managed_services(graph: GraphBuilder) -> None:
    """What acts by a role outside our networks works on every store that the role may use."""
    for urn, view, prop in _acting(graph):
        role = view.refers_to(prop, ROLE)
        if not role.targets:
            unclear(graph, urn, f"acts as a role that is no resource of the stack ({prop})")
        for target in role.targets:
            for store, certain in stores_used_by(graph, target):
                because = Because(view.resource.urn, prop, "by its role")
                graph.edge(Reference.to(urn), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)


def _acting(graph: GraphBuilder) -> Iterator[tuple[str, ResourceView, str]]:
    outside = {
        urn for fact in graph.of(EdgeFact) if fact.target.literal == INTERNET and fact.kind is EdgeKind.ROUTE for urn in fact.source.targets
    }
    for urn in sorted(outside & set(graph.stack.by_urn)):
        view = graph.view(urn)
        paths = ROLES.get(view.resource.type, ()) or next(((name,) for name in _ROLES if view.value(name) is not None), ())
        if paths and roles_of(graph, urn) is None:
            yield from ((urn, view, place) for path in paths for place in spread(view, path) if _given(view, place))
    for resource in graph.stack.of_type(USER):
        view = graph.view(resource.urn)
        for server in view.refers_to("serverId", SERVER).targets:
            yield server, view, "role"


def _given(view: ResourceView, place: Path) -> bool:
    """Whether a role is named: by the program, or by the cloud of what is only adopted. What a provider fills in says nothing."""
    declared = view.resource.declared
    by_program = declared is None or view.resource.external or place.partition(".")[0].partition("[")[0] in declared
    return by_program and view.value(place) is not None
