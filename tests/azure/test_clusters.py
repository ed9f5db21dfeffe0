"""`AzureCluster`: reached by its own network alone, reaching nothing, and known by Entra ID alone."""

from functools import cache
from typing import Any

import pytest

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.cluster import AzureCluster, bootstrap_cache
from ai_zones.azure.cluster_input import private_zone
from ai_zones.azure.container_registry import AzureContainerRegistry
from ai_zones.azure.validation import InvalidInputError
from ai_zones.azure.zone_network import AzureZoneNetwork
from tests.azure.data import KEY, KEY_URI, OBJECT
from tests.azure.recording import LOCATION, PLACE, TENANT, Recording, group_path, record

VERSIONED = f"{KEY_URI}/{'0' * 32}"
NETWORK = "Microsoft.Network/virtualNetworks/subnets"
NODES, API = group_path(NETWORK, "inference", "workload"), group_path(NETWORK, "inference", "api-server")
ZONE = group_path("Microsoft.Network/privateDnsZones", private_zone(LOCATION))
REGISTRY = group_path("Microsoft.ContainerRegistry/registries", "crinference12345678")
VAULT = group_path("Microsoft.KeyVault/vaults", "kv-inference-1234567")
WORKSPACE = group_path("Microsoft.OperationalInsights/workspaces", "logs")


def cluster(**changes: Any) -> Recording:
    args: Any = {
        "zone": "inference",
        **PLACE,
        "tenant_id": TENANT,
        "workload_subnet_id": NODES,
        "api_server_subnet_id": API,
        "private_zone_id": ZONE,
        "registry_id": REGISTRY,
        "key": KEY,
        "secrets_key": {**KEY, "versioned_key_uri": VERSIONED},
        "key_vault_id": VAULT,
        "log_workspace_id": WORKSPACE,
        **changes,
    }
    return record(lambda: AzureCluster("clinic-prod-inference-cluster", args).cluster_id)


@cache
def strictest() -> Recording:
    return cluster()


def it() -> dict[str, Any]:
    return strictest().one("containerservice:ManagedCluster").inputs


def refused(**changes: Any) -> str:
    with pytest.raises(InvalidInputError) as error:
        cluster(**changes)
    return str(error.value)


def test_the_api_server_answers_in_the_zones_network_alone_and_runs_no_commands_for_readers() -> None:
    assert it()["apiServerAccessProfile"] == {
        "disableRunCommand": True,
        "enablePrivateCluster": True,
        "enablePrivateClusterPublicFQDN": False,
        "enableVnetIntegration": True,
        "privateDNSZone": ZONE,
        "subnetId": API,
    }


def test_nodes_have_no_way_out_and_start_from_the_zones_registry() -> None:
    assert it()["networkProfile"]["outboundType"] == "none"
    assert it()["bootstrapProfile"] == {"artifactSource": "Cache", "containerRegistryId": REGISTRY}


def test_network_policies_are_enforced_by_cilium() -> None:
    network = it()["networkProfile"]
    assert [network[key] for key in ("networkPlugin", "networkPluginMode", "networkDataplane", "networkPolicy")] == [
        "azure",
        "overlay",
        "cilium",
        "cilium",
    ]


def test_people_and_programs_are_of_entra_id_alone() -> None:
    assert (it()["disableLocalAccounts"], it()["enableRBAC"]) == (True, True)
    assert it()["aadProfile"]["enableAzureRBAC"] is True
    assert it()["aadProfile"]["adminGroupObjectIDs"] == []
    assert it()["oidcIssuerProfile"] == {"enabled": True}
    assert it()["securityProfile"]["workloadIdentity"] == {"enabled": True}


def test_secrets_are_under_a_key_of_a_private_vault_and_disks_under_another() -> None:
    kms = it()["securityProfile"]["azureKeyVaultKms"]
    assert (kms["enabled"], kms["keyId"], kms["keyVaultNetworkAccess"], kms["keyVaultResourceId"]) == (True, VERSIONED, "Private", VAULT)
    disks = strictest().one("compute:DiskEncryptionSet")
    assert it()["diskEncryptionSetID"] == disks.id
    assert disks.inputs["encryptionType"] == "EncryptionAtRestWithPlatformAndCustomerKeys"


