"""Stack files on Azure: what they may say, and what is said where they are wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from cfnlint.jsonschema import StandardValidator  # type: ignore[import-untyped]

from ai_zones.plan import ZoneName
from stacks.azure.settings import AzureSettings
from stacks.errors import SettingsError
from stacks.schema import AZURE, stack_file_schema, text
from tests.stacks.stack_files import AZURE_NAMES, STACKS, as_the_engine_gives_it, stack_file

Change = Callable[[dict[str, Any]], object]


def refused(change: Change, stack: str = "azure-clinical") -> str:
    config = stack_file("azure-clinical")["config"]
    change(config)
    with pytest.raises(SettingsError) as error:
        AzureSettings.from_config(stack, as_the_engine_gives_it(config))
    return str(error.value)


@pytest.mark.parametrize("name", AZURE_NAMES)
def test_every_stack_file_is_sound(name: str) -> None:
    settings = AzureSettings.from_config(name, as_the_engine_gives_it(stack_file(name)["config"]))
    assert settings.plan.region == "westeurope"
    assert set(settings.plan.zones) == set(ZoneName)
    assert len({zone.account for zone in settings.plan.zones.values()}) == len(ZoneName)


@pytest.mark.parametrize("name", AZURE_NAMES)
def test_every_stack_file_fits_its_schema_and_names_it(name: str) -> None:
    assert [str(fault.path) for fault in StandardValidator(stack_file_schema(AZURE)).iter_errors(stack_file(name))] == []
    first = (STACKS / f"Pulumi.{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{AZURE.file.name}"


def test_the_schema_is_what_the_settings_generate() -> None:
    assert AZURE.file.read_text(encoding="utf-8") == text(AZURE), "stale: run `python -m stacks.schema`"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c.pop("ai-zones:tenant_id"), "ai-zones:tenant_id: is missing"),
        (lambda c: c.update({"ai-zones:tenant_id": "clinic"}), "'clinic' is not a tenant"),
        (lambda c: c["ai-zones:subscriptions"].update(phi="111122223333"), "'111122223333' is not a subscription"),
        (
            lambda c: c["ai-zones:subscriptions"].update(phi="AAAAAAAA-1111-4111-8111-111111111111"),
            "write 'aaaaaaaa-1111-4111-8111-111111111111'",
        ),
        (lambda c: c["ai-zones:plan"].pop("cloud"), "is not"),
        (lambda c: c["ai-zones:plan"]["zones"]["phi"]["services"].append("openai"), "openai"),
        (lambda c: c.pop("ai-zones:database_administrators"), "ai-zones:database_administrators: is missing"),
        (lambda c: c.pop("ai-zones:inspection_certificate"), "ai-zones:inspection_certificate: is missing"),
        (lambda c: c.update({"ai-zones:inspection_certificate": "egress"}), "is not a secret of Key Vault"),
        (lambda c: c.update({"ai-zones:inspection_identity": "egress"}), "is not a user-assigned identity"),
        (lambda c: c.update({"ai-zones:log_readers": ["somebody"]}), "is not an object of Microsoft Entra ID"),
        (lambda c: c.update({"ai-zones:log_retention_days": 30}), "30 is not a retention in days"),
        (lambda c: c.update({"ai-zones:accounts": {}}), "the key is unknown"),
        (lambda c: c.update({"ai-zones:models": {"elsewhere": {}}}), "'elsewhere' is not a known name"),
        (lambda c: c.update({"ai-zones:break": "nat-route"}), "must not be broken"),
    ],
)
def test_a_wrong_value_is_said_with_its_place(change: Change, said: str) -> None:
    assert said in refused(change)


def test_all_faults_are_said_in_one_run() -> None:
    def spoil(config: dict[str, Any]) -> None:
        config["ai-zones:inspection_certificate"] = "egress"
        config["ai-zones:plan"]["flows"]["tools"]["target"] = "phi"

    message = refused(spoil)
    assert "is not a secret of Key Vault" in message
    assert "ai-zones:plan.flows.tools" in message


def test_a_stack_for_breaking_may_be_broken() -> None:
    config = {**stack_file("azure-clinical")["config"], "ai-zones:break": "nat-route"}
    assert AzureSettings.from_config("azure-broken", as_the_engine_gives_it(config)).config.breaks == ("nat-route",)
