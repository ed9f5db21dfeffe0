"""Adopted log archive: the workspace to which a landing zone's logs go, and the account behind it, read into the state as they stand.

The proof needs them to say where logs come to rest: whether workspace and account are public, whether anonymous readers see a container,
where the workspace exports to, who was given a role. What is not named stays out of sight.
Sources: Azure Cloud Adoption Framework, "Management for Azure landing zones" (a central Log Analytics workspace); Azure Monitor
documentation, "Log Analytics workspace data export in Azure Monitor"; 45 CFR 164.312(b) (audit controls).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import authorization, operationalinsights, storage

from ai_zones.azure import adopted, arm, validation
from ai_zones.azure.adopted import Adopter
from ai_zones.azure.ordering import children_wait

BLOBS = ("blobServices", "default")


class AzureAdoptedLogArchiveArgs(TypedDict):
    """Inputs of `AzureAdoptedLogArchive`: ids of what stands, in whatever subscription. A wrong form of id is refused before anything is read."""

    workspace_id: str
    """The Log Analytics workspace."""
    account_id: NotRequired[str]
    """Storage account behind it. Default: none."""
    container_ids: NotRequired[dict[str, str]]
    """Label → blob container of that account. Default: none."""
    export_ids: NotRequired[dict[str, str]]
    """Label → data export of the workspace; name them all. Default: none."""
    role_assignment_ids: NotRequired[dict[str, str]]
    """Label → role assignment on workspace or account: who reads. Default: none."""


class AdoptedLogArchive(validation.ComponentInput):
    """Parsed `AzureAdoptedLogArchiveArgs`."""

    workspace_id: adopted.LogWorkspaceId
    account_id: adopted.StorageAccountId | None = None
    container_ids: dict[str, adopted.ContainerId] = pydantic.Field(default_factory=dict)
    export_ids: dict[str, adopted.DataExportId] = pydantic.Field(default_factory=dict)
    role_assignment_ids: dict[str, adopted.RoleAssignmentId] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _belongs_together(self) -> Self:
        owners = {"container_ids": ("/blobServices/", self.account_id), "export_ids": ("/dataExports/", self.workspace_id)}
        for key, (step, owner) in owners.items():
            for label, given in sorted(getattr(self, key).items()):
                if owner is None or not arm.same(given.rpartition(step)[0], owner):
                    raise ValueError(f"{key}.{label}: given {given}, of another owner than {owner or 'account_id, which is not given'}")
        return self


class AzureAdoptedLogArchive(pulumi.ComponentResource):
    """Workspace with its exports, and the account behind it. Nothing of it is changed.

    Outputs are named as those of `AzureLogArchive`. Raises `InvalidInputError` before anything is registered.
    """

    workspace_id: str
    """Id of the workspace, as `log_workspace_id` of networks and stores takes it."""
    workspace_name: str
    """Name of the workspace."""
    account_id: str
    """Id of the account; empty without one."""
    account_name: str
    """Name of the account; empty without one."""

    def __init__(self, name: str, args: AzureAdoptedLogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AdoptedLogArchive.parse(name, args)
        super().__init__("ai-zones:index:AzureAdoptedLogArchive", name, {}, children_wait(opts))
        adopter = Adopter(name, self)
        adopter.take(operationalinsights.Workspace, given.workspace_id, "workspace")
        adopter.take_all(operationalinsights.DataExport, given.export_ids, "export")
        if given.account_id is not None:
            adopter.take(storage.StorageAccount, given.account_id, "account")
            adopter.take(storage.BlobServiceProperties, arm.child_id(given.account_id, *BLOBS), "blobs")
        adopter.take_all(storage.BlobContainer, given.container_ids, "container")
        adopter.take_all(authorization.RoleAssignment, given.role_assignment_ids, "role")
        self.workspace_id = given.workspace_id
        self.workspace_name = arm.parse(given.workspace_id).name
        self.account_id = given.account_id or ""
        self.account_name = arm.parse(given.account_id).name if given.account_id else ""
        self.register_outputs(
            {
                "workspaceId": self.workspace_id,
                "workspaceName": self.workspace_name,
                "accountId": self.account_id,
                "accountName": self.account_name,
            }
        )
