"""A zone's resource group can't be deleted by mistake, and everything of the zone is built after it."""

from typing import Any

import pulumi
import pytest
from pulumi_azure_native import network

from ai_zones.azure.ordering import children_wait
from ai_zones.azure.validation import InvalidInputError
from ai_zones.azure.zone_group import AzureZoneGroup
from tests.azure.recording import GROUP, LOCATION, PLACE, SUBSCRIPTION, record

GROUP_ID = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"


def group(**changes: Any) -> AzureZoneGroup:
    args: Any = {"zone": "phi", **PLACE, **changes}
    return AzureZoneGroup("phi", args)


def test_the_required_inputs_alone_lock_the_group() -> None:
    recording = record(lambda: group().resource_group_id)
    built = recording.one("resources:ResourceGroup")
    lock = recording.one("authorization:ManagementLockByScope")
    assert recording.result == built.id == GROUP_ID
    assert built.inputs["tags"] == {"ai-zone": "phi"}
    assert built.protect
    assert not lock.protect, "the update that lifts the protection deletes it"
    assert (lock.inputs["scope"], lock.inputs["level"]) == (GROUP_ID, "CanNotDelete")
    assert recording.waits(lock, built)


def test_without_protection_there_is_no_lock() -> None:
    recording = record(lambda: group(deletion_protection=False).resource_group_id)
    assert recording.of("authorization:ManagementLockByScope") == []
    assert not recording.one("resources:ResourceGroup").protect


def test_children_of_a_component_wait_for_all_that_the_component_waits_for() -> None:
    class Holder(pulumi.ComponentResource):
        def __init__(self, opts: pulumi.ResourceOptions) -> None:
            super().__init__("test:index:Holder", "holder", {}, children_wait(opts))
            network.RouteTable(
                "routes",
                route_table_name="routes",
                resource_group_name=GROUP,
                location=LOCATION,
                opts=pulumi.ResourceOptions(parent=self),
            )
            self.register_outputs({})

    def program() -> None:
        Holder(pulumi.ResourceOptions(depends_on=[group()]))

    recording = record(program)
    assert recording.waits(recording.one("network:RouteTable"), recording.one("authorization:ManagementLockByScope"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subscription_id": "phi"}, "UUID"),
        ({"resource_group_name": "group."}, "resource-group|ending"),
        ({"location": "West Europe"}, "westeurope"),
        ({"zone": "ward"}, "must be one of"),
        ({"tags": {"ai-zone": "egress"}}, "leave out ai-zone"),
        ({"tags": {"AI-Zone": "egress"}}, "leave out"),
        ({"tags": {f"t{at}": "x" for at in range(12)}}, "11 tags or fewer"),
        ({"tags": {"azure-team": "x"}}, "can't be a tag"),
    ],
)
def test_inputs_that_azure_would_refuse_are_refused_before_anything_is_registered(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        record(lambda: group(**changes))
