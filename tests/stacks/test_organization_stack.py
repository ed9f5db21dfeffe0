"""The organization's stack: its settings, its schema, and what its program builds."""

import json
from functools import cache
from typing import Any

import pulumi
import pytest
from cfnlint.jsonschema import StandardValidator  # type: ignore[import-untyped]

from stacks import organization
from stacks.errors import SettingsError
from stacks.organization_settings import SCHEMA_FILE, OrganizationSettings, is_organization, schema_text
from tests.aws.recording import Recording, record
from tests.stacks.stack_files import ORGANIZATION, STACKS, as_the_engine_gives_it, engine_config, stack_file

DEFAULTS = {"ai-zones:log_retention_days": "2192", "ai-zones:store_retention_days": "2190"}


def config(**changes: Any) -> dict[str, str]:
    """The stack's configuration as the engine hands it over, with the project's defaults."""
    given = {f"ai-zones:{key}": value for key, value in changes.items()}
    whole = {**stack_file(ORGANIZATION)["config"], **given}
    return {**DEFAULTS, **as_the_engine_gives_it({key: value for key, value in whole.items() if value is not None})}


def settings(**changes: Any) -> OrganizationSettings:
    return OrganizationSettings.from_config(ORGANIZATION, config(**changes))


def built(**changes: Any) -> Recording:
    return record(lambda: organization.build(ORGANIZATION, config(**changes)), preview=True)


@cache
def as_it_stands() -> Recording:
    return built()


def test_the_stack_file_asks_for_this_program_and_others_do_not() -> None:
    assert is_organization(engine_config(ORGANIZATION))
    assert not is_organization(engine_config("aws-clinical"))


def test_the_schema_is_fresh_and_the_stack_file_follows_it() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "stale: run `python -m stacks.organization_settings`"
    assert list(StandardValidator(json.loads(schema_text())).iter_errors(stack_file(ORGANIZATION))) == []
    first = (STACKS / f"Pulumi.{ORGANIZATION}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{SCHEMA_FILE.name}"


def test_every_key_is_described() -> None:
    keys = json.loads(schema_text())["properties"]["config"]["properties"]
    assert [name for name, entry in keys.items() if not entry.get("description")] == []


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"regionn": "eu-west-1"}, "ai-zones:regionn", "the key is unknown"),
        ({"organization_id": None}, "ai-zones:organization_id", "is missing"),
        ({"management_account_id": "12"}, "ai-zones:management_account_id", "is not an AWS account id"),
        ({"region": "us-east-1"}, "ai-zones:region", "is not allowed itself"),
        ({"manage_organization": False}, "ai-zones:root_id", "does not manage the organization"),
        (
            {"environments": {"prod": {"accounts": {"phi": "999900001111"}}}},
            "ai-zones:environments.prod",
            "the management account holds a zone",
        ),
        (
            {"environments": {"prod": {"accounts": {"clinic": "111122223333"}}}},
            "ai-zones:environments.prod.accounts",
            "is not a known name",
        ),
        ({"people": {"instance_arn": "x", "environment": "test", "group_ids": {}}}, "ai-zones:people.environment", "is no environment"),
        ({"environments": "{"}, "ai-zones:environments", ""),
    ],
)
def test_a_fault_is_told_with_its_place(changes: dict[str, Any], place: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(**changes)
    assert any(fault.place.startswith(place) and said in fault.problem for fault in refused.value.faults), refused.value.faults


def test_a_wrong_setting_stops_the_program_before_anything_is_registered() -> None:
    with pytest.raises(pulumi.RunError, match="is not allowed itself"):
        built(region="us-east-1")


def test_production_has_a_unit_a_zone_and_shared_accounts_one_for_all() -> None:
    units = {one.name.removeprefix("clinic-a-units-") for one in as_it_stands().of("organizations/organizationalUnit:OrganizationalUnit")}
    assert {"zones", "security", "prod", "dev", "prod-phi", "prod-egress"} <= units
    assert not any(name.startswith("dev-") for name in units)


def test_the_management_account_builds_all_but_the_baselines() -> None:
    recording = as_it_stands()
    providers = {one.name: json.loads(one.inputs["allowedAccountIds"]) for one in recording.resources if one.type == "pulumi:providers:aws"}
    assert providers["management-aws"] == ["999900001111"]
    assert providers["prod-phi-baseline-aws"] == ["111122223333"]
    strangers = [one.name for one in recording.resources if one.type.startswith("aws:") and not one.provider.endswith("-aws")]
    assert strangers == []
    block = recording.one("s3/accountPublicAccessBlock:AccountPublicAccessBlock", "clinic-a-prod-phi-baseline-s3")
    assert (block.provider, block.inputs["accountId"]) == ("prod-phi-baseline-aws", "111122223333")


def test_protection_is_lifted_by_one_key_alone() -> None:
    kinds = (
        "organizations/policy:Policy",
        "organizations/organizationalUnit:OrganizationalUnit",
        "organizations/organization:Organization",
    )
    protected = [one for kind in kinds for one in as_it_stands().of(kind)]
    assert all(one.protect for one in protected)
    open_ = [one for kind in kinds for one in built(deletion_protection=False).of(kind)]
    assert not any(one.protect for one in open_)


def test_a_landing_zone_may_keep_the_organization() -> None:
    recording = built(manage_organization=False, root_id="r-abcd")
    assert recording.of("organizations/organization:Organization") == []
    top = recording.one("organizations/organizationalUnit:OrganizationalUnit", "clinic-a-units-zones")
    assert top.inputs["parentId"] == "r-abcd"
