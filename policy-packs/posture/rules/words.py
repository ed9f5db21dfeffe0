"""Checks that many rules are made of. Absent counts as `default`; unknown is `unproven`, never a pass."""

from collections.abc import Collection, Iterator

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.values import is_unknown
from posture.view import Path


def cannot_tell(prop: Path, what: str) -> Fault:
    """The value is known only after the update."""
    return Fault(f"{what} can't be told: {prop} is unknown until the update", prop, Verdict.UNPROVEN)


def must_be_true(look: Look, prop: Path, fault: str, *, default: bool = False) -> Iterator[Fault]:
    """A boolean must be true. `default`: what the cloud takes where it is absent."""
    yield from _must_be(look, prop, fault, wanted=True, default=default)


def must_be_false(look: Look, prop: Path, fault: str, *, default: bool = False) -> Iterator[Fault]:
    """A boolean must be false. `default`: what the cloud takes where it is absent."""
    yield from _must_be(look, prop, fault, wanted=False, default=default)


def _must_be(look: Look, prop: Path, fault: str, *, wanted: bool, default: bool) -> Iterator[Fault]:
    value = look.flag(prop)
    if is_unknown(value):
        yield cannot_tell(prop, "whether it " + fault)
    elif (default if value is None else value) is not wanted:
        yield Fault(fault, prop)


def must_be_set(look: Look, prop: Path, fault: str) -> Iterator[Fault]:
    """The property must be there; an unknown value is there (a key's ARN before the key exists)."""
    value = look.value(prop)
    if value is None or value in ("", [], {}):
        yield Fault(fault, prop)


def must_be_one_of(look: Look, prop: Path, allowed: Collection[str], fault: str, *, default: str | None = None) -> Iterator[Fault]:
    """A string must be one of the allowed ones. `default`: what the cloud takes where it is absent."""
    value = look.text(prop)
    if is_unknown(value):
        yield cannot_tell(prop, "whether it " + fault)
    elif (value if value is not None else default) not in allowed:
        yield Fault(fault, prop)


def must_be_at_least(look: Look, prop: Path, least: int, fault: str, *, default: int | None = None) -> Iterator[Fault]:
    """A number must be at least `least`. `default`: what the cloud takes where it is absent; None: absent is a fault."""
    value = look.number(prop)
    if is_unknown(value):
        yield cannot_tell(prop, "whether it " + fault)
        return
    number = default if value is None else value
    if number is None or number < least:
        yield Fault(fault, prop)


def must_have_companion(look: Look, tokens: tuple[str, ...], prop: Path, fault: str, kinds: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Some resource of `tokens` must point here. One that may point here leaves it unproven."""
    if look.companions(tokens, prop, kinds):
        return
    if look.maybe_companions(tokens, prop, kinds):
        yield Fault(f"{fault}, or so it seems: what would belong to it points somewhere unknown", prop, Verdict.UNPROVEN)
    else:
        yield Fault(fault, prop)
