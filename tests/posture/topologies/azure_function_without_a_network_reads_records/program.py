"""A function outside of any network, with a role on the records."""

from pulumi_azure_native import authorization, web

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account(
    "wardrecords", rg, public_network_access="Enabled", network_rule_set={"default_action": "Deny", "bypass": "AzureServices"}
)
OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
plan = web.AppServicePlan(
    "plan", resource_group_name=rg.name, name="plan", kind="elastic", reserved=True, sku={"name": "EP1", "tier": "ElasticPremium"}
)
function = web.WebApp(
    "letters",
    resource_group_name=rg.name,
    name="letters-clinic",
    kind="functionapp,linux",
    server_farm_id=plan.id,
    https_only=True,
    identity={"type": "SystemAssigned"},
    site_config={"linux_fx_version": "PYTHON|3.12", "min_tls_version": "1.2"},
    tags={"ai-zone": "phi"},
)
authorization.RoleAssignment(
    "letters-read",
    scope=records.id,
    role_definition_id=f"/subscriptions/{shared.SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{OWNER}",
    principal_id=function.identity.principal_id,
    principal_type="ServicePrincipal",
)
