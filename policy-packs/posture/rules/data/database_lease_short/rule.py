"""Leases of database logins are short, and passwords that stay are changed every day."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.readers.vault.kinds import DATABASE_ROLE, DATABASE_STATIC
from posture.readers.vault.times import DAY, HOUR, SYSTEM_MAXIMUM
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_end
from posture.rules.vault_written import Written, each, mount_look
from posture.values import UNKNOWN, is_unknown


@rule(*DATABASE_ROLE.tokens, *DATABASE_STATIC.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Absent: the mount's times, and without them the server's, 32 days."""
    yield from each(look, DATABASE_ROLE, _role)
    yield from each(look, DATABASE_STATIC, _static)


def _role(role: Written) -> Iterator[Fault]:
    yield from _ends(role, "default_ttl", "defaultLeaseTtlSeconds", HOUR, "gives logins that live for too long")
    yield from _ends(role, "max_ttl", "maxLeaseTtlSeconds", DAY, "gives logins that are renewed for too long")


def _ends(role: Written, field: str, prop: str, most: int, fault: str) -> Iterator[Fault]:
    mount = mount_look(role)
    of_mount = mount.number(prop) if mount is not None else UNKNOWN
    if is_unknown(of_mount) and role.length(field) == 0:
        yield Fault(f"may be one that {fault}: it names no {field}, and its mount's is not in sight", role.prop(field), Verdict.UNPROVEN)
        return
    yield from must_end(role, (field,), most, fault, absent=of_mount if isinstance(of_mount, int) and of_mount else SYSTEM_MAXIMUM)


def _static(role: Written) -> Iterator[Fault]:
    if role.raw("rotation_schedule") in (None, ""):
        yield from must_end(role, ("rotation_period",), DAY, "keeps a password for too long", absent=SYSTEM_MAXIMUM)
