"""What must not be deleted by accident: protected in the engine's state, or by the cloud's own deletion protection."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.errors import UserError
from simulator.packages import package
from simulator.rules.registry import Protection, rules_for
from simulator.schema import UnknownTypeError, type_schema
from simulator.world import World


@dataclass(frozen=True)
class Protected:
    """One protected resource."""

    urn: str
    type: str
    name: str
    by: str
    """What protects it."""


def protected(deployment: dict[str, Any], world: World) -> list[Protected]:
    """Resources of a state that a destroy must refuse."""
    found = []
    for resource in deployment.get("resources") or []:
        urn, type_ = resource["urn"], resource["type"]
        reasons = ["protect: true in the stack"] if resource.get("protect") else []
        reasons += [f"{protection.property} in the cloud" for _, protection in _on(resource, world)]
        if reasons:
            found.append(Protected(urn, type_, urn.rsplit("::", 1)[-1], ", ".join(reasons)))
    return found


def unprotect(deployment: dict[str, Any], world: World) -> dict[str, Any]:
    """The state without protection, after the cloud's own has been turned off in the world."""
    with world.change():
        for resource in deployment.get("resources") or []:
            for item, protection in _on(resource, world):
                item.outputs[protection.property] = protection.off
                if protection.property in item.inputs:
                    item.inputs[protection.property] = protection.off
                world.put(item)
                world.log("unprotect", item.type, item.id, item.urn, protection.property)
                for side in ("inputs", "outputs"):
                    if protection.property in resource.get(side, {}):
                        resource[side][protection.property] = protection.off
            resource.pop("protect", None)
            _lift(resource, world)
    return deployment


_SECURITY = ("properties", "securitySettings")
LIFTED: Final[Mapping[str, Mapping[tuple[str, ...], str]]] = {
    # Azure REST API reference, Management Locks: `LockLevel`; Backup Vaults: an unlocked immutability and soft delete may be taken back.
    "azure-native:authorization:ManagementLockByScope": {("level",): "NotSpecified"},
    "azure-native:dataprotection:BackupVault": {
        (*_SECURITY, "immutabilitySettings", "state"): "Disabled",
        (*_SECURITY, "softDeleteSettings", "state"): "Off",
    },
}
"""What stands in the way of whatever is deleted before it: its owner takes it back first. Path → what it then says."""


def _lift(resource: dict[str, Any], world: World) -> None:
    for path, value in LIFTED.get(resource["type"], {}).items():
        for item in world.by_urn(resource["urn"]):
            for shown in (item.outputs, item.inputs, resource.get("inputs", {}), resource.get("outputs", {})):
                _say(shown, path, value)
            world.put(item)
            world.log("unprotect", item.type, item.id, item.urn, ".".join(path))


def _say(shown: Any, path: tuple[str, ...], value: str) -> None:
    *outer, last = path
    for name in outer:
        shown = shown.get(name) if isinstance(shown, dict) else None
    if isinstance(shown, dict) and last in shown:
        shown[last] = value


def _on(resource: dict[str, Any], world: World) -> list[tuple[Any, Protection]]:
    if not resource.get("custom") or resource["type"].startswith("pulumi:"):
        return []
    rules = rules_for(resource["type"])
    protections = [*(rules.protections if rules else ()), *_common(resource["type"])]
    items = [item for item in world.by_urn(resource["urn"]) if item.id == resource.get("id")] if protections else []
    return [(item, one) for item in items for one in protections if item.outputs.get(one.property) in one.values]


def _common(type_: str) -> tuple[Protection, ...]:
    """What protects any type of its package."""
    try:
        return package(type_.partition(":")[0]).protections(type_, type_schema(type_))
    except (UnknownTypeError, UserError):
        return ()
