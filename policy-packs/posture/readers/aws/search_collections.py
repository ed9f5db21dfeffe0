"""OpenSearch Serverless: who reaches a collection, as network and data access policies say that name it by pattern.

Only a policy that the stack holds is known: a collection that none of them names may be opened by one that stands elsewhere.
Sources: Amazon OpenSearch Service Developer Guide, "Network access for Amazon OpenSearch Serverless" (public or by endpoint; several policies
add up), "Data access control for Amazon OpenSearch Serverless" (principals; nobody is let in without one).
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import share
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.view import ResourceView

COLLECTION: Final = ("aws:opensearch/serverlessCollection:ServerlessCollection",)
NETWORK: Final = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"
DATA: Final = "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy"


@reads(NETWORK, DATA)
def policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the collections that it names."""


@joins
def openings_of_collections(graph: GraphBuilder) -> None:
    """Everybody whom a data access policy lets in, for each collection."""
    for resource in graph.stack.of_type(*COLLECTION):
        view = graph.view(resource.urn)
        name = view.text("name")
        networks = list(_rules(graph, NETWORK, name, "collection"))
        data = list(_rules(graph, DATA, name, "index"))
        if not networks:
            unclear(graph, resource.urn, "no network policy of the stack names the collection: from where it is reached is not known")
        for found, entry in networks:
            if entry is None:
                unclear(graph, resource.urn, f"the network policy {found.resource.name} is unknown until the update")
        for found, entry in data:
            if entry is None:
                unclear(graph, resource.urn, f"the data access policy {found.resource.name} is unknown until the update")
            else:
                _let_in(graph, resource.urn, found, entry)
        for source in (service for _, entry in networks if entry for service in entry.get("SourceServices", ())):
            because = Because(resource.urn, "name", f"network policy: {source}")
            graph.edge(Reference.to(resource.urn), graph.any_account(str(source)), EdgeKind.SHARE, because, certain=False)


def _let_in(graph: GraphBuilder, collection: str, found: ResourceView, entry: dict[str, Any]) -> None:
    for index, who in enumerate(entry.get("Principal", ())):
        because = Because(found.resource.urn, f"policy.Principal[{index}]", str(who))
        if isinstance(who, str) and who.startswith(("saml/", "iamidentitycenter/")):
            # `saml/<account>/<provider>/user/<name>`: the account's own provider, which its people use.
            account = who.split("/")[1]
            graph.edge(Reference.to(collection), graph.aws_account(account), EdgeKind.SHARE, because, moves=Moves.FORWARD)
        else:
            share(graph, Reference.to(collection), str(who), because)


def _rules(graph: GraphBuilder, token: str, name: Any, kind: str) -> Iterator[tuple[ResourceView, dict[str, Any] | None]]:
    """Entries of the policies of a type that name the collection; None for a policy that is not known."""
    for resource in graph.stack.of_type(token):
        view = graph.view(resource.urn)
        if token == NETWORK and view.text("type") == "encryption":
            continue
        entries = _opened(view.written("policy"))
        if entries is None or not isinstance(name, str):
            yield view, None
            continue
        for entry in entries:
            patterns = [
                str(pattern).split("/", 2)[1]
                for rule in entry.get("Rules", ())
                if rule.get("ResourceType") in (kind, "collection")
                for pattern in rule.get("Resource", ())
                if str(pattern).count("/") >= 1
            ]
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                yield view, entry


def _opened(document: Any) -> list[dict[str, Any]] | None:
    return [entry for entry in document if isinstance(entry, dict)] if isinstance(document, list) else None


inert(
    "Says how identities of a provider are read, or how long indexes are kept (Amazon OpenSearch Service Developer Guide)",
    "aws:opensearch/serverlessSecurityConfig:ServerlessSecurityConfig",
    "aws:opensearch/serverlessLifecyclePolicy:ServerlessLifecyclePolicy",
    "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup",
)
