"""Resource group of a zone: what stands in it goes with it, so a lock keeps it from being deleted as a whole.

Sources: Azure Resource Manager documentation, "Manage Azure resource groups", "Lock your resources to protect your infrastructure"
(`CanNotDelete` is inherited by all that stands in the group; it leaves changes and reads).
"""

from typing import NotRequired, TypedDict

import pulumi
from pulumi_azure_native import authorization, resources

from ai_zones.azure import arm
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.validation import ZonedInput


class AzureZoneGroupArgs(TypedDict):
    """Inputs of `AzureZoneGroup`."""

    zone: str
    """Zone that the group holds."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Name of the group, such as `<organization>-<environment>-<zone>`."""
    location: str
    """Region of the group by its short name, such as `westeurope`."""
    deletion_protection: NotRequired[bool]
    """False leaves out the lock. Default True: neither the group nor anything in it can be deleted before the lock is lifted."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ZoneGroup(ZonedInput):
    """Parsed `AzureZoneGroupArgs`."""

    deletion_protection: bool = True


class AzureZoneGroup(pulumi.ComponentResource):
    """Resource group with its lock. Components of the zone wait for it: give them `depends_on=[group]`."""

    resource_group_id: str
    """Id of the group."""
    resource_group_name: str
    """Name of the group."""

    def __init__(self, name: str, args: AzureZoneGroupArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ZoneGroup.parse(name, args)
        super().__init__("ai-zones:index:AzureZoneGroup", name, {}, children_wait(opts))
        self.resource_group_name = given.resource_group_name
        self.resource_group_id = arm.group_id(given.subscription_id, given.resource_group_name)
        group = resources.ResourceGroup(
            child(name, "group"),
            resource_group_name=given.resource_group_name,
            location=given.location,
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, protect=given.deletion_protection, delete_before_replace=True),
        )
        if given.deletion_protection:
            authorization.ManagementLockByScope(
                child(name, "lock"),
                lock_name=resource_name(Kind.LOCK, name, "keep"),
                scope=self.resource_group_id,
                level=authorization.LockLevel.CAN_NOT_DELETE,
                notes=f"Holds the {given.zone} zone. Lift it with deletion_protection: false.",
                # Neither Pulumi's protection of the group nor a lock alone is enough: the one does not bind the portal, the other falls with
                # the state. The lock itself is not protected: with `deletion_protection: false` the next `up` is to delete it. A `destroy` by
                # mistake does not get there: all of the zone waits for this group, so it would have to go before the lock, which holds it.
                opts=after(self, group),
            )
        self.register_outputs({"resourceGroupId": self.resource_group_id, "resourceGroupName": self.resource_group_name})
