"""JSON Schemas of the stack files, for completion in editors: `python -m stacks.schema` writes `stacks/schema.json` (AWS),
`stacks/azure-schema.json` and `stacks/gcp-schema.json`.

Sources: JSON Schema draft 2020-12; Pulumi documentation, "Stack settings file reference".
"""

import json
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from ai_zones.plan import CEILING, SERVICES, Cloud, ZoneName, ZonePlan
from stacks.azure.config import AzureStackConfig
from stacks.azure.values import AzureBreak
from stacks.config import StackConfig
from stacks.errors import PROJECT
from stacks.gcp.config import GcpStackConfig
from stacks.gcp.values import GcpBreak
from stacks.values import Break

_TEXT: Final = {"type": "string"}


@dataclass(frozen=True)
class CloudFile:
    """What differs between the stack files of two clouds."""

    cloud: Cloud
    file: Path
    model: type[BaseModel]
    breaks: type[StrEnum]
    required: tuple[str, ...] = ()


AWS: Final = CloudFile(Cloud.AWS, Path(__file__).resolve().parent / "schema.json", StackConfig, Break)
AZURE: Final = CloudFile(
    Cloud.AZURE, Path(__file__).resolve().parent / "azure-schema.json", AzureStackConfig, AzureBreak, ("cloud", "tenant_id")
)
GCP: Final = CloudFile(Cloud.GCP, Path(__file__).resolve().parent / "gcp-schema.json", GcpStackConfig, GcpBreak, ("cloud",))
SCHEMA_FILE: Final = AWS.file
_ALSO_TEXT: Final = (
    "may_wait",
    "single_availability_zone",
    "zone_redundant",
    "highly_available",
    "deletion_protection",
    "log_retention_days",
    "store_retention_days",
)


def stack_file_schema(of: CloudFile = AWS) -> dict[str, Any]:
    """Schema of `Pulumi.<stack>.yaml`: this project's keys exactly, other projects' keys freely."""
    config = of.model.model_json_schema(ref_template="#/$defs/{model}")
    plan = ZonePlan.model_json_schema(ref_template="#/$defs/{model}")
    definitions = {**config.pop("$defs", {}), **plan.pop("$defs", {})}
    _name_the_services(of.cloud, plan, definitions)
    # Availability zones may stand in the stack's own key, accounts too.
    plan["required"] = [key for key in plan["required"] if key != "availability_zones"]
    definitions["ZonePlan"] = plan
    keys = {f"{PROJECT}:{name}": schema for name, schema in config["properties"].items()}
    for name in _ALSO_TEXT:
        if f"{PROJECT}:{name}" in keys:
            _also_as_text(keys[f"{PROJECT}:{name}"])
    keys[f"{PROJECT}:plan"] = {"$ref": "#/$defs/ZonePlan"}
    one = {"enum": [fault.value for fault in of.breaks]}
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
                **({"required": [f"{PROJECT}:{name}" for name in of.required]} if of.required else {}),
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


def _name_the_services(cloud: Cloud, plan: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Each zone's own list of the cloud's services, and the flows that the ceiling knows."""
    zones = {}
    for zone in ZoneName:
        names = sorted(CEILING.cloud_services[cloud][zone])
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
    """Write the files."""
    for of in (AWS, AZURE, GCP):
        of.file.write_text(text(of), encoding="utf-8")
        sys.stdout.write(f"wrote {of.file.name}\n")


def text(of: CloudFile = AWS) -> str:
    """A file's content."""
    return json.dumps(stack_file_schema(of), indent=2, ensure_ascii=False, sort_keys=False) + "\n"


if __name__ == "__main__":
    main()
