"""Registries, AI accounts, search, machine learning."""

from typing import Any

import pytest

from simulator.world import World
from tests.simulator.azure.data_places import IN, assigned, identity, places, readable_key, store, vault
from tests.simulator.azure.places import endpoint, group, network, standing, subnet
from tests.simulator.azure.subscription import Made, Subscription

REGISTRY = "containerregistry:Registry"
ACCOUNT = "cognitiveservices:Account"
DEPLOYMENT = "cognitiveservices:Deployment"
FILTER = "cognitiveservices:RaiPolicy"
SEARCH = "search:Service"
ML = "machinelearningservices:Workspace"
COMPUTE = "machinelearningservices:Compute"
SYSTEM = {"type": "SystemAssigned"}


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


# Registries.


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"registryName": "clinic-images"}, "registryName"),
        ({"registryName": "abcd"}, "registryName"),
        ({"publicNetworkAccess": "Disabled"}, "publicNetworkAccess"),
        ({"networkRuleSet": {"defaultAction": "Deny"}}, "networkRuleSet"),
        ({"zoneRedundancy": "Enabled"}, "zoneRedundancy"),
        ({"policies": {"retentionPolicy": {"status": "enabled", "days": 30}}}, "policies.retentionPolicy"),
        ({"sku": {"name": "Premium"}, "policies": {"exportPolicy": {"status": "disabled"}}}, "policies.exportPolicy.status"),
        ({"sku": {"name": "Premium"}, "policies": {"retentionPolicy": {"days": 366}}}, "policies.retentionPolicy.days"),
        ({"sku": {"name": "Premium"}, "encryption": {"status": "enabled"}}, "encryption.keyVaultProperties.keyIdentifier"),
        ({"sku": {"name": "Huge"}}, "sku.name"),
        ({"sku": {"name": "Basic"}, "anonymousPullEnabled": True}, "anonymousPullEnabled"),
    ],
)
def test_what_only_premium_registries_have(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"registryName": "clinicimages", "sku": {"name": "Standard"}, **IN, **inputs}
    assert place in places(here.faults(REGISTRY, **given))


def test_a_registry_says_where_one_logs_in(here: Subscription, other: Subscription) -> None:
    made = here.make(REGISTRY, registryName="clinicImages", sku={"name": "Premium"}, **IN)
    assert (made["loginServer"], made["sku"]["tier"], made["adminUserEnabled"]) == ("clinicimages.azurecr.io", "Premium", False)
    assert made["policies"]["exportPolicy"]["status"] == "enabled"
    group(other)
    other.refuses("AlreadyInUse", REGISTRY, registryName="clinicImages", sku={"name": "Basic"}, **IN)
    assert here.replaced_by(made, zoneRedundancy="Enabled") == ["zoneRedundancy"]


def test_a_registrys_key_is_named_by_the_identitys_client(here: Subscription) -> None:
    key, reader = readable_key(here)
    identities = {"type": "UserAssigned", "userAssignedIdentities": {reader.id: {}}}
    given = {"registryName": "clinicimages", "sku": {"name": "Premium"}, "identity": identities, **IN}
    wrong = {"status": "enabled", "keyVaultProperties": {"identity": reader["principalId"], "keyIdentifier": key["keyUri"]}}
    here.refuses("InvalidEncryptionIdentity", REGISTRY, encryption=wrong, **given)
    right = {"status": "enabled", "keyVaultProperties": {"identity": reader["clientId"], "keyIdentifier": key["keyUri"]}}
    made = here.make(REGISTRY, encryption=right, **given)
    here.refuses_change("EncryptionCannotBeChanged", made, encryption={"status": "disabled"})


