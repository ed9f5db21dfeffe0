"""Places in a resource's inputs, with what the provider's SDK says of each: its shape, and whether it must be given."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from simulator.errors import UserError
from simulator.schema import Property, Shape, TypeSchema, UnknownTypeError, type_schema
from tests.mutation.forms import SIGNATURE
from tests.mutation.program import Late, Row, Twin, Where, plain, shown


@dataclass(frozen=True)
class Site:
    """One property, list element or map entry that the program gives."""

    where: Where
    value: Any
    """The tree below, leaves as they stand."""
    shape: Shape
    required: bool
    """Whether the SDK's class demands it; an element of a list or map is never demanded."""

    @property
    def path(self) -> str:
        """Property path without list indexes."""
        return shown(self.where)

    @property
    def last(self) -> str:
        """Last name of the path."""
        return next((part for part in reversed(self.where) if isinstance(part, str)), "")

    @property
    def plain(self) -> Any:
        """The value, known or not yet known; only of leaves."""
        return plain(self.value)

    @property
    def is_property(self) -> bool:
        """A named property of a class, and no list element."""
        return isinstance(self.where[-1], str)


def schema_of(row: Row) -> TypeSchema | None:
    """What the SDK says of the resource's type; None for components and what no SDK knows."""
    if not row.simulated:
        return None
    try:
        return type_schema(row.type)
    except (UnknownTypeError, UserError):
        return None


def sites(row: Row) -> Iterator[Site]:
    """Every place in the inputs, outer before inner."""
    schema = schema_of(row)
    if schema is None:
        return
    for name, value in row.inputs.items():
        if not name.startswith("__"):
            found = schema.inputs.get(name, Property("any", True))
            for site in _below((name,), value, found.shape, found.required, schema):
                yield replace(site, required=False) if _is_anybodys(row, site) else site


def _is_anybodys(row: Row, site: Site) -> bool:
    """Below the spec of a kind that is not Kubernetes' own, and among a class's parameters, no SDK says what must be given: nothing is demanded."""
    if not row.type.startswith("kubernetes:") or not site.is_property:
        return False
    return len(site.where) > 1 and (site.where[0] == "parameters" or (site.where[0] == "spec" and site.shape == "any"))


def _below(where: Where, value: Any, shape: Shape, required: bool, schema: TypeSchema) -> Iterator[Site]:
    yield Site(where, value, shape, required)
    match value:
        case Late() | Twin():
            return
        case dict() if SIGNATURE in value:
            return  # An asset or a secret: one value to the provider.
        case dict():
            members = _members(shape, schema)
            inner = shape[1] if isinstance(shape, list) and shape[0] == "map" else "any"
            for key, item in value.items():
                # An entry of a map counts as demanded: its keys are the program's own (environment variables, dimensions).
                found = members.get(key, Property(inner, True))
                yield from _below((*where, key), item, found.shape, found.required, schema)
        case list():
            inner = shape[1] if isinstance(shape, list) and shape[0] == "list" else "any"
            for index, item in enumerate(value):
                yield from _below((*where, index), item, inner, False, schema)


def _members(shape: Shape, schema: TypeSchema) -> dict[str, Property]:
    if isinstance(shape, list) and shape[0] == "object":
        return schema.objects.get(shape[1], {})
    if isinstance(shape, list) and shape[0] == "union":
        return next((found for one in shape[1] if (found := _members(one, schema))), {})
    return {}


def members_of(row: Row, where: Where) -> dict[str, Property]:
    """Properties of the class that stands at a place: `()` is the resource itself."""
    schema = schema_of(row)
    if schema is None:
        return {}
    if not where:
        return schema.inputs
    shape: Shape = schema.inputs[where[0]].shape if where[0] in schema.inputs else "any"
    for part in where[1:]:
        if isinstance(part, int):
            shape = shape[1] if isinstance(shape, list) and shape[0] == "list" else "any"
        else:
            shape = found.shape if (found := _members(shape, schema).get(part)) else "any"
    return _members(shape, schema)
