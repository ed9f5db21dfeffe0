"""What every resource of the network service answers with, and how it refuses what does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.rules import Action, Check, Fault, Object, Properties, Ref, at, ref
from simulator.rules.azure_native.ids import location

ANSWER: Properties = {"provisioningState": "Succeeded", "etag": 'W/"{uuid}"'}
"""Outputs of every child of Microsoft.Network."""
GUID_ANSWER: Properties = {**ANSWER, "resourceGuid": "{uuid}"}
"""The same with a GUID of the resource's own."""
MISSING = "InvalidResourceReference"
"""Azure's code where a resource refers to one that is not there."""


def network_ref(*types: str, delete_code: str, anywhere: bool = False, **options: Any) -> Ref:
    """A reference of the network service: 'Resource … referenced by resource … was not found'."""
    return ref(*types, code=MISSING, delete_code=delete_code, anywhere=anywhere, **options)


@dataclass(frozen=True)
class ById(Check):
    """References that are given say by id what they refer to; other properties of the target, which its definition in the API's description
    allows there, don't stand in for it."""

    paths: tuple[str, ...]
    source: str = (
        "Azure/azure-cli issues 934 and 3551: Microsoft.Network answers InvalidRequestFormat, 'MissingJsonReferenceId: Value for reference id is "
        "missing. Path properties.frontendIPConfigurations[0].properties.subnet'; Azure-Samples/compute-node-manage-vm issue 15: the same of an "
        "interface; Azure/azure-rest-api-specs issue 24611: such a subnet is a reference"
    )

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for path in self.paths:
            for where, value in at(inputs, path):
                if isinstance(value, dict) and value and value.get("id") in (None, ""):
                    yield f"{where}.id", "is required: a reference names its target by id"


def by_id(*paths: str) -> ById:
    """`by_id("frontendIPConfigurations[*].subnet")`. An empty reference is as good as none: whether one is needed, other checks say."""
    return ById(paths)


def same_place(action: Action, other: Object | None, property_: str) -> None:
    """Refuse a reference to a resource of another region."""
    here, there = location(action.inputs.get("location")), location(other.outputs.get("location")) if other else ""
    if other is not None and here and there and here != there:
        action.refuse(
            MISSING,
            f"{property_}: {other.id} is in {there}, the resource in {here}: both resources must be in the same region",
        )
