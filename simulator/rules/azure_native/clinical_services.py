"""Azure Health Data Services: workspaces, FHIR, DICOM, MedTech.

Sources: Azure documentation, "Deploy Azure Health Data Services workspace" (names unique in the world), "Deploy the FHIR service"
(authority and audience), "Configure Private Link for Azure Health Data Services" (on the workspace, for all its services; public traffic
is then off), "Configure customer-managed keys for the FHIR service" (an assigned identity), "Configure export settings", "Configure
import settings", "Deploy the DICOM service with Azure Data Lake Storage", "Deploy the MedTech service"; REST API reference, Workspaces,
Fhir Services, Dicom Services, Iot Connectors.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import CLINICAL_WORKSPACE, STORAGE_ACCOUNT
from simulator.rules.azure_native.ids import own_id
from simulator.rules.azure_native.key_access import KEY_URI, needs_key
from simulator.rules.azure_native.managed_identities import has_identity, principals, shown_identity, tenant, with_identity
from simulator.rules.azure_native.private_connections import connections, shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, get, service, to
from simulator.rules.checks import Allowed, Fault, Length, Pattern
from simulator.rules.registry import Rules, unique
from simulator.values import Properties

FHIR = "azure-native:healthcareapis:FhirService"
DICOM = "azure-native:healthcareapis:DicomService"
MEDTECH = "azure-native:healthcareapis:IotConnector"
MEDTECH_TARGET = "azure-native:healthcareapis:IotConnectorFhirDestination"
_DEPLOY = "Azure documentation, 'Deploy the FHIR service within Azure Health Data Services'"
_KEYS = "Azure documentation, 'Configure customer-managed keys for the FHIR service'"
_LINK = "Azure documentation, 'Configure Private Link for Azure Health Data Services'"
_NAMED = "3 to 24 letters, digits and hyphens, beginning and ending with a letter or digit"
_FORM = r"[A-Za-z0-9][A-Za-z0-9-]{1,22}[A-Za-z0-9]"

workspace = service(
    CLINICAL_WORKSPACE,
    source="REST API reference, Workspaces, Create Or Update (Health Data Services)",
    checks=(
        Pattern(
            "workspaceName",
            r"[a-z0-9]{3,24}",
            source="Azure documentation, 'Deploy Azure Health Data Services workspace'",
            saying="3 to 24 lower-case letters and digits",
        ),
    ),
    unique=(unique("name", scope="global", code="WorkspaceNameUnavailable", message="The workspace name {name} is not available."),),
    outputs={"properties": {"provisioningState": "Succeeded", "publicNetworkAccess": "Enabled"}},
)
shows_connections(workspace, "properties.privateEndpointConnections")


@workspace.on_read
def public_traffic_ends(action: Action) -> None:
    """An approved private endpoint turns public access off."""
    action.outputs["properties"] = {**action.outputs["properties"], "publicNetworkAccess": public_access(action, action.object.id)}


def public_access(action: Action, workspace_id: str) -> str:
    """Whether services of a workspace are reached publicly."""
    found = connections(action.world, workspace_id)
    approved = any(get(one, "privateLinkServiceConnectionState.status") == "Approved" for one in found)
    return "Disabled" if approved else "Enabled"


@workspace.before("delete")
def services_go_first(action: Action) -> None:
    """A workspace with services can't be deleted."""
    for one in action.world.below(action.id + "/"):
        if one.type in (FHIR, DICOM, MEDTECH):
            action.refuse("WorkspaceNotEmpty", f"The workspace '{action.id}' holds '{one.id}': delete its services first.")


