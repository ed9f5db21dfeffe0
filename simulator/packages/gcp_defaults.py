"""Names and defaults that the provider's Check fills in, at every depth, with a note (`__defaults`) of which they are.

Sources: Pulumi Terraform bridge, "SetAutonaming" (every `name` that may be given is made up where it is not) and `__defaults`; pulumi-gcp 10,
docstrings ("Default value is").
"""

from typing import Any

from simulator.packages.base import Filling
from simulator.packages.gcp_docs import documented
from simulator.schema import TypeSchema
from simulator.values import Properties

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


def clean(value: Any) -> Any:
    """A copy without the notes of defaults."""
    if isinstance(value, dict):
        return {name: clean(one) for name, one in value.items() if name != "__defaults"}
    return [clean(one) for one in value] if isinstance(value, list) else value
