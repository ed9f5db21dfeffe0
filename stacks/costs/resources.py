"""Resources of a preview's JSON or an exported state, as far as a bill needs them.

Sources: Pulumi documentation, "pulumi preview" (`--json`), "pulumi stack export"; docs/decisions/0004.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

_PLACES: Final = {"pulumi:providers:aws": "region", "pulumi:providers:azure-native": "location", "pulumi:providers:gcp": "region"}
"""Provider → its input that says where."""
_CLOUDS: Final = ("aws:", "azure-native:", "gcp:")


@dataclass(frozen=True)
class Resource:
    """One resource of a cloud."""

    type: str
    """Type token, such as `aws:ec2/natGateway:NatGateway`."""
    name: str
    """Name in the program."""
    zone: str
    """Zone that it is tagged for, else that its provider is named after; `shared` where neither says one."""
    region: str
    """Region of its provider."""
    inputs: Mapping[str, Any]
    """What the program asked for."""


def from_preview(document: Mapping[str, Any]) -> list[Resource]:
    """Resources that stand after a previewed update (with `--show-sames`), replaced ones once and deleted ones not."""
    steps = [
        step for step in document.get("steps", []) if step.get("op") not in ("delete", "delete-replaced", "discard", "create-replacement")
    ]
    return _resources(step.get("newState") or step.get("oldState") or {} for step in steps)


def from_state(document: Mapping[str, Any]) -> list[Resource]:
    """Resources of an exported state, those that are pending deletion left out."""
    listed = document.get("deployment", document).get("resources") or []
    return _resources(one for one in listed if not one.get("delete"))


def _resources(states: Iterable[Mapping[str, Any]]) -> list[Resource]:
    found = list(states)
    regions = {one["urn"]: str((one.get("inputs") or {}).get(_PLACES[one["type"]]) or "") for one in found if one.get("type") in _PLACES}
    return [
        made(
            one["type"],
            one["urn"].rsplit("::", 1)[-1],
            one.get("inputs") or {},
            provider := str(one.get("provider") or "").rpartition("::")[0],
            regions.get(provider, ""),
        )
        for one in found
        if one.get("type", "").startswith(_CLOUDS) and one.get("custom", True) and not one.get("external")
    ]


def made(type_: str, name: str, inputs: Mapping[str, Any], provider: str, region: str) -> Resource:
    """A resource; `provider` is the URN or the name of its provider (`phi-aws`, `phi-azure`, `phi-gcp`)."""
    tags = inputs.get("labels") if type_.startswith("gcp:") else inputs.get("tags")
    tagged = tags.get("ai-zone") if isinstance(tags, Mapping) else None
    own = inputs.get("region")
    named = provider.rsplit("::", 1)[-1].removesuffix("-aws").removesuffix("-azure").removesuffix("-gcp")
    return Resource(type_, name, tagged or named or "shared", own if isinstance(own, str) else region, inputs)
