"""An Azure Machine Learning workspace whose managed network lets out only what is approved.

Modelled on Azure Machine Learning, "Workspace managed virtual network isolation" ("Allow only approved outbound"), and "Customer-managed keys".
"""

import pulumi
from pulumi_azure_native import applicationinsights, containerregistry, machinelearningservices

from tests.mutation.bases import azure_house as house

training = house.ground("study", "training", "10.17.0.0/16")
datasets = training.store("ststudydatasets", "deidentified")
training.endpoint("pe-study-blob", datasets, "blob")
training.endpoint("pe-study-file", datasets, "file")
training.endpoint("pe-study-vault", training.key.vault, "vault")
insights = applicationinsights.Component(
    "appi-study",
    resource_group_name=training.name,
    resource_name_="appi-study",
    kind="web",
    application_type="web",
    ingestion_mode="LogAnalytics",
    workspace_resource_id=training.logs.workspace.id,
    disable_local_auth=True,
    public_network_access_for_ingestion="Disabled",
    public_network_access_for_query="Disabled",
)
registry = containerregistry.Registry(
    "crstudyclinic",
    resource_group_name=training.name,
    registry_name="crstudyclinic",
    sku={"name": "Premium"},
    admin_user_enabled=False,
    anonymous_pull_enabled=False,
    public_network_access="Disabled",
    network_rule_bypass_options="None",
    network_rule_set={"default_action": "Deny"},
    zone_redundancy="Enabled",
    identity={"type": "UserAssigned", "user_assigned_identities": training.key.identity.id.apply(lambda one: {one: {}})},
    encryption={
        "status": "enabled",
        "key_vault_properties": {"key_identifier": training.key.key.key_uri, "identity": training.key.identity.client_id},
    },
    policies={
        "export_policy": {"status": "disabled"},
        "retention_policy": {"status": "enabled", "days": 30},
        "trust_policy": {"status": "enabled", "type": "Notary"},
        "azure_ad_authentication_as_arm_policy": {"status": "disabled"},
    },
    tags={"ai-zone": "training", "data-class": "internal"},
    opts=pulumi.ResourceOptions(depends_on=[training.key.grant]),
)
training.recorded("crstudyclinic", registry)
training.endpoint("pe-study-registry", registry, "registry")
workspace = machinelearningservices.Workspace(
    "mlw-study",
    resource_group_name=training.name,
    workspace_name="mlw-study",
    kind="Default",
    sku={"name": "Basic", "tier": "Basic"},
    identity={"type": "UserAssigned", "user_assigned_identities": [training.key.identity.id]},
    primary_user_assigned_identity=training.key.identity.id,
    storage_account=datasets.id,
    key_vault=training.key.vault.id,
    container_registry=registry.id,
    application_insights=insights.id,
    public_network_access="Disabled",
    allow_public_access_when_behind_vnet=False,
    hbi_workspace=True,
    v1_legacy_mode=False,
    system_datastores_auth_mode="Identity",
    enable_data_isolation=True,
    encryption={
        "status": "Enabled",
        "key_vault_properties": {
            "key_vault_arm_id": training.key.vault.id,
            "key_identifier": training.key.key.key_uri_with_version,
            "identity_client_id": training.key.identity.client_id,
        },
        "identity": {"user_assigned_identity": training.key.identity.id},
    },
    managed_network={
        "isolation_mode": "AllowOnlyApprovedOutbound",
        "firewall_sku": "Standard",
        "outbound_rules": {
            "datasets": {
                "type": "PrivateEndpoint",
                "category": "UserDefined",
                "destination": {"service_resource_id": datasets.id, "subresource_target": "blob", "spark_enabled": False},
            }
        },
    },
    tags={"ai-zone": "training"},
    opts=pulumi.ResourceOptions(depends_on=[training.key.grant]),
)
training.recorded("mlw-study", workspace)
training.endpoint("pe-study-workspace", workspace, "amlworkspace")

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=training)
