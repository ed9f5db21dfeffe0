"""The records' stack adopts all of it by ids, closes the network's names, and puts a private endpoint into it."""

import pulumi
from pulumi_azure_native import keyvault

from ai_zones.azure import (
    AzureAdoptedHubFirewall,
    AzureAdoptedLogArchive,
    AzureAdoptedNetwork,
    AzureAdoptedPrivateZone,
    AzureServiceEndpoint,
)
from tests.posture.topologies import azure_shared as shared

there = pulumi.Config("corpus")
subscription = pulumi.Config("azure-native").require("subscriptionId")
rg = shared.group("records")
archive = AzureAdoptedLogArchive(
    "archive",
    {"workspace_id": there.require("workspace"), "account_id": there.require("account"), "export_ids": {"logs": there.require("export")}},
)
hub = AzureAdoptedHubFirewall(
    "hub",
    {
        "firewall_id": there.require("firewall"),
        "firewall_policy_ids": {"hub": there.require("policy")},
        "rule_group_ids": {"hub": there.require("rules")},
        "public_address_ids": {"out": there.require("address")},
        "virtual_network_id": there.require("hub"),
        "subnet_ids": {"firewall": there.require("inspected")},
        "peering_ids": {"to-spoke": there.require("hub-to-spoke")},
    },
)
network = AzureAdoptedNetwork(
    "spoke",
    {
        "zone": "phi",
        "subscription_id": subscription,
        "resource_group_name": "records",
        "location": "westeurope",
        "virtual_network_id": there.require("spoke"),
        "workload_subnet_id": there.require("apps"),
        "endpoint_subnet_id": there.require("endpoints"),
        "security_group_ids": {"all": there.require("filter")},
        "route_table_ids": {"all": there.require("table")},
        "peering_ids": {"to-hub": there.require("spoke-to-hub")},
        "allowed_domains": ["clinic-records.vault.azure.net", "clinic-records.privatelink.vaultcore.azure.net"],
        "log_workspace_id": archive.workspace_id,
    },
    opts=pulumi.ResourceOptions(depends_on=[rg]),
)
names = AzureAdoptedPrivateZone(
    "vaults",
    {
        "zone_id": there.require("names"),
        "link_ids": {"spoke": there.require("link")},
        "records": {"landing": {"name": "clinic-landing", "type": "A"}},
    },
)
vault = keyvault.Vault(
    "records",
    resource_group_name=rg.name,
    vault_name="clinic-records",
    properties={
        "tenant_id": shared.TENANT,
        "sku": {"family": "A", "name": "premium"},
        "enable_rbac_authorization": True,
        "enable_purge_protection": True,
        "public_network_access": "Disabled",
        "network_acls": {"bypass": "None", "default_action": "Deny"},
    },
    tags={"ai-zone": "phi"},
)
AzureServiceEndpoint(
    "vault",
    {
        "zone": "phi",
        "subscription_id": subscription,
        "resource_group_name": "records",
        "location": "westeurope",
        "service": "key-vault",
        "target_id": f"/subscriptions/{subscription}/resourceGroups/records/providers/Microsoft.KeyVault/vaults/clinic-records",
        "subnet_id": network.endpoint_subnet_id,
        "zone_ids": {names.zone_name: names.zone_id},
    },
    opts=pulumi.ResourceOptions(depends_on=[vault]),
)
shared.account("clinicrecords", rg)
pulumi.export("firewallAddress", hub.firewall_address)