def test_copies_and_caches_of_a_registry(here: Subscription) -> None:
    small = here.make(REGISTRY, registryName="smallimages", sku={"name": "Basic"}, **IN)
    copy = {"replicationName": "northeurope", "location": "northeurope", **IN}
    here.refuses("ReplicationNotSupported", "containerregistry:Replication", registryName=small.name, **copy)
    large = here.make(REGISTRY, registryName="largeimages", sku={"name": "Premium"}, **IN)
    here.refuses(
        "ReplicationLocationInvalid", "containerregistry:Replication", registryName=large.name, **{**copy, "location": "westeurope"}
    )
    here.make("containerregistry:Replication", registryName=large.name, **copy)
    here.refuses_change("SkuDowngradeNotAllowed", large, sku={"name": "Standard"})
    cache = {"registryName": large.name, "targetRepository": "ubuntu", **IN}
    assert "sourceRepository" in places(
        here.faults("containerregistry:CacheRule", cacheRuleName="first", sourceRepository="ubuntu", **cache)
    )
    here.make("containerregistry:CacheRule", cacheRuleName="first", sourceRepository="docker.io/library/ubuntu", **cache)
    here.refuses("CacheRuleConflict", "containerregistry:CacheRule", cacheRuleName="second", sourceRepository="quay.io/ubuntu", **cache)


# AI accounts.


def account(azure: Subscription, name: str = "clinic-ai", kind: str = "OpenAI", **properties: Any) -> Made:
    given = {"customSubDomainName": name, **properties}
    identity_ = {"identity": SYSTEM} if given.get("allowProjectManagement") else {}
    return azure.make(ACCOUNT, accountName=name, kind=kind, sku={"name": "S0"}, properties=given, **identity_, **IN)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"kind": "Oracle"}, "kind"),
        ({"sku": None}, "sku"),
        ({"properties": {"disableLocalAuth": True}}, "properties.customSubDomainName"),
        ({"properties": {"publicNetworkAccess": "Disabled"}}, "properties.customSubDomainName"),
        ({"properties": {"networkAcls": {"defaultAction": "Deny"}}}, "properties.customSubDomainName"),
        ({"properties": {"customSubDomainName": "a_b"}}, "properties.customSubDomainName"),
        ({"properties": {"customSubDomainName": "clinic", "allowProjectManagement": True}}, "properties.allowProjectManagement"),
        ({"properties": {"encryption": {"keySource": "Microsoft.KeyVault"}}}, "properties.encryption.keyVaultProperties.keyName"),
        ({"properties": {"publicNetworkAccess": "Off", "customSubDomainName": "clinic"}}, "properties.publicNetworkAccess"),
        (
            {
                "kind": "FormRecognizer",
                "properties": {"customSubDomainName": "clinic", "networkAcls": {"defaultAction": "Deny", "bypass": "AzureServices"}},
            },
            "properties.networkAcls.bypass",
        ),
    ],
)
def test_an_accounts_parts_fit_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"accountName": "clinic-ai", "kind": "OpenAI", "sku": {"name": "S0"}, "properties": {}, **IN, **inputs}
    assert place in places(here.faults(ACCOUNT, **{name: value for name, value in given.items() if value is not None}))


def test_endpoints_follow_the_kind_and_the_subdomain(here: Subscription) -> None:
    assert account(here)["properties"]["endpoint"] == "https://clinic-ai.openai.azure.com/"
    assert account(here, "clinic-read", "FormRecognizer")["properties"]["endpoint"] == "https://clinic-read.cognitiveservices.azure.com/"
    plain = here.make(ACCOUNT, accountName="plain", kind="TextAnalytics", sku={"name": "S"}, properties={}, **IN)
    assert plain["properties"]["endpoint"] == "https://westeurope.api.cognitive.microsoft.com/"
    assert plain["properties"]["publicNetworkAccess"] == "Enabled"


def test_a_subdomain_is_taken_once_and_kept(here: Subscription, other: Subscription) -> None:
    made = account(here)
    group(other)
    twin = {"accountName": "other", "kind": "OpenAI", "sku": {"name": "S0"}, "properties": {"customSubDomainName": "CLINIC-AI"}, **IN}
    other.refuses("CustomDomainInUse", ACCOUNT, **twin)
    here.refuses_change("CanNotChangeCustomSubDomain", made, properties={"customSubDomainName": "clinic-ai2"})


