"""What a rule says of a policy that it can't read: not known yet, or none that AWS would take.

A policy that doesn't follow the grammar tells as little as one that only the update will tell, and is never a pass.
Source: IAM User Guide, "Grammar of the IAM JSON policy language".
"""

from collections.abc import Iterator
from dataclasses import replace

from posture.iam import AnyPolicy, PolicyFault, UnknownPolicy
from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault
from posture.rules.words import cannot_tell
from posture.view import Path


def unread(policy: AnyPolicy, prop: Path, what: str, urn: str = "") -> Iterator[Fault]:
    """`unproven` for a policy that is unknown or at fault; nothing for one that can be read, or that there is none."""
    if isinstance(policy, UnknownPolicy):
        yield replace(cannot_tell(prop, what), urn=urn)
    else:
        yield from at_fault(policy, prop, what, urn)


def not_known(prop: Path, what: str, urn: str = "") -> Fault:
    """Unproven until the update; the finding is another check's."""
    return replace(cannot_tell(prop, what), urn=urn, aside=True)


def at_fault(policy: AnyPolicy, prop: Path, what: str, urn: str = "") -> Iterator[Fault]:
    """The same where another rule or a theorem has the finding of what is unknown."""
    if isinstance(policy, UnknownPolicy):
        yield not_known(prop, what, urn)
    if isinstance(policy, PolicyFault):
        yield Fault(
            f"{what} can't be told: {prop} is no policy that AWS takes ({policy.path}: {policy.reason})", prop, Verdict.UNPROVEN, urn
        )
