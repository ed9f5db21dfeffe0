"""Storage accounts of zones have no users of their own, no SFTP, and no signatures without an end."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_storage import ACCOUNT
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false, must_be_set

USER: Final = az("storage:LocalUser")


@rule(*ACCOUNT, *USER)
def check(look: Look) -> Iterator[Fault]:
    """Local users need no identity; Azure turns them on for an account that does not refuse them."""
    if not serves(look):
        return
    if look.resource.type in USER:
        yield Fault("is a user with a password or key of its own, past every identity", "the resource")
        return
    yield from must_be_false(look, "isLocalUserEnabled", "takes users with passwords and keys of their own", default=True)
    yield from must_be_false(look, "isSftpEnabled", "speaks SFTP, which knows no identities")
    yield from must_be_set(look, "sasPolicy.sasExpirationPeriod", "takes signatures that don't end")
    yield from must_say(look, "sasPolicy.expirationAction", ("block",), "only notes signatures that are valid for too long", default="Log")
