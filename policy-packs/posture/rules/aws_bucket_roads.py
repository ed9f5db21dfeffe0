"""Roads to a bucket on which one request may be tried: straight to it, and through each access point of the stack.

A Deny of all who come by another road leaves one open. Whether a request passes there is told by one plain action on one object, where the whole
family of actions and objects is denied in part: so what is not refused on one road is a fault for certain.
Sources: Amazon S3 User Guide, "Configuring IAM policies for using access points" (a request through a point is judged by the point's policy and by the
bucket's, which knows it by `s3:DataAccessPointAccount`, `s3:DataAccessPointArn` and `s3:AccessPointNetworkOrigin`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from posture.iam import ABSENT, AnyPolicy, Caller, NoPolicy, Policy, PolicyKind, Request, Truth, evaluate, parse_policy
from posture.iam.document import Effect
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.whereabouts import account_of
from posture.rules.look import Look
from posture.rules.parts import Part, spots
from posture.values import is_unknown

POINT: Final = ("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")
POINT_POLICY: Final = Part(("policy",), ("aws:s3control/accessPointPolicy:AccessPointPolicy",), "accessPointArn")
Road = Mapping[str, ContextValue]
_STRAIGHT: Final[Road] = {"s3:DataAccessPointAccount": ABSENT, "s3:DataAccessPointArn": ABSENT, "s3:AccessPointNetworkOrigin": ABSENT}
_PLAIN_ACTIONS: Final = ("s3:GetObject", "s3:PutObject")
_OBJECTS, _OBJECT = "/*", "zz-witness"


def passes_somewhere(
    bucket: Look, policies: Sequence[AnyPolicy], request: Callable[[str], Request], objects: Sequence[str], who: Caller
) -> bool:
    """Whether somebody certainly gets by on some road. What is unknown of any policy that may refuse decides nothing.

    `request` makes a request of a resource, with what is known of its context, which goes before the road's (a stranger comes by none of our
    points); `objects`: patterns that end in `/*`, others are not tried.
    """
    if not all(isinstance(one, (Policy, NoPolicy)) for one in policies):
        return False
    found = [request(f"{one[:-1]}{_OBJECT}") for one in objects if one.endswith(_OBJECTS)]
    tried = [
        replace(one, action=action, caller=who) for one in found for action in (_PLAIN_ACTIONS if "*" in one.action else (one.action,))
    ]
    return any(
        any_of(evaluate(policy, replace(one, context={**road, **one.context})).deny for policy in policies) is Truth.FALSE
        for road in _roads(bucket)
        for one in tried
    )


def _roads(bucket: Look) -> Iterator[Road]:
    yield _STRAIGHT
    for point in bucket.companions(POINT, "bucket"):
        origin = point.value("vpcConfiguration")
        if is_unknown(origin) or not _lets_by(point):
            continue
        known = {"s3:DataAccessPointAccount": account_of(point.resource), "s3:DataAccessPointArn": point.text("arn")}
        told: dict[str, ContextValue] = {key: value for key, value in known.items() if isinstance(value, str)}
        yield {**told, "s3:AccessPointNetworkOrigin": "VPC" if origin else "Internet"}


def _lets_by(point: Look) -> bool:
    """Whether nothing that is known or may be of the point refuses anybody: it has no Deny."""
    places = spots(point, POINT_POLICY)
    documents = [parse_policy(spot.look.value(spot.root or "policy"), PolicyKind.RESOURCE) for spot in places.found]
    return not places.uncertain and all(
        isinstance(one, NoPolicy) or (isinstance(one, Policy) and all(each.effect is not Effect.DENY for each in one.statements))
        for one in documents
    )
