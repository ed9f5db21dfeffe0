"""The embedding model of redaction is served in the region."""

from pulumi_azure_native import cognitiveservices

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
at = shared.Network("redaction", "deidentification", "10.63.0.0/16", {"a": "10.63.0.0/24"}, rg)
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
account = cognitiveservices.Account(
    "models",
    resource_group_name=rg.name,
    account_name="models-clinic",
    kind="OpenAI",
    sku={"name": "S0"},
    identity={"type": "SystemAssigned"},
    properties={
        "custom_sub_domain_name": "models-clinic",
        "public_network_access": "Disabled",
        "network_acls": {"default_action": "Deny"},
        "disable_local_auth": True,
        "restrict_outbound_network_access": True,
        "allowed_fqdn_list": [],
    },
    tags={"ai-zone": "deidentification"},
)
cognitiveservices.Deployment(
    "embedding",
    resource_group_name=rg.name,
    account_name=account.name,
    deployment_name="embedding",
    sku={"name": "Standard", "capacity": 10},
    properties={"model": {"format": "OpenAI", "name": "text-embedding-3-large", "version": "1"}},
)
