"""Checks that the rules about Vault are made of. Fields go by their names in Vault's API.

Whom they concern: every Vault that a program sets up. A Vault bears no tags, and all zones get their credentials from it.
"""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.readers.vault.times import written as in_words
from posture.rules.contract import Fault
from posture.rules.vault_written import Written
from posture.values import is_unknown


def unclear(written: Written, field: str, what: str) -> Fault:
    """The value is known only after the update, or can't be read."""
    prop = written.prop(field)
    return Fault(f"whether it {what} can't be told: {field} is unknown until the update or can't be read", prop, Verdict.UNPROVEN)


def must_be(written: Written, field: str, wanted: bool, fault: str, *, default: bool) -> Iterator[Fault]:
    """A boolean must be `wanted`. `default`: what Vault takes where it is absent."""
    value = written.flag(field, default)
    if is_unknown(value):
        yield unclear(written, field, fault)
    elif value is not wanted:
        yield Fault(fault, written.prop(field))


def must_end(written: Written, fields: tuple[str, ...], most: int, fault: str, *, absent: int) -> Iterator[Fault]:
    """A length of time must be `most` at most. `absent`: what holds where none of the fields says one."""
    value = written.length(*fields)
    if is_unknown(value):
        yield unclear(written, fields[0], fault)
        return
    length = value or absent
    if length > most:
        yield Fault(f"{fault}: {in_words(length)}, and {in_words(most)} at most are allowed", written.prop(fields[0]))


def named(written: Written, *fields: str) -> bool | None:
    """Whether any of these lists names something; None where that can't be told."""
    values = written.texts(*fields)
    if is_unknown(values):
        return None
    return bool(values)


def of_people(role: Written) -> bool:
    """Whether a JWT role is for people who log in by OIDC, which is what Vault takes where it says nothing."""
    kind = role.text("role_type")
    return not is_unknown(kind) and kind in (None, "oidc")