def test_a_deleted_account_waits_two_days_or_is_restored(here: Subscription, world: World) -> None:
    here.delete(account(here))
    inputs = {"accountName": "clinic-ai", "kind": "OpenAI", "sku": {"name": "S0"}, **IN}
    here.refuses("FlagMustBeSetForRestore", ACCOUNT, properties={}, **inputs)
    here.delete(here.make(ACCOUNT, properties={"restore": True}, **inputs))
    world.advance(3)
    here.make(ACCOUNT, properties={}, **inputs)
    here.refuses("CanNotRestoreANonExistingResource", ACCOUNT, **{**inputs, "accountName": "nobody"}, properties={"restore": True})


def test_an_accounts_kind_stays_but_for_foundry(here: Subscription) -> None:
    made = account(here)
    here.refuses_change("CanNotChangeKind", made, kind="FormRecognizer")
    here.change(made, kind="AIServices")


def test_a_deployment_names_a_model_a_size_and_a_filter_that_is_there(here: Subscription) -> None:
    account(here)
    given = {"accountName": "clinic-ai", "deploymentName": "gpt", "sku": {"name": "Standard", "capacity": 10}, **IN}
    model = {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}
    assert places(here.faults(DEPLOYMENT, properties={}, **given)) == ["properties.model.format", "properties.model.name"]
    assert places(here.faults(DEPLOYMENT, properties={"model": model}, **{**given, "sku": {"name": "Big"}})) == ["sku.name"]
    small = {**given, "sku": {"name": "ProvisionedManaged", "capacity": 5}}
    assert places(here.faults(DEPLOYMENT, properties={"model": model}, **small)) == ["sku.capacity"]
    here.refuses("InvalidRaiPolicy", DEPLOYMENT, properties={"model": model, "raiPolicyName": "clinical"}, **given)
    policy = here.make(
        FILTER, accountName="clinic-ai", raiPolicyName="clinical", properties={"basePolicyName": "Microsoft.DefaultV2"}, **IN
    )
    made = here.make(DEPLOYMENT, properties={"model": model, "raiPolicyName": "clinical"}, **given)
    here.refuses_delete("RaiPolicyInUse", policy)
    other_model = {"model": {**model, "name": "gpt-5"}, "raiPolicyName": "clinical"}
    here.refuses_change("DeploymentModelNotChangeable", made, properties=other_model)
    here.change(made, properties={"model": {**model, "version": "2026-01-01"}, "raiPolicyName": "clinical"})


def test_models_are_deployed_to_accounts_that_serve_them(here: Subscription) -> None:
    account(here, "clinic-read", "FormRecognizer")
    account(here)
    given = {"deploymentName": "gpt", "sku": {"name": "Standard", "capacity": 1}, **IN}
    model = {"format": "OpenAI", "name": "gpt-4.1"}
    here.refuses("InvalidResourceKind", DEPLOYMENT, accountName="clinic-read", properties={"model": model}, **given)
    here.refuses(
        "DeploymentModelNotSupported", DEPLOYMENT, accountName="clinic-ai", properties={"model": {**model, "format": "Mistral AI"}}, **given
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"name": "Rudeness", "source": "Prompt"}, "name"),
        ({"name": "Hate", "source": "Prompt"}, "severityThreshold"),
        ({"name": "Jailbreak", "source": "Completion"}, "source"),
        ({"name": "Protected Material Text", "source": "Prompt"}, "source"),
        ({"name": "Hate", "severityThreshold": "Medium"}, "source"),
    ],
)
def test_a_content_filter_is_known(here: Subscription, content: dict[str, Any], place: str) -> None:
    properties = {"basePolicyName": "Microsoft.DefaultV2", "contentFilters": [content]}
    given = {"accountName": "clinic-ai", "raiPolicyName": "clinical", "properties": properties, **IN}
    assert places(here.faults(FILTER, **given)) == [f"properties.contentFilters[0].{place}"]


