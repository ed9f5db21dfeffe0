"""Inputs of `AzureZoneVault`, and what must hold between them.

Sources: Azure Key Vault documentation, "About keys" (sizes), "Configure cryptographic key auto-rotation in Azure Key Vault", "Azure Key
Vault secure key release policy grammar"; Microsoft Azure Attestation, "Azure Attestation shared providers"; Azure confidential VM, "Create a
confidential VM with a customer-managed key" (RSA-HSM of 3,072 bits, exportable; "Confidential VM Orchestrator" releases it).
"""

import base64
import datetime
import json
from enum import StrEnum
from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.azure.naming import Kind, unique_name
from ai_zones.azure.references import Name, ObjectId, StorageAccountId, WorkspaceId
from ai_zones.azure.validation import ComponentInput, TenantId, ZonedInput
from ai_zones.inputs import matches


class AzureKeyUse(StrEnum):
    """A service that encrypts with a key. Each comes to the vault as a trusted service, past its closed network."""

    AI_SEARCH = "ai-search"
    AI_SERVICES = "ai-services"
    BACKUP = "backup"
    CONFIDENTIAL_DISKS = "confidential-disks"
    CONTAINER_REGISTRY = "container-registry"
    COSMOS_DB = "cosmos-db"
    DISKS = "disks"
    HEALTH_DATA = "health-data"
    KUBERNETES = "kubernetes"
    LOG_ANALYTICS = "log-analytics"
    MACHINE_LEARNING = "machine-learning"
    POSTGRESQL = "postgresql"
    SERVICE_BUS = "service-bus"
    STORAGE = "storage"


class AzureVaultKeyArgs(TypedDict):
    """One key."""

    uses: list[AzureKeyUse]
    """Services that encrypt with the key; the reason why trusted services may pass the vault's closed network."""
    expires_on: str
    """Date on which the first version expires, `YYYY-MM-DD`; rotation comes long before it. Later versions follow `validity_days`."""
    key_size: NotRequired[int]
    """Bits, 3072 or 4096. Default: 3072."""
    rotation_days: NotRequired[int]
    """Days between rotations, 28 to 365. Default: 365."""
    validity_days: NotRequired[int]
    """Days until a version expires, at least 37 more than `rotation_days`. Default: 730."""
    attestation_authority: NotRequired[str | None]
    """Azure Attestation provider whose word releases the key to a confidential VM, such as `https://sharedweu.weu.attest.azure.net`; needed
    with the use `confidential-disks`, and only there."""
    orchestrator_object_id: NotRequired[str | None]
    """Object id, in this tenant, of "Confidential VM Orchestrator"; needed with the use `confidential-disks`, and only there."""


class AzureZoneVaultArgs(TypedDict):
    """Inputs of `AzureZoneVault`."""

    zone: str
    """Zone whose data the keys encrypt."""
    organization: str
    """Short name of the organization, part of the hash in the vault's name."""
    environment: str
    """Environment, part of the hash in the vault's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the vault."""
    tenant_id: str
    """Microsoft Entra tenant whose identities the vault knows."""
    keys: dict[str, AzureVaultKeyArgs]
    """Keys, by a short name such as `storage`. Without any, nobody passes the vault's closed network."""
    log_workspace_id: pulumi.Input[str] | None
    """Log Analytics workspace that is told of every use. Null: its settings are made apart (`AzureDiagnostics`), where the workspace itself waits
    for a key of this vault."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Azure still keeps what is deleted for 90 days. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class VaultKey(ComponentInput):
    """Parsed `AzureVaultKeyArgs`."""

    uses: list[AzureKeyUse] = pydantic.Field(min_length=1)
    expires_on: datetime.date
    key_size: int = 3072
    rotation_days: int = pydantic.Field(default=365, ge=28, le=365)
    validity_days: int = pydantic.Field(default=730, ge=65, le=1095)
    attestation_authority: (
        Annotated[
            str, matches(r"https://[a-z0-9.-]+\.attest\.azure\.net/?", "an attestation provider, https://<name>.<region>.attest.azure.net")
        ]
        | None
    ) = None
    orchestrator_object_id: ObjectId | None = None

    @pydantic.field_validator("key_size")
    @classmethod
    def _is_long(cls, bits: int) -> int:
        if bits not in (3072, 4096):
            raise ValueError("must be 3072 or 4096")
        return bits

    @pydantic.model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.validity_days < self.rotation_days + 37:
            raise ValueError(
                f"validity_days: given {self.validity_days}; with rotation_days {self.rotation_days} at least {self.rotation_days + 37}, so "
                "that the notice of 30 days comes only where a rotation has failed"
            )
        released = (self.attestation_authority is not None, self.orchestrator_object_id is not None)
        if released != (self.confidential, self.confidential):
            raise ValueError(
                "attestation_authority, orchestrator_object_id: give both with the use confidential-disks, and neither without it: a key "
                "that can be released leaves its hardware"
            )
        if self.confidential and (self.key_size != 3072 or self.uses != [AzureKeyUse.CONFIDENTIAL_DISKS]):
            raise ValueError("uses: a key of confidential-disks has 3072 bits and no other use")
        return self

    @property
    def confidential(self) -> bool:
        """Whether the key is released to attested hardware."""
        return AzureKeyUse.CONFIDENTIAL_DISKS in self.uses

    @property
    def expires_seconds(self) -> float:
        """Seconds since 1970, UTC."""
        return float(int(datetime.datetime.combine(self.expires_on, datetime.time.min, datetime.UTC).timestamp()))


class ZoneVault(ZonedInput):
    """Parsed `AzureZoneVaultArgs`."""

    organization: Name
    environment: Name
    tenant_id: TenantId
    keys: dict[Name, VaultKey]
    log_workspace_id: WorkspaceId | None
    log_account_id: StorageAccountId = None
    removable: bool = False

    @property
    def vault_name(self) -> str:
        """Name of the vault."""
        return zone_vault_name(
            self.zone, organization=self.organization, environment=self.environment, subscription_id=self.subscription_id
        )

    @property
    def trusted(self) -> bool:
        """Whether a service must pass the closed network to use a key."""
        return any(key.uses for key in self.keys.values())


def zone_vault_name(zone: str, *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's vault, known before it is built."""
    return unique_name(Kind.KEY_VAULT, "kv", zone, organization=organization, environment=environment, subscription_id=subscription_id)


def release_policy(authority: str) -> str:
    """The release policy of a key for confidential VMs, as Key Vault wants it: JSON in base64url without padding."""
    claims = [
        {"claim": "x-ms-attestation-type", "equals": "sevsnpvm"},
        {"claim": "x-ms-compliance-status", "equals": "azure-compliant-cvm"},
    ]
    policy = {"version": "1.0.0", "anyOf": [{"authority": authority.rstrip("/") + "/", "allOf": claims}]}
    return base64.urlsafe_b64encode(json.dumps(policy, separators=(",", ":")).encode()).decode().rstrip("=")
