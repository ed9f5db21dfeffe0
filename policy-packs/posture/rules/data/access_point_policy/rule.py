"""Access points to which a bucket of records delegates have a policy, which names what may be done."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Policy, PolicyKind, parse_policy
from posture.readers.aws.tokens import BUCKET
from posture.rules.aws_buckets import POLICY
from posture.rules.aws_documents import at_fault, not_known
from posture.rules.aws_kms import allows, patterns
from posture.rules.aws_policies import policies
from posture.rules.contract import Fault, rule
from posture.rules.doubt import either, if_concerned
from posture.rules.look import Look
from posture.rules.parts import Part, must_have_part, spots
from posture.values import UNKNOWN, Unknown, is_unknown

_POLICY: Final = Part(("policy",), ("aws:s3control/accessPointPolicy:AccessPointPolicy",), "accessPointArn")


@rule("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")
def check(look: Look) -> Iterator[Fault]:
    """Inline or as a resource of its own; what it lets strangers do is the theorem `phi-exit`. The bucket left it to the point to say who may write
    and delete, and to another account than the bucket's the point's word is the only one."""
    buckets = [bucket for bucket in look.targets("bucket", BUCKET) if bucket.holds_records]
    if is_unknown(look.value("policy")):
        if buckets:
            yield not_known("policy", "who may use it")
    else:
        yield from if_concerned(either(_delegates(bucket) for bucket in buckets), _says_who(look))


def _says_who(look: Look) -> Iterator[Fault]:
    yield from must_have_part(look, _POLICY, "names nobody who may use it: it has no policy")
    for spot in spots(look, _POLICY).found:
        policy = parse_policy(spot.look.value("policy"), PolicyKind.RESOURCE)
        yield from at_fault(policy, "policy", "what it lets them do", "" if spot.look is look else spot.look.urn)
        for statement in allows(policy):
            if wide := sorted({"*", "s3:*"} & set(patterns(statement))):
                urn = "" if spot.look is look else spot.look.urn
                yield Fault(f"lets whom it names do everything ({wide[0]}): {statement.label}", "policy", urn=urn)


def _delegates(bucket: Look) -> bool | Unknown:
    """Whether the bucket's policy allows by access point, or is not known yet; unknown where it may have another one."""
    found, uncertain = policies(bucket, POLICY)
    delegating = any(
        not isinstance(policy, Policy) or any("s3:dataaccesspoint" in key for key in _allowed_by(policy)) for _, policy in found
    )
    return delegating or (UNKNOWN if uncertain else False)


def _allowed_by(policy: Policy) -> Iterator[str]:
    for statement in policy.statements:
        if statement.effect == "Allow" and isinstance(statement.conditions, tuple):
            yield from (condition.key.lower() for condition in statement.conditions)
