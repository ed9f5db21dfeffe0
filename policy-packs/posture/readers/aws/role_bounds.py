"""What bounds a role besides its policies: its permissions boundary, and the tags that policies ask for.

Sources: IAM User Guide, "Permissions boundaries for IAM entities" (a boundary allows nothing by itself; nothing passes that it does not
allow), "Controlling access to AWS resources using tags" (`aws:PrincipalTag/…` shows the tags of the role).
"""

from collections.abc import Sequence
from dataclasses import replace

from posture.iam import AnyPolicy, Policy, PolicyKind
from posture.values import Unknown
from posture.view import ResourceView

_EVERYTHING = ("AdministratorAccess", "PowerUserAccess")


def within(documents: Sequence[AnyPolicy], boundary: AnyPolicy) -> list[AnyPolicy]:
    """The documents, within a permissions boundary. One that is not known may allow anything that the boundary allows."""
    told = [one if isinstance(one, Policy) else Policy((), PolicyKind.IDENTITY, open_ended=True) for one in documents]
    return [replace(one, boundary=boundary) for one in told]


def told_in_full(arn: str | Unknown) -> bool:
    """Whether what is known of a policy is all that it allows. Of most of AWS's own only a part is: as a boundary, that would keep out too much."""
    return isinstance(arn, Unknown) or ":aws:policy/" not in arn or arn.rpartition("/")[2] in _EVERYTHING


def known_tags(view: ResourceView) -> tuple[tuple[str, str], ...] | None:
    """A role's tags; None where one of them is not known."""
    own = view.tags()
    return tuple(own.items()) if all(isinstance(value, str) for value in own.values()) else None
