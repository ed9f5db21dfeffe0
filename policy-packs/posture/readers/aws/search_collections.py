"""OpenSearch Serverless: who reads a collection, and from where, as network and data access policies say that name it by pattern.

Whoever reads needs all three: a network that the collection answers, a data access policy that names the principal, and
`aoss:APIAccessAll` of its own. Only a policy that the stack holds is known: a collection that no network policy names may be opened by one that
stands elsewhere.
Sources: Amazon OpenSearch Service Developer Guide, "Network access for Amazon OpenSearch Serverless" (a rule that says public wins over one that
says private), "Data access control for Amazon OpenSearch Serverless" (nobody is let in without a policy), "Access Amazon OpenSearch Serverless
using an interface endpoint", "Identity and Access Management for Amazon OpenSearch Serverless".
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, PublicUseFact, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import Request, Truth
from posture.iam.patterns import glob, literal, overlaps
from posture.readers.aws.acting import arn_of_role, caller_of, granted_by_identity, roles_in, roles_of
from posture.readers.aws.collection_policies import COLLECTION, DATA, SECURITY, Entry, networks_of, readers_of
from posture.readers.aws.handing_on import account_in, share
from posture.readers.aws.kinds import NETWORK
from posture.readers.aws.looking import refer
from posture.readers.aws.resource_policies import arn_of
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.view import ResourceView

ENDPOINT: Final = "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint"
_BY_PROVIDER: Final = "saml/"
_BY_DIRECTORY: Final = "iamidentitycenter/"
"""Followed by an instance of IAM Identity Center, which shows no account."""


@reads(*SECURITY, *DATA)
def policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the collections that it names."""


@joins
def openings_of_collections(graph: GraphBuilder) -> None:
    """Everybody whom policies let read, collection by collection."""
    for resource in graph.stack.of_type(*COLLECTION):
        name = graph.view(resource.urn).text("name")
        networks, data = list(networks_of(graph.stack, name)), list(readers_of(graph.stack, name))
        if not networks:
            unclear(graph, resource.urn, "no network policy of the stack names the collection: from where it is reached is not known")
        for what, entries in (("network policy", networks), ("data access policy", data)):
            for entry in (one for one in entries if one.said is None):
                unclear(graph, resource.urn, f"the {what} {entry.policy.resource.name} is unknown until the update")
        for entry in data:
            _let_in(graph, resource.urn, entry)
        for entry in networks:
            _from_where(graph, resource.urn, entry, data)


def _let_in(graph: GraphBuilder, collection: str, entry: Entry) -> None:
    """Principals that are not ours, or people of a directory."""
    for index, who in enumerate(_listed(entry, "Principal")):
        because = Because(entry.policy.resource.urn, f"policy.Principal[{index}]", str(who))
        if isinstance(who, str) and who.startswith(_BY_PROVIDER):
            # `saml/<account>/<provider>/user/<name>`: the account's own provider, which its people use.
            account = who.split("/")[1]
            graph.edge(Reference.to(collection), graph.aws_account(account), EdgeKind.SHARE, because, moves=Moves.FORWARD)
        elif isinstance(who, str) and who.startswith(_BY_DIRECTORY):
            graph.edge(Reference.to(collection), graph.somewhere("directory", who), EdgeKind.SHARE, because, moves=Moves.FORWARD)
        else:
            share(graph, Reference.to(collection), str(who), because)


def _from_where(graph: GraphBuilder, collection: str, entry: Entry, data: list[Entry]) -> None:
    if not data:
        # A service acts as the role that it is given, and the data access policies, all of which are told above, name the roles.
        for source in _listed(entry, "SourceServices"):
            because = Because(collection, "name", f"network policy: {source}")
            graph.edge(Reference.to(collection), graph.any_account(str(source)), EdgeKind.SHARE, because, certain=False)
    readers = {role: truth for role, named in _named(graph, data) if (truth := named & _may_call(graph, role, collection)).possible}
    endpoints = _listed(entry, "SourceVPCEs")
    for resource in graph.stack.of_type(ENDPOINT):
        if isinstance(resource.id, str) and resource.id in endpoints and data:
            _through(graph, resource.urn, collection, entry, readers)
    if entry.said is not None and entry.said.get("AllowFromPublic") is True:
        _from_the_internet(graph, collection, entry, readers)


def _through(graph: GraphBuilder, endpoint: str, collection: str, entry: Entry, readers: dict[str, Truth]) -> None:
    """An endpoint of the collection's own kind: what stands in its network reads, as far as a role of it is let in."""
    network = refer(graph, graph.view(endpoint), "vpcId", NETWORK)
    acting = roles_in(graph, network.targets[0]) if len(network.targets) == 1 else None
    certain = acting is not None and any(readers.get(role, Truth.FALSE).certain for role in acting)
    if acting is None or any(role in readers for role in acting):
        because = Because(entry.policy.resource.urn, "policy.SourceVPCEs", "by its endpoint")
        graph.edge(Reference.to(endpoint), Reference.to(collection), EdgeKind.USE, because, certain=certain and network.certain)


def _from_the_internet(graph: GraphBuilder, collection: str, entry: Entry, readers: dict[str, Truth]) -> None:
    """The collection answers everywhere: whoever acts as a reader and has a road to the internet reads it."""
    for fact in tuple(graph.of(WorkloadFact)):
        for role in set(roles_of(graph, fact.urn) or ()) & set(readers):
            because = Because(entry.policy.resource.urn, "policy.AllowFromPublic", "answers at a public address")
            graph.add(PublicUseFact(fact.urn, collection, because, readers[role].certain and fact.certain))


def _named(graph: GraphBuilder, data: Sequence[Entry]) -> Iterator[tuple[str, Truth]]:
    """Roles of the stack that data access policies let read: by ARN, or by the account that they belong to."""
    principals = {who for entry in data for who in _listed(entry, "Principal") if isinstance(who, str)}
    whole = {account_in(who) for who in principals if who.endswith(":root")}
    for resource in graph.stack.of_type(*ROLE):
        arn = arn_of_role(graph, resource.urn)
        if arn in principals or account_in(arn) in whole - {None}:
            yield resource.urn, Truth.TRUE
        elif "*" in arn and any(overlaps(glob(arn), literal(who)) for who in principals):
            yield resource.urn, Truth.UNKNOWN  # in a preview its name may not be known yet


def _may_call(graph: GraphBuilder, role: str, collection: str) -> Truth:
    return granted_by_identity(graph, role, Request("aoss:APIAccessAll", arn_of(graph, collection), caller_of(graph, role)))


def _listed(entry: Entry, key: str) -> list[Any]:
    value = entry.said.get(key) if entry.said is not None else None
    return value if isinstance(value, list) else []


inert(
    "Says how identities of a provider are read, or how long indexes are kept (Amazon OpenSearch Service Developer Guide)",
    "aws:opensearch/serverlessSecurityConfig:ServerlessSecurityConfig",
    "aws:opensearch/serverlessLifecyclePolicy:ServerlessLifecyclePolicy",
    "aws:opensearch/serverlessCollectionGroup:ServerlessCollectionGroup",
    "aws-native:opensearchserverless:SecurityConfig",
    "aws-native:opensearchserverless:LifecyclePolicy",
)
