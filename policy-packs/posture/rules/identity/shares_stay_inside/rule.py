"""What a zone shares by RAM can be shared with accounts of the organization only."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users
from posture.rules.words import must_be_false

SHARE: Final = ("aws:ram/resourceShare:ResourceShare",)
_ASSOCIATION: Final = ("aws:ram/resourceAssociation:ResourceAssociation",)


@rule(*SHARE)
def check(look: Look) -> Iterator[Fault]:
    """AWS RAM API Reference, CreateResourceShare: `allowExternalPrincipals` is true where it is absent; the provider says false."""
    if look.zone is not None or any(_of_a_zone(user) for user in users(look)):
        yield from must_be_false(look, "allowExternalPrincipals", "may be given to accounts outside the organization")


def _of_a_zone(user: Look) -> bool:
    return user.resource.type in _ASSOCIATION and any(shared.zone is not None for shared in user.targets("resourceArn"))
