"""One of every data service's type that has rules, in the order in which they can be made."""

from simulator.schema import type_schema

from tests.simulator.azure import data_land_access, data_land_stores  # isort: skip
from tests.simulator.azure import data_land_models, data_land_records, data_land_machines  # isort: skip
from tests.simulator.azure.data_places import IN
from tests.simulator.azure.data_steps import STEPS
from tests.simulator.azure.subscription import Made, Subscription

PARTS = (data_land_access, data_land_stores, data_land_models, data_land_records, data_land_machines)
"""Each adds its steps when it is imported, in this order."""


def build(azure: Subscription) -> dict[str, Made]:
    """Make them all."""
    made: dict[str, Made] = {}
    for name, type_, make in STEPS:
        inputs = dict(make(made))
        made[name] = azure.make(type_, name, **({**IN, **inputs} if _in_group(type_) else inputs))
    return made


def _in_group(type_: str) -> bool:
    return "resourceGroupName" in type_schema(f"azure-native:{type_}").inputs
