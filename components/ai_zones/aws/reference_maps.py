"""Ids by a stable key, as one component hands them to the next.

In a Python program the keys are known and the ids are outputs. Through the component plugin the whole map is one output, unknown in a
preview. Both are accepted; so nothing may be built per key, and what is built per key is asked for by a plain list beside the map.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import pulumi
import pydantic

from ai_zones.aws.validation import ComponentInput


def _reference_map(value: Any) -> Any:
    if isinstance(value, pulumi.Output):
        return value
    if not isinstance(value, Mapping) or not value:
        raise ValueError("must be a map of ids by a key such as the availability zone, or an output of one")
    for key, reference in value.items():
        if not isinstance(reference, pulumi.Output) and not (isinstance(reference, str) and reference.strip()):
            raise ValueError(f"must hold an id at {key!r}: a non-empty string, or an output of the resource that has it")
    return dict(value)


def _two_zones(value: Any, fields: pydantic.ValidationInfo) -> Any:
    if isinstance(value, dict) and len(value) < 2 and not fields.data.get("single_availability_zone"):
        raise ValueError(
            f"must have at least two availability zones, to survive the loss of one; given {', '.join(value)}; "
            "for development single_availability_zone may allow one"
        )
    return value


ReferenceMap = Annotated[Any, pydantic.AfterValidator(_reference_map)]
"""`dict[str, Input[str]]`, or an output of `dict[str, str]`."""

ZoneReferenceMap = Annotated[Any, pydantic.AfterValidator(_reference_map), pydantic.AfterValidator(_two_zones)]
"""The same by availability zone: two or more, as far as they are known, unless the inputs are `PlacedInput` and say that one is enough."""


class PlacedInput(ComponentInput):
    """Inputs of a component that stands in subnets of several availability zones."""

    # Inherited, so that it is read before the subnets are judged.
    single_availability_zone: bool = False


def in_order(references: Any) -> Any:
    """The ids in the order of their keys, so that the same map always gives the same list."""
    if isinstance(references, pulumi.Output):
        return references.apply(lambda known: [known[key] for key in sorted(known)])
    return [references[key] for key in sorted(references)]