def _clinical(rules: Rules) -> Rules:
    """What FHIR and DICOM services share."""
    shows_connections(rules)

    @rules.check(source=_KEYS)
    def key_needs_an_identity(inputs: Properties) -> Iterator[Fault]:
        if get(inputs, "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl") and not has_identity(inputs, "UserAssigned"):
            yield "identity", "must be user-assigned where a customer-managed key is given"

    @rules.before("create")
    @rules.before("update")
    def key_is_usable(action: Action) -> None:
        uri = get(action.inputs, "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl")
        if isinstance(uri, str) and (action.verb == "create" or action.changed("encryption")):
            needs_key(action, uri, principals(action), "KeyVaultAccessDenied")

    @rules.on_read
    def follows_its_workspace(action: Action) -> None:
        action.outputs["publicNetworkAccess"] = public_access(action, home_of(action.object.id))
        action.outputs["privateEndpointConnections"] = connections(action.world, home_of(action.object.id))

    return rules


def home_of(id_: str) -> str:
    """The workspace of a service."""
    return id_.rsplit("/", 2)[0]


fhir = _clinical(
    with_identity(
        service(
            FHIR,
            source="REST API reference, Fhir Services, Create Or Update; " + _DEPLOY,
            checks=(
                Pattern("fhirServiceName", _FORM, source=_DEPLOY, saying=_NAMED),
                Pattern(
                    "authenticationConfiguration.authority",
                    r"https://.+/.+",
                    source=_DEPLOY,
                    saying="https://login.microsoftonline.com/<tenant id>",
                ),
                Pattern("authenticationConfiguration.audience", r"https?://.+", source=_DEPLOY, saying="the address of the service"),
                Length(
                    "authenticationConfiguration.smartIdentityProviders",
                    0,
                    2,
                    source="Azure documentation, 'Configure multiple identity providers'",
                ),
                Pattern("encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl", KEY_URI, source=_KEYS, saying="the URI of a key"),
                Allowed("kind", ("fhir-R4",), source="Azure documentation, 'Supported FHIR features' (STU3 is Azure API for FHIR's alone)"),
            ),
            immutable={"kind"},
            defaults={"kind": "fhir-R4"},
            outputs={"eventState": "Disabled", "privateEndpointConnections": [], "publicNetworkAccess": "Enabled"},
        )
    )
)


@fhir.check(source=_DEPLOY)
def authority_and_audience(inputs: Properties) -> Iterator[Fault]:
    """Tokens come from an authority, for an audience; jobs act by an identity."""
    for name in ("authority", "audience"):
        if not get(inputs, f"authenticationConfiguration.{name}"):
            yield f"authenticationConfiguration.{name}", "is required"
    if get(inputs, "exportConfiguration.storageAccountName") and not has_identity(inputs):
        yield "identity", "is required where an export has a storage account: the service writes by its identity"
    if get(inputs, "importConfiguration.enabled") is True and not get(inputs, "importConfiguration.integrationDataStore"):
        yield "importConfiguration.integrationDataStore", "is required when importConfiguration.enabled is true"


@fhir.before("create")
@fhir.before("update")
def stores_stand(action: Action) -> None:
    """The stores of exports and imports are there."""
    for path in ("exportConfiguration.storageAccountName", "importConfiguration.integrationDataStore"):
        name = get(action.inputs, path)
        if isinstance(name, str) and not action.find_anywhere(STORAGE_ACCOUNT, name=name):
            action.refuse("StorageAccountNotFound", f"{path}: the storage account '{name}' was not found.")


_NO_PAGES: Properties = {"allowCredentials": False, "headers": [], "methods": [], "origins": []}
"""No web page is let in before its origin is named ('Configure cross-origin resource sharing in FHIR service')."""
_WITHOUT_WORDS = {
    "corsConfiguration": _NO_PAGES,
    # 'Configure import settings': import is switched on first, for a load and in one of two modes.
    "importConfiguration": {"enabled": False, "initialImportMode": False},
    # 'FHIR versioning policy and history management': "versioned" unless it is configured.
    "resourceVersionPolicyConfiguration": {"default": "versioned"},
}


@fhir.computes
def fhir_answer(action: Action) -> Properties:
    """The authentication as it is shown, and what holds where nothing was said."""
    shown = {"authority": f"https://login.microsoftonline.com/{tenant(action)}", "smartProxyEnabled": False}
    defaults = {**_WITHOUT_WORDS, "authenticationConfiguration": shown}
    return {**shown_identity(action), **{name: completed(action.inputs.get(name), each) for name, each in defaults.items()}}


