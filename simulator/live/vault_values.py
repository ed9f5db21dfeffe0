"""Between the properties of a resource and the fields of Vault's API.

A server answers in forms of its own: durations in seconds, lists in another order, a policy with a line's end. Where they mean what was asked
for, the form that was asked for is shown, as the provider's DiffSuppressFunc has it. Source: Terraform Vault provider, `util` and the
`Set` of each resource.
"""

import json
from collections.abc import Mapping
from typing import Any

from simulator.packages.vault_paths import seconds, snake
from simulator.schema import Shape, TypeSchema
from simulator.values import Properties

NOT_SENT = ("namespace", "id")


def body(inputs: Mapping[str, Any], left_out: tuple[str, ...], fields: Mapping[str, str]) -> dict[str, Any]:
    """Inputs by the API's names, without those that are parts of the path."""
    sent = {name: value for name, value in inputs.items() if name not in (*left_out, *NOT_SENT) and not name.startswith("__")}
    return {fields.get(name, snake(name)): value for name, value in sent.items() if value is not None}


def shown(schema: TypeSchema, inputs: Mapping[str, Any], data: Mapping[str, Any], fields: Mapping[str, str]) -> Properties:
    """Outputs: what was asked for, and every field of the answer that the type has."""
    found: Properties = {name: value for name, value in inputs.items() if not name.startswith("__")}
    for name, one in schema.outputs.items():
        field = fields.get(name, snake(name))
        if field not in data or name in NOT_SENT:
            continue
        asked, answered = inputs.get(name), formed(data[field], one.shape)
        if asked is not None and same(asked, data[field]):
            continue
        if answered is not None:
            found[name] = answered
        elif asked is not None:
            found.pop(name, None)
    return found


def formed(value: Any, shape: Shape) -> Any:
    """A value of an answer in the form that the SDK gives it; None where it says nothing."""
    kind = shape if isinstance(shape, str) else shape[0]
    if value is None:
        return [] if kind == "list" else None
    match kind:
        case "str":
            if isinstance(value, list):
                return ",".join(map(str, value))
            return str(value) if not isinstance(value, dict | bool) else json.dumps(value)
        case "int" | "number":
            number = seconds(value)
            return None if number is None else int(number) if number.is_integer() else number
        case "bool":
            return bool(value)
        case "list":
            return list(value) if isinstance(value, list | tuple) else [value] if value else []
        case "map":
            return (
                {key: item if isinstance(item, str) else json.dumps(item) for key, item in value.items()}
                if isinstance(value, dict)
                else None
            )
    return value


def same(asked: Any, answered: Any) -> bool:
    """Whether a server's form means what was asked for."""
    if asked == answered:
        return True
    if answered is None:
        return asked in ("", [], {}, False, 0)
    if isinstance(asked, bool) or isinstance(answered, bool):
        return str(asked).lower() == str(answered).lower()
    if isinstance(asked, list) or isinstance(answered, list):
        left, right = (value if isinstance(value, list) else _parts(value) for value in (asked, answered))
        return len(left) == len(right) and sorted(map(_word, left)) == sorted(map(_word, right))
    if isinstance(asked, dict) and isinstance(answered, dict):
        return asked.keys() == answered.keys() and all(same(value, answered[key]) for key, value in asked.items())
    if isinstance(asked, str) and isinstance(answered, str) and asked.strip() == answered.strip():
        return True
    before, after = seconds(asked), seconds(answered)
    return before is not None and before == after


def _parts(value: Any) -> list[Any]:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else [value]


def _word(value: Any) -> str:
    return value.strip() if isinstance(value, str) else json.dumps(value, sort_keys=True)