def test_it_takes_fixes_by_itself_and_is_watched() -> None:
    assert it()["autoUpgradeProfile"] == {"upgradeChannel": "patch", "nodeOSUpgradeChannel": "NodeImage"}
    assert it()["securityProfile"]["defender"]["securityMonitoring"] == {"enabled": True}
    assert it()["securityProfile"]["imageCleaner"]["enabled"] is True
    assert it()["addonProfiles"] == {"azurepolicy": {"enabled": True}}
    logs = {one["category"] for one in strictest().one("monitor:DiagnosticSetting").inputs["logs"]}
    assert {"kube-audit", "kube-apiserver", "guard"} <= logs


def pools(recording: Recording) -> dict[str, dict[str, Any]]:
    own = {one["name"]: one for one in recording.one("containerservice:ManagedCluster").inputs["agentPoolProfiles"]}
    return own | {one.inputs["agentPoolName"]: one.inputs for one in recording.of("containerservice:AgentPool")}


@pytest.mark.parametrize("name", ["system", "sandboxed"])
def test_every_node_is_encrypted_on_its_host_without_address_or_ssh(name: str) -> None:
    pool = pools(strictest())[name]
    assert (pool["enableEncryptionAtHost"], pool["enableNodePublicIP"]) == (True, False)
    assert pool["securityProfile"]["sshAccess"] == "Disabled"
    assert pool["vnetSubnetID"] == NODES
    assert pool["availabilityZones"] == ["1", "2", "3"]


def test_pods_of_agents_run_each_in_a_machine_of_its_own_unless_told_otherwise() -> None:
    assert pools(strictest())["sandboxed"]["workloadRuntime"] == "KataVmIsolation"
    assert pools(strictest())["sandboxed"]["osSKU"] == "AzureLinux"
    plain = pools(cluster(pools={"workers": {}}))["workers"]
    assert (plain["workloadRuntime"], plain["enableFIPS"]) == ("OCIContainer", True)


def test_what_azure_puts_into_the_nodes_group_is_not_changed_by_hand() -> None:
    assert it()["nodeResourceGroupProfile"] == {"restrictionLevel": "ReadOnly"}


def test_each_identity_has_the_roles_that_it_needs_and_stands_before_the_cluster() -> None:
    granted = {
        (one.inputs["scope"], one.inputs["roleDefinitionId"].rpartition("/")[2]) for one in strictest().of("authorization:RoleAssignment")
    }
    assert (REGISTRY, BuiltInRole.ACR_PULL.value) in granted
    assert (ZONE, BuiltInRole.PRIVATE_DNS_ZONE_CONTRIBUTOR.value) in granted
    assert (f"{VAULT}/keys/{KEY_URI.rpartition('/')[2]}", BuiltInRole.KEY_VAULT_CRYPTO_USER.value) in granted
    assert not [scope for scope, _ in granted if scope.count("/") < 8], "no role on a group or a subscription"
    one = strictest().one("containerservice:ManagedCluster")
    assert all(strictest().waits(one, role) for role in strictest().of("authorization:RoleAssignment"))


