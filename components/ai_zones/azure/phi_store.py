"""Object store of a zone: a storage account whose every version is kept, reached by private endpoint, opened by role to named identities.

Sources: those of `closed_account`; Azure Storage documentation, "Authorize access to blobs using Microsoft Entra ID", "Soft delete for blobs"
(1 to 365 days), "Versioning for blobs", "Change feed support"; Naming rules of Microsoft.Storage (containers of 3 to 63 characters);
45 CFR 164.312(a)(2)(iv) (encryption), 164.312(c)(1) (integrity), 164.316(b)(2)(i) (six years).
"""

from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic

from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.closed_account import ACCOUNT, ClosedAccount, build_account, build_container, build_lifecycle
from ai_zones.azure.guarded_service import GuardedServiceInput, only_in
from ai_zones.azure.naming import Kind, child, unique_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import AzureKeyArgs, Name
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import SIX_YEARS_DAYS, ComponentInput, Reference, ZoneText
from ai_zones.inputs import matches

MINIMUM_RETENTION_DAYS = 2190
MAX_RETENTION_DAYS = 146_000
TRUSTED_TAG = "trusted-services"

STORE_CLASSES = {
    "phi": DataClass.PHI,
    "deidentification": DataClass.DEIDENTIFIED,
    "training": DataClass.DEIDENTIFIED,
    "management": DataClass.INTERNAL,
}
"""Zones that keep objects, and what these hold. A model is internal: what it was trained on is de-identified."""

ContainerName = Annotated[
    str, matches(r"(?=.{3,63}$)[a-z0-9](-?[a-z0-9])*", "3 to 63 lower-case letters, digits and single hyphens, none at the ends")
]


class AzureCopyScope(StrEnum):
    """From which accounts, and to which, objects may be copied."""

    PRIVATE_LINK = "PrivateLink"
    """Accounts with a private endpoint in the same virtual network."""
    TENANT = "AAD"
    """Accounts of the same Microsoft Entra tenant."""


class AzureStorePrincipalArgs(TypedDict):
    """An identity that may use the store."""

    principal_id: pulumi.Input[str]
    """Object id of a managed identity."""
    writable: NotRequired[bool]
    """Whether it may write. Default: false."""