def test_projects_stand_in_foundry_and_go_first(here: Subscription) -> None:
    account(here)
    given = {"projectName": "notes", "identity": SYSTEM, "properties": {}, **IN}
    here.refuses("ProjectManagementNotAllowed", "cognitiveservices:Project", accountName="clinic-ai", **given)
    foundry = account(here, "clinic-foundry", "AIServices", allowProjectManagement=True)
    project = here.make("cognitiveservices:Project", accountName=foundry.name, **given)
    here.refuses_delete("CannotDeleteResource", foundry)
    here.delete(project)
    here.delete(foundry)


def test_endpoints_of_an_account_show_in_it_and_are_no_drift(azure: Subscription) -> None:
    _, place = standing(azure)
    made = account(azure, publicNetworkAccess="Disabled")
    endpoint(azure, place, made.id, ("account",))
    outputs, inputs = azure.read(made)
    assert len(outputs["properties"]["privateEndpointConnections"]) == 1
    assert inputs == made.inputs


# Search.


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"searchServiceName": "a-search"}, "searchServiceName"),
        ({"searchServiceName": "clinic--search"}, "searchServiceName"),
        ({"replicaCount": 12, "partitionCount": 4}, "replicaCount"),
        ({"partitionCount": 5}, "partitionCount"),
        ({"sku": {"name": "free"}, "identity": SYSTEM}, "identity"),
        ({"sku": {"name": "free"}, "publicNetworkAccess": "Disabled"}, "publicNetworkAccess"),
        ({"sku": {"name": "basic"}, "replicaCount": 4}, "replicaCount"),
        ({"hostingMode": "HighDensity"}, "hostingMode"),
        ({"disableLocalAuth": True, "authOptions": {"apiKeyOnly": {}}}, "authOptions"),
        ({"publicNetworkAccess": "off"}, "publicNetworkAccess"),
    ],
)
def test_a_search_service_keeps_within_its_tier(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"searchServiceName": "clinic-search", "sku": {"name": "standard"}, **IN, **inputs}
    assert places(here.faults(SEARCH, **given)) == [place]


def test_a_search_service_moves_up_only(here: Subscription, other: Subscription) -> None:
    made = here.make(SEARCH, searchServiceName="clinic-search", sku={"name": "standard"}, **IN)
    assert made["endpoint"] == "https://clinic-search.search.windows.net/"
    assert made["authOptions"] == {"apiKeyOnly": {}}
    here.refuses_change("SkuChangeNotAllowed", made, sku={"name": "basic"})
    here.change(made, sku={"name": "standard2"})
    group(other)
    other.refuses("ServiceNameUnavailable", SEARCH, searchServiceName="clinic-search", sku={"name": "basic"}, **IN)


def test_a_shared_private_link_goes_to_a_part_of_what_is_there(here: Subscription) -> None:
    kind = "search:SharedPrivateLinkResource"
    made = here.make(SEARCH, searchServiceName="clinic-search", sku={"name": "standard"}, **IN)
    given = {"searchServiceName": made.name, "sharedPrivateLinkResourceName": "store", **IN}
    target = {"groupId": "blob", "privateLinkResourceId": store(here).id, "requestMessage": "records"}
    assert places(here.faults(kind, properties={**target, "groupId": "everything"}, **given)) == ["properties.groupId"]
    assert places(here.faults(kind, properties={"groupId": "blob"}, **given)) == [
        "properties.privateLinkResourceId",
        "properties.requestMessage",
    ]
    here.refuses("InvalidSharedPrivateLinkResource", kind, properties={**target, "privateLinkResourceId": "/subscriptions/x"}, **given)
    link = here.make(kind, properties=target, **given)
    assert link["properties"]["status"] == "Pending"
    assert len(here.read(made)[0]["sharedPrivateLinkResources"]) == 1
    here.refuses_change("SharedPrivateLinkCannotBeChanged", link, properties={**target, "groupId": "dfs"})


