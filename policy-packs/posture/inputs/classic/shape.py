"""How one type of Azure Classic is said in Azure Native's words: property by property, unknowns and absences kept."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from posture.record import record
from posture.values import UNKNOWN, is_unknown

Convert = Callable[[Any], Any]


@record
class To:
    """One property: where it goes, where it comes from, and what becomes of its value."""

    new: str
    """Path of plain names: `addressSpace.addressPrefixes`."""
    old: str
    convert: Convert | None = None
    default: Any = None
    """The classic provider's default, where it differs from what Azure assumes of an absent property."""


@record
class Blocks:
    """A list of objects (or one object, where the old form has one)."""

    new: str
    old: str
    fields: tuple["To | Blocks", ...]
    single: bool = False
    """The new form is one object."""
    wrap: bool = False
    """The old form is one object, the new one a list."""


@record
class Classic:
    """One type."""

    token: str
    """Token of Azure Native."""
    fields: tuple[To | Blocks, ...]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """What the type itself says: `kind: FunctionApp`."""


def translated(shape: Classic, props: Mapping[str, Any]) -> dict[str, Any]:
    """Properties in the new words; names, ids, tags and locations stay as they are."""
    made: dict[str, Any] = {name: props[name] for name in ("id", "tags", "location", "resourceGroupName", "name") if name in props}
    for name, value in shape.fixed.items():
        _put(made, name, value)
    _fill(made, shape.fields, props)
    return made


def sources(shape: Classic) -> dict[str, set[str]]:
    """New top-level property → the old ones that its value comes from."""
    found: dict[str, set[str]] = {}
    for one in shape.fields:
        found.setdefault(one.new.partition(".")[0], set()).add(one.old.partition(".")[0])
    for name in ("tags", "location", "resourceGroupName", "name"):
        found.setdefault(name, set()).add(name)
    return found


def _fill(made: dict[str, Any], fields: tuple[To | Blocks, ...], props: Mapping[str, Any]) -> None:
    for one in fields:
        value = _at(props, one.old)
        if isinstance(one, To):
            if value is None:
                value = one.default
            elif one.convert is not None and not is_unknown(value):
                value = one.convert(value)
        elif value is not None and not is_unknown(value):
            value = _blocks(one, value)
        if value is not None:
            _put(made, one.new, value)


def _blocks(blocks: Blocks, value: Any) -> Any:
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    made: list[Any] = []
    for item in items:
        if isinstance(item, Mapping):
            block: dict[str, Any] = {}
            _fill(block, blocks.fields, item)
            made.append(block)
        else:
            made.append(UNKNOWN)
    if blocks.single:
        return made[0] if made else None
    return made


def _at(props: Mapping[str, Any], path: str) -> Any:
    value: Any = props
    for name in path.split("."):
        if is_unknown(value):
            return UNKNOWN
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(made: dict[str, Any], path: str, value: Any) -> None:
    *outer, last = path.split(".")
    for name in outer:
        made = made.setdefault(name, {})
    made[last] = value


def switched(on: Any, off: Any) -> Convert:
    """A flag as one of two words."""
    return lambda value: on if value is True else off if value is False else UNKNOWN


PUBLIC = switched("Enabled", "Disabled")
INVERTED = switched(False, True)
"""`sharedAccessKeyEnabled` → `disableLocalAuth`."""


def ids(value: Any) -> Any:
    """A list of ids as a list of objects with an `id`."""
    return [{"id": one} for one in value] if isinstance(value, (list, tuple)) else UNKNOWN


def words(value: Any) -> Any:
    """A list of words as one text, as Azure's `bypass` takes them."""
    return ", ".join(value) if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value) else UNKNOWN