def test_pulumi_and_a_lock_keep_it_until_it_is_removable() -> None:
    assert strictest().one("containerservice:ManagedCluster").protect
    assert len(strictest().of("authorization:ManagementLockByScope")) == 1
    other = cluster(removable=True)
    assert not other.one("containerservice:ManagedCluster").protect
    assert other.of("authorization:ManagementLockByScope") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pod_cidr": "10.244.0.0/24"}, "each node takes a /24"),
        ({"service_cidr": "10.244.128.0/17"}, "overlaps pod_cidr"),
        ({"pools": {"Workers": {}}}, "lower-case"),
        ({"pools": {"system": {}}}, "cluster's own pool"),
        ({"system_pool": {"sandboxed": True}}, "sandbox another pool"),
        ({"pools": {"a": {"minimum": 9}}}, "more than maximum"),
        ({"administrator_group_ids": ["admins"]}, "UUID"),
        ({"secrets_key": KEY}, "versioned_key_uri"),
        ({"private_zone_id": NODES}, "a private DNS zone"),
        ({"outbound_type": "loadBalancer"}, "outbound_type: is not an input"),
    ],
)
def test_what_can_not_be_built_is_said_before_anything_is(changes: dict[str, Any], said: str) -> None:
    assert said in refused(**changes)


def test_the_registry_fetches_what_nodes_start_from_and_no_other_wildcard() -> None:
    given: Any = {
        "zone": "inference",
        "organization": "clinic",
        "environment": "prod",
        **PLACE,
        "key": {**KEY, "identity_client_id": OBJECT},
        "log_workspace_id": WORKSPACE,
    }
    cached: Any = {**given, "cache_rules": bootstrap_cache()}
    made = record(lambda: AzureContainerRegistry("r", cached).registry_id)
    assert made.one("containerregistry:CacheRule").inputs["sourceRepository"] == "mcr.microsoft.com/*"
    for source, target in (("docker.io/*", "a"), ("mcr.microsoft.com/a", "b/*")):
        rules = {"a": {"source_repository": source, "target_repository": target}}
        args: Any = {**given, "cache_rules": rules}
        with pytest.raises(InvalidInputError):
            AzureContainerRegistry("r", args)


def network(**changes: Any) -> Recording:
    given: Any = {
        "zone": "inference",
        **PLACE,
        "cidr": "10.66.0.0/16",
        "workload_subnet": "10.66.0.0/17",
        "endpoint_subnet": "10.66.128.0/19",
        "log_workspace_id": WORKSPACE,
        "flow_log_storage_id": group_path("Microsoft.Storage/storageAccounts", "flowlogs"),
        "cluster": {"api_server_subnet": "10.66.240.0/20", "pod_cidr": "10.244.0.0/16", "webhook_ports": [15017]},
        **changes,
    }
    return record(lambda: AzureZoneNetwork("inference", given).api_server_subnet_id)


def allowed(recording: Recording, group: str) -> set[tuple[str, str, str]]:
    rules = recording.one("network:NetworkSecurityGroup", f"inference-filter-{group}").inputs["securityRules"]
    return {(one["direction"], one["protocol"], one["destinationPortRange"]) for one in rules if one["access"] == "Allow"}


def test_the_api_server_has_a_subnet_of_its_own_entered_by_nodes_and_probes() -> None:
    made = network()
    subnet = made.one("network:Subnet", "inference-subnet-api-server").inputs
    assert subnet["delegations"] == [{"name": "alone", "serviceName": "Microsoft.ContainerService/managedClusters"}]
    assert allowed(made, "api-server") == {
        ("Inbound", "Tcp", "443"),
        ("Inbound", "Tcp", "4443"),
        ("Inbound", "Tcp", "9988"),
        ("Outbound", "Tcp", "10250"),
        ("Outbound", "Tcp", "15017"),
    }


def test_nodes_and_pods_talk_among_themselves_and_nobody_else_by_any_port() -> None:
    rules = network().one("network:NetworkSecurityGroup", "inference-filter-workload").inputs["securityRules"]
    every = [one for one in rules if one["access"] == "Allow" and one["destinationPortRange"] == "*"]
    assert [one["name"] for one in every] == ["in-cluster", "out-cluster"]
    assert all(one[f"{side}AddressPrefixes"] == ["10.66.0.0/17", "10.244.0.0/16"] for one in every for side in ("source", "destination"))
    with pytest.raises(InvalidInputError, match="outside the network"):
        network(cluster={"api_server_subnet": "10.66.240.0/20", "pod_cidr": "10.66.0.0/16"})
