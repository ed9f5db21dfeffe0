"""Refusals of services that need other resources to show: limits, regions, what is named and not there."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import (
    IN,
    PERSON,
    READER,
    assigned,
    container,
    grant,
    identity,
    key,
    readable_key,
    store,
    vault,
    workspace,
)
from tests.simulator.azure.places import endpoint, group, network, private_zone, subnet
from tests.simulator.azure.subscription import SUBSCRIPTION, Made, Subscription

WHOLE = f"/subscriptions/{SUBSCRIPTION}"
SYSTEM = {"type": "SystemAssigned"}
GUID = "aaaaaaaa-0000-4000-8000-000000000001"
SETTING = "monitor:DiagnosticSetting"


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def test_a_workspace_has_ten_exports(here: Subscription) -> None:
    workspace(here)
    inputs = {"workspaceName": "clinic-logs", "tableNames": ["Heartbeat"], **IN}
    for i in range(10):
        here.make("operationalinsights:DataExport", dataExportName=f"export-{i}", resourceId=store(here, f"clinicstore{i}").id, **inputs)
    last = store(here, "clinicstorelast").id
    here.refuses("DataExportRulesLimitExceeded", "operationalinsights:DataExport", dataExportName="last", resourceId=last, **inputs)


def test_a_cluster_serves_workspaces_of_its_region_and_reads_its_key(here: Subscription) -> None:
    key_, reader = readable_key(here)
    size = {"sku": {"name": "CapacityReservation", "capacity": 100}, **IN}
    properties = {"keyName": key_.name, "keyVaultUri": "https://clinic-keys.vault.azure.net"}
    stranger = assigned(identity(here, "stranger"))
    kind = "operationalinsights:Cluster"
    here.refuses("ClusterKeyVaultAccessDenied", kind, clusterName="clinic", keyVaultProperties=properties, identity=stranger, **size)
    far = here.make(kind, clusterName="far-away", location="northeurope", keyVaultProperties=properties, identity=assigned(reader), **size)
    linked = {"workspaceName": workspace(here).name, "linkedServiceName": "Cluster", "writeAccessResourceId": far.id, **IN}
    here.refuses("InvalidParameter", "operationalinsights:LinkedService", match="same region", **linked)


def test_metrics_are_known_and_logs_go_to_general_storage(here: Subscription) -> None:
    safe, fast = vault(here), store(here, "clinicfast", kind="BlockBlobStorage", sku={"name": "Premium_LRS"})
    odd = [{"category": "Weather", "enabled": True}]
    here.refuses("BadRequest", SETTING, match="Metric category", resourceUri=safe.id, name="a", workspaceId=workspace(here).id, metrics=odd)
    logs = [{"category": "AuditEvent", "enabled": True}]
    here.refuses("BadRequest", SETTING, match="general-purpose", resourceUri=safe.id, name="a", storageAccountId=fast.id, logs=logs)


def test_results_of_scans_go_to_a_topic_that_is_there(here: Subscription) -> None:
    scanning = {"isEnabled": True, "malwareScanning": {"scanResultsEventGridTopicResourceId": f"{WHOLE}/nobody"}}
    given = {"resourceId": store(here).id, "settingName": "current", "properties": scanning}
    here.refuses("ResourceNotFound", "security:DefenderForStorage", match="topic", **given)


def test_a_disk_says_the_encryption_of_its_set(here: Subscription) -> None:
    made, reader = readable_key(here)
    given = {"diskEncryptionSetName": "clinic", "identity": assigned(reader), "activeKey": {"keyUrl": made["keyUriWithVersion"]}, **IN}
    chosen = here.make("compute:DiskEncryptionSet", encryptionType="EncryptionAtRestWithPlatformAndCustomerKeys", **given)
    wrong = {"type": "EncryptionAtRestWithCustomerKey", "diskEncryptionSetId": chosen.id}
    empty = {"creationData": {"createOption": "Empty"}, "diskSizeGB": 4, **IN}
    here.refuses("BadRequest", "compute:Disk", match="that of the disk encryption set", diskName="data", encryption=wrong, **empty)


def test_events_of_what_is_not_there_are_refused(here: Subscription) -> None:
    source = store(here).id + "x"
    topic = {"systemTopicName": "events", "source": source, "topicType": "Microsoft.Storage.StorageAccounts", **IN}
    here.refuses("InvalidRequest", "eventgrid:SystemTopic", match="was not found", **topic)
    grid = here.make("eventgrid:Topic", topicName="clinic-events", **IN)
    to = {"endpointType": "StorageQueue", "resourceId": source[:-1]}
    here.refuses(
        "InvalidRequest", "eventgrid:EventSubscription", match="queueName", scope=grid.id, eventSubscriptionName="one", destination=to
    )


def test_an_environment_logs_to_a_workspace_that_is_there_and_hides_its_key(azure: Subscription) -> None:
    group(azure)
    logs = {"destination": "log-analytics", "logAnalyticsConfiguration": {"customerId": GUID, "sharedKey": "made up"}}
    given = {"environmentName": "clinic-apps", **IN}
    azure.refuses("InvalidLogAnalyticsConfiguration", "app:ManagedEnvironment", appLogsConfiguration=logs, **given)
    logs["logAnalyticsConfiguration"] = {"customerId": workspace(azure)["customerId"], "sharedKey": "made up"}
    made = azure.make("app:ManagedEnvironment", appLogsConfiguration=logs, **given)
    assert "sharedKey" not in made["appLogsConfiguration"]["logAnalyticsConfiguration"]
    wide = subnet(azure, network(azure), "wide", "10.0.2.0/23", delegations=[{"name": "a", "serviceName": "Microsoft.App/environments"}])
    plain = {"environmentName": "plain-apps", "vnetConfiguration": {"infrastructureSubnetId": wide.id}, **IN}
    azure.refuses("ManagedEnvironmentSubnetIsDelegated", "app:ManagedEnvironment", **plain)


def test_passwords_of_images_are_not_answered(here: Subscription) -> None:
    box = {"name": "app", "image": "a", "resources": {"requests": {"cpu": 1, "memoryInGB": 1}}}
    login = [{"server": "a.azurecr.io", "username": "b", "password": "made up"}]
    made = here.make(
        "containerinstance:ContainerGroup",
        containerGroupName="jobs",
        osType="Linux",
        containers=[box],
        imageRegistryCredentials=login,
        **IN,
    )
    assert made["imageRegistryCredentials"] == [{"server": "a.azurecr.io", "username": "b"}]


def learning(azure: Subscription, **inputs: Any) -> dict[str, Any]:
    parts = {"storageAccount": store(azure).id, "keyVault": vault(azure, "ml-keys").id}
    return {"workspaceName": "clinic-ml", "identity": SYSTEM, **parts, **IN, **inputs}


def test_a_private_workspace_needs_a_premium_registry(here: Subscription) -> None:
    images = here.make("containerregistry:Registry", registryName="clinicimages", sku={"name": "Basic"}, **IN)
    given = learning(here, publicNetworkAccess="Disabled", containerRegistry=images.id)
    here.refuses("ValidationError", "machinelearningservices:Workspace", match="Premium", **given)


def test_a_workspaces_key_is_read_by_its_identity(here: Subscription) -> None:
    safe = vault(here)
    made, stranger = key(here, safe), identity(here, "stranger")
    properties = {"keyVaultArmId": safe.id, "keyIdentifier": made["keyUriWithVersion"]}
    encryption = {"status": "Enabled", "keyVaultProperties": properties, "identity": {"userAssignedIdentity": stranger.id}}
    given = learning(here, encryption=encryption, primaryUserAssignedIdentity=stranger.id)
    given["identity"] = assigned(stranger)
    here.refuses("ValidationError", "machinelearningservices:Workspace", match="no access", **given)


def test_what_is_attached_is_not_for_managed_networks(here: Subscription) -> None:
    here.make("machinelearningservices:Workspace", **learning(here, managedNetwork={"isolationMode": "AllowInternetOutbound"}))
    properties = {"computeType": "Kubernetes", "resourceId": "/k"}
    given = {"workspaceName": "clinic-ml", "computeName": "kube", "properties": properties, **IN}
    here.refuses("ValidationError", "machinelearningservices:Compute", match="not supported", **given)


def test_messages_by_tier(azure: Subscription) -> None:
    group(azure)
    place = subnet(azure, network(azure))
    azure.make("servicebus:Namespace", namespaceName="clinic-bus", sku={"name": "Standard"}, **IN)
    rules = [{"subnet": {"id": place.id}}]
    azure.refuses(
        "BadRequest", "servicebus:NamespaceNetworkRuleSet", match="Premium", namespaceName="clinic-bus", virtualNetworkRules=rules, **IN
    )
    azure.make("eventhub:Namespace", namespaceName="basic-hubs", sku={"name": "Basic"}, **IN)
    into = {"name": "EventHubArchive.AzureBlockBlob", "storageAccountResourceId": store(azure).id, "blobContainer": "events"}
    capture = {"enabled": True, "encoding": "Avro", "destination": into}
    hub = {"namespaceName": "basic-hubs", "eventHubName": "devices", "messageRetentionInDays": 1, **IN}
    azure.refuses("BadRequest", "eventhub:EventHub", match="Capture", captureDescription=capture, **hub)


def test_standard_hubs_have_twenty_readers(here: Subscription) -> None:
    here.make("eventhub:Namespace", namespaceName="clinic-hubs", sku={"name": "Standard"}, **IN)
    here.make("eventhub:EventHub", namespaceName="clinic-hubs", eventHubName="devices", **IN)
    place = {"namespaceName": "clinic-hubs", "eventHubName": "devices", **IN}
    for i in range(19):
        here.make("eventhub:ConsumerGroup", consumerGroupName=f"reader{i}", **place)
    here.refuses("QuotaExceeded", "eventhub:ConsumerGroup", consumerGroupName="one-more", **place)


def test_definitions_are_assigned_below_where_they_stand(here: Subscription, other: Subscription) -> None:
    rule = {"if": {}, "then": {"effect": "deny"}}
    definition = here.make("authorization:PolicyDefinition", policyDefinitionName="closed", policyRule=rule)
    elsewhere = {"scope": f"/subscriptions/{other.id}", "policyAssignmentName": "closed", "policyDefinitionId": definition.id}
    here.refuses("InvalidPolicyDefinitionScope", "authorization:PolicyAssignment", **elsewhere)


def test_a_roles_policy_is_one(here: Subscription) -> None:
    kind = "authorization:RoleManagementPolicyAssignment"
    given = {"scope": WHOLE, "policyId": f"{WHOLE}/providers/Microsoft.Authorization/roleManagementPolicies/{GUID}"}
    here.refuses("BadRequest", kind, roleManagementPolicyAssignmentName=GUID, **given)
    here.make(kind, roleManagementPolicyAssignmentName=GUID, roleDefinitionId=WHOLE + READER, **given)
    again = {"roleManagementPolicyAssignmentName": PERSON, "roleDefinitionId": WHOLE + READER}
    here.refuses("RoleManagementPolicyAssignmentExists", kind, **again, **given)


def test_a_principals_kind_is_looked_up(here: Subscription) -> None:
    reader = identity(here)
    given = {"scope": WHOLE, "roleDefinitionId": READER}
    assert here.make("authorization:RoleAssignment", principalId=reader["principalId"], **given)["principalType"] == "ServicePrincipal"
    assert here.make("authorization:RoleAssignment", principalId=PERSON, **given)["principalType"] == "User"
    own = here.make("search:Service", searchServiceName="clinic-search", sku={"name": "basic"}, identity=SYSTEM, **IN)
    made = here.make("authorization:RoleAssignment", principalId=own["identity"]["principalId"], **given)
    assert made["principalType"] == "ServicePrincipal"


def test_a_servers_zone_is_not_its_own_name_and_administrators_have_names(azure: Subscription) -> None:
    group(azure)
    net = network(azure)
    delegation = {"name": "db", "serviceName": "Microsoft.DBforPostgreSQL/flexibleServers"}
    own = subnet(azure, net, "db", "10.0.1.0/28", delegations=[delegation])
    zone = private_zone(azure, "clinic-db.postgres.database.azure.com", net)
    base: dict[str, Any] = {
        "serverName": "clinic-db",
        "version": "17",
        "sku": {"name": "Standard_B2s", "tier": "Burstable"},
        "storage": {"storageSizeGB": 32},
        "authConfig": {"activeDirectoryAuth": "Enabled", "passwordAuth": "Disabled"},
        **IN,
    }
    inside = {"delegatedSubnetResourceId": own.id, "privateDnsZoneArmResourceId": zone.id}
    azure.refuses("InvalidPrivateDnsZone", "dbforpostgresql:Server", match="own name", network=inside, **base)
    azure.make("dbforpostgresql:Server", **base)
    place = {"serverName": "clinic-db", **IN}
    azure.refuses("InvalidParameterValue", "dbforpostgresql:Administrator", match="principalName", objectId=PERSON, **place)
    pool = {"configurationName": "pgbouncer.enabled", "value": "true", "source": "user-override"}
    azure.refuses("InvalidParameterValue", "dbforpostgresql:Configuration", match="PgBouncer", **pool, **place)


def test_a_copy_is_of_one_of_its_accounts_that_is_flat(here: Subscription) -> None:
    kind = "storage:ObjectReplicationPolicy"
    third, lake = store(here, "clinicthird"), store(here, "cliniclake", isHnsEnabled=True)
    one = store(here, "clinicone", immutableStorageWithVersioning={"enabled": True})
    container(here, one)
    given = {"objectReplicationPolicyId": "default", **IN}
    between = {"sourceAccount": one.id, "destinationAccount": lake.id}
    here.refuses("InvalidObjectReplicationPolicy", kind, accountName=third.name, **between, **given)
    blobs = {"accountName": one.name, "blobServicesName": "default", "isVersioningEnabled": True, "changeFeed": {"enabled": True}, **IN}
    here.make("storage:BlobServiceProperties", **blobs)
    here.refuses("FeatureNotSupportedForAccount", kind, accountName=one.name, **between, **given)


def test_a_scopes_key_is_read_by_its_accounts_identity(here: Subscription) -> None:
    made, reader = readable_key(here)
    given = {"encryptionScopeName": "phi", "source": "Microsoft.KeyVault", "keyVaultProperties": {"keyUri": made["keyUri"]}, **IN}
    bare = store(here, "clinicbare")
    here.refuses("KeyVaultAuthenticationFailure", "storage:EncryptionScope", accountName=bare.name, **given)
    kept = store(here, "clinickept", identity=assigned(reader))
    here.make("storage:EncryptionScope", accountName=kept.name, **given)


def test_free_search_has_no_links_and_factories_reach_what_is_there(here: Subscription) -> None:
    here.make("search:Service", searchServiceName="clinic-free", sku={"name": "free"}, **IN)
    link = {"groupId": "blob", "privateLinkResourceId": store(here).id, "requestMessage": "a"}
    given = {"searchServiceName": "clinic-free", "sharedPrivateLinkResourceName": "a", "properties": link, **IN}
    here.refuses("SharedPrivateLinkNotSupported", "search:SharedPrivateLinkResource", **given)
    here.make("datafactory:Factory", factoryName="clinic-factory", **IN)
    out = {"factoryName": "clinic-factory", "managedVirtualNetworkName": "default", "managedPrivateEndpointName": "a", **IN}
    nowhere = {"privateLinkResourceId": f"{WHOLE}/nobody", "groupId": "blob"}
    here.refuses("InvalidManagedPrivateEndpoint", "datafactory:ManagedPrivateEndpoint", properties=nowhere, **out)


def test_passwords_of_servers_are_not_answered(here: Subscription) -> None:
    login = {"administratorLogin": "keeper", "administratorLoginPassword": "Made-up-123"}
    assert "administratorLoginPassword" not in here.make("sql:Server", serverName="clinic-sql", **login, **IN).outputs
    lake = {"accountUrl": "https://a", "filesystem": "b"}
    secret = {"sqlAdministratorLogin": "keeper", "sqlAdministratorLoginPassword": "Made-up-123"}
    made = here.make("synapse:Workspace", workspaceName="clinic", identity=SYSTEM, defaultDataLakeStorage=lake, **secret, **IN)
    assert "sqlAdministratorLoginPassword" not in made.outputs


def test_sites_join_subnets_that_are_large_enough(azure: Subscription) -> None:
    group(azure)
    net = network(azure)
    small = subnet(azure, net, "small", "10.0.1.0/29", delegations=[{"name": "a", "serviceName": "Microsoft.Web/serverFarms"}])
    plan = azure.make("web:AppServicePlan", name="plan", sku={"name": "P1v3"}, **IN)
    azure.refuses("SubnetTooSmall", "web:WebApp", name="clinic-site", serverFarmId=plan.id, virtualNetworkSubnetId=small.id, **IN)
    azure.make("web:WebApp", name="clinic-site", serverFarmId=plan.id, **IN)
    plain = subnet(azure, net)
    joined: dict[str, Any] = {"name": "clinic-site", "subnetResourceId": plain.id, **IN}
    azure.refuses("SubnetDelegationMissing", "web:WebAppSwiftVirtualNetworkConnection", **joined)


def test_a_machines_interface_is_of_its_region(azure: Subscription) -> None:
    group(azure)
    place = subnet(azure, network(azure))
    nic: Made = azure.make(
        "network:NetworkInterface", networkInterfaceName="nic", ipConfigurations=[{"name": "a", "subnet": {"id": place.id}}], **IN
    )
    given: dict[str, Any] = {
        "vmName": "clinic",
        "location": "northeurope",
        "hardwareProfile": {"vmSize": "Standard_D2s_v5"},
        "networkProfile": {"networkInterfaces": [{"id": nic.id}]},
        "storageProfile": {"osDisk": {"createOption": "Attach"}},
        **IN,
    }
    azure.refuses("InvalidResourceReference", "compute:VirtualMachine", match="northeurope", **given)


def test_a_scope_holds_something_and_is_let_go_of_first(azure: Subscription) -> None:
    group(azure)
    modes = {"ingestionAccessMode": "Open", "queryAccessMode": "Open"}
    scope = azure.make("monitor:PrivateLinkScope", scopeName="clinic", location="global", accessModeSettings=modes, **IN)
    azure.refuses("InvalidScopedResource", "monitor:PrivateLinkScopedResource", scopeName="clinic", name="nothing", **IN)
    place = subnet(azure, network(azure))
    connected = endpoint(azure, place, scope.id, ("azuremonitor",))
    azure.read(scope)
    found = azure.object(scope.id)
    assert found is not None
    found.outputs["privateEndpointConnections"] = azure.read(scope)[0]["privateEndpointConnections"]
    azure.cloud.world.put(found)
    azure.refuses_delete("PrivateLinkScopeInUse", scope)
    azure.delete(connected)


def test_a_filter_names_lists_that_are_there(here: Subscription) -> None:
    here.make("cognitiveservices:Account", accountName="clinic-ai", kind="OpenAI", sku={"name": "S0"}, properties={}, **IN)
    listed = {
        "basePolicyName": "Microsoft.DefaultV2",
        "customBlocklists": [{"blocklistName": "names", "blocking": True, "source": "Prompt"}],
    }
    given = {"accountName": "clinic-ai", "raiPolicyName": "clinical", "properties": listed, **IN}
    here.refuses("InvalidRaiBlocklist", "cognitiveservices:RaiPolicy", **given)


def test_alerts_that_need_linked_storage_are_refused_without(here: Subscription) -> None:
    condition = {"query": "Heartbeat", "timeAggregation": "Count", "operator": "GreaterThan", "threshold": 0}
    given = {
        "ruleName": "asked",
        "severity": 1,
        "evaluationFrequency": "PT5M",
        "windowSize": "PT5M",
        "criteria": {"allOf": [condition]},
        **IN,
    }
    scopes = [workspace(here).id]
    here.refuses(
        "BadRequest",
        "monitor:ScheduledQueryRule",
        match="linked storage",
        scopes=scopes,
        checkWorkspaceAlertsStorageConfigured=True,
        **given,
    )


def test_backups_are_of_what_is_there_in_the_vaults_region(here: Subscription) -> None:
    settings = {"storageSettings": [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}]}
    safe = here.make("dataprotection:BackupVault", vaultName="clinic-backups", identity=SYSTEM, properties=settings, **IN)
    here.make("dataprotection:BackupVault", vaultName="bare-backups", properties=settings, **IN)
    life = {
        "sourceDataStore": {"dataStoreType": "OperationalStore", "objectType": "a"},
        "deleteAfter": {"objectType": "a", "duration": "P7D"},
    }
    rules = [{"objectType": "AzureRetentionRule", "name": "Default", "isDefault": True, "lifecycles": [life]}]
    kind = "Microsoft.Storage/storageAccounts/blobServices"
    plan = {"objectType": "BackupPolicy", "datasourceTypes": [kind], "policyRules": rules}
    policies = {
        name: here.make("dataprotection:BackupPolicy", vaultName=name, backupPolicyName="daily", properties=plan, **IN).id
        for name in ("clinic-backups", "bare-backups")
    }
    near, far = store(here), store(here, "farstore", location="northeurope")
    grant(here, safe["identity"]["principalId"], far.id, READER)

    def of(source: str, vault_: str = "clinic-backups") -> dict[str, Any]:
        info = {"resourceID": source, "datasourceType": kind}
        properties = {"objectType": "BackupInstance", "dataSourceInfo": info, "policyInfo": {"policyId": policies[vault_]}}
        return {"vaultName": vault_, "backupInstanceName": "store", "properties": properties, **IN}

    instance = "dataprotection:BackupInstance"
    here.refuses("UserErrorDatasourceNotFound", instance, **of(near.id + "x"))
    here.refuses("UserErrorDatasourceInDifferentRegion", instance, **of(far.id))
    here.refuses("UserErrorMissingPermissionsOnDatasource", instance, match="no system-assigned", **of(near.id, "bare-backups"))


def test_an_immutable_vault_keeps_what_it_protects(here: Subscription) -> None:
    settings = {
        "storageSettings": [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}],
        "securitySettings": {"immutabilitySettings": {"state": "Unlocked"}},
    }
    safe = here.make("dataprotection:BackupVault", vaultName="clinic-backups", identity=SYSTEM, properties=settings, **IN)
    life = {"sourceDataStore": {"dataStoreType": "VaultStore", "objectType": "a"}, "deleteAfter": {"objectType": "a", "duration": "P7D"}}
    rules = [{"objectType": "AzureRetentionRule", "name": "Default", "isDefault": True, "lifecycles": [life]}]
    plan = {"objectType": "BackupPolicy", "datasourceTypes": ["Microsoft.Compute/disks"], "policyRules": rules}
    policy = here.make("dataprotection:BackupPolicy", vaultName=safe.name, backupPolicyName="daily", properties=plan, **IN)
    disk = here.make("compute:Disk", diskName="data", creationData={"createOption": "Empty"}, diskSizeGB=4, **IN)
    grant(here, safe["identity"]["principalId"], disk.id, READER)
    info = {"resourceID": disk.id, "datasourceType": "Microsoft.Compute/disks"}
    properties = {"objectType": "BackupInstance", "dataSourceInfo": info, "policyInfo": {"policyId": policy.id}}
    made = here.make("dataprotection:BackupInstance", vaultName=safe.name, backupInstanceName="disk", properties=properties, **IN)
    here.refuses_delete("UserErrorImmutableVaultOperationBlocked", made)


def test_a_vault_protects_machines_of_its_region(here: Subscription) -> None:
    here.make("recoveryservices:Vault", vaultName="clinic-recovery", sku={"name": "RS0"}, properties={}, **IN)
    far = store(here, "farstore", location="northeurope")
    place = {"vaultName": "clinic-recovery", "fabricName": "Azure", "containerName": "c", "protectedItemName": "i", **IN}
    item = {"protectedItemType": "AzureFileShareProtectedItem", "sourceResourceId": far.id}
    here.refuses("BMSUserErrorRegionMismatch", "recoveryservices:ProtectedItem", properties=item, **place)
