"""How one type of AWS Native is said in the AWS provider's words: what is called the same stays, what is called otherwise moves.

Both providers write an API of AWS in camelCase, so most properties have one name. A shape lists the rest.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Final

from posture.record import record
from posture.values import UNKNOWN, Unknown, holds_unknown, is_unknown

Convert = Callable[[Any], Any]


@record
class From:
    """Where a property comes from."""

    old: str
    """Path beside the new one; from the top of the resource where it begins with `/`, which alone is all of it."""
    convert: Convert | None = None
    """What becomes of a known value; None from it means that nothing stands there."""
    names: tuple[str, ...] = ()
    """Of all of it: the top-level properties that it looks at."""


@record
class Part:
    """What AWS Native writes within a resource and the other provider beside it: a bus rule's targets."""

    token: str
    """Type of the resource of its own."""
    prop: str
    """Top-level property that it is written in: a list of objects, or one."""
    owner: str
    """Its property that names the whole."""
    fields: Mapping[str, str | From] = field(default_factory=dict)
    given: str = ""
    """Where the value itself goes; empty: its own properties are those of the resource."""
    owner_is: str = "id"
    """What it names the whole by: the id, or a property of it."""
    called: str = ""
    """What stands before the property in its name, where two come from one."""


@record
class Native:
    """One type."""

    fields: Mapping[str, str | From] = field(default_factory=dict)
    """New path → where it comes from. A path goes through lists: `listeners.lbPort` is that of each."""
    hoisted: str = ""
    """A property whose own properties are those of the resource: `distributionConfig`."""
    unless: tuple[str, ...] = ()
    """Paths, through lists, that the other provider has no word for. A resource that gives one stays what it is: nobody reads it, and that is said."""
    parts: tuple[Part, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """What the type itself says."""
    token: str = ""
    """Token of the AWS provider; `same.json` has it."""


_TAGS: Final = ("tags", "tagsAll")


def translated(shape: Native, props: Mapping[str, Any]) -> dict[str, Any]:
    """Properties in the other words. What has no other name stays as it is."""
    made = dict(props)
    if shape.hoisted:
        inner = made.pop(shape.hoisted, None)
        if isinstance(inner, Mapping):
            made = {**inner, **made}
        elif inner is not None:
            made |= dict.fromkeys((new.partition(".")[0] for new in shape.fields), UNKNOWN)
    rename(made, shape.fields)
    made.update(shape.fixed)
    for name in _TAGS:
        if name in made:
            made[name] = _tags(made[name])
    return made


def rename(made: dict[str, Any], fields: Mapping[str, str | From]) -> None:
    """Moves what is called otherwise, in place; lists and objects on the way are copied, not changed."""
    found = dict(made)
    for new, written in fields.items():
        source = written if isinstance(written, From) else From(written)
        if source.old.startswith("/"):
            value = found if source.old == "/" else _at(found, source.old[1:].split("."))
            if value is not None and (value := _converted(source, value)) is not None:
                _put(made, new.split("."), value)
            continue
        *outer, last = new.split(".")
        _within(made, outer, last, source)


def sources(shape: Native, props: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """New top-level property → the old ones that its value comes from."""
    found: dict[str, set[str]] = {name: {name} for name in props}
    if shape.hoisted in props:
        inner = props[shape.hoisted]
        names = inner if isinstance(inner, Mapping) else {new.partition(".")[0] for new in shape.fields}
        for name in names:
            found.setdefault(name, set()).add(shape.hoisted)
    for new, written in shape.fields.items():
        old = written.old if isinstance(written, From) else written
        top, under = new.partition(".")[0], "." in new
        came = old[1:].partition(".")[0] if old.startswith("/") else top if under else old.partition(".")[0]
        for name in (came, *(written.names if isinstance(written, From) else ())):
            if name in found:
                found.setdefault(top, set()).update(found[name])
    return {name: frozenset(came) for name, came in found.items()}


def _within(made: dict[str, Any], outer: list[str], last: str, source: From) -> None:
    if not outer:
        value = _at(made, source.old.split("."))
        if value is not None and (value := _converted(source, value)) is not None:
            made[last] = value
        return
    here, *deeper = outer
    inner = made.get(here)
    if isinstance(inner, (list, tuple)):
        made[here] = [_inside(item, deeper, last, source) for item in inner]
    elif isinstance(inner, Mapping):
        made[here] = _inside(inner, deeper, last, source)


def _inside(item: Any, deeper: list[str], last: str, source: From) -> Any:
    if not isinstance(item, Mapping):
        return item
    copied = dict(item)
    _within(copied, deeper, last, source)
    return copied


def _converted(source: From, value: Any) -> Any:
    return value if source.convert is None or is_unknown(value) else source.convert(value)


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(value, Unknown):
            return UNKNOWN
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _put(made: dict[str, Any], steps: list[str], value: Any) -> None:
    *outer, last = steps
    for name in outer:
        inner = made.get(name)
        made[name] = dict(inner) if isinstance(inner, Mapping) else {}
        made = made[name]
    made[last] = value


def _tags(value: Any) -> Any:
    """CloudFormation's list of keys and values as a mapping."""
    return pairs("key", "value")(value) if isinstance(value, (list, tuple)) else value


def pairs(key: str, value: str) -> Convert:
    """A list of objects with a name and a value as a mapping. One whose name is unknown makes it all unknown."""

    def convert(given: Any) -> Any:
        if not isinstance(given, (list, tuple)):
            return given
        if any(not isinstance(item, Mapping) or not isinstance(item.get(key), str) for item in given):
            return UNKNOWN
        return {item[key]: item.get(value) for item in given}

    return convert


def one(value: Any) -> Any:
    """The one object of a list that can hold one alone."""
    if isinstance(value, (list, tuple)):
        return value[0] if len(value) == 1 else UNKNOWN if value else None
    return value


def many(value: Any) -> Any:
    """One object as a list."""
    return value if isinstance(value, (list, tuple)) else [value]


def each(name: str) -> Convert:
    """A list of objects as the list of one of their properties."""
    return lambda value: (
        [item.get(name) if isinstance(item, Mapping) else UNKNOWN for item in value] if isinstance(value, (list, tuple)) else UNKNOWN
    )


def is_word(word: str) -> Convert:
    """Whether a text is the given word."""
    return lambda value: value == word if isinstance(value, str) else UNKNOWN


def inverted(value: Any) -> Any:
    """A flag that says the opposite."""
    return not value if isinstance(value, bool) else UNKNOWN


def as_text(value: Any) -> Any:
    """A document as the text that the other provider takes."""
    if not isinstance(value, (Mapping, list, tuple)):
        return value
    return UNKNOWN if holds_unknown(value) else json.dumps(value)


def as_word(value: Any) -> Any:
    """A flag as the text that the other provider takes."""
    return str(value).lower() if isinstance(value, bool) else value


def joined(value: Any) -> Any:
    """A list of words as one text."""
    return ",".join(value) if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value) else value


def gives(value: Any, steps: list[str]) -> bool:
    """Whether something stands at the path, or may."""
    if isinstance(value, (list, tuple)):
        return any(gives(item, steps) for item in value)
    if isinstance(value, Unknown):
        return len(steps) == 0
    if not steps:
        return value not in (None, {}, [], "")
    return isinstance(value, Mapping) and gives(value.get(steps[0]), steps[1:])
