"""Evaluator of AWS IAM, endpoint and resource policy documents: three-valued, and it never guesses."""

from posture.iam.access import Policies, Use, may_use
from posture.iam.actions import action_prefix, carries_data, directions
from posture.iam.confinement import confines_to_network, network_openings, requires_tls
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
from posture.iam.exposure import openings_in_principal_list, openings_to_principals
from posture.iam.opening import Certainty, Opening, WitnessKind
from posture.iam.ours import Ours
from posture.iam.parse import parse_policy
from posture.iam.reach import reachable_outside
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
    "action_prefix",
    "carries_data",
    "confines_to_network",
    "directions",
    "evaluate",
    "may_use",
    "network_openings",
    "openings_in_principal_list",
    "openings_to_principals",
    "parse_policy",
    "reachable_outside",
    "requires_tls",
]
