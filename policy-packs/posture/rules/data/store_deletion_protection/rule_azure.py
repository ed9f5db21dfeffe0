"""Stores of records are locked against deletion, by themselves or with their group."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_paths import GROUP
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look, Scene
from posture.rules.scope import guarded

STORES: Final = az(
    "storage:StorageAccount",
    "dbforpostgresql:Server",
    "dbformysql:Server",
    "sql:Server",
    "cosmosdb:DatabaseAccount",
    "keyvault:Vault",
    "healthcareapis:Workspace",
)
LOCK: Final = az(
    "authorization:ManagementLockByScope",
    "authorization:ManagementLockAtResourceLevel",
    "authorization:ManagementLockAtResourceGroupLevel",
    "authorization:ManagementLockAtSubscriptionLevel",
)
_LEVELS: Final = ("cannotdelete", "readonly")


@rule(*STORES, *LOCK)
def check(look: Look) -> Iterator[Fault]:
    """A lock binds deletions of the resource and of its group; data is protected by versions and retention."""
    if look.resource.type in LOCK:
        if look.scene.classified:
            yield from must_say(look, "level", _LEVELS, "locks nothing")
    elif (look.holds_records or (guarded(look) and "keyvault:Vault" in look.resource.type)) and not locked(look):
        maybe = bool(look.maybe_companions(LOCK, "scope"))
        yield Fault("can be deleted by one command", "lock", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)


def locked(look: Look) -> bool:
    """Whether a lock holds it, something in it (a group or server goes with all that it has, or not at all), or its group."""
    if look.urn in _held(look.scene):
        return True
    groups = look.targets("resourceGroupName", (GROUP,))
    if any(group.urn in _held(look.scene) for group in groups):
        return True
    named = look.text("resourceGroupName")
    locks = [look.scene.look(resource) for resource in look.scene.of(LOCK)]
    return isinstance(named, str) and any(
        isinstance(scope := lock.text("scope"), str) and scope.lower().endswith(f"/resourcegroups/{named.lower()}") for lock in locks
    )


def _held(scene: Scene) -> frozenset[str]:
    """URNs of what locks name, and of what that is a part of."""
    if "held by locks" not in scene.notes:
        found: set[str] = set()
        for resource in scene.of(LOCK):
            references = scene.look(resource).references("scope")
            for urn in (urn for one in references if one.certain for urn in one.targets):
                held: Look | None = scene.look(scene.stack.by_urn[urn])
                while held is not None and held.urn not in found:
                    found.add(held.urn)
                    held = held.parent
        scene.notes["held by locks"] = frozenset(found)
    held_urns: frozenset[str] = scene.notes["held by locks"]
    return held_urns