dicom = _clinical(
    with_identity(
        service(
            DICOM,
            source="REST API reference, Dicom Services, Create Or Update",
            checks=(Pattern("dicomServiceName", _FORM, source="REST API reference, Dicom Services", saying=_NAMED),),
            references={"storageConfiguration.storageResourceId": to(STORAGE_ACCOUNT, code="StorageAccountNotFound")},
            immutable={"enableDataPartitions", "storageConfiguration"},
            # 'Enable data partitioning': by choice, when the service is deployed.
            defaults={"enableDataPartitions": False},
            outputs={"eventState": "Disabled", "privateEndpointConnections": [], "publicNetworkAccess": "Enabled"},
        )
    )
)


@dicom.check(source="Azure documentation, 'Deploy the DICOM service with Azure Data Lake Storage'")
def a_lake_needs_an_identity(inputs: Properties) -> Iterator[Fault]:
    """A lake of one's own is read by an identity, and names its file system."""
    if inputs.get("storageConfiguration"):
        if not has_identity(inputs):
            yield "identity", "is required where storageConfiguration is given"
        for name in ("storageResourceId", "fileSystemName"):
            if not get(inputs, f"storageConfiguration.{name}"):
                yield f"storageConfiguration.{name}", "is required"


@dicom.before("create")
def lake_is_a_lake(action: Action) -> None:
    """The store has the hierarchical namespace."""
    store = at_id(action.world, get(action.inputs, "storageConfiguration.storageResourceId"), STORAGE_ACCOUNT)
    if store is not None and store.outputs.get("isHnsEnabled") is not True:
        action.refuse("InvalidStorageConfiguration", f"'{store.id}' must have the hierarchical namespace (isHnsEnabled).")


@dicom.computes
def dicom_answer(action: Action) -> Properties:
    """Its address and authentication."""
    home = home_of(own_id(action)).rsplit("/", 1)[-1]
    return {
        **shown_identity(action),
        "corsConfiguration": completed(action.inputs.get("corsConfiguration"), _NO_PAGES),
        "serviceUrl": f"https://{home}-{action.outputs['name']}.dicom.azurehealthcareapis.com".lower(),
        "authenticationConfiguration": {
            "authority": f"https://login.microsoftonline.com/{tenant(action)}",
            "audiences": ["https://dicom.healthcareapis.azure.com/", "https://dicom.healthcareapis.azure.com"],
        },
    }


medtech = with_identity(
    service(
        MEDTECH,
        source="REST API reference, Iot Connectors, Create Or Update; Azure documentation, 'Deploy the MedTech service'",
        checks=(Pattern("iotConnectorName", _FORM, source="REST API reference, Iot Connectors", saying=_NAMED),),
    )
)


@medtech.check(source="Azure documentation, 'Deploy the MedTech service'")
def reads_by_an_identity(inputs: Properties) -> Iterator[Fault]:
    """It reads an event hub by its identity."""
    if not has_identity(inputs):
        yield "identity", "is required: the service reads the event hub by it"
    for name in ("eventHubName", "consumerGroup", "fullyQualifiedEventHubNamespace"):
        if not get(inputs, f"ingestionEndpointConfiguration.{name}"):
            yield f"ingestionEndpointConfiguration.{name}", "is required"
    name = get(inputs, "ingestionEndpointConfiguration.fullyQualifiedEventHubNamespace")
    if isinstance(name, str) and not name.endswith(".servicebus.windows.net"):
        yield "ingestionEndpointConfiguration.fullyQualifiedEventHubNamespace", f"{name!r} must end in .servicebus.windows.net"


medtech.computes(shown_identity)
medtech_target = service(
    MEDTECH_TARGET,
    source="REST API reference, Iot Connector Fhir Destination, Create Or Update",
    references={"fhirServiceResourceId": to(FHIR, code="FhirServiceNotFound", blocks=True, delete_code="FhirServiceInUse")},
)
