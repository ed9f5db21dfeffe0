"""Health Data Services, Cosmos DB, Service Bus, Event Hubs, Event Grid."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import IN, PERSON, assigned, places, readable_key, store
from tests.simulator.azure.places import endpoint, group, standing
from tests.simulator.azure.subscription import LOCATION, TENANT, Made, Subscription

FHIR = "healthcareapis:FhirService"
DICOM = "healthcareapis:DicomService"
COSMOS = "cosmosdb:DatabaseAccount"
BUS = "servicebus:Namespace"
HUBS = "eventhub:Namespace"
SYSTEM = {"type": "SystemAssigned"}
AUDIENCE = {
    "authority": f"https://login.microsoftonline.com/{TENANT}",
    "audience": "https://clinichealth-records.fhir.azurehealthcareapis.com",
}


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def health(azure: Subscription) -> Made:
    return azure.make("healthcareapis:Workspace", workspaceName="clinichealth", **IN)


def fhir(**inputs: Any) -> dict[str, Any]:
    return {"workspaceName": "clinichealth", "fhirServiceName": "records", "authenticationConfiguration": AUDIENCE, **IN, **inputs}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"authenticationConfiguration": {"authority": AUDIENCE["authority"]}}, "authenticationConfiguration.audience"),
        ({"authenticationConfiguration": {**AUDIENCE, "authority": "clinic"}}, "authenticationConfiguration.authority"),
        ({"kind": "fhir-Stu3"}, "kind"),
        ({"fhirServiceName": "r"}, "fhirServiceName"),
        ({"exportConfiguration": {"storageAccountName": "clinicstore"}}, "identity"),
        ({"importConfiguration": {"enabled": True}}, "importConfiguration.integrationDataStore"),
        (
            {"encryption": {"customerManagedKeyEncryption": {"keyEncryptionKeyUrl": "https://clinic-keys.vault.azure.net/keys/records"}}},
            "identity",
        ),
    ],
)
def test_a_clinical_service_fits_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert places(here.faults(FHIR, **fhir(**inputs))) == [place]


def test_a_clinical_workspace_is_named_once_and_emptied_first(here: Subscription, other: Subscription) -> None:
    home = health(here)
    group(other)
    other.refuses("WorkspaceNameUnavailable", "healthcareapis:Workspace", workspaceName="clinichealth", **IN)
    assert places(here.faults("healthcareapis:Workspace", workspaceName="clinic-health", **IN)) == ["workspaceName"]
    records = here.make(FHIR, **fhir())
    here.refuses_delete("WorkspaceNotEmpty", home)
    here.delete(records)
    here.delete(home)


def test_stores_of_exports_stand(here: Subscription) -> None:
    health(here)
    out = fhir(exportConfiguration={"storageAccountName": "clinicstore"}, identity=SYSTEM)
    here.refuses("StorageAccountNotFound", FHIR, **out)
    store(here)
    here.make(FHIR, **out)


def test_a_private_endpoint_ends_public_traffic(azure: Subscription) -> None:
    _, place = standing(azure)
    home = health(azure)
    records = azure.make(FHIR, **fhir())
    assert records["publicNetworkAccess"] == "Enabled"
    endpoint(azure, place, home.id, ("healthcareworkspace",))
    assert azure.read(home)[0]["properties"]["publicNetworkAccess"] == "Disabled"
    outputs, inputs = azure.read(records)
    assert (outputs["publicNetworkAccess"], len(outputs["privateEndpointConnections"])) == ("Disabled", 1)
    assert inputs == records.inputs


def test_a_clinical_key_is_read_by_an_assigned_identity(here: Subscription) -> None:
    health(here)
    key, reader = readable_key(here)
    encryption = {"customerManagedKeyEncryption": {"keyEncryptionKeyUrl": key["keyUri"]}}
    here.make(FHIR, **fhir(encryption=encryption, identity=assigned(reader)))
    stranger = here.make("managedidentity:UserAssignedIdentity", resourceName="stranger", **IN)
    again = {"dicomServiceName": "images", "workspaceName": "clinichealth", "encryption": encryption, "identity": assigned(stranger), **IN}
    here.refuses("KeyVaultAccessDenied", DICOM, **again)


def test_images_of_ones_own_lake_need_a_lake(here: Subscription) -> None:
    health(here)
    flat, lake = store(here), store(here, "cliniclake", isHnsEnabled=True)
    given = {"workspaceName": "clinichealth", "dicomServiceName": "images", "identity": SYSTEM, **IN}
    where = {"storageResourceId": flat.id, "fileSystemName": "images"}
    here.refuses("InvalidStorageConfiguration", DICOM, storageConfiguration=where, **given)
    made = here.make(DICOM, storageConfiguration={**where, "storageResourceId": lake.id}, **given)
    assert made["serviceUrl"] == "https://clinichealth-images.dicom.azurehealthcareapis.com"


def test_devices_are_read_by_an_identity(here: Subscription) -> None:
    given = {"workspaceName": "clinichealth", "iotConnectorName": "devices", **IN}
    found = places(here.faults("healthcareapis:IotConnector", ingestionEndpointConfiguration={"eventHubName": "devices"}, **given))
    assert found == [
        "identity",
        "ingestionEndpointConfiguration.consumerGroup",
        "ingestionEndpointConfiguration.fullyQualifiedEventHubNamespace",
    ]


# Documents.


def documents(**inputs: Any) -> dict[str, Any]:
    base = {"accountName": "clinic-documents", "databaseAccountOfferType": "Standard", **IN}
    return {**base, "locations": [{"locationName": LOCATION, "failoverPriority": 0}], **inputs}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"accountName": "Clinic"}, "accountName"),
        ({"locations": [{"locationName": LOCATION, "failoverPriority": 1}]}, "locations"),
        (
            {"locations": [{"locationName": LOCATION, "failoverPriority": 0}, {"locationName": "West Europe", "failoverPriority": 1}]},
            "locations",
        ),
        ({"keyVaultKeyUri": "https://clinic-keys.vault.azure.net/keys/records/" + "0" * 32}, "keyVaultKeyUri"),
        ({"defaultIdentity": "UserAssignedIdentity=/x"}, "identity"),
        ({"defaultIdentity": "Me"}, "defaultIdentity"),
        ({"virtualNetworkRules": [{"id": "/x"}]}, "isVirtualNetworkFilterEnabled"),
        (
            {"consistencyPolicy": {"defaultConsistencyLevel": "Strong"}, "enableMultipleWriteLocations": True},
            "consistencyPolicy.defaultConsistencyLevel",
        ),
        ({"backupPolicy": {"type": "Weekly"}}, "backupPolicy.type"),
        ({"minimalTlsVersion": "Tls13"}, "minimalTlsVersion"),
    ],
)
def test_a_document_account_fits_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert place in places(here.faults(COSMOS, **documents(**inputs)))


def test_a_document_account_says_where_it_is_and_what_holds(here: Subscription) -> None:
    made = here.make(COSMOS, **documents())
    assert made["documentEndpoint"] == "https://clinic-documents.documents.azure.com:443/"
    assert (made["disableLocalAuth"], made["publicNetworkAccess"], made["backupPolicy"]["type"]) == (False, "Enabled", "Periodic")
    assert [one["locationName"] for one in made["writeLocations"]] == [LOCATION]


def test_continuous_backups_and_keys_of_documents_stay(here: Subscription) -> None:
    key, reader = readable_key(here)
    own = {"keyVaultKeyUri": key["keyUri"], "identity": assigned(reader), "defaultIdentity": f"UserAssignedIdentity={reader.id}"}
    made = here.make(COSMOS, **documents(backupPolicy={"type": "Continuous"}, **own))
    here.refuses_change("BadRequest", made, match="periodic", backupPolicy={"type": "Periodic"})
    here.refuses_change("BadRequest", made, match="taken away", keyVaultKeyUri=None)


def test_a_container_has_a_partition_key_and_its_own_name(here: Subscription) -> None:
    given = {"accountName": "clinic-documents", "databaseName": "notes", "containerName": "visits", **IN}
    kind = "cosmosdb:SqlResourceSqlContainer"
    assert places(here.faults(kind, resource={"id": "visits"}, **given)) == ["resource.partitionKey.paths"]
    assert places(here.faults(kind, resource={"id": "other", "partitionKey": {"paths": ["/a"]}}, **given)) == ["resource.id"]
    both = {"throughput": 400, "autoscaleSettings": {"maxThroughput": 1000}}
    assert len(here.faults(kind, resource={"id": "visits", "partitionKey": {"paths": ["/a"]}}, options=both, **given)) == 1


def test_a_grant_on_documents_is_of_the_accounts_own_roles(here: Subscription) -> None:
    made = here.make(COSMOS, **documents())
    kind = "cosmosdb:SqlResourceSqlRoleAssignment"
    given = {"accountName": made.name, "roleAssignmentId": PERSON, "principalId": PERSON, **IN}
    reader = f"{made.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001"
    here.refuses("BadRequest", kind, scope="/subscriptions/x", roleDefinitionId=reader, **given)
    here.refuses("NotFound", kind, scope=made.id, roleDefinitionId=f"{made.id}/sqlRoleDefinitions/{PERSON}", **given)
    here.make(kind, scope=made.id, roleDefinitionId=reader, **given)
    twin = {**given, "roleAssignmentId": "88888888-9999-4999-8999-999999999999"}
    here.refuses("Conflict", kind, scope=made.id, roleDefinitionId=reader, **twin)


# Messages.


def bus(azure: Subscription, name: str = "clinic-bus", tier: str = "Premium", kind: str = BUS, **inputs: Any) -> Made:
    return azure.make(kind, namespaceName=name, sku={"name": tier, "tier": tier}, **IN, **inputs)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"namespaceName": "bus"}, "namespaceName"),
        ({"namespaceName": "clinic-sb"}, "namespaceName"),
        ({"sku": {"name": "Standard", "tier": "Premium"}}, "sku.tier"),
        ({"sku": {"name": "Standard"}, "encryption": {"keySource": "Microsoft.KeyVault"}, "identity": SYSTEM}, "encryption"),
        ({"encryption": {"keySource": "Microsoft.KeyVault"}}, "identity"),
        ({"minimumTlsVersion": "0.9"}, "minimumTlsVersion"),
    ],
)
def test_a_namespace_keeps_within_its_tier(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"namespaceName": "clinic-bus", "sku": {"name": "Premium"}, **IN, **inputs}
    assert places(here.faults(BUS, **given)) == [place]


def test_a_namespace_is_named_once_and_stays_premium(here: Subscription, other: Subscription) -> None:
    made = bus(here)
    assert made["serviceBusEndpoint"] == "https://clinic-bus.servicebus.windows.net:443/"
    assert made["disableLocalAuth"] is False
    here.refuses_change("BadRequest", made, match="Premium", sku={"name": "Standard", "tier": "Standard"})
    group(other)
    other.refuses("NamespaceUnavailable", BUS, namespaceName="clinic-bus", **IN)


def test_double_encryption_of_messages_begins_with_the_first_key(here: Subscription) -> None:
    key, reader = readable_key(here)
    entry = {"keyName": key.name, "keyVaultUri": "https://clinic-keys.vault.azure.net", "identity": {"userAssignedIdentity": reader.id}}
    encryption = {"keySource": "Microsoft.KeyVault", "keyVaultProperties": [entry], "requireInfrastructureEncryption": False}
    made = bus(here, encryption=encryption, identity=assigned(reader))
    here.refuses_change(
        "BadRequest", made, match="requireInfrastructureEncryption", encryption={**encryption, "requireInfrastructureEncryption": True}
    )


def test_tiers_have_their_parts(here: Subscription) -> None:
    bus(here, "basic-bus", "Basic")
    bus(here, "standard-bus", "Standard")
    here.refuses("SubCode=40000", "servicebus:Topic", namespaceName="basic-bus", topicName="results", **IN)
    here.refuses("BadRequest", "servicebus:NamespaceNetworkRuleSet", namespaceName="basic-bus", defaultAction="Deny", **IN)
    here.make("servicebus:NamespaceNetworkRuleSet", namespaceName="standard-bus", defaultAction="Deny", **IN)


def test_a_queue_is_what_it_was_made_as(here: Subscription) -> None:
    bus(here)
    place = {"namespaceName": "clinic-bus", **IN}
    made = here.make("servicebus:Queue", queueName="orders", requiresSession=True, **place)
    assert here.replaced_by(made, requiresSession=False) == ["requiresSession"]
    assert made["lockDuration"] == "PT1M"
    assert places(here.faults("servicebus:Queue", queueName="orders", lockDuration="PT6M", **place)) == ["lockDuration"]
    assert places(here.faults("servicebus:Queue", queueName="orders", lockDuration="a minute", **place)) == ["lockDuration"]
    here.refuses("BadRequest", "servicebus:Queue", queueName="more", forwardTo="nobody", **place)
    here.make("servicebus:Queue", queueName="more", forwardTo="orders", **place)


def test_a_manager_sends_and_listens(here: Subscription) -> None:
    given = {"namespaceName": "clinic-bus", "authorizationRuleName": "all", **IN}
    assert places(here.faults("servicebus:NamespaceAuthorizationRule", rights=["Manage"], **given)) == ["rights"]
    assert here.faults("servicebus:NamespaceAuthorizationRule", rights=["Manage", "Send", "Listen"], **given) == []


def test_a_hub_keeps_within_its_tier(here: Subscription) -> None:
    bus(here, "basic-hubs", "Basic", HUBS)
    bus(here, "clinic-hubs", "Standard", HUBS)
    hub = {"eventHubName": "devices", **IN}
    here.refuses(
        "BadRequest", "eventhub:EventHub", match="messageRetentionInDays", namespaceName="clinic-hubs", messageRetentionInDays=8, **hub
    )
    here.refuses("BadRequest", "eventhub:EventHub", match="partitionCount", namespaceName="clinic-hubs", partitionCount=33, **hub)
    made = here.make("eventhub:EventHub", namespaceName="clinic-hubs", partitionCount=2, **hub)
    assert made["partitionIds"] == ["0", "1"]
    here.refuses_change("BadRequest", made, match="partition count", partitionCount=4)
    here.make("eventhub:EventHub", namespaceName="basic-hubs", messageRetentionInDays=1, **hub)
    here.refuses("BadRequest", "eventhub:ConsumerGroup", namespaceName="basic-hubs", consumerGroupName="fhir", **hub)


def test_a_source_has_one_system_topic_in_its_region(here: Subscription) -> None:
    account = store(here)
    given = {"source": account.id, "topicType": "Microsoft.Storage.StorageAccounts", **IN}
    here.refuses("InvalidRequest", "eventgrid:SystemTopic", match="location", systemTopicName="events", location="northeurope", **given)
    here.make("eventgrid:SystemTopic", systemTopicName="events", **given)
    here.refuses("InvalidRequest", "eventgrid:SystemTopic", match="Only one", systemTopicName="again", **given)
    assert places(here.faults("eventgrid:SystemTopic", systemTopicName="events", **IN)) == ["source", "topicType"]


@pytest.mark.parametrize(
    ("destination", "place"),
    [
        ({}, "destination"),
        ({"endpointType": "Pigeon", "resourceId": "/x"}, "destination.endpointType"),
        ({"endpointType": "WebHook", "endpointUrl": "http://clinic.example"}, "destination.endpointUrl"),
        ({"endpointType": "EventHub"}, "destination.resourceId"),
    ],
)
def test_events_go_somewhere(here: Subscription, destination: dict[str, Any], place: str) -> None:
    given = {"scope": "/subscriptions/x", "eventSubscriptionName": "to-hub", "destination": destination}
    assert place in places(here.faults("eventgrid:EventSubscription", **{name: one for name, one in given.items() if one}))


def test_events_go_to_what_is_there(here: Subscription) -> None:
    topic = here.make("eventgrid:Topic", topicName="clinic-events", **IN)
    assert topic["endpoint"] == "https://clinic-events.westeurope-1.eventgrid.azure.net/api/events"
    account = store(here)
    nowhere = {"endpointType": "StorageQueue", "resourceId": account.id + "x", "queueName": "events"}
    given = {"scope": topic.id, "eventSubscriptionName": "to-queue"}
    here.refuses("InvalidRequest", "eventgrid:EventSubscription", destination=nowhere, **given)
    here.refuses("ResourceNotFound", "eventgrid:EventSubscription", destination=nowhere, **{**given, "scope": topic.id + "x"})
    here.make("eventgrid:EventSubscription", destination={**nowhere, "resourceId": account.id}, **given)
