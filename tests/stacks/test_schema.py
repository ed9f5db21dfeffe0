"""The JSON Schema of the stack files: fresh, valid, and of one mind with the settings."""

from collections.abc import Callable
from typing import Any

import pytest
from cfnlint.jsonschema import StandardValidator  # type: ignore[import-untyped]

from stacks.schema import SCHEMA_FILE, stack_file_schema, text
from tests.stacks.stack_files import NAMES, STACKS, stack_file

Change = Callable[[dict[str, Any]], object]


def complaints(document: dict[str, Any]) -> list[str]:
    return [".".join(str(part) for part in error.path) for error in StandardValidator(stack_file_schema()).iter_errors(document)]


def changed(change: Change) -> dict[str, Any]:
    document = stack_file("aws-clinical")
    change(document["config"])
    return document


def test_the_file_is_what_the_settings_generate() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == text(), "stale: run `python -m stacks.schema`"


@pytest.mark.parametrize("name", NAMES)
def test_every_stack_file_is_valid_and_names_the_schema(name: str) -> None:
    assert complaints(stack_file(name)) == []
    first = (STACKS / f"Pulumi.{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=./{SCHEMA_FILE.name}"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda c: c.update({"ai-zones:plann": {}}), "config.ai-zones:plann"),
        (lambda c: c["ai-zones:plan"].update(residancy=[]), "config.ai-zones:plan.residancy"),
        (lambda c: c["ai-zones:plan"]["zones"].update(phy={}), "config.ai-zones:plan.zones.phy"),
        (lambda c: c["ai-zones:plan"]["zones"]["phi"]["services"].append("bedrock-runtime"), "config.ai-zones:plan.zones.phi.services.6"),
        (lambda c: c["ai-zones:plan"]["flows"]["tools"].update(target="phi"), "config.ai-zones:plan.flows.tools"),
        (lambda c: c["ai-zones:plan"]["flows"]["tools"].pop("source"), "config.ai-zones:plan.flows.tools"),
        (lambda c: c["ai-zones:plan"]["providers"]["anthropic"].update(baa="yes"), "config.ai-zones:plan.providers.anthropic.baa"),
        (lambda c: c.update({"ai-zones:deletion_protection": "maybe"}), "config.ai-zones:deletion_protection"),
        (lambda c: c.update({"ai-zones:log_retention_days": 2}), "config.ai-zones:log_retention_days"),
        (lambda c: c.update({"ai-zones:break": "nat"}), "config.ai-zones:break"),
        (lambda c: c.update({"ai-zones:accounts": {"phi": 111122223333}}), "config.ai-zones:accounts.phi"),
        (lambda c: c.pop("ai-zones:plan"), "config"),
    ],
)
def test_an_editor_marks(change: Change, path: str) -> None:
    assert path in complaints(changed(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update({"aws:region": "eu-west-1"}),
        # As `pulumi config set` writes them.
        lambda c: c.update({"ai-zones:deletion_protection": "true", "ai-zones:log_retention_days": "2192"}),
        lambda c: c.update({"ai-zones:break": ["nat-route", "zone-peering"]}),
        lambda c: (c.pop("ai-zones:plan"), c.update({"ai-zones:plan_file": "plan.yaml"})),
        lambda c: c["ai-zones:plan"]["zones"]["management"].update({"index": 9, "cidr": "192.168.0.0/20"}),
    ],
)
def test_an_editor_does_not_mark(change: Change) -> None:
    assert complaints(changed(change)) == []


def test_every_key_is_described() -> None:
    schema = stack_file_schema()
    keys = {**schema["properties"]["config"]["properties"], **schema["$defs"]["ZonePlan"]["properties"]}
    assert [name for name, entry in keys.items() if not entry.get("description") and "$ref" not in entry] == []
    for part in ("Zone", "Flow", "Provider", "Peer"):
        assert [n for n, entry in schema["$defs"][part]["properties"].items() if not entry.get("description") and "$ref" not in entry] == []
