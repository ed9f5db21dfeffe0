"""Packs: a list of theorems and rules each, and nothing else. The packs' programs and `posture check` read the same lists."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from posture.errors import InputError
from posture.proofs.theorems import THEOREMS
from posture.record import record
from posture.rules.catalogue import rules
from posture.rules.contract import Rule
from posture.rules.metadata import read_yaml

HERE: Final = Path(__file__).parent
ISOLATION: Final = ("phi-isolation", "zero-trust")
"""The packs that `posture check` judges by unless told otherwise: those that prove isolation."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    description: str
    theorems: tuple[str, ...]
    rules: tuple[str, ...]


@record
class Pack:
    """A pack's theorems and rules, in its order."""

    name: str
    description: str
    theorems: tuple[str, ...]
    rules: tuple[Rule, ...]


@cache
def packs() -> dict[str, Pack]:
    """Every pack, by name. Raises `ValueError` where one names what there is not."""
    found: dict[str, Pack] = {}
    for path in sorted(HERE.glob("*.yaml")):
        written = _File.model_validate(read_yaml(path))
        known = rules()
        if unknown := [name for name in (*written.theorems, *written.rules) if name not in known and name not in THEOREMS]:
            raise ValueError(f"{path}: no such rule: {', '.join(unknown)}")
        found[path.stem] = Pack(path.stem, written.description, written.theorems, tuple(known[name] for name in written.rules))
    return found


def named(names: tuple[str, ...] | None) -> tuple[Pack, ...]:
    """Packs by name; `all` is every one; None: those that prove isolation. Raises `InputError`."""
    known = packs()
    wanted = ISOLATION if names is None else tuple(known) if "all" in names else tuple(dict.fromkeys(names))
    if unknown := [name for name in wanted if name not in known]:
        raise InputError(f"--pack: no such pack: {', '.join(unknown)}; there are: {', '.join(known)}, all")
    return tuple(known[name] for name in wanted)


def joined(chosen: Iterable[Pack]) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """Rules and theorems of several packs, each once: a rule in two packs is one finding."""
    listed = tuple(chosen)
    found = {rule.id: rule for pack in listed for rule in pack.rules}
    return tuple(found.values()), tuple(dict.fromkeys(theorem for pack in listed for theorem in pack.theorems))
