"""An account of the inference zone with a connection to Bing."""

from pulumi_azure_native import cognitiveservices

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
at = shared.Network("models-net", "inference", "10.63.0.0/16", {"a": "10.63.0.0/24"}, rg)
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
account = cognitiveservices.Account(
    "models",
    resource_group_name=rg.name,
    account_name="models-clinic",
    kind="AIServices",
    sku={"name": "S0"},
    identity={"type": "SystemAssigned"},
    properties={
        "custom_sub_domain_name": "models-clinic",
        "public_network_access": "Disabled",
        "network_acls": {"default_action": "Deny"},
        "disable_local_auth": True,
        "allow_project_management": True,
    },
    tags={"ai-zone": "inference"},
)
cognitiveservices.AccountConnection(
    "bing",
    resource_group_name=rg.name,
    account_name=account.name,
    connection_name="bing",
    properties={
        "authType": "ApiKey",
        "category": "GroundingWithBingSearch",
        "target": "https://api.bing.microsoft.com/",
        "credentials": {"key": "secret"},
        "isSharedToAll": True,
        "metadata": {"type": "bing_grounding"},
    },
)
