"""What the files of the stacks above all zones share: an organization's on AWS, a tenant's on Azure. They hold no plan.

Source: JSON Schema draft 2020-12.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from pydantic import BaseModel

from ai_zones.plan import Fault
from ai_zones.plan.errors import choose, listed, shown
from stacks.errors import PROJECT
from stacks.reading import own_keys

_OF_ZONES: Final = {"log_retention_days", "store_retention_days"}
"""Pulumi.yaml gives their defaults to every stack of the project."""


def keys_above(config: Mapping[str, Any]) -> dict[str, Any]:
    """This project's keys without those that the project gives to stacks of zones, and without their prefix."""
    return {key: value for key, value in own_keys(config).items() if key not in _OF_ZONES}


def environment_faults(people: Any, environments: Collection[str]) -> list[Fault]:
    """The people's environment, where there is none of that name."""
    if people is None or people.environment in environments:
        return []
    given, known = people.environment, list(environments)
    return [Fault(f"{PROJECT}:people.environment", f"{shown(given)} is no environment", listed(known), choose(given, known))]


def schema_text(config: type[BaseModel], title: str) -> str:
    """JSON Schema of the stack file, for completion in editors."""
    model = config.model_json_schema(ref_template="#/$defs/{model}")
    definitions = model.pop("$defs", {})
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "required": ["config"],
        "properties": {
            "config": {
                "type": "object",
                "required": [f"{PROJECT}:{key}" for key in model["required"]],
                "properties": {f"{PROJECT}:{key}": entry for key, entry in model["properties"].items()},
                "patternProperties": {f"^(?!{PROJECT}:)": True},
                "additionalProperties": False,
            }
        },
        "$defs": definitions,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
