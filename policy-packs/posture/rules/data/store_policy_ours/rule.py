"""Resource policies of what belongs to a zone let in nobody who is not ours, and no service for somebody else; and they name what may be done."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Statement, UnknownPolicy, openings_to_principals
from posture.iam.document import Principals
from posture.iam.opening import WitnessKind
from posture.proofs.verdict import Verdict
from posture.readers.aws.ours import ours
from posture.readers.aws.resource_policies import holder_of
from posture.rules.aws_buckets import GENERAL_BUCKET
from posture.rules.aws_kms import allows, condition_keys, patterns
from posture.rules.aws_openings import verdict_of
from posture.rules.aws_policies import bucket_arns, policies
from posture.rules.aws_store_policies import LOG_POLICY, PARTS, concerned
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*PARTS)
def check(look: Look) -> Iterator[Fault]:
    """Openings as the theorems see them, for reading and writing alike; then actions that name everything."""
    if not concerned(look):
        return
    for spot, policy in policies(look, PARTS[look.resource.type])[0]:
        urn = "" if spot.look is look else spot.look.urn
        if isinstance(policy, UnknownPolicy):
            yield Fault("may let in strangers: its policy is not known yet", spot.root, Verdict.UNPROVEN, urn)
            continue
        for opening in openings_to_principals(policy, ours(look.scene.builder), _arn(look)):
            if look.resource.type in LOG_POLICY and opening.witness_kind is WitnessKind.SERVICE:
                continue  # AWS's guides let a service write without a source (OpenSearch, "Monitoring OpenSearch logs"): advice, no fault
            yield Fault(f"lets in strangers: {opening.reason}", spot.root, verdict_of(opening, look), urn)
        for statement in allows(policy):
            if not (delegates(statement) or to_access_points(statement)) and any(
                one == "*" or one.endswith(":*") for one in patterns(statement)
            ):
                yield Fault(f"lets somebody do everything: {statement.label}", spot.root, urn=urn)


def delegates(statement: Statement) -> bool:
    """Whether it only hands the decision to the identity policies of one account: it names its root and nobody else.

    Of two accounts one is not the resource's own: what its identities may do is what the statement says, and their administrator hands it on.
    Source: IAM User Guide, "Cross-account policy evaluation logic".
    """
    principals = statement.principals
    return (
        isinstance(principals, Principals)
        and not principals.negated
        and all(str(one.value).endswith(":root") for one in principals.entries)
        and len({str(one.value) for one in principals.entries}) == 1
    )


_POSITIVE: Final = ("stringequals", "stringlike", "arnequals", "arnlike")
_POINTS: Final = ("s3:dataaccesspointaccount", "s3:dataaccesspointarn")


def to_access_points(statement: Statement) -> bool:
    """Whether it only hands the decision to access points of stated accounts, whose own policies are judged.

    Source: Amazon S3 User Guide, "Configuring IAM policies for using access points" ("Delegating access control to access points"). An access
    point of an account that is not ours is a stranger's: the openings say so.
    """
    return any(
        key in _POINTS and operator in _POSITIVE and bool(values) and all(_of_one_account(value) for value in values)
        for key, (operator, values) in condition_keys(statement).items()
    )


def _of_one_account(value: object) -> bool:
    account = value.split(":")[4] if isinstance(value, str) and value.count(":") > _COLONS else value
    return isinstance(account, str) and account.isdigit()


_COLONS: Final = 4
"""Before the resource of an ARN there are five; the account stands behind the fourth."""


def _arn(look: Look) -> object:
    arn = holder_of(look.resource.type, look.text("arn"))
    return bucket_arns(look)[0] if look.resource.type in GENERAL_BUCKET and isinstance(look.value("bucket"), str) else arn
