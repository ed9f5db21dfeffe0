"""Stack files on Google Cloud: what they may say, and what is said where they are wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from cfnlint.jsonschema import StandardValidator  # type: ignore[import-untyped]

from ai_zones.plan import ZoneName
from stacks.errors import SettingsError
from stacks.gcp.settings import GcpSettings
from stacks.schema import GCP, stack_file_schema, text
from tests.stacks.stack_files import GCP_NAMES, STACKS, as_the_engine_gives_it, stack_file

Change = Callable[[dict[str, Any]], object]


def refused(change: Change, stack: str = "gcp-clinical") -> str:
    config = stack_file("gcp-clinical")["config"]
    change(config)
    with pytest.raises(SettingsError) as error:
        GcpSettings.from_config(stack, as_the_engine_gives_it(config))
    return str(error.value)


@pytest.mark.parametrize("name", GCP_NAMES)
def test_every_stack_file_is_sound(name: str) -> None:
    settings = GcpSettings.from_config(name, as_the_engine_gives_it(stack_file(name)["config"]))
    assert settings.plan.region == "europe-west3"
    assert set(settings.plan.zones) == set(ZoneName)
    assert len({zone.account for zone in settings.plan.zones.values()}) == len(ZoneName)


@pytest.mark.parametrize("name", GCP_NAMES)
def test_every_stack_file_fits_its_schema_and_names_it(name: str) -> None:
    assert [str(fault.path) for fault in StandardValidator(stack_file_schema(GCP)).iter_errors(stack_file(name))] == []
    first = (STACKS / f"Pulumi.{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{GCP.file.name}"


def test_the_schema_is_what_the_settings_generate() -> None:
    assert GCP.file.read_text(encoding="utf-8") == text(GCP), "stale: run `python -m stacks.schema`"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c["ai-zones:projects"].update(phi="111122223333"), "'111122223333' is not a project"),
        (lambda c: c["ai-zones:create"].update(folder_id=310987654321), "write it in quotes: '310987654321'"),
        (lambda c: c["ai-zones:create"].pop("billing_account"), "ai-zones:create.billing_account: is missing"),
        (lambda c: c["ai-zones:plan"].pop("cloud"), "is not"),
        (lambda c: c["ai-zones:plan"]["zones"]["phi"]["services"].append("aiplatform"), "aiplatform"),
        (lambda c: c.update({"ai-zones:log_readers": ["allUsers"]}), "'allUsers' is not a principal"),
        (lambda c: c.update({"ai-zones:log_readers": ["reviewers@clinic-a.example"]}), "write 'group:reviewers@clinic-a.example'"),
        (lambda c: c.update({"ai-zones:log_retention_days": 365}), "365 is not a retention in days"),
        (lambda c: c.update({"ai-zones:perimeter_mode": "enforce"}), "'enforce' is not a mode of perimeters"),
        (lambda c: c.update({"ai-zones:google_apis": "internet"}), "'internet' is not a road to Google's APIs"),
        (lambda c: c.update({"ai-zones:database_options": "small"}), "is not a mapping"),
        (lambda c: c.update({"ai-zones:machines": {"phi": ["redaction"]}}), "is not a mapping of mappings"),
        (lambda c: c.update({"ai-zones:default_service_accounts": "delete"}), "'delete' is not what can be done"),
        (lambda c: c.update({"ai-zones:ca_pool": "egress"}), "'egress' is not a CA pool"),
        (lambda c: c["ai-zones:access_policy"].update(access_policy="444444"), "names one, and makes another"),
        (lambda c: c.update({"ai-zones:access_policy": {}}), "ai-zones:access_policy: names none"),
        (lambda c: c.update({"ai-zones:subscriptions": {}}), "the key is unknown"),
        (lambda c: c.update({"ai-zones:stores": {"elsewhere": {}}}), "'elsewhere' is not a known name"),
        (lambda c: c.update({"ai-zones:stores": {"phi": {"feed": "somebody"}}}), "is not a mapping of mappings"),
        (lambda c: c.update({"ai-zones:break": "nat-route"}), "must not be broken"),
    ],
)
def test_a_wrong_value_is_said_with_its_place(change: Change, said: str) -> None:
    assert said in refused(change)


def test_all_faults_are_said_in_one_run() -> None:
    def spoil(config: dict[str, Any]) -> None:
        config["ai-zones:database_options"] = "small"
        config["ai-zones:plan"]["flows"]["tools"]["target"] = "phi"

    message = refused(spoil)
    assert "ai-zones:database_options: 'small' is not a mapping" in message
    assert "ai-zones:plan.flows.tools" in message


def test_a_stack_for_breaking_may_be_broken() -> None:
    config = {**stack_file("gcp-clinical")["config"], "ai-zones:break": ["nat-route", "perimeter-hole"]}
    assert GcpSettings.from_config("gcp-broken", as_the_engine_gives_it(config)).config.breaks == ("nat-route", "perimeter-hole")


def test_a_plan_in_another_stacks_file_has_that_stacks_projects() -> None:
    settings = GcpSettings.from_config("gcp-broken", as_the_engine_gives_it(stack_file("gcp-broken")["config"]))
    assert settings.plan.zones[ZoneName.PHI].account == stack_file("gcp-dev")["config"]["ai-zones:projects"]["phi"]
