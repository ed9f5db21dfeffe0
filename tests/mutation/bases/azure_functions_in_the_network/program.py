"""The embedding job on Azure Functions, integrated with the network of redaction.

Modelled on Azure Functions, "Azure Functions networking options", and "Use identity-based connections".
"""

from pulumi_azure_native import network, web

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
deid = house.ground("embed", "deidentification", "10.28.0.0/16", subnets={"endpoint": "10.28.1.0/24"})
code = deid.store("stembedcode", "internal", containers=("code",))
deid.endpoint("pe-embed-blob", code, "blob")
group = network.NetworkSecurityGroup(
    "functions",
    resource_group_name=deid.name,
    network_security_group_name="functions",
    security_rules=[*house.to_own("10.28.0.0/16", "443"), *house.denies()],
)
functions = network.Subnet(
    "functions",
    resource_group_name=deid.name,
    virtual_network_name=deid.net.vnet.name,
    subnet_name="functions",
    address_prefix="10.28.2.0/26",
    default_outbound_access=False,
    delegations=[{"name": "web", "service_name": "Microsoft.Web/serverFarms"}],
    network_security_group={"id": group.id},
    route_table={"id": deid.net.table.id} if deid.net.table else None,
)
plan = web.AppServicePlan(
    "asp-embed",
    resource_group_name=deid.name,
    name="asp-embed",
    kind="elastic",
    reserved=True,
    sku={"name": "EP1", "tier": "ElasticPremium"},
    maximum_elastic_worker_count=4,
    zone_redundant=True,
)
app = web.WebApp(
    "func-embed-clinic",
    resource_group_name=deid.name,
    name="func-embed-clinic",
    kind="functionapp,linux",
    server_farm_id=plan.id,
    https_only=True,
    public_network_access="Disabled",
    virtual_network_subnet_id=functions.id,
    outbound_vnet_routing={"all_traffic": True},
    key_vault_reference_identity=deid.key.identity.id,
    ssh_enabled=False,
    identity={"type": "SystemAssigned, UserAssigned", "user_assigned_identities": [deid.key.identity.id]},
    site_config={
        "linux_fx_version": "PYTHON|3.12",
        "ftps_state": "Disabled",
        "min_tls_version": "1.2",
        "scm_min_tls_version": "1.2",
        "remote_debugging_enabled": False,
        "vnet_route_all_enabled": True,
        "http20_enabled": True,
        "app_settings": [
            {"name": "AzureWebJobsStorage__accountName", "value": "stembedcode"},
            {"name": "AzureWebJobsStorage__credential", "value": "managedidentity"},
            {"name": "FUNCTIONS_EXTENSION_VERSION", "value": "~4"},
        ],
    },
    tags={"ai-zone": "deidentification"},
)
web.WebAppScmAllowed("func-embed-scm", resource_group_name=deid.name, name=app.name, allow=False)
parts.granted("embed-code", deid, app.identity.principal_id, BLOB_OWNER, code.id)
deid.recorded("func-embed-clinic", app)
deid.endpoint("pe-embed", app, "sites")

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
