"""Amplify Hosting: pages for the world, made by builds and functions that act as roles outside of every network of ours.

A password on the pages (`enableBasicAuth`) keeps out who does not know it; the app asks AWS's public endpoints all the same.
Sources: AWS Amplify Hosting User Guide, "Adding an IAM Compute role" (functions of server-side pages act as it; a branch may have its own),
"Adding a service role" (what builds and deployments act as), "Restricting access to branches".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.view import ResourceView

APP: Final = "aws:amplify/app:App"
BRANCH: Final = "aws:amplify/branch:Branch"
_ROLES: Final = ("computeRoleArn", "iamServiceRoleArn")
_HTTPS: Final = ((443, 443),)

inert(
    "Names of an app's own pages, and an address that starts a build of its own code (AWS Amplify Hosting User Guide, "
    "'Setting up custom domains', 'Creating an incoming webhook')",
    "aws:amplify/domainAssociation:DomainAssociation",
    "aws:amplify/webhook:Webhook",
)


@reads(APP)
def app(resource: ResourceView, graph: GraphBuilder) -> None:
    """Its pages answer on the internet, and what makes them goes out to it."""
    urn = resource.resource.urn
    here, because = Reference.to(urn), Because(urn, "platform", "hosted by AWS")
    graph.add(WorkloadFact(urn, (), (), because=because))
    graph.edge(graph.internet(), here, EdgeKind.ROUTE, because, ports=_HTTPS)
    graph.edge(here, graph.internet(), EdgeKind.ROUTE, because)


@reads(BRANCH)
def branch(resource: ResourceView, graph: GraphBuilder) -> None:
    """A branch of an app: the join gives the app what the branch's role may use."""
    if not resource.refers_to("appId", (APP,)).targets:
        unclear(graph, resource.resource.urn, "the app is no resource of the stack (appId)")


@joins
def stores_behind_pages(graph: GraphBuilder) -> None:
    """app → each store that a role of its functions or builds may use."""
    for resource in graph.stack.of_type(APP):
        _uses(graph, resource.urn, graph.view(resource.urn))
    for resource in graph.stack.of_type(BRANCH):
        view = graph.view(resource.urn)
        for urn in view.refers_to("appId", (APP,)).targets:
            _uses(graph, urn, view)


def _uses(graph: GraphBuilder, app_urn: str, view: ResourceView) -> None:
    for prop in _ROLES:
        role = view.refers_to(prop, ROLE)
        if not role.targets and not role.absent:
            unclear(graph, app_urn, f"acts as a role that is no resource of the stack ({prop} of {view.resource.name})")
        for target in role.targets:
            for store, certain in stores_used_by(graph, target):
                because = Because(view.resource.urn, prop, "by its role")
                graph.edge(Reference.to(app_urn), Reference.to(store), EdgeKind.USE, because, certain=certain and role.certain)
