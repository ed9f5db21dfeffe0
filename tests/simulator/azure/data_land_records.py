"""Clinical data, documents and messages of the landscape."""

from tests.simulator.azure.data_places import assigned
from tests.simulator.azure.data_steps import ROLE_GUID, SYSTEM, add
from tests.simulator.azure.subscription import LOCATION, TENANT

# Clinical data.
add("hds", "healthcareapis:Workspace", workspaceName="clinichealth")
_HDS = {"workspaceName": "clinichealth"}
add(
    "fhir",
    "healthcareapis:FhirService",
    fhirServiceName="records",
    authenticationConfiguration={
        "authority": f"https://login.microsoftonline.com/{TENANT}",
        "audience": "https://clinichealth-records.fhir.azurehealthcareapis.com",
    },
    identity=SYSTEM,
    exportConfiguration={"storageAccountName": "clinicstore"},
    **_HDS,
)
add("dicom", "healthcareapis:DicomService", dicomServiceName="images", **_HDS)
add(
    "medtech",
    "healthcareapis:IotConnector",
    iotConnectorName="devices",
    identity=SYSTEM,
    ingestionEndpointConfiguration={
        "eventHubName": "devices",
        "consumerGroup": "$Default",
        "fullyQualifiedEventHubNamespace": "clinic-hubs.servicebus.windows.net",
    },
    deviceMapping={"content": {"templateType": "CollectionContent", "template": []}},
    **_HDS,
)
add(
    "medtech-to",
    "healthcareapis:IotConnectorFhirDestination",
    lambda m: {
        "iotConnectorName": "devices",
        "fhirDestinationName": "records",
        "fhirServiceResourceId": m["fhir"].id,
        "resourceIdentityResolutionType": "Lookup",
        "fhirMapping": {"content": {}},
        **_HDS,
    },
)

# Documents and messages.
add(
    "cosmos",
    "cosmosdb:DatabaseAccount",
    lambda m: {
        "accountName": "clinic-documents",
        "databaseAccountOfferType": "Standard",
        "locations": [{"locationName": LOCATION, "failoverPriority": 0}],
        "identity": assigned(m["reader"]),
        "defaultIdentity": f"UserAssignedIdentity={m['reader'].id}",
        "keyVaultKeyUri": m["key"]["keyUri"],
        "disableLocalAuth": True,
        "publicNetworkAccess": "Disabled",
        "backupPolicy": {"type": "Continuous", "continuousModeProperties": {"tier": "Continuous30Days"}},
    },
)
_COSMOS = {"accountName": "clinic-documents"}
add("documents", "cosmosdb:SqlResourceSqlDatabase", databaseName="notes", resource={"id": "notes"}, **_COSMOS)
add(
    "visits",
    "cosmosdb:SqlResourceSqlContainer",
    databaseName="notes",
    containerName="visits",
    resource={"id": "visits", "partitionKey": {"paths": ["/patient"], "kind": "Hash"}},
    **_COSMOS,
)
add(
    "cosmos-role",
    "cosmosdb:SqlResourceSqlRoleDefinition",
    lambda m: {
        "roleDefinitionId": ROLE_GUID,
        "roleName": "Writer",
        "assignableScopes": [m["cosmos"].id],
        "permissions": [{"dataActions": ["Microsoft.DocumentDB/databaseAccounts/readMetadata"]}],
        **_COSMOS,
    },
)
add(
    "cosmos-grant",
    "cosmosdb:SqlResourceSqlRoleAssignment",
    lambda m: {
        "roleAssignmentId": "dddddddd-0000-4000-8000-000000000001",
        "principalId": m["reader"]["principalId"],
        "scope": m["cosmos"].id,
        "roleDefinitionId": m["cosmos-role"].id,
        **_COSMOS,
    },
)
_MESSAGES = {
    "sku": {"name": "Premium", "tier": "Premium", "capacity": 1},
    "disableLocalAuth": True,
    "minimumTlsVersion": "1.2",
    "publicNetworkAccess": "Disabled",
}
add("bus", "servicebus:Namespace", namespaceName="clinic-bus", **_MESSAGES)
_BUS = {"namespaceName": "clinic-bus"}
add("bus-rules", "servicebus:NamespaceNetworkRuleSet", publicNetworkAccess="Disabled", defaultAction="Deny", **_BUS)
add("bus-key", "servicebus:NamespaceAuthorizationRule", authorizationRuleName="send", rights=["Send"], **_BUS)
add("bus-queue", "servicebus:Queue", queueName="orders", requiresSession=True, **_BUS)
add("bus-topic", "servicebus:Topic", topicName="results", **_BUS)
add("bus-sub", "servicebus:Subscription", topicName="results", subscriptionName="lab", **_BUS)
add(
    "bus-rule",
    "servicebus:Rule",
    topicName="results",
    subscriptionName="lab",
    ruleName="mine",
    filterType="SqlFilter",
    sqlFilter={"sqlExpression": "lab = 'a'"},
    **_BUS,
)
add("hubs", "eventhub:Namespace", namespaceName="clinic-hubs", **_MESSAGES)
_HUBS = {"namespaceName": "clinic-hubs"}
add("hubs-rules", "eventhub:NamespaceNetworkRuleSet", publicNetworkAccess="Disabled", defaultAction="Deny", **_HUBS)
add("hubs-key", "eventhub:NamespaceAuthorizationRule", authorizationRuleName="send", rights=["Send"], **_HUBS)
add("hub", "eventhub:EventHub", eventHubName="devices", partitionCount=2, messageRetentionInDays=30, **_HUBS)
add("hub-group", "eventhub:ConsumerGroup", eventHubName="devices", consumerGroupName="fhir", **_HUBS)
add("grid", "eventgrid:Topic", topicName="clinic-events", publicNetworkAccess="Disabled", disableLocalAuth=True)
add("grids", "eventgrid:Domain", domainName="clinic-domain", publicNetworkAccess="Disabled")
add(
    "grid-of",
    "eventgrid:SystemTopic",
    lambda m: {"systemTopicName": "clinic-store-events", "source": m["store"].id, "topicType": "Microsoft.Storage.StorageAccounts"},
)
add(
    "grid-sub",
    "eventgrid:EventSubscription",
    lambda m: {
        "scope": m["grid"].id,
        "eventSubscriptionName": "to-bus",
        "destination": {"endpointType": "ServiceBusQueue", "resourceId": m["bus-queue"].id},
    },
)
add(
    "grid-sub2",
    "eventgrid:SystemTopicEventSubscription",
    lambda m: {
        "systemTopicName": "clinic-store-events",
        "eventSubscriptionName": "to-hub",
        "destination": {"endpointType": "EventHub", "resourceId": m["hub"].id},
    },
)