class AzurePhiStoreArgs(TypedDict):
    """Inputs of `AzurePhiStore`."""

    zone: str
    """Zone that the store stands in: `phi`, `deidentification`, `training` (its data sets and runs) or `management` (models, signed)."""
    organization: str
    """Short name of the organization, part of the hash in the account's name."""
    environment: str
    """Environment, part of the hash in the account's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the account; it must have availability zones."""
    key: AzureKeyArgs
    """Key that encrypts everything in the account."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of every read, write and deletion."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    containers: NotRequired[list[str]]
    """Containers. Default: `records`."""
    principals: NotRequired[dict[str, AzureStorePrincipalArgs]]
    """Identities that may use the store, by a stable name. Default: none."""
    label: NotRequired[str]
    """Tells several stores of one zone apart. Default: `store`."""
    retention_days: NotRequired[int]
    """Days for which every version is kept, 2,190 (six years) or more. Default: 2,192."""
    locked: NotRequired[bool]
    """True makes the retention final: nobody, Microsoft included, shortens it. Azure makes a policy unlocked, so it is locked by a second
    `up`. Default: false, so that a patient's right to erasure can be served."""
    restore_days: NotRequired[int]
    """Days in which a deleted blob comes back, 7 to 365. Default: 35."""
    cool_after_days: NotRequired[int]
    """Days after the last change until a blob grows cool; 90 days later it grows cold. Default: 90."""
    copy_scope: NotRequired[AzureCopyScope]
    """Default: `PrivateLink`."""
    trusted_services_reason: NotRequired[str | None]
    """Why Azure's trusted services, such as Azure Backup, may pass the closed network; it stands in the account's tags. Default: they may not."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection; kept versions stay kept. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class StorePrincipal(ComponentInput):
    """Parsed `AzureStorePrincipalArgs`."""

    principal_id: Reference
    writable: bool = False


class PhiStore(GuardedServiceInput):
    """Parsed `AzurePhiStoreArgs`."""

    zone: Annotated[ZoneText, only_in(STORE_CLASSES, "other zones keep no data")]
    containers: list[ContainerName] = pydantic.Field(default=["records"], min_length=1)
    principals: dict[Name, StorePrincipal] = pydantic.Field(default_factory=dict)
    label: Name = "store"
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=MINIMUM_RETENTION_DAYS, le=MAX_RETENTION_DAYS)
    locked: bool = False
    restore_days: int = pydantic.Field(default=35, ge=7, le=365)
    cool_after_days: int = pydantic.Field(default=90, ge=30)
    copy_scope: AzureCopyScope = AzureCopyScope.PRIVATE_LINK
    trusted_services_reason: Annotated[str, pydantic.Field(min_length=10, max_length=256)] | None = None

    @property
    def account_name(self) -> str:
        """Name of the account."""
        return store_account_name(self.zone, self.label, **self.naming)

    def account(self, component: str) -> ClosedAccount:
        """What the account is made of."""
        tags = self.tags_of(data_class=STORE_CLASSES[self.zone])
        if self.trusted_services_reason is not None:
            tags[TRUSTED_TAG] = self.trusted_services_reason
        return ClosedAccount(
            component=component,
            account_name=self.account_name,
            account_id=self.id_of(ACCOUNT, self.account_name),
            resource_group_name=self.resource_group_name,
            location=self.location,
            key=self.key,
            tags=tags,
            retention_days=self.retention_days,
            locked=self.locked,
            restore_days=self.restore_days,
            copy_scope=self.copy_scope.value,
            trusted_services=self.trusted_services_reason is not None,
            appendable=False,
            removable=self.removable,
            workspace_id=self.log_workspace_id,
            archive_account_id=self.log_account_id,
        )


def store_account_name(zone: str, label: str = "store", *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's account, known before it is built so that endpoints and policies can name it."""
    return unique_name(
        Kind.STORAGE_ACCOUNT, "st", zone, label, organization=organization, environment=environment, subscription_id=subscription_id
    )


class AzurePhiStore(pulumi.ComponentResource):
    """Account, containers, retention, roles. Protected by Pulumi and by a lock: `destroy` refuses it."""

    account_id: str
    """Id of the account."""
    account_name: str
    """Name of the account."""
    blob_endpoint: str
    """`https://<account>.blob.core.windows.net/`."""
    container_ids: dict[str, str]
    """Id of each container."""

    def __init__(self, name: str, args: AzurePhiStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        store = PhiStore.parse(name, args)
        super().__init__("ai-zones:index:AzurePhiStore", name, {}, children_wait(opts))
        made = store.account(name)
        account, blobs = build_account(made, self)
        for container in sorted(set(store.containers)):
            build_container(made, container, self, [blobs])
        build_lifecycle(made, cool_after_days=store.cool_after_days, delete_after_days=None, parent=self, after=[blobs])
        for label, principal in sorted(store.principals.items()):
            writes = principal.writable
            grant(
                child(name, "for", label),
                subscription_id=store.subscription_id,
                scope=made.account_id,
                role=BuiltInRole.STORAGE_BLOB_DATA_CONTRIBUTOR if writes else BuiltInRole.STORAGE_BLOB_DATA_READER,
                principal=label,
                principal_id=principal.principal_id,
                principal_type=PrincipalType.SERVICE_PRINCIPAL,
                parent=self,
                depends_on=[account],
            )
        self.account_id = made.account_id
        self.account_name = made.account_name
        self.blob_endpoint = f"https://{made.account_name}.blob.core.windows.net/"
        self.container_ids = {
            container: f"{made.account_id}/blobServices/default/containers/{container}" for container in sorted(set(store.containers))
        }
        self.register_outputs(
            {
                "accountId": self.account_id,
                "accountName": self.account_name,
                "blobEndpoint": self.blob_endpoint,
                "containerIds": self.container_ids,
            }
        )
