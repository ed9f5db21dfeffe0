"""The tenant's stack: its settings, its schema, and what its program builds."""

import json
from functools import cache
from typing import Any

import pulumi
import pytest
from cfnlint.jsonschema import StandardValidator  # type: ignore[import-untyped]

from stacks.azure import tenant
from stacks.azure.tenant_settings import SCHEMA_FILE, TenantSettings, is_tenant, schema_text
from stacks.errors import SettingsError
from tests.azure.recording import Recording, record
from tests.stacks.stack_files import STACKS, TENANT, as_the_engine_gives_it, engine_config, stack_file

DEFAULTS = {"ai-zones:log_retention_days": "2192", "ai-zones:store_retention_days": "2190"}


def config(**changes: Any) -> dict[str, str]:
    """The stack's configuration as the engine hands it over, with the project's defaults."""
    given = {f"ai-zones:{key}": value for key, value in changes.items()}
    whole = {**stack_file(TENANT)["config"], **given}
    return {**DEFAULTS, **as_the_engine_gives_it({key: value for key, value in whole.items() if value is not None})}


def people(**changes: Any) -> dict[str, Any]:
    return {**stack_file(TENANT)["config"]["ai-zones:people"], **changes}


def built(**changes: Any) -> Recording:
    return record(lambda: tenant.build(TENANT, config(**changes)), preview=True)


@cache
def as_it_stands() -> Recording:
    return built()


def test_the_stack_file_asks_for_this_program_and_others_do_not() -> None:
    assert is_tenant(engine_config(TENANT))
    assert not is_tenant(engine_config("azure-clinical"))


def test_the_schema_is_fresh_and_the_stack_file_follows_it() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "stale: run `python -m stacks.azure.tenant_settings`"
    assert list(StandardValidator(json.loads(schema_text())).iter_errors(stack_file(TENANT))) == []
    first = (STACKS / f"Pulumi.{TENANT}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{SCHEMA_FILE.name}"


def test_every_key_is_described() -> None:
    keys = json.loads(schema_text())["properties"]["config"]["properties"]
    assert [name for name, entry in keys.items() if not entry.get("description")] == []


SHARED = {"prod": {"subscriptions": dict.fromkeys(("phi", "inference"), "11111111-1111-4111-8111-111111111111")}}


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"location": ["westeurope"]}, "ai-zones:location", "the key is unknown"),
        ({"tenant_id": None}, "ai-zones:tenant_id", "is missing"),
        ({"tenant_id": "clinic"}, "ai-zones:tenant_id", "is not a tenant"),
        ({"environments": SHARED}, "ai-zones:environments.prod.subscriptions.inference", "is that of prod.phi too"),
        ({"environments": {"prod": {"subscriptions": {"clinic": "x"}}}}, "ai-zones:environments.prod", ""),
        ({"people": people(environment="test")}, "ai-zones:people.environment", "is no environment"),
        ({"people": people(eligible_until="always")}, "ai-zones:people.eligible_until", "is not a date"),
        ({"environments": "{"}, "ai-zones:environments", ""),
    ],
)
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], place: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        TenantSettings.from_config(TENANT, config(**changes))
    assert any(fault.place.startswith(place) and said in fault.problem for fault in refused.value.faults), refused.value.faults


def test_all_faults_are_told_in_one_run_and_what_cannot_be_decoded_is_not_missing_too() -> None:
    with pytest.raises(SettingsError) as refused:
        TenantSettings.from_config(TENANT, config(environments="{", tenant_id="clinic", organization=None))
    places = [fault.place for fault in refused.value.faults]
    assert sorted(places) == ["ai-zones:environments", "ai-zones:organization", "ai-zones:tenant_id"]


def test_a_wrong_setting_stops_the_program_before_anything_is_registered() -> None:
    with pytest.raises(pulumi.RunError, match="is not a tenant"):
        built(tenant_id="clinic")


def test_guardrails_know_all_our_subscriptions_and_spare_two_zones_from_one_rule_alone() -> None:
    recording = as_it_stands()
    zones = stack_file(TENANT)["config"]["ai-zones:environments"]["prod"]["subscriptions"]
    everything = recording.one("authorization:PolicyAssignment", "clinic-a-guardrails-assign-guardrails").inputs
    addresses = recording.one("authorization:PolicyAssignment", "clinic-a-guardrails-assign-addresses").inputs
    assert everything["parameters"]["subscriptionIds"]["value"] == sorted(zones.values())
    assert everything["notScopes"] == []
    assert addresses["notScopes"] == sorted(f"/subscriptions/{zones[zone]}" for zone in ("egress", "access"))


def test_one_provider_builds_everything() -> None:
    providers = {one.provider for one in as_it_stands().resources if one.type.startswith("azure-native:")}
    assert providers == {"tenant-azure"}


def test_protection_is_lifted_by_one_key_alone() -> None:
    kind = "authorization:PolicyDefinitionAtManagementGroup"
    assert all(one.protect for one in as_it_stands().of(kind))
    assert not any(one.protect for one in built(deletion_protection=False).of(kind))


def test_people_are_eligible_once_azures_names_are_known() -> None:
    assert as_it_stands().of("authorization:PimRoleEligibilitySchedule") == []
    policies = {"platform-engineer": {"phi": "b1b2c3d4-0000-4000-8000-123456789000"}}
    schedule = built(people=people(activation_policies=policies)).one("authorization:PimRoleEligibilitySchedule")
    assert schedule.inputs["scheduleInfo"]["expiration"]["endDateTime"] == "2027-06-30T00:00:00Z"
