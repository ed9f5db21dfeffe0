"""Names and defaults that the provider's Check fills in, at every depth, with a note (`__defaults`) of which they are.

Sources: Pulumi Terraform bridge, "SetAutonaming" (every `name` that may be given is made up where it is not) and `__defaults`; pulumi-gcp 10,
docstrings ("Default value is", "(Output)"); Terraform plugin SDK, "Schema behaviors" (what is computed is unknown in a plan, at every depth).
"""

from typing import Any

from simulator.packages.base import Filling
from simulator.packages.gcp_docs import documented
from simulator.schema import TypeSchema
from simulator.values import UNKNOWN, Properties

_NAME_LENGTH = 255
_HEX_DIGITS = 7


def is_named(schema: TypeSchema, new: Properties) -> bool:
    """Whether the provider makes up a name."""
    one = schema.inputs.get("name")
    return bool(one and one.shape == "str" and not one.required and new.get("name") is None and new.get("namePrefix") is None)


def autoname(filling: Filling) -> str:
    """The resource's name, a hyphen and seven hexadecimal digits."""
    digits = filling.world.digest(filling.urn, str(filling.world.births(filling.urn)), "name")[:_HEX_DIGITS]
    return f"{filling.urn.rsplit('::', 1)[-1][: _NAME_LENGTH - _HEX_DIGITS - 1]}-{digits}"


def is_plain(value: Any) -> bool:
    """Whether a default is a value, not a template."""
    return isinstance(value, bool | int | float) or (isinstance(value, str) and "{" not in value)


def nested_defaults(schema: TypeSchema, key: str, given: Properties) -> Properties:
    """The objects inside, with their documented defaults, each with a note of its own."""
    members = schema.objects[key] if key else schema.inputs
    filled = dict(given)
    for name, value in given.items():
        shape = members[name].shape if name in members else "any"
        many = isinstance(shape, list) and shape[0] == "list"
        inner = shape[1] if many else shape
        if not (isinstance(inner, list) and inner[0] == "object"):
            continue
        if many and isinstance(value, list):
            filled[name] = [_with_defaults(schema, inner[1], one) for one in value]
        elif not many:
            filled[name] = _with_defaults(schema, inner[1], value)
    return filled


def _with_defaults(schema: TypeSchema, key: str, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    lacking = {name: one for name, one in documented(schema.token).defaults.get(key, {}).items() if value.get(name) is None}
    noted = {"__defaults": sorted(lacking)} if lacking else {}
    return nested_defaults(schema, key, {**value, **lacking, **noted})


def told_later(schema: TypeSchema, key: str, shown: Properties, before: Properties) -> Properties:
    """A preview's objects with what only the API says in them: unknown, or as it was before."""
    members = schema.objects[key] if key else schema.inputs
    filled = dict(shown)
    for name, value in shown.items():
        shape = members[name].shape if name in members else "any"
        many = isinstance(shape, list) and shape[0] == "list"
        inner = shape[1] if many else shape
        if not (isinstance(inner, list) and inner[0] == "object"):
            continue
        old = before.get(name)
        if many and isinstance(value, list):
            olds = old if isinstance(old, list) and len(old) == len(value) else [None] * len(value)
            filled[name] = [_told(schema, inner[1], one, was) for one, was in zip(value, olds, strict=True)]
        elif not many:
            filled[name] = _told(schema, inner[1], value, old)
    return filled


def _told(schema: TypeSchema, key: str, value: Any, before: Any) -> Any:
    if not isinstance(value, dict):
        return value
    old = before if isinstance(before, dict) else {}
    lacking = {name: old.get(name, UNKNOWN) for name in documented(schema.token).told.get(key, ()) if value.get(name) is None}
    return told_later(schema, key, {**value, **lacking}, old)


def clean(value: Any) -> Any:
    """A copy without the notes of defaults."""
    if isinstance(value, dict):
        return {name: clean(one) for name, one in value.items() if name != "__defaults"}
    return [clean(one) for one in value] if isinstance(value, list) else value
