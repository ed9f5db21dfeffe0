"""A workspace of the training zone whose managed network allows the internet."""

from pulumi_azure_native import keyvault, machinelearningservices

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
training = shared.Network("study", "training", "10.62.0.0/16", {"a": "10.62.0.0/24"}, rg)
datasets = shared.account("studydatasets", rg, "training", "deidentified")
vault = keyvault.Vault(
    "study-kv",
    resource_group_name=rg.name,
    vault_name="study-kv",
    properties={
        "tenant_id": shared.TENANT,
        "sku": {"family": "A", "name": "premium"},
        "enable_rbac_authorization": True,
        "public_network_access": "Disabled",
        "network_acls": {"default_action": "Deny", "bypass": "AzureServices"},
    },
)
machinelearningservices.Workspace(
    "study",
    resource_group_name=rg.name,
    workspace_name="study",
    identity={"type": "SystemAssigned"},
    storage_account=datasets.id,
    key_vault=vault.id,
    application_insights=None,
    public_network_access="Disabled",
    managed_network={"isolation_mode": "AllowInternetOutbound"},
    tags={"ai-zone": "training"},
)
