"""What other stacks have built: read at once, refused in one message where it can't be."""

from typing import Any

import pulumi
import pytest

from ai_zones.aws.zones_joins import Joins
from stacks import references
from stacks.errors import SettingsError
from stacks.settings import StackSettings
from tests.stacks.stack_files import engine_config

REST = "organization/ai-zones/aws-clinical-rest"


@pytest.fixture(autouse=True)
def _in_a_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi, "get_organization", lambda: "organization")
    monkeypatch.setattr(pulumi, "get_project", lambda: "ai-zones")


def settings(**changes: Any) -> StackSettings:
    found = StackSettings.from_config("aws-clinical-phi", engine_config("aws-clinical-phi"))
    return found.model_copy(update=changes)


def test_each_stack_is_asked_once_by_its_full_name() -> None:
    asked: list[str] = []

    def read(name: str) -> dict[str, Any]:
        asked.append(name)
        return {"joins": {"vpc_ids": {"deidentification": "vpc-1"}}, "vpc_ids": {}}

    assert references.joins_of(settings(), read).vpc_ids == {"deidentification": "vpc-1"}
    assert asked == [REST]


def test_a_stack_of_another_project_is_named_in_full() -> None:
    asked: list[str] = []

    def read(name: str) -> dict[str, Any]:
        asked.append(name)
        return {}

    references.joins_of(settings(stacks={"management": "acme/platform/shared"}), read)
    assert asked == ["acme/platform/shared"]


def test_what_the_settings_say_counts_beside_what_stacks_export() -> None:
    joins = {"service_names": {"management/vault": "com.amazonaws.vpce.eu-west-1.vpce-svc-1"}}
    found = references.joins_of(settings(joins=joins), lambda _: {})
    assert found.service_names == joins["service_names"]


def missing(name: str) -> dict[str, Any]:
    raise RuntimeError(f'invoke of pulumi:pulumi:readStackOutputs failed: unknown stack "{name}"')


def test_a_stack_that_is_not_there_yet_is_nothing_in_the_first_rounds() -> None:
    assert references.joins_of(settings(may_wait=True), missing).model_dump() == Joins().model_dump()


def test_later_a_stack_that_is_not_there_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(SettingsError) as error:
        references.joins_of(settings(may_wait=False), missing)
    (fault,) = error.value.faults
    assert fault.place == "ai-zones:stacks.deidentification"
    assert f"stack {REST} can't be read" in fault.problem
    assert "unknown stack" in fault.problem
    assert "run `pulumi up` there first" in fault.fix


def test_a_stack_that_may_not_be_read_is_an_error_even_in_the_first_rounds() -> None:
    def denied(_: str) -> dict[str, Any]:
        raise RuntimeError("AccessDenied: the state bucket")

    with pytest.raises(SettingsError, match="AccessDenied"):
        references.joins_of(settings(may_wait=True), denied)


def test_a_stack_that_contradicts_the_settings_is_an_error() -> None:
    with pytest.raises(SettingsError, match=r"vpc_ids\.deidentification: one source says"):
        references.joins_of(
            settings(joins={"vpc_ids": {"deidentification": "vpc-2"}}), lambda _: {"joins": {"vpc_ids": {"deidentification": "vpc-1"}}}
        )


def test_a_part_of_a_stack_file_plan_counts_its_availability_zones_and_accounts() -> None:
    assert settings().plan == StackSettings.from_config("aws-clinical", engine_config("aws-clinical")).plan
