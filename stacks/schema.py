"""JSON Schema of the stack files, for completion in editors: `python -m stacks.schema` writes `stacks/schema.json`.

Sources: JSON Schema draft 2020-12; Pulumi documentation, "Stack settings file reference".
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from ai_zones.plan import CEILING, SERVICES, Cloud, ZoneName, ZonePlan
from stacks.config import StackConfig
from stacks.errors import PROJECT
from stacks.values import Break

SCHEMA_FILE: Final = Path(__file__).resolve().parent / "schema.json"

_TEXT: Final = {"type": "string"}


def stack_file_schema() -> dict[str, Any]:
    """Schema of `Pulumi.<stack>.yaml`: this project's keys exactly, other projects' keys freely."""
    config = StackConfig.model_json_schema(ref_template="#/$defs/{model}")
    plan = ZonePlan.model_json_schema(ref_template="#/$defs/{model}")
    definitions = {**config.pop("$defs", {}), **plan.pop("$defs", {})}
    _name_the_services(plan, definitions)
    # Availability zones may stand in the stack's own key, accounts too.
    plan["required"] = [key for key in plan["required"] if key != "availability_zones"]
    definitions["ZonePlan"] = plan
    keys = {f"{PROJECT}:{name}": schema for name, schema in config["properties"].items()}
    for name in ("may_wait", "single_availability_zone", "deletion_protection", "log_retention_days", "store_retention_days"):
        _also_as_text(keys[f"{PROJECT}:{name}"])
    keys[f"{PROJECT}:plan"] = {"$ref": "#/$defs/ZonePlan"}
    one = {"enum": [fault.value for fault in Break]}
    keys[f"{PROJECT}:break"] = {**keys[f"{PROJECT}:break"], "anyOf": [one, {"type": "array", "items": one}]}
    for name in ("type", "items", "default"):
        keys[f"{PROJECT}:break"].pop(name, None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "AI Zones stack file",
        "type": "object",
        "required": ["config"],
        "additionalProperties": False,
        "properties": {
            "config": {
                "type": "object",
                "properties": keys,
                "patternProperties": {f"^(?!{PROJECT}:)": True},
                "additionalProperties": False,
                "oneOf": [{"required": [f"{PROJECT}:plan"]}, {"required": [f"{PROJECT}:plan_file"]}],
            },
            "environment": True,
            "secretsprovider": _TEXT,
            "encryptedkey": _TEXT,
            "encryptionsalt": _TEXT,
        },
        "$defs": definitions,
    }


def _also_as_text(schema: dict[str, Any]) -> None:
    """`pulumi stack init` and `pulumi config set` write every scalar back as a quoted text."""
    kind = schema.pop("type")
    bounds = {name: schema.pop(name) for name in ("enum", "minimum", "maximum") if name in schema}
    schema["anyOf"] = [
        {"type": kind, **bounds},
        {"type": "string", "pattern": "^(true|false)$" if kind == "boolean" else "^[0-9]+$"},
    ]


def _name_the_services(plan: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Each zone's own list of AWS services, and the flows that the ceiling knows."""
    zones = {}
    for zone in ZoneName:
        names = sorted(CEILING.cloud_services[Cloud.AWS][zone])
        zones[zone.value] = {"allOf": [{"$ref": "#/$defs/Zone"}, {"properties": {"services": {"items": {"enum": names}}}}]}
    plan["properties"]["zones"] = {
        "type": "object",
        "description": "Declared zones.",
        "minProperties": 1,
        "properties": zones,
        "additionalProperties": False,
    }
    # One branch a source and target: an editor then offers only the services that this source may use.
    roads: dict[tuple[str, str], list[str]] = {}
    for flow in sorted(CEILING.flows):
        roads.setdefault((flow.source.value, flow.target.value), []).append(flow.service.value)
    definitions["Flow"]["anyOf"] = [
        {"properties": {"source": {"const": source}, "target": {"const": target}, "service": {"enum": services}}}
        for (source, target), services in roads.items()
    ]
    definitions["Service"]["enum"] = sorted({service.value for services in SERVICES.values() for service in services})


def main() -> None:
    """Write the file."""
    SCHEMA_FILE.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"wrote {SCHEMA_FILE.name}\n")


def text() -> str:
    """The file's content."""
    return json.dumps(stack_file_schema(), indent=2, ensure_ascii=False, sort_keys=False) + "\n"


if __name__ == "__main__":
    main()
