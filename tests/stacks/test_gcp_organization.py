"""The organization's stack on Google Cloud: its settings, its schema, and what its program builds."""

import json
from functools import cache
from typing import Any

import pulumi
import pytest
from cfnlint.jsonschema import StandardValidator  # type: ignore[import-untyped]

from ai_zones.gcp.organization_constraints import SWITCHES
from stacks.errors import SettingsError
from stacks.gcp import organization
from stacks.gcp.organization_settings import SCHEMA_FILE, GcpOrganizationSettings, is_gcp_organization, schema_text
from tests.gcp.recording import Recording, record
from tests.stacks.stack_files import STACKS, as_the_engine_gives_it, engine_config, stack_file

STACK = "gcp-organization"
DEFAULTS = {"ai-zones:log_retention_days": "2192", "ai-zones:store_retention_days": "2190"}
PERIMETER = "accesscontextmanager/servicePerimeter:ServicePerimeter"
POLICY = "orgpolicy/policy:Policy"


def config(**changes: Any) -> dict[str, str]:
    """The stack's configuration as the engine hands it over, with the project's defaults."""
    whole = {**stack_file(STACK)["config"], **{f"ai-zones:{key}": value for key, value in changes.items()}}
    return {**DEFAULTS, **as_the_engine_gives_it({key: value for key, value in whole.items() if value is not None})}


def environment(**changes: Any) -> dict[str, Any]:
    (name,) = stack_file(STACK)["config"]["ai-zones:environments"]
    return {name: {**stack_file(STACK)["config"]["ai-zones:environments"][name], **changes}}


def people(**changes: Any) -> dict[str, Any]:
    return {**stack_file(STACK)["config"]["ai-zones:people"], **changes}


def built(**changes: Any) -> Recording:
    return record(lambda: organization.build(STACK, config(**changes)))


BUCKET = "projects/clinic-a-dev-management/locations/europe-west3/buckets/management-archive"


@cache
def as_it_stands() -> Recording:
    """With the archive, which a zones' stack has built before."""
    return built(log_bucket=BUCKET)


def test_the_stack_file_asks_for_this_program_and_others_do_not() -> None:
    assert is_gcp_organization(engine_config(STACK))
    assert not any(is_gcp_organization(engine_config(other)) for other in ("aws-organization", "azure-tenant", "gcp-dev"))


def test_the_schema_is_fresh_and_the_stack_file_follows_it() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "stale: run `python -m stacks.gcp.organization_settings`"
    assert list(StandardValidator(json.loads(schema_text())).iter_errors(stack_file(STACK))) == []
    first = (STACKS / f"Pulumi.{STACK}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{SCHEMA_FILE.name}"


def test_every_key_is_described() -> None:
    keys = json.loads(schema_text())["properties"]["config"]["properties"]
    assert [name for name, entry in keys.items() if not entry.get("description")] == []


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"folder": "1"}, "ai-zones:folder", "the key is unknown"),
        ({"project": None}, "ai-zones:project", "is missing"),
        ({"organization_id": "acme"}, "ai-zones:organization_id", "is not a number"),
        ({"environments": environment(plan_file="nowhere.yaml")}, "ai-zones:environments.", "can't be read"),
        ({"environments": environment(plan_file="Pulumi.aws-dev.yaml")}, "ai-zones:environments.", "is a plan for aws"),
        ({"environments": environment(projects={"phi": "clinic-a-dev-phi"})}, "ai-zones:environments.", "is missing"),
        ({"access_policy": None}, "ai-zones:access_policy", "is missing"),
        ({"access_policy": {"access_policy": "444"}}, "ai-zones:environments.", "is no level"),
        ({"people": people(environment="test")}, "ai-zones:people.environment", "is no environment"),
        ({"environments": "{"}, "ai-zones:environments", ""),
    ],
)
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], place: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        GcpOrganizationSettings.from_config(STACK, config(**changes))
    faults = refused.value.faults
    assert any(fault.place.startswith(place) and said.replace("can't", "cannot") in fault.problem for fault in faults), faults


def test_a_wrong_setting_stops_the_program_before_anything_is_registered() -> None:
    with pytest.raises(pulumi.RunError, match="is not a number"):
        built(organization_id="acme")


def test_policies_know_the_plans_places_and_which_zones_reach_or_meet_the_internet() -> None:
    found = {one.inputs["name"]: one.inputs for one in as_it_stands().of(POLICY)}
    assert {f"folders/234567890123/policies/{name}" for name in SWITCHES} <= set(found)
    places = found["folders/234567890123/policies/gcp.resourceLocations"]["spec"]["rules"][0]["values"]["allowedValues"]
    assert places == ["in:europe-west3-locations"]
    nat = found["folders/234567890123/policies/compute.restrictCloudNATUsage"]["spec"]["rules"][0]["values"]["allowedValues"]
    assert nat == ["under:projects/clinic-a-dev-egress"]
    assert [name for name in found if name.startswith("projects/clinic-a-dev-access/")]


def test_what_nobody_does_is_denied_to_everybody_on_the_same_node() -> None:
    denied = as_it_stands().of("iam/denyPolicy:DenyPolicy")
    assert {one.inputs["parent"] for one in denied} == {"cloudresourcemanager.googleapis.com%2Ffolders%2F234567890123"}
    assert built(denials=False).of("iam/denyPolicy:DenyPolicy") == []


def test_each_zone_has_a_perimeter_and_the_archive_lets_the_folders_sink_in() -> None:
    perimeters = {one.inputs["name"].rpartition("/")[2]: one.inputs["status"] for one in as_it_stands().of(PERIMETER)}
    assert len(perimeters) == 8
    sinks = [(name, rule) for name, one in perimeters.items() for rule in one["ingressPolicies"] if rule["title"] == "log-sinks"]
    assert [name for name, _ in sinks] == ["clinic_a_dev_management_perimeter"]
    assert sinks[0][1]["ingressFrom"]["identities"] == ["serviceAccount:service-folder-234567890123@gcp-sa-logging.iam.gserviceaccount.com"]
    crossing = {name: [rule["title"] for rule in one["egressPolicies"]] for name, one in perimeters.items() if one["egressPolicies"]}
    assert crossing == {
        "clinic_a_dev_inference_perimeter": ["models-out"], "clinic_a_dev_training_perimeter": ["models-in", "training-data"],
    }  # fmt: skip


def test_before_the_zones_stand_there_are_no_perimeters() -> None:
    found = built(environments=environment(project_numbers={}))
    assert found.of(PERIMETER) == []
    assert found.of("logging/folderSink:FolderSink") == []


def test_one_provider_builds_everything_and_names_the_project_that_pays() -> None:
    recording = as_it_stands()
    assert {one.provider for one in recording.resources if one.type.startswith("gcp:")} == {"organization-gcp"}


def test_protection_is_lifted_by_one_key_alone() -> None:
    assert all(one.protect for one in as_it_stands().of(POLICY))
    assert not any(one.protect for one in built(deletion_protection=False).of(POLICY))
