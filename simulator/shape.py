"""Judge inputs against the SDK's classes: unknown property, missing one, wrong type, value outside an enum, at every depth."""

import difflib
from collections.abc import Iterator, Mapping

from simulator.schema import Property, Shape, TypeSchema
from simulator.values import UNKNOWN, Blob

Fault = tuple[str, str]

_WORDS = {"str": "a string", "int": "a whole number", "number": "a number", "bool": "true or false", "asset": "an asset or archive"}


def shape_faults(schema: TypeSchema, inputs: Mapping[str, object]) -> list[Fault]:
    """Every (path, reason) at which the inputs don't fit the type."""
    return list(_Judge(schema).members(schema.inputs, inputs, ""))


class _Judge:
    def __init__(self, schema: TypeSchema) -> None:
        self.schema = schema

    def members(self, declared: Mapping[str, Property], given: Mapping[str, object], path: str) -> Iterator[Fault]:
        """Properties of one object."""
        for written, value in given.items():
            here = f"{path}.{written}" if path else written
            # The SDKs can't spell a dash (`x-kubernetes-validations`); manifests do.
            name = written if written in declared else written.replace("-", "_")
            if name not in declared:
                if not name.startswith("__") and (path or not self.schema.is_open):
                    yield here, f"no such property{_nearest(name, declared)}"
            elif value is not None:
                yield from self.value(declared[name].shape, value, here)
        for name, one in declared.items():
            if one.required and given.get(name) is None and name not in self.schema.constants:
                yield (f"{path}.{name}" if path else name), "is required"

    def value(self, shape: Shape, value: object, path: str) -> Iterator[Fault]:
        """One value. Unknown ones are judged when they are known."""
        if value is UNKNOWN or shape == "any":
            return
        if isinstance(shape, str):
            if not _is(shape, value):
                yield path, f"must be {_WORDS[shape]}, not {_say(value)}"
            return
        kind, inner = shape
        if kind == "list":
            if not isinstance(value, list):
                yield path, f"must be a list, not {_say(value)}"
                return
            for i, item in enumerate(value):
                if item is not None:
                    yield from self.value(inner, item, f"{path}[{i}]")
        elif kind == "map":
            if not isinstance(value, dict):
                yield path, f"must be a map, not {_say(value)}"
                return
            for key, item in value.items():
                if item is not None:
                    yield from self.value(inner, item, f"{path}.{key}" if _plain(key) else f'{path}["{key}"]')
        elif kind == "object":
            if not isinstance(value, dict):
                yield path, f"must be an object, not {_say(value)}"
                return
            yield from self.members(self.schema.objects[inner], value, path)
        elif kind == "enum":
            if value not in inner:
                yield path, f"{_say(value)} is not allowed; allowed: {', '.join(map(str, inner))}"
        elif kind == "union":
            yield from self._any_of(inner, value, path)

    def _any_of(self, shapes: list[Shape], value: object, path: str) -> Iterator[Fault]:
        attempts = [list(self.value(shape, value, path)) for shape in shapes]
        if all(attempts):
            yield from min(attempts, key=lambda faults: (faults[0][0] == path, len(faults)))


def _is(shape: str, value: object) -> bool:
    match shape:
        case "str":
            return isinstance(value, str)
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "asset":
            return isinstance(value, Blob)
    return True


def _say(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return f"an {value.kind}" if isinstance(value, Blob) else repr(value)


def _nearest(name: str, declared: Mapping[str, Property]) -> str:
    close = difflib.get_close_matches(name, declared, 1, 0.6)
    return f"; did you mean '{close[0]}'?" if close else f"; there are: {', '.join(sorted(declared))}"


def _plain(key: str) -> bool:
    return key.replace("_", "").replace("-", "").isalnum()
