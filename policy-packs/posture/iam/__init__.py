"""Evaluator of AWS IAM, endpoint and resource policy documents: three-valued, and it never guesses."""

from posture.iam.actions import carries_data
from posture.iam.document import (
    AnyPolicy,
    Condition,
    Effect,
    NoPolicy,
    Policy,
    PolicyFault,
    PolicyKind,
    Statement,
    UnknownPolicy,
)
from posture.iam.evaluate import Decision, StatementMatch, evaluate
from posture.iam.opening import Certainty, Opening, WitnessKind
from posture.iam.ours import Ours
from posture.iam.parse import parse_policy
from posture.iam.questions import (
    Policies,
    Use,
    confines_to_network,
    may_use,
    openings_to_principals,
    reachable_outside,
    requires_tls,
)
from posture.iam.request import ANONYMOUS, ANYONE, Caller, CallerKind, Request
from posture.iam.values import ABSENT, UNKNOWN, Truth

__all__ = [
    "ABSENT",
    "ANONYMOUS",
    "ANYONE",
    "UNKNOWN",
    "AnyPolicy",
    "Caller",
    "CallerKind",
    "Certainty",
    "Condition",
    "Decision",
    "Effect",
    "NoPolicy",
    "Opening",
    "Ours",
    "Policies",
    "Policy",
    "PolicyFault",
    "PolicyKind",
    "Request",
    "Statement",
    "StatementMatch",
    "Truth",
    "UnknownPolicy",
    "Use",
    "WitnessKind",
    "carries_data",
    "confines_to_network",
    "evaluate",
    "may_use",
    "openings_to_principals",
    "parse_policy",
    "reachable_outside",
    "requires_tls",
]
