"""What Azure's services may be called by, past private endpoints: a zone's perimeter, and its scope of workspaces."""

from typing import Any

import pytest

from ai_zones.azure.monitor_scope import AzureMonitorScope
from ai_zones.azure.network_perimeter import AzureNetworkPerimeter
from ai_zones.azure.validation import InvalidInputError
from tests.azure.networks import WORKSPACE
from tests.azure.recording import PLACE, SUBSCRIPTION, Recording, group_path, record

STORE = group_path("Microsoft.Storage/storageAccounts", "acmerecords")
VAULT = group_path("Microsoft.KeyVault/vaults", "acme-keys")


def perimeter(**changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        **PLACE,
        "resource_ids": {"records": STORE, "keys": VAULT},
        "log_workspace_id": WORKSPACE,
        **changes,
    }
    return record(lambda: AzureNetworkPerimeter("phi-perimeter", args).perimeter_id)


def scope(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", **PLACE, "resource_ids": {"logs": WORKSPACE}, **changes}
    return record(lambda: AzureMonitorScope("phi-scope", args).scope_id)


def test_a_perimeter_lets_nobody_in_and_nothing_out_unless_it_is_told() -> None:
    recording = perimeter()
    assert recording.of("network:NetworkSecurityPerimeterAccessRule") == []
    assert recording.of("network:NetworkSecurityPerimeterLink") == []
    associations = recording.of("network:NetworkSecurityPerimeterAssociation")
    assert {one.inputs["privateLinkResource"]["id"] for one in associations} == {STORE, VAULT}
    assert {one.inputs["accessMode"] for one in associations} == {"Enforced"}
    assert {one.inputs["profile"]["id"] for one in associations} == {recording.one("network:NetworkSecurityPerimeterProfile").id}


def test_subscriptions_of_ours_may_be_let_in_and_no_rule_ever_leads_out() -> None:
    recording = perimeter(inbound_subscription_ids=[SUBSCRIPTION])
    rule = recording.one("network:NetworkSecurityPerimeterAccessRule")
    assert (rule.inputs["direction"], rule.inputs["subscriptions"]) == ("Inbound", [{"id": f"/subscriptions/{SUBSCRIPTION}"}])
    assert all(recording.waits(one, rule) for one in recording.of("network:NetworkSecurityPerimeterAssociation"))


def test_one_switch_moves_all_resources_to_learning() -> None:
    modes = {one.inputs["accessMode"] for one in perimeter(enforced=False).of("network:NetworkSecurityPerimeterAssociation")}
    assert modes == {"Learning"}


def test_every_access_is_logged_before_anything_is_enforced() -> None:
    recording = perimeter()
    logging = recording.one("network:NetworkSecurityPerimeterLoggingConfiguration")
    assert "NspPublicInboundPerimeterRulesDenied" in logging.inputs["properties"]["enabledLogCategories"]
    setting = recording.one("monitor:DiagnosticSetting")
    assert setting.inputs["resourceUri"] == recording.one("network:NetworkSecurityPerimeter").id == recording.result
    for one in recording.of("network:NetworkSecurityPerimeterAssociation"):
        assert recording.waits(one, logging)
        assert recording.waits(one, setting)


def test_a_scope_is_private_both_ways_and_holds_our_workspaces_alone() -> None:
    recording = scope()
    built = recording.one("monitor:PrivateLinkScope")
    assert built.inputs["accessModeSettings"] == {"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "PrivateOnly", "exclusions": []}
    assert built.inputs["location"] == "global"
    held = recording.one("monitor:PrivateLinkScopedResource")
    assert held.inputs["linkedResourceId"] == WORKSPACE
    assert recording.waits(held, built)
    assert recording.result == built.id


@pytest.mark.parametrize(
    ("build", "changes", "said"),
    [
        (perimeter, {"resource_ids": {}}, "at least 1"),
        (perimeter, {"resource_ids": {"net": group_path("Microsoft.Network/virtualNetworks", "phi")}}, "a perimeter holds"),
        (perimeter, {"resource_ids": {"x": "records"}}, "resource_ids.x"),
        (perimeter, {"inbound_subscription_ids": ["*"]}, "subscription id"),
        (scope, {"resource_ids": {"records": STORE}}, "a scope holds"),
        (scope, {"resource_ids": {"x": "logs"}}, "resource_ids.x"),
    ],
)
def test_what_can_not_be_inside_is_refused(build: Any, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(**changes)
