"""What keeps a resource that matters: Azure's lock against deletion, beside Pulumi's own protection.

Sources: Azure Resource Manager documentation, "Lock your resources to protect your infrastructure" (`CanNotDelete` leaves changes and every
read; `ReadOnly` would also stop calls that only look like writes, such as listing keys; locks bind the control plane alone).
"""

import pulumi
from pulumi_azure_native import authorization

from ai_zones.azure.naming import Kind, child, resource_name


def lock(component: str, part: str, *, scope: str, of: pulumi.Resource, removable: bool, parent: pulumi.Resource) -> None:
    """Locks the resource `of` with the id `scope` against deletion, unless it is removable."""
    if removable:
        return
    name = child(component, part)
    authorization.ManagementLockByScope(
        name,
        lock_name=resource_name(Kind.LOCK, name),
        scope=scope,
        level=authorization.LockLevel.CAN_NOT_DELETE,
        notes="Holds data or keys. Lift it with the component's input removable.",
        # Not protected by Pulumi: what is removable has no lock, so the `up` that says so deletes it, and the engine would refuse that.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[of], delete_before_replace=True),
    )
