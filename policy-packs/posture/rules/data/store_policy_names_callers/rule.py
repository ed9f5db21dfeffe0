"""Resource policies of what belongs to a zone say who may: a whole organization is nobody in particular."""

from collections.abc import Iterator
from typing import Final

from posture.iam import Statement
from posture.iam.document import PrincipalKind, Principals
from posture.proofs.verdict import Verdict
from posture.rules.aws_documents import at_fault
from posture.rules.aws_kms import allows, condition_keys
from posture.rules.aws_policies import policies
from posture.rules.aws_store_policies import OF_THE_ACCOUNT, PARTS, concerned
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_CALLERS: Final = frozenset(
    {
        "aws:principalarn",
        "aws:userid",
        "aws:username",
        "aws:sourcearn",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "elasticfilesystem:accesspointarn",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
    }
)
"""Keys that name callers, or the road by which they come. A whole account is named as a principal: then its own policies are asked too."""
_VAGUE: Final = ("not", "null", "ifexists")
"""Operators that match where the key is absent."""


@rule(*PARTS)
def check(look: Look) -> Iterator[Fault]:
    """`Principal: "*"` needs a condition that names callers in its place."""
    if look.resource.type in OF_THE_ACCOUNT or not concerned(look):
        return
    for spot, policy in policies(look, PARTS[look.resource.type])[0]:
        urn = "" if spot.look is look else spot.look.urn
        yield from at_fault(policy, spot.root, "whom it lets in", urn)
        for statement in allows(policy):
            if _names_nobody(statement):
                verdict = Verdict.VIOLATED if isinstance(statement.conditions, tuple) else Verdict.UNPROVEN
                yield Fault(f"names nobody whom it lets in: {statement.label}", spot.root, verdict, urn)


def _names_nobody(statement: Statement) -> bool:
    principals = statement.principals
    if not isinstance(principals, Principals):
        return False
    if not principals.negated and all(entry.kind is not PrincipalKind.EVERYONE for entry in principals.entries):
        return False
    named = [
        key
        for key, (operator, values) in condition_keys(statement).items()
        if not any(word in operator for word in _VAGUE) and "*" not in values
    ]
    return not any(key in _CALLERS or key.startswith("aws:principaltag/") for key in named)
