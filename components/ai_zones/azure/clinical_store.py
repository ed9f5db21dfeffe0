"""Clinical store of a zone: Azure Health Data Services with FHIR and DICOM, for callers of our own tenant by private endpoint.

Azure closes the public door of a workspace when its first private endpoint is approved, so the store is reached, and closed, by the endpoints
that each consumer zone builds; there is no property for it.
Sources: Azure Health Data Services documentation, "Configure Private Link for Azure Health Data Services" (public access ends with the first
private endpoint), "Configure customer-managed keys for the FHIR service" and "... for the DICOM service" (user-assigned identity, a key of a
version; keys of 2,048 bits and more), "Export FHIR data" (only where an account is named), "Import FHIR data", "SMART on FHIR" (the proxy is
retired), "FHIR versioning policy", "Configure cross-origin resource sharing"; "Naming rules" (workspace of 3 to 24 letters and digits; services of
3 to 24 with hyphens); 45 CFR 164.312(c)(1) (integrity).
"""

from typing import NotRequired, TypedDict

import pulumi
from pulumi_azure_native import healthcareapis

from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.guarded_service import GuardedServiceInput
from ai_zones.azure.naming import Kind, child, resource_name, unique_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.protection import lock
from ai_zones.azure.references import AzureKeyArgs, VersionedKey
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import TenantId

WORKSPACE = "Microsoft.HealthcareApis/workspaces"


class AzureClinicalStoreArgs(TypedDict):
    """Inputs of `AzureClinicalStore`."""

    organization: str
    """Short name of the organization, part of the hash in the workspace's name."""
    environment: str
    """Environment, part of the hash in the workspace's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the workspace."""
    tenant_id: str
    """Microsoft Entra tenant whose identities may ask."""
    key: AzureKeyArgs
    """Key that encrypts records and images; with `versioned_key_uri`."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told who read what."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    zone: NotRequired[str]
    """Zone that the store stands in. Default: `phi`."""
    dicom: NotRequired[bool]
    """Whether images are kept too. Default: true."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ClinicalStore(GuardedServiceInput):
    """Parsed `AzureClinicalStoreArgs`."""

    zone: str = "phi"
    tenant_id: TenantId
    key: VersionedKey
    dicom: bool = True

    @property
    def workspace_name(self) -> str:
        """Name of the workspace."""
        return clinical_workspace_name(self.zone, **self.naming)


def clinical_workspace_name(zone: str = "phi", *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's workspace, known before it is built."""
    return unique_name(
        Kind.HEALTH_WORKSPACE, "hds", zone, organization=organization, environment=environment, subscription_id=subscription_id
    )


class AzureClinicalStore(pulumi.ComponentResource):
    """Workspace, FHIR service, DICOM service. Protected by Pulumi and by a lock: `destroy` refuses it."""

    workspace_id: str
    """Id of the workspace: private endpoints lead to it (sub-resource `healthcareworkspace`)."""
    workspace_name: str
    """Name of the workspace."""
    fhir_id: str
    """Id of the FHIR service."""
    fhir_url: str
    """`https://<workspace>-<service>.fhir.azurehealthcareapis.com`; also the audience of its tokens."""
    dicom_id: str
    """Id of the DICOM service; empty where there is none."""

    def __init__(self, name: str, args: AzureClinicalStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ClinicalStore.parse(name, args)
        super().__init__("ai-zones:index:AzureClinicalStore", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.workspace_name = given.workspace_name
        self.workspace_id = given.id_of(WORKSPACE, given.workspace_name)
        fhir_name = resource_name(Kind.HEALTH_SERVICE, "records")
        dicom_name = resource_name(Kind.HEALTH_SERVICE, "images")
        self.fhir_id = f"{self.workspace_id}/fhirservices/{fhir_name}"
        self.fhir_url = f"https://{given.workspace_name}-{fhir_name}.fhir.azurehealthcareapis.com"
        self.dicom_id = f"{self.workspace_id}/dicomservices/{dicom_name}" if given.dicom else ""
        workspace = healthcareapis.Workspace(
            child(name, "workspace"),
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            tags=given.tags_of(data_class=DataClass.PHI),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        lock(name, "lock", scope=self.workspace_id, of=workspace, removable=given.removable, parent=self)
        fhir = self._fhir(fhir_name, workspace)
        if given.dicom:
            # One after the other: a workspace takes one change at a time.
            self._dicom(dicom_name, fhir)
        self.register_outputs(
            {
                "workspaceId": self.workspace_id,
                "workspaceName": self.workspace_name,
                "fhirId": self.fhir_id,
                "fhirUrl": self.fhir_url,
                "dicomId": self.dicom_id,
            }
        )

    def _identity(self) -> healthcareapis.ServiceManagedIdentityIdentityArgs:
        return healthcareapis.ServiceManagedIdentityIdentityArgs(
            type="UserAssigned", user_assigned_identities=[self._given.key.identity_id]
        )

    def _encryption(self) -> healthcareapis.EncryptionArgs:
        return healthcareapis.EncryptionArgs(
            customer_managed_key_encryption=healthcareapis.EncryptionCustomerManagedKeyEncryptionArgs(
                key_encryption_key_url=self._given.key.versioned_key_uri
            )
        )

    def _fhir(self, service: str, workspace: pulumi.Resource) -> pulumi.Resource:
        given = self._given
        fhir: pulumi.Resource = healthcareapis.FhirService(
            child(self._name, "fhir"),
            fhir_service_name=service,
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            kind="fhir-R4",
            authentication_configuration=healthcareapis.FhirServiceAuthenticationConfigurationArgs(
                authority=f"https://login.microsoftonline.com/{given.tenant_id}",
                audience=self.fhir_url,
                smart_proxy_enabled=False,
                smart_identity_providers=[],
            ),
            cors_configuration=healthcareapis.FhirServiceCorsConfigurationArgs(origins=[], headers=[], methods=[], allow_credentials=False),
            # No export_configuration: without an account there is nowhere to export to.
            import_configuration=healthcareapis.FhirServiceImportConfigurationArgs(enabled=False, initial_import_mode=False),
            resource_version_policy_configuration=healthcareapis.ResourceVersionPolicyConfigurationArgs(default="versioned"),
            identity=self._identity(),
            encryption=self._encryption(),
            tags=given.tags_of(data_class=DataClass.PHI),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[workspace], protect=not given.removable),
        )
        self._tell("fhir", self.fhir_id, fhir)
        return fhir

    def _dicom(self, service: str, before: pulumi.Resource) -> None:
        given = self._given
        dicom = healthcareapis.DicomService(
            child(self._name, "dicom"),
            dicom_service_name=service,
            workspace_name=given.workspace_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            cors_configuration=healthcareapis.CorsConfigurationArgs(origins=[], headers=[], methods=[], allow_credentials=False),
            enable_data_partitions=False,
            identity=self._identity(),
            encryption=self._encryption(),
            tags=given.tags_of(data_class=DataClass.PHI),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[before], protect=not given.removable),
        )
        self._tell("dicom", self.dicom_id, dicom)

    def _tell(self, part: str, resource_id: str, service: pulumi.Resource) -> None:
        diagnose(
            self._name,
            f"diagnostics-{part}",
            resource_id=resource_id,
            workspace_id=self._given.log_workspace_id,
            archive_account_id=self._given.log_account_id,
            parent=self,
            depends_on=[service],
        )
