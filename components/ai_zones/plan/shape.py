"""Faults of shape: what pydantic refused, in the words of a plan."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .errors import Fault, choose, listed, shown
from .flow import Flow
from .peer import Peer
from .provider import Provider
from .zone import Zone

_ENTRIES: Final[Mapping[str, type[BaseModel]]] = {"zones": Zone, "flows": Flow, "providers": Provider, "peers": Peer}

_EXAMPLES: Final[Mapping[str, str]] = {
    "organization": "organization: clinic-a",
    "environment": "environment: prod",
    "cidr": "cidr: 10.64.0.0/12",
    "residency": "residency: [eu-west-1]",
    "availability_zones": "availability_zones: [eu-west-1a, eu-west-1b, eu-west-1c]",
    "zones": "zones: {phi: {services: [s3, kms]}}",
    "source": "source: deidentification",
    "target": "target: phi",
    "service": "service: database",
    "fqdns": "fqdns: [api.example.com]",
    "kind": "kind: ehr-feed",
    "zone": "zone: phi",
    "link": "link: private-circuit",
}

_NOT_A_MAPPING: Final = {"model_type", "model_attributes_type", "dict_type", "mapping_type"}
# A default that could not be computed because of another fault, which is listed itself.
_CONSEQUENCES: Final = {"default_factory_not_called"}


def shape_faults(error: ValidationError, plan: type[BaseModel]) -> list[Fault]:
    """Every fault that pydantic found."""
    found = error.errors(include_url=False)
    return [_fault(detail, plan) for detail in found if detail["type"] not in _CONSEQUENCES]


def _fault(detail: ErrorDetails, plan: type[BaseModel]) -> Fault:
    path = [part for part in detail["loc"] if part != "[key]"]
    place = place_of(path)
    given, context = detail.get("input"), detail.get("ctx", {})
    last = str(path[-1]) if path else ""
    match detail["type"]:
        case "fault":
            return Fault(place, context["problem"], context["allowed"], context["fix"])
        case "missing":
            return Fault(place, "is missing", "it must be given", f"add `{_EXAMPLES.get(last, f'{last}: …')}`")
        case "extra_forbidden":
            keys = list((_ENTRIES.get(str(path[0]), plan) if len(path) > 1 else plan).model_fields)
            return Fault(place, f"the key {shown(last)} is unknown", listed(keys), choose(last, keys))
        case kind if kind in _NOT_A_MAPPING:
            return Fault(
                place, f"{shown(given)} is not a mapping", "keys with values", "write `key: value` lines below it, or {} for all defaults"
            )
        case "invalid_key" | "string_unicode":
            return Fault(place, f"the key {shown(given)} is not a text", "keys that are texts", "remove it, or write it in quotes")
        case _:
            return Fault(place, f"{shown(given)}: {detail['msg']}", "see the plan's documentation", "correct the value")


def place_of(path: list[Any]) -> str:
    """`zones.phi.services[1]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{str(part)[:80]}"
    return text.removeprefix(".") or "(the plan)"
