"""How readers say that data is handed on: shared with somebody, or sent to where a property names.

Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)": account and region of an ARN say whose it is and where
it lies; an S3 bucket's says neither.
"""

import re
from collections.abc import Collection
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.tokens import API_DESTINATION, BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import region_of
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

ALL: Final = "all"
_ACCOUNT: Final = re.compile(r"^\d{12}$")
_ARN: Final = re.compile(r"^arn:aws[a-z-]*:(?P<service>[^:]*):(?P<region>[^:]*):(?P<account>\d{12})?:(?P<name>[^/*]*)")
_API_DESTINATION: Final = re.compile(r"^arn:aws[a-z-]*:events:[^:]*:\d*:api-destination/")
_QUEUE: Final = re.compile(r"^https://(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?/(\d{12})/(.+)$")
"""Source: Amazon SQS Developer Guide, "Queue and message identifiers"."""
_SERVICE_PRINCIPAL: Final = re.compile(r"^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$")


def account_in(arn: str | None) -> str | None:
    """The account that an ARN names."""
    found = _ARN.match(arn) if arn else None
    return found["account"] if found else None


def as_arn(address: str) -> str:
    """The ARN of a queue that is named by its address; anything else as it is."""
    return _QUEUE.sub(lambda found: f"arn:aws:sqs:{found[1] or found[2]}:{found[3]}:{found[4]}", address)


def share(graph: GraphBuilder, store: Reference, who: str | Unknown | None, because: Because) -> None:
    """A store's content may be read by an account, a principal of one, or everybody."""
    if who is None or is_unknown(who):
        unclear(graph, because.urn, f"whom it is shared with is not known ({because.prop})")
    elif who.lower() == ALL or who == "*":
        graph.edge(store, graph.anybody(), EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=store.certain)
    elif _ACCOUNT.match(who):
        graph.edge(store, graph.aws_account(who), EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=store.certain)
    elif (found := _ARN.match(who)) and found["account"]:
        graph.edge(store, graph.aws_account(found["account"]), EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=store.certain)
    else:
        unclear(graph, because.urn, f"the principal {who!r} names no account")
    if store.unknown or (store.literal is not None and not store.targets):
        unclear(graph, because.urn, "what is shared is no resource of the stack")


def on_the_internet(graph: GraphBuilder, target: Reference) -> bool:
    """Whether a target is an API destination, which calls an address on the internet (Amazon EventBridge User Guide, "API destinations")."""
    named = target.literal is not None and _API_DESTINATION.match(target.literal) is not None
    return named or any(graph.stack.by_urn[urn].type in API_DESTINATION for urn in target.targets)


def goes_to(
    resource: ResourceView, graph: GraphBuilder, source: Reference, prop: str, kinds: Collection[str] = (), *, notice: bool = False
) -> None:
    """Content of the source is sent, by itself, to what the property names; or notices of it."""
    target = resource.refers_to(prop, kinds)
    urn = resource.resource.urn
    because = Because(urn, prop, target.literal or "")
    if on_the_internet(graph, target):
        graph.edge(source, graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain and source.certain)
        return
    found = _ARN.match(as_arn(target.literal)) if target.literal else None
    if not target.targets and found is not None and found["service"] == "s3" and not found["account"]:
        # In a preview the ARN may be written out while the bucket of the stack has none yet.
        target = bucket_named(resource, graph, found["name"], prop)
    elif not target.targets and target.literal is not None and set(kinds) & set(BUCKET):
        target = bucket_named(resource, graph, target.literal, prop)
    if target.targets or (target.literal is not None and target.literal in graph.externals):
        certain = target.certain and source.certain
        graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain, notice=notice)
        return
    if found is None or not found["account"]:
        unclear(graph, urn, f"where the data goes is not known ({prop})")
        return
    graph.edge(source, graph.aws_account(found["account"]), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain)
    if found["region"]:
        to_region(graph, source, found["region"], because)


def bucket_named(resource: ResourceView, graph: GraphBuilder, name: str, prop: str) -> Reference:
    """A bucket of the stack by its name, else one that nobody knows."""
    named = resource.look_up(name, BUCKET, prop)
    return named if named.targets else graph.somewhere("bucket", name)


def to_region(graph: GraphBuilder, source: Reference, region: str, because: Because, kind: EdgeKind = EdgeKind.REPLICATE) -> None:
    """A copy in a region, or an opening to it: outside residency, or, where nobody states one, in another region than the source's."""
    if region in graph.approved.residency:
        return
    homes = {region_of(graph.stack.by_urn[urn]) for urn in source.targets}
    if not graph.approved.residency and homes == {region}:
        return
    graph.edge(source, graph.region(region), kind, because, moves=Moves.FORWARD, certain=source.certain)


def is_service(principal: str) -> bool:
    """Whether a principal is an AWS service."""
    return bool(_SERVICE_PRINCIPAL.match(principal))
