"""A provider's configuration as the SDKs send it: compound values are JSON text, in camelCase or in the program's own snake_case.

Source: Pulumi Terraform bridge, which reads nested names of a provider's configuration in either form.
"""

import json
import re
from typing import Any

from simulator.schema import Shape, TypeSchema
from simulator.values import UNKNOWN


def unpack(value: Any, shape: Shape, schema: TypeSchema) -> Any:
    """The value in the form that the schema describes."""
    if value is UNKNOWN or value is None:
        return value
    if isinstance(value, str) and shape != "str":
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(shape, str):
        return value
    kind, inner = shape
    if kind == "list" and isinstance(value, list):
        return [unpack(item, inner, schema) for item in value]
    if kind == "map" and isinstance(value, dict):
        return {name: unpack(item, inner, schema) for name, item in value.items()}
    if kind == "object" and isinstance(value, dict):
        declared = schema.objects[inner]
        named = {name if name in declared else _camel(name): item for name, item in value.items() if item is not None}
        return {name: unpack(item, declared[name].shape, schema) if name in declared else item for name, item in named.items()}
    return value


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)
