"""Locks hold for every type, whether or not it has rules.

Source: Azure documentation, "Lock your resources to protect your infrastructure" (a lock on a scope is inherited by everything in it; what
contains a locked resource can't be deleted either).
"""

from simulator.rules import Action
from simulator.rules.azure_native.ids import own_id
from simulator.rules.azure_native.service_rules import LOCKS, respect_locks
from simulator.rules.registry import every_type

HOLDING = ("CanNotDelete", "ReadOnly")
"""Levels of locks that hold something; `NotSpecified` is a lock that its owner has lifted."""
_SOURCE = "Azure documentation, 'Lock your resources to protect your infrastructure'"


@every_type("azure-native", "create", source=_SOURCE)
@every_type("azure-native", "update", source=_SOURCE)
@every_type("azure-native", "delete", source=_SOURCE)
def locked_from_above(action: Action) -> None:
    """A lock on the resource or on a scope that it stands in."""
    respect_locks(action)


@every_type("azure-native", "delete", source=_SOURCE)
def locked_below(action: Action) -> None:
    """What holds something locked can't be deleted, 'all resources or none'."""
    if action.type in LOCKS:
        return
    start = own_id(action).lower() + "/"
    for lock in action.world.find(*LOCKS):
        scope = lock.id.rsplit("/providers/", 1)[0]
        if lock.outputs.get("level") in HOLDING and scope.lower().startswith(start):
            action.refuse(
                "ScopeLocked",
                f"The scope '{own_id(action)}' cannot perform delete operation because following scope(s) are locked: '{scope}'. "
                "Please remove the lock and try again.",
            )
