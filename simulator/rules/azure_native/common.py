"""What every resource of the network service answers with, and how it refuses what does not exist."""

from typing import Any

from simulator.rules import Action, Object, Properties, Ref, ref
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


def same_place(action: Action, other: Object | None, property_: str) -> None:
    """Refuse a reference to a resource of another region."""
    here, there = location(action.inputs.get("location")), location(other.outputs.get("location")) if other else ""
    if other is not None and here and there and here != there:
        action.refuse(
            MISSING,
            f"{property_}: {other.id} is in {there}, the resource in {here}: both resources must be in the same region",
        )
