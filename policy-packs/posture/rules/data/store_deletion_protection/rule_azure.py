"""Stores of records are locked against deletion, by themselves or with their group."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_paths import GROUP
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users
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
    """Whether a lock holds it, or the group that it stands in."""
    if look.companions(LOCK, "scope") or any(user.resource.type in LOCK for user in users(look)):
        return True
    groups = look.targets("resourceGroupName", (GROUP,))
    if any(group.companions(LOCK, "scope") or any(user.resource.type in LOCK for user in users(group)) for group in groups):
        return True
    named = look.text("resourceGroupName")
    locks = [look.scene.look(resource) for resource in look.scene.of(LOCK)]
    return isinstance(named, str) and any(
        isinstance(scope := lock.text("scope"), str) and scope.lower().endswith(f"/resourcegroups/{named.lower()}") for lock in locks
    )