# Machine learning.


def learning(azure: Subscription, name: str = "clinic-ml", mode: str | None = "AllowOnlyApprovedOutbound", **inputs: Any) -> Made:
    parts = {"storageAccount": store(azure, f"store{len(name)}{name[-1]}").id, "keyVault": vault(azure, f"{name}-keys").id}
    isolated = {"managedNetwork": {"isolationMode": mode}} if mode else {}
    return azure.make(ML, workspaceName=name, **{"identity": SYSTEM, **parts, **isolated, **IN, **inputs})


def fqdn(host: str) -> dict[str, Any]:
    return {"type": "FQDN", "destination": host}


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"workspaceName": "ab"}, "workspaceName"),
        ({"identity": None}, "identity"),
        ({"keyVault": None}, "keyVault"),
        ({"kind": "Cluster"}, "kind"),
        ({"kind": "Project", "hubResourceId": "/x"}, "storageAccount"),
        ({"managedNetwork": {"isolationMode": "Open"}}, "managedNetwork.isolationMode"),
        (
            {"managedNetwork": {"isolationMode": "Disabled", "outboundRules": {"a": fqdn("packages.example")}}},
            "managedNetwork.outboundRules",
        ),
        (
            {"managedNetwork": {"isolationMode": "AllowInternetOutbound", "outboundRules": {"a": fqdn("packages.example")}}},
            'managedNetwork.outboundRules["a"].type',
        ),
        (
            {"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": {"a": fqdn("x.blob.core.windows.net")}}},
            'managedNetwork.outboundRules["a"].destination',
        ),
        (
            {"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": {"a": fqdn("anything")}}},
            'managedNetwork.outboundRules["a"].destination',
        ),
        (
            {
                "managedNetwork": {
                    "isolationMode": "AllowOnlyApprovedOutbound",
                    "outboundRules": {"a": {"type": "PrivateEndpoint", "destination": {"serviceResourceId": "/x"}}},
                }
            },
            'managedNetwork.outboundRules["a"].destination.subresourceTarget',
        ),
    ],
)
def test_a_workspaces_parts_fit_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"workspaceName": "clinic-ml", "identity": SYSTEM, "storageAccount": "/s", "keyVault": "/v", **IN, **inputs}
    assert place in places(here.faults(ML, **{name: value for name, value in given.items() if value is not None}))


def test_a_workspace_needs_a_flat_store_that_is_there(here: Subscription) -> None:
    lake = store(here, "cliniclake", isHnsEnabled=True)
    given = {"workspaceName": "clinic-ml", "identity": SYSTEM, "keyVault": vault(here).id, **IN}
    here.refuses("ValidationError", ML, match="hierarchical", storageAccount=lake.id, **given)
    here.refuses("ValidationError", ML, match="does not exist", storageAccount=lake.id + "x", **given)
    premium = store(here, "clinicfast", kind="BlockBlobStorage", sku={"name": "Premium_LRS"})
    here.refuses("ValidationError", ML, match="general purpose", storageAccount=premium.id, **given)


def test_isolation_only_rises(here: Subscription) -> None:
    made = learning(here, mode="AllowInternetOutbound")
    here.refuses_change("ManagedNetworkIsolationCannotBeChanged", made, managedNetwork={"isolationMode": "Disabled"})
    here.change(made, managedNetwork={"isolationMode": "AllowOnlyApprovedOutbound"})
    here.refuses_change("ManagedNetworkIsolationCannotBeChanged", made, managedNetwork={"isolationMode": "AllowInternetOutbound"})


