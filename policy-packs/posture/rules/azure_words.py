"""What many checks of Azure resources are made of. Enumerations are compared without regard to case, as Azure Resource Manager does."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from posture.rules.azure_paths import PREFIX
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown
from posture.view import Path

DISABLED: Final = ("disabled",)
ENABLED: Final = ("enabled",)


def az(*names: str) -> tuple[str, ...]:
    """Type tokens: `az("network:Subnet")`."""
    return tuple(f"{PREFIX}{name}" for name in names)


def by_token(table: Mapping[str, str]) -> dict[str, str]:
    """A table whose keys are short names, by type token."""
    return {f"{PREFIX}{name}": value for name, value in table.items()}


def must_say(look: Look, prop: Path, allowed: Collection[str], fault: str, *, default: str | None = None) -> Iterator[Fault]:
    """A word must be one of the allowed ones (in lower case). `default`: what Azure takes where it is absent."""
    value = look.text(prop)
    if is_unknown(value):
        yield cannot_tell(prop, "whether it " + fault)
        return
    said = value if value is not None else default
    if said is None or said.lower() not in allowed:
        yield Fault(fault, prop)


def told(look: Look, prop: Path, otherwise: str = "") -> str:
    """A text for people and for comparisons; `otherwise` where it is absent or not known."""
    value = look.text(prop)
    return value if isinstance(value, str) else otherwise


def says(look: Look, prop: Path, *words: str) -> bool:
    """Whether a known word is one of these."""
    value = look.text(prop)
    return isinstance(value, str) and value.lower() in words


def blocks_of(look: Look, prop: Path) -> list[Path]:
    """Paths of a list's items; none where the list is unknown."""
    found = look.blocks(prop)
    return found if isinstance(found, list) else []


def must_be_empty(look: Look, prop: Path, fault: str) -> Iterator[Fault]:
    """A list must have no items."""
    value = look.value(prop)
    if is_unknown(value):
        yield cannot_tell(prop, "whether it " + fault)
    elif value not in (None, [], {}, ""):
        yield Fault(fault, prop)
