"""Management by another directory, Kubernetes, protected machines, and settings of sites and SQL."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import IN, PERSON, READER, assigned, identity, places
from tests.simulator.azure.places import group, network, subnet
from tests.simulator.azure.subscription import SUBSCRIPTION, TENANT, Made, Subscription

WHOLE = f"/subscriptions/{SUBSCRIPTION}"
GUID = "aaaaaaaa-0000-4000-8000-000000000001"
DEFINITION = "managedservices:RegistrationDefinition"
ASSIGNMENT = "managedservices:RegistrationAssignment"
CLUSTER = "containerservice:ManagedCluster"
POOL: dict[str, Any] = {"name": "system", "mode": "System", "count": 1, "vmSize": "Standard_D4s_v5"}
OWNER = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
ACCESS = "/providers/Microsoft.Authorization/roleDefinitions/18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def delegation(role: str = READER, by: str = PERSON, **grant: Any) -> dict[str, Any]:
    authorizations = [{"principalId": PERSON, "roleDefinitionId": role, **grant}]
    properties = {"managedByTenantId": by, "authorizations": authorizations}
    return {"scope": WHOLE, "registrationDefinitionId": GUID, "properties": properties}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        (delegation(OWNER), "properties.authorizations[0].roleDefinitionId"),
        (delegation(ACCESS), "properties.authorizations[0].delegatedRoleDefinitionIds"),
        (delegation(READER, delegatedRoleDefinitionIds=[OWNER]), "properties.authorizations[0].delegatedRoleDefinitionIds"),
        (delegation(by="partner"), "properties.managedByTenantId"),
    ],
)
def test_what_another_directory_may_be_given(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert places(here.faults(DEFINITION, **inputs)) == [place]


def test_a_delegation_goes_to_another_directory_and_is_assigned_once(here: Subscription) -> None:
    here.refuses("InvalidRegistrationDefinition", DEFINITION, match="another one", **delegation(by=TENANT))
    made = here.make(DEFINITION, **delegation())
    assert made["properties"]["manageeTenantId"] == TENANT
    of = {"scope": WHOLE, "properties": {"registrationDefinitionId": made.id}}
    here.refuses(
        "RegistrationDefinitionNotFound",
        ASSIGNMENT,
        **{**of, "properties": {"registrationDefinitionId": made.id + "x"}},
        registrationAssignmentId=GUID,
    )
    here.make(ASSIGNMENT, registrationAssignmentId=GUID, **of)
    here.refuses("RegistrationAssignmentExists", ASSIGNMENT, registrationAssignmentId=PERSON, **of)
    here.refuses_delete("RegistrationDefinitionInUse", made)


def test_custom_roles_are_not_delegated(here: Subscription) -> None:
    role = here.make(
        "authorization:RoleDefinition",
        scope=WHOLE,
        roleDefinitionId=GUID,
        roleName="Keeper",
        assignableScopes=[WHOLE],
        permissions=[{"actions": ["*/read"]}],
    )
    here.refuses("InvalidRegistrationDefinition", DEFINITION, match="custom", **delegation(role.id))


def cluster(**inputs: Any) -> dict[str, Any]:
    base = {"resourceName": "clinic-aks", "dnsPrefix": "clinic", "identity": {"type": "SystemAssigned"}, "agentPoolProfiles": [POOL], **IN}
    return {name: value for name, value in {**base, **inputs}.items() if value is not None}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"identity": None}, "identity"),
        ({"dnsPrefix": None}, "dnsPrefix"),
        ({"agentPoolProfiles": [{**POOL, "mode": "User"}]}, "agentPoolProfiles"),
        ({"agentPoolProfiles": [{**POOL, "name": "System-1"}]}, "agentPoolProfiles[0].name"),
        (
            {"apiServerAccessProfile": {"enablePrivateCluster": True, "authorizedIPRanges": ["20.0.0.1/32"]}},
            "apiServerAccessProfile.authorizedIPRanges",
        ),
        ({"apiServerAccessProfile": {"privateDNSZone": "none"}}, "apiServerAccessProfile.privateDNSZone"),
        ({"networkProfile": {"outboundType": "userDefinedRouting"}}, "agentPoolProfiles"),
        ({"networkProfile": {"outboundType": "tunnel"}}, "networkProfile.outboundType"),
        ({"networkProfile": {"outboundType": "none"}}, "bootstrapProfile.artifactSource"),
        ({"bootstrapProfile": {"artifactSource": "Direct", "containerRegistryId": "a"}}, "bootstrapProfile.containerRegistryId"),
        ({"networkProfile": {"networkPlugin": "kubenet", "networkPluginMode": "overlay"}}, "networkProfile.networkPluginMode"),
        ({"networkProfile": {"networkDataplane": "cilium", "networkPolicy": "calico"}}, "networkProfile.networkPolicy"),
        ({"networkProfile": {"networkPolicy": "cilium"}}, "networkProfile.networkPolicy"),
        ({"apiServerAccessProfile": {"subnetId": "a"}}, "apiServerAccessProfile.subnetId"),
        ({"apiServerAccessProfile": {"enablePrivateCluster": True, "privateDNSZone": "/subscriptions/a"}}, "identity"),
        ({"securityProfile": {"workloadIdentity": {"enabled": True}}}, "oidcIssuerProfile.enabled"),
        ({"disableLocalAccounts": True}, "disableLocalAccounts"),
        ({"securityProfile": {"azureKeyVaultKms": {"enabled": True}}}, "securityProfile.azureKeyVaultKms.keyId"),
        ({"securityProfile": {"imageCleaner": {"enabled": True, "intervalHours": 1}}}, "securityProfile.imageCleaner.intervalHours"),
        (
            {"agentPoolProfiles": [{**POOL, "workloadRuntime": "KataVmIsolation", "osSKU": "Ubuntu"}]},
            "agentPoolProfiles[0].workloadRuntime",
        ),
    ],
)
def test_a_cluster_fits_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert places(here.faults(CLUSTER, **cluster(**inputs))) == [place]


def test_a_cluster_reaches_out_by_a_balancer_and_is_private_from_its_creation(azure: Subscription) -> None:
    group(azure)
    place = subnet(azure, network(azure))
    made = azure.make(CLUSTER, **cluster(identity=assigned(identity(azure)), agentPoolProfiles=[{**POOL, "vnetSubnetID": place.id}]))
    assert made["networkProfile"]["outboundType"] == "loadBalancer"
    assert made["fqdn"].endswith(".hcp.westeurope.azmk8s.io")
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place)
    private = azure.make(CLUSTER, **cluster(resourceName="private-aks", apiServerAccessProfile={"enablePrivateCluster": True}))
    assert ".privatelink.westeurope.azmk8s.io" in private["privateFQDN"]
    azure.refuses_change("PropertyChangeNotAllowed", private, apiServerAccessProfile={"enablePrivateCluster": False})
    assert azure.replaced_by(private, dnsPrefix="other") == ["dnsPrefix"]


def test_an_api_server_stands_in_a_subnet_that_is_delegated_to_it(azure: Subscription) -> None:
    group(azure)
    net = network(azure)
    bare = subnet(azure, net)
    own = subnet(
        azure, net, "api", "10.0.1.0/28", delegations=[{"name": "aks", "serviceName": "Microsoft.ContainerService/managedClusters"}]
    )
    inside = {"enableVnetIntegration": True, "subnetId": own.id}
    azure.refuses("SubnetDelegationMissing", CLUSTER, **cluster(apiServerAccessProfile={**inside, "subnetId": bare.id}))
    assert azure.make(CLUSTER, **cluster(apiServerAccessProfile=inside))["apiServerAccessProfile"]["subnetId"] == own.id


def test_a_private_vault_of_secrets_needs_the_servers_own_subnet(here: Subscription) -> None:
    kms = {"enabled": True, "keyId": "https://a.vault.azure.net/keys/b/0", "keyVaultNetworkAccess": "Private"}
    found = places(here.faults(CLUSTER, **cluster(securityProfile={"azureKeyVaultKms": kms})))
    assert [place.rpartition(".")[2] for place in found] == ["keyVaultResourceId", "keyVaultNetworkAccess"]


def test_an_issuer_has_an_address_once_it_is_asked_for(here: Subscription) -> None:
    made = here.make(CLUSTER, **cluster(oidcIssuerProfile={"enabled": True}))
    assert made["oidcIssuerProfile"]["issuerURL"].startswith("https://westeurope.oic.prod-aks.azure.com/")


def test_a_pool_scales_between_its_bounds(here: Subscription) -> None:
    given = {"resourceName": "clinic-aks", "agentPoolName": "work", **IN}
    assert places(here.faults("containerservice:AgentPool", enableAutoScaling=True, **given)) == ["minCount"]
    assert places(here.faults("containerservice:AgentPool", minCount=3, maxCount=1, **given)) == ["minCount"]
    here.refuses("ParentResourceNotFound", "containerservice:AgentPool", count=1, **given)
    here.make(CLUSTER, **cluster())
    assert here.make("containerservice:AgentPool", count=1, **given)["type"] == "VirtualMachineScaleSets"


def vault(azure: Subscription) -> Made:
    return azure.make("recoveryservices:Vault", vaultName="clinic-recovery", sku={"name": "RS0"}, properties={}, **IN)


def test_machines_are_protected_by_a_policy_that_is_there(here: Subscription) -> None:
    kind = "recoveryservices:ProtectedItem"
    place = {"vaultName": "clinic-recovery", "fabricName": "Azure", "containerName": "c", "protectedItemName": "i", **IN}
    machine = {"protectedItemType": "Microsoft.Compute/virtualMachines"}
    here.refuses("ParentResourceNotFound", kind, properties=machine, **place)
    home = vault(here)
    here.refuses("BMSUserErrorPolicyNotFound", kind, properties={**machine, "policyId": f"{home.id}/backupPolicies/daily"}, **place)
    daily = {"vaultName": home.name, "policyName": "daily", **IN}
    found = here.faults("recoveryservices:ProtectionPolicy", properties={"backupManagementType": "AzureIaasVM"}, **daily)
    assert places(found) == ["properties.schedulePolicy", "properties.retentionPolicy"]
    policy = here.make("recoveryservices:ProtectionPolicy", properties={"backupManagementType": "AzureStorage"}, **daily)
    nowhere = {**machine, "policyId": policy.id, "sourceResourceId": f"{WHOLE}/nobody"}
    here.refuses("BMSUserErrorInvalidSourceResourceId", kind, properties=nowhere, **place)
    here.refuses("BMSUserErrorInvalidInput", kind, match="sourceResourceId", properties={**machine, "policyId": policy.id}, **place)
    here.make(kind, properties={**machine, "policyId": policy.id, "sourceResourceId": home.id}, **place)
    here.refuses_delete("BMSUserErrorPolicyInUse", policy)


def test_audits_of_sql_go_somewhere_and_hide_their_key(here: Subscription) -> None:
    only = {"administrators": {"azureADOnlyAuthentication": True, "login": "dba", "sid": PERSON}}
    here.make("sql:Server", serverName="clinic-sql", **only, **IN)
    given = {"serverName": "clinic-sql", "blobAuditingPolicyName": "default", "state": "Enabled", **IN}
    assert places(here.faults("sql:ServerBlobAuditingPolicy", **given)) == ["storageEndpoint"]
    sent = {"storageEndpoint": "https://clinicstore.blob.core.windows.net", "storageAccountAccessKey": "made up"}
    assert "storageAccountAccessKey" not in here.make("sql:ServerBlobAuditingPolicy", **sent, **given).outputs
    short = {"serverName": "clinic-sql", "databaseName": "billing", "policyName": "default", **IN}
    assert places(here.faults("sql:BackupShortTermRetentionPolicy", retentionDays=36, **short)) == ["retentionDays"]


def test_a_job_has_what_starts_it(here: Subscription) -> None:
    given = {"jobName": "nightly", "environmentId": "/e", "template": {"containers": [{"name": "a", "image": "b"}]}, **IN}
    timed = {"triggerType": "Schedule", "replicaTimeout": 60}
    assert places(here.faults("app:Job", configuration=timed, **given)) == ["configuration.scheduleTriggerConfig"]
    assert places(here.faults("app:Job", configuration={**timed, "triggerType": "Event"}, **given)) == ["configuration.eventTriggerConfig"]
