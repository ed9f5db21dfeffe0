"""The list of what is made of Azure's data services, and what its parts share."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.simulator.azure.subscription import SUBSCRIPTION, Made

Make = Callable[[Mapping[str, Made]], Mapping[str, Any]]
STEPS: list[tuple[str, str, Make]] = []
"""(name, type, inputs from what was made before). The resource group is put in where the type has one."""
WHOLE = f"/subscriptions/{SUBSCRIPTION}"
SYSTEM = {"type": "SystemAssigned"}
ROLE_GUID = "aaaaaaaa-0000-4000-8000-000000000001"


def add(name: str, type_: str, make: Make | None = None, /, **inputs: Any) -> None:
    """One more step: inputs as they stand, or made from what was made before."""
    STEPS.append((name, type_, make or (lambda made: inputs)))
