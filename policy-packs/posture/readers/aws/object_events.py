"""Notices of a bucket's objects on EventBridge: each rule of the default bus that may pick them sends them to its targets.

A notice names the object and says what was done to it; names can hold PHI, so it goes on like one that S3 sends itself. A target of somebody
else is told of with every other event (`events`).
Sources: Amazon S3 User Guide, "Using EventBridge" (all events of the bucket, to the default bus of its account and region), "Event notification
types and destinations"; Amazon EventBridge User Guide, "Event patterns", "Comparison operators".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.events import TARGET
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import joins
from posture.record import record
from posture.reference import Reference
from posture.resource import Resource
from posture.values import is_unknown
from posture.view import ResourceView

NOTIFICATION: Final = "aws:s3/bucketNotification:BucketNotification"
_RULE: Final = ("aws:cloudwatch/eventRule:EventRule",)
_DEFAULT_BUS: Final = (None, "", "default")
_S3: Final = "aws.s3"


@record
class _Teller:
    """A bucket whose events are on EventBridge."""

    bucket: Resource
    certain: bool


@joins
def objects_told(graph: GraphBuilder) -> None:
    """From each bucket that tells EventBridge of its objects to each target of a rule that may pick them."""
    tellers = list(_tellers(graph))
    for resource in graph.stack.of_type(TARGET) if tellers else ():
        view = graph.view(resource.urn)
        if view.text("eventBusName") not in _DEFAULT_BUS:
            continue  # AWS services send to the default bus
        target = follow(view, graph, "arn", ())
        if view.knows("arn") and len(target.targets) == 1:
            # The target has the ARN too, as a property of its own: what is left without it is what is named.
            target = Reference.to(target.targets[0])
        for teller in tellers:
            picked = _picked(graph, view, teller.bucket) if _together(teller.bucket, resource) else False
            if picked is not False and target.targets:
                source, because = Reference.to(teller.bucket.urn), Because(resource.urn, "arn", "notices of its objects")
                certain = teller.certain and picked is True and target.certain
                graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain, notice=True)


def _tellers(graph: GraphBuilder) -> Iterator[_Teller]:
    for resource in graph.stack.of_type(NOTIFICATION):
        view = graph.view(resource.urn)
        on = view.flag("eventbridge")
        if on in (None, False):
            continue
        bucket = view.refers_to("bucket", BUCKET)
        for urn in bucket.targets:
            yield _Teller(graph.stack.by_urn[urn], bucket.certain and on is True)


def _together(bucket: Resource, target: Resource) -> bool:
    """Whether both may be of one account and region."""
    pairs = ((account_of(bucket), account_of(target)), (region_of(bucket), region_of(target)))
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _picked(graph: GraphBuilder, target: ResourceView, bucket: Resource) -> bool | None:
    """Whether the target's rule picks the bucket's events; None: nobody can tell."""
    rule = target.refers_to("rule", _RULE)
    if len(rule.targets) != 1:
        return None  # a rule that stands elsewhere, or one of several
    pattern = graph.view(rule.targets[0]).written("eventPattern")
    if pattern is None:
        return False  # a schedule
    if not isinstance(pattern, Mapping):
        return None
    return _both(_named(pattern.get("source"), _S3), _of_bucket(pattern.get("detail"), bucket))


def _of_bucket(detail: Any, bucket: Resource) -> bool | None:
    named = detail.get("bucket") if isinstance(detail, Mapping) else detail
    name = bucket.props.get("bucket")
    return _named(named.get("name") if isinstance(named, Mapping) else named, name if isinstance(name, str) else None)


def _named(given: Any, wanted: str | None) -> bool | None:
    """Whether a field of a pattern admits a value: absent admits all, a list those in it, any comparison but equality perhaps."""
    if given is None:
        return True
    if is_unknown(given) or not isinstance(given, list):
        return None
    if wanted is not None and wanted in given:
        return True
    return False if wanted is not None and all(isinstance(one, str) and not is_unknown(one) for one in given) else None


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return True if left and right else None
