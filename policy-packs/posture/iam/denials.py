"""What a document denies while nobody knows the resource that it is attached to.

Source: IAM User Guide, "Identity-based policies and resource-based policies": a resource-based policy speaks of the resource that it is attached to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from posture.iam.document import Match, Policy, Statement
from posture.iam.opening import Certainty, Opening
from posture.iam.values import Unknown

_WHOLE = Match(("*",))


def denying_everything(policy: Policy) -> Policy | None:
    """The same document with each Deny about every resource, and of every action where it denies a whole service; None where each is so already."""
    wider = tuple(replace(one, resources=_WHOLE, actions=_whole(one.actions)) if _denies(one) else one for one in policy.statements)
    return replace(policy, statements=wider) if wider != policy.statements else None


def _denies(statement: Statement) -> bool:
    return statement.effect == "Deny" and isinstance(statement.resources, Match)


def _whole(actions: Match | Unknown) -> Match | Unknown:
    service = isinstance(actions, Match) and not actions.negated and any(str(one).endswith(":*") for one in actions.patterns)
    return _WHOLE if service else actions


def doubted(openings: Iterable[Opening], held: Iterable[Opening]) -> list[Opening]:
    """Openings of which one is certain only if it is among those that no Deny stops, whichever resource it is about."""
    certain = {(one.statement, one.witness_kind, one.witness) for one in held if one.certain}
    return [
        one if (one.statement, one.witness_kind, one.witness) in certain else replace(one, certainty=Certainty.UNKNOWN) for one in openings
    ]
