"""The registry of signed images in the management zone, with a dedicated data endpoint.

Modelled on Azure Container Registry, "Connect privately to an Azure container registry using Azure Private Link", "Customer-managed keys".
"""

import pulumi
from pulumi_azure_native import containerregistry

from tests.mutation.bases import azure_house as house

management = house.ground("images", "management", "10.18.0.0/16")
identities = management.key.identity.id.apply(lambda one: {one: {}})
registry = containerregistry.Registry(
    "crimagesclinic",
    resource_group_name=management.name,
    registry_name="crimagesclinic",
    sku={"name": "Premium"},
    admin_user_enabled=False,
    anonymous_pull_enabled=False,
    data_endpoint_enabled=True,
    public_network_access="Disabled",
    network_rule_bypass_options="None",
    network_rule_set={"default_action": "Deny", "ip_rules": []},
    zone_redundancy="Enabled",
    identity={"type": "UserAssigned", "user_assigned_identities": identities},
    encryption={
        "status": "enabled",
        "key_vault_properties": {"key_identifier": management.key.key.key_uri, "identity": management.key.identity.client_id},
    },
    policies={
        "export_policy": {"status": "disabled"},
        "quarantine_policy": {"status": "enabled"},
        "retention_policy": {"status": "enabled", "days": 30},
        "trust_policy": {"status": "enabled", "type": "Notary"},
        "azure_ad_authentication_as_arm_policy": {"status": "disabled"},
        "soft_delete_policy": {"status": "disabled", "retention_days": 7},
    },
    tags={"ai-zone": "management", "data-class": "internal"},
    opts=pulumi.ResourceOptions(depends_on=[management.key.grant]),
)
management.recorded("crimagesclinic", registry)
house.kept("crimagesclinic", registry)
management.endpoint("pe-cr-images", registry, "registry")

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=management)
