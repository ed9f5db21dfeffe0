"""A resource of the stack by an ARN that the program computes: in a preview the resource has no ARN yet, but a name.

Sources: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)"; Service Authorization Reference, "Resource types".
"""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import as_arn, bucket_named, on_the_internet, to_region
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import DATA, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.reference import Reference
from posture.resource import Resource
from posture.view import ResourceView

ARN: Final = re.compile(r"^arn:aws[a-z-]*:(?P<service>[^:]*):(?P<region>[^:]*):(?P<account>\d{12})?:(?P<rest>.*)$")
_LAST: Final = re.compile(r"[^:/]+(?=:\*$|$)")
_NAMES_A_STRANGERS_ARN: Final = ("aws:cloudwatch/eventTarget:EventTarget", "aws:sns/topicPolicy:TopicPolicy")
"""Types whose `arn` is an input, and says nothing of whose the resource is."""
_OTHER_IDS: Final = (
    "endpointArn",
    "gatewayId",
    "replicationInstanceArn",
    "accessGrantsLocationId",
    "clusterNamespaceArn",
    "vectorBucketArn",
    "streamArn",
    "dbSnapshotArn",
    "dbClusterSnapshotArn",
)
"""Outputs by which other resources name a resource whose id and `arn` are something else."""
_NAMES: Final = (
    "name",
    "bucket",
    "bucketName",
    "backupVaultName",
    "topicName",
    "logGroupName",
    "functionName",
    "streamName",
    "namespaceName",
    "dbSnapshotIdentifier",
    "dbClusterSnapshotIdentifier",
)


def follow(view: ResourceView, graph: GraphBuilder, prop: str, kinds: Collection[str]) -> Reference:
    """Where a property with an ARN or a name points; one that the stack computed counts by the name in it."""
    found = view.refers_to(prop, kinds)
    if not kinds:
        # A target of a rule has the ARN that it names as a property of its own: it is not what it names.
        others = tuple(urn for urn in found.targets if view.stack.by_urn[urn].type != view.resource.type)
        found = replace(found, targets=others)
    if found.targets or found.literal is None:
        return found
    return by_arn(graph, view, found.literal, kinds, prop)


def by_arn(graph: GraphBuilder, view: ResourceView, literal: str, kinds: Collection[str], prop: str) -> Reference:
    """The resource with that ARN, else the one of that name in the same account and region, else the literal."""
    direct = view.look_up(literal, kinds, prop) if kinds else Reference(literal=literal, prop=prop)
    parts = ARN.match(literal)
    if direct.targets:
        return direct
    called = tuple(found.urn for found in graph.stack.of_type(*kinds) if literal in [found.props.get(key) for key in _OTHER_IDS])
    if called:
        return Reference(targets=called, literal=literal, certain=len(called) == 1, prop=prop)
    if parts is None:
        return direct
    last = _LAST.search(parts["rest"])
    # The ARN of a log group may end in `:*`, and the name of one has slashes.
    names = {last.group(0) if last else "", parts["rest"].partition(":")[2].removesuffix(":*")}
    owners = tuple(
        resource.urn
        for resource in graph.stack.of_type(*kinds)
        if names & {value for key in _NAMES if isinstance(value := resource.props.get(key), str)}
        and _same_place(graph, resource, parts["account"], parts["region"])
    )
    return Reference(targets=owners, literal=literal, certain=len(owners) == 1, prop=prop) if owners else direct


def _same_place(graph: GraphBuilder, resource: Resource, account: str | None, region: str) -> bool:
    """Whether a resource may be where an ARN says; what nobody knows of it never makes a stranger's resource ours."""
    if resource.external and "arn" in resource.props:
        return False
    own, at = account_of(resource), region_of(resource)
    if account and (own or account) != account:
        return False
    if account and own is None and account not in graph.own_accounts:
        return False
    return not region or (at or region) == region


def sent(
    view: ResourceView, graph: GraphBuilder, source: Reference, prop: str, kinds: Collection[str] = (), never: Collection[str] = ()
) -> None:
    """Content of the source is sent to what the property names: a resource, an ARN of ours or of a stranger, a bucket's name.

    `never`: resources that an unknown destination can't be.
    """
    urn, target = view.resource.urn, follow(view, graph, prop, kinds)
    if len(target.targets) > 1 and target.literal is None:
        left = tuple(found for found in target.targets if found not in never)
        target = Reference(left, certain=len(left) == 1 and not view.knows(prop), prop=prop)
    because = Because(urn, prop, target.literal or "")
    if on_the_internet(graph, target):
        graph.edge(source, graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain and source.certain)
        return
    parts = ARN.match(as_arn(target.literal)) if target.literal else None
    if not target.targets and target.literal is not None and (set(kinds) & set(BUCKET)) and (parts is None or parts["service"] == "s3"):
        name = parts["rest"].partition("/")[0] if parts is not None else target.literal
        target = bucket_named(view, graph, name, prop)
    if target.targets or (target.literal is not None and target.literal in graph.externals):
        graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain and source.certain)
    elif parts is not None and parts["account"]:
        graph.edge(source, graph.aws_account(parts["account"]), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain)
        if parts["region"]:
            to_region(graph, source, parts["region"], because)
    elif target.literal is not None:
        there = graph.somewhere("destination", target.literal)
        graph.edge(source, there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain)
    elif not target.absent:
        unclear(graph, urn, f"where the data goes is not known ({prop})")


