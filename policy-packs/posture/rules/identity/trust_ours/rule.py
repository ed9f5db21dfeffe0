"""No role of the stack can be assumed by anybody, or by an account that is not ours without a secret shared with it."""

from collections.abc import Iterator

from posture.iam import Policy, PolicyKind, openings_to_principals, parse_policy
from posture.iam.opening import WitnessKind
from posture.proofs.verdict import Verdict
from posture.readers.aws.ours import ours
from posture.readers.aws.tokens import ROLE
from posture.rules.aws_documents import unread
from posture.rules.aws_trust import required_keys, trust_property
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_SHARED: str = "sts:externalid"


@rule(*ROLE)
def check(look: Look) -> Iterator[Fault]:
    """A vendor's account with an external id may assume a role; that the role reaches no records is the theorems' matter."""
    if not look.scene.classified:
        return
    prop = trust_property(look)
    policy = parse_policy(look.value(prop), PolicyKind.TRUST)
    # A role without rights over records is no theorem's matter: where nothing else speaks of its document, silence would be a pass.
    yield from unread(policy, prop, "whom it lets in")
    if not isinstance(policy, Policy):
        return
    for opening in openings_to_principals(policy, ours(look.scene.builder), look.text("arn")):
        statement = next((one for one in policy.statements if one.index == opening.statement), None)
        keys = required_keys(statement) if statement is not None else set()
        if opening.witness_kind is not WitnessKind.ANY:
            if keys is not None and _SHARED in keys:
                continue
            if not look.approved.organization.stated:
                continue  # nobody says whose the account is: the theorems say so where the role reaches records
        yield Fault(f"lets in strangers: {opening.reason}", prop, Verdict.VIOLATED if opening.certain else Verdict.UNPROVEN)