def test_outbound_rules_need_a_managed_network(here: Subscription) -> None:
    kind = "machinelearningservices:ManagedNetworkSettingsRule"
    learning(here, mode=None)
    here.refuses("ValidationError", kind, workspaceName="clinic-ml", ruleName="pypi", properties=fqdn("packages.example"), **IN)
    learning(here, "clinic-ml2", "AllowInternetOutbound")
    here.refuses("ValidationError", kind, workspaceName="clinic-ml2", ruleName="pypi", properties=fqdn("packages.example"), **IN)
    learning(here, "clinic-ml33")
    here.make(kind, workspaceName="clinic-ml33", ruleName="pypi", properties=fqdn("packages.example"), **IN)


def cluster(workspace_: str, **properties: Any) -> dict[str, Any]:
    inner = {"vmSize": "Standard_DS3_v2", **properties}
    return {"workspaceName": workspace_, "computeName": "cpu", "properties": {"computeType": "AmlCompute", "properties": inner}, **IN}


def test_computes_stand_in_the_managed_network_or_in_a_subnet(azure: Subscription) -> None:
    group(azure)
    place = subnet(azure, network(azure))
    learning(azure)
    azure.refuses("ValidationError", COMPUTE, match="custom virtual network", **cluster("clinic-ml", subnet={"id": place.id}))
    far = cluster("clinic-ml", enableNodePublicIp=False)
    azure.refuses("ValidationError", COMPUTE, match="region", **{**far, "location": "northeurope"})
    azure.make(COMPUTE, **far)
    learning(azure, "clinic-ml2", None)
    azure.refuses("ValidationError", COMPUTE, match="needs a subnet", **cluster("clinic-ml2", enableNodePublicIp=False))
    azure.make(COMPUTE, **cluster("clinic-ml2", enableNodePublicIp=False, subnet={"id": place.id}))
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place)


def test_a_deleted_workspace_keeps_its_name_for_two_weeks(here: Subscription, world: World) -> None:
    made = learning(here)
    here.delete(made)
    inputs = {name: value for name, value in made.inputs.items() if name != "azureApiVersion"}
    here.refuses("Conflict", ML, match="Soft-deleted", **inputs)
    world.advance(15)
    here.make(ML, **inputs)


def test_an_endpoints_name_is_taken_once_in_its_region_and_shares_are_whole(here: Subscription) -> None:
    kind = "machinelearningservices:OnlineEndpoint"
    learning(here)
    learning(here, "clinic-ml2")
    given = {"endpointName": "score", "identity": SYSTEM, "properties": {"authMode": "AADToken"}, **IN}
    made = here.make(kind, workspaceName="clinic-ml", **given)
    assert made["properties"]["scoringUri"] == "https://score.westeurope.inference.ml.azure.com/score"
    here.refuses("BadArgument", kind, workspaceName="clinic-ml2", **given)
    half = {**given, "properties": {"authMode": "Key", "traffic": {"blue": 50}}}
    assert places(here.faults(kind, workspaceName="clinic-ml", **half)) == ["properties.traffic"]
    old = {"endpointComputeType": "Managed", "egressPublicNetworkAccess": "Disabled"}
    deployment = {"workspaceName": "clinic-ml", "endpointName": "score", "deploymentName": "blue", "properties": old, **IN}
    here.refuses("BadArgument", "machinelearningservices:OnlineDeployment", **deployment)


def test_a_project_takes_what_its_hub_has(here: Subscription) -> None:
    hub = learning(here, kind="Hub")
    project = here.make(ML, workspaceName="clinic-project", kind="Project", hubResourceId=hub.id, identity=SYSTEM, **IN)
    assert project["storageAccount"] == hub["storageAccount"]
    here.refuses_delete("HubHasProjects", hub)


def test_an_assigned_identity_alone_is_the_primary_one(here: Subscription) -> None:
    given = {"workspaceName": "clinic-ml", "storageAccount": "/s", "keyVault": "/v", **IN}
    assert places(here.faults(ML, identity=assigned(identity(here)), **given)) == ["primaryUserAssignedIdentity"]