def stores_beside(graph: GraphBuilder, resource: Resource) -> Reference:
    """Every store of the same account, which a record of that account's doings is about."""
    if resource.type in _NAMES_A_STRANGERS_ARN:
        resource = replace(resource, props={key: value for key, value in resource.props.items() if key != "arn"})
    # Joins add stores too: what was worked out holds as long as none came.
    known = len(graph.facts.get(StoreFact, ()))
    every, by_account, anywhere = graph.once(f"{known} stores by account", lambda: _stores_by_account(graph))
    account = account_of(resource)
    return Reference(targets=every if account is None else by_account.get(account, anywhere))


def _stores_by_account(graph: GraphBuilder) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Every store, those that may be of an account, and those of which nothing tells the account."""
    stores = [fact.urn for fact in graph.of(StoreFact) if not fact.keyed and fact.urn in graph.stack.by_urn]
    accounts = {urn: account_of(graph.stack.by_urn[urn]) for urn in stores}
    by_account: dict[str | None, list[tuple[int, str]]] = {}
    for place, (urn, account) in enumerate(accounts.items()):
        by_account.setdefault(account, []).append((place, urn))
    anywhere = by_account.pop(None, [])
    found = {str(account): tuple(urn for _, urn in sorted((*own, *anywhere))) for account, own in by_account.items()}
    return tuple(accounts), found, tuple(urn for _, urn in anywhere)


def told(view: ResourceView, graph: GraphBuilder, prop: str, kinds: Collection[str], what: str) -> None:
    """Messages and records *about* stores go to what the property names: no move while they stay with us, a way out where they don't.

    DESIGN, "Not a move": service-delivered logs. A destination that nobody knows leaves each of the stores open: what tells of them
    stands beside them, and touches none by a reference.
    """
    if view.value(prop) is None:
        return
    urn, target = view.resource.urn, follow(view, graph, prop, kinds)
    because = Because(urn, prop, what)
    stores = stores_beside(graph, view.resource)
    if not stores.targets:
        return
    if target.targets:
        for found in target.targets:
            leaves(graph, stores, graph.stack.by_urn[found], because)
        return
    parts = ARN.match(as_arn(target.literal)) if target.literal else None
    if parts is not None and parts["account"]:
        for store in stores.targets:
            _edge(graph, store, graph.aws_account(parts["account"]), because)
            if parts["region"]:
                to_region(graph, Reference.to(store), parts["region"], because)
    elif target.literal is not None:
        name = parts["rest"].partition("/")[0] if parts is not None else target.literal
        for store in stores.targets:
            _edge(graph, store, bucket_named(view, graph, name, prop), because)
    else:
        _open(graph, stores, f"where {view.resource.name} sends {what} is not known ({prop})")


def told_account(view: ResourceView, graph: GraphBuilder, prop: str, what: str) -> None:
    """Records about stores are seen by an account that the property names."""
    account = view.text(prop)
    if account is None:
        return
    stores = stores_beside(graph, view.resource)
    if not isinstance(account, str):
        _open(graph, stores, f"to whom {view.resource.name} shows {what} is not known ({prop})")
        return
    for store in stores.targets:
        _edge(graph, store, graph.aws_account(account), Because(view.resource.urn, prop, what))


def leaves(graph: GraphBuilder, stores: Reference, destination: Resource, because: Because) -> None:
    """A destination of the stack that lies outside: its own reader says so, here it is said what comes to it."""
    account, region = account_of(destination), region_of(destination)
    foreign = account is not None and graph.approved.organization.aws_account_ids and account not in graph.own_accounts
    abroad = region is not None and graph.approved.residency and region not in graph.approved.residency
    if foreign or abroad or destination.external:
        for store in stores.targets:
            _edge(graph, store, Reference.to(destination.urn), because)


def _open(graph: GraphBuilder, stores: Reference, reason: str) -> None:
    for store in stores.targets:
        unclear(graph, store, reason, DATA)


def _edge(graph: GraphBuilder, store: str, target: Reference, because: Because) -> None:
    if target.targets == (store,):
        return
    graph.edge(Reference.to(store), target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)
