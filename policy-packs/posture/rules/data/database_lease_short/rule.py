"""Leases of database logins are short, and passwords that stay are changed every day."""

from collections.abc import Iterator

from posture.readers.vault.kinds import DATABASE_ROLE, DATABASE_STATIC
from posture.readers.vault.times import DAY, HOUR, SYSTEM_MAXIMUM
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_end
from posture.rules.vault_written import Written, each, mount_look


@rule(*DATABASE_ROLE.tokens, *DATABASE_STATIC.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Absent: the mount's times, and without them the server's, 32 days."""
    yield from each(look, DATABASE_ROLE, _role)
    yield from each(look, DATABASE_STATIC, _static)


def _role(role: Written) -> Iterator[Fault]:
    yield from must_end(
        role, ("default_ttl",), HOUR, "gives logins that live for too long", absent=_of_mount(role, "defaultLeaseTtlSeconds")
    )
    yield from must_end(role, ("max_ttl",), DAY, "gives logins that are renewed for too long", absent=_of_mount(role, "maxLeaseTtlSeconds"))


def _of_mount(role: Written, prop: str) -> int:
    mount = mount_look(role)
    value = mount.number(prop) if mount is not None else None
    return value if isinstance(value, int) and value else SYSTEM_MAXIMUM


def _static(role: Written) -> Iterator[Fault]:
    if role.raw("rotation_schedule") in (None, ""):
        yield from must_end(role, ("rotation_period",), DAY, "keeps a password for too long", absent=SYSTEM_MAXIMUM)
