"""The clinicians' application in the access zone: entered by a private endpoint, going out through its own subnet.

Modelled on Azure App Service, "Use private endpoints for App Service apps", and Azure Architecture Center, "Basic web application" (its network).
"""

from pulumi_azure_native import network, web

from tests.mutation.bases import azure_house as house

access = house.ground(
    "portal",
    "access",
    "10.27.0.0/16",
    subnets={"endpoint": "10.27.1.0/24"},
)
table = access.net.table
group = network.NetworkSecurityGroup(
    "apps",
    resource_group_name=access.name,
    network_security_group_name="apps",
    security_rules=[*house.to_own("10.27.0.0/16", "443"), *house.denies()],
)
apps = network.Subnet(
    "apps",
    resource_group_name=access.name,
    virtual_network_name=access.net.vnet.name,
    subnet_name="apps",
    address_prefix="10.27.2.0/26",
    default_outbound_access=False,
    delegations=[{"name": "web", "service_name": "Microsoft.Web/serverFarms"}],
    network_security_group={"id": group.id},
    route_table={"id": table.id if table else None},
)
plan = web.AppServicePlan(
    "asp-portal",
    resource_group_name=access.name,
    name="asp-portal",
    kind="linux",
    reserved=True,
    zone_redundant=True,
    sku={"name": "P1v3", "tier": "PremiumV3", "capacity": 2},
)
app = web.WebApp(
    "app-portal-clinic",
    resource_group_name=access.name,
    name="app-portal-clinic",
    kind="app,linux",
    server_farm_id=plan.id,
    https_only=True,
    client_cert_enabled=False,
    public_network_access="Disabled",
    virtual_network_subnet_id=apps.id,
    outbound_vnet_routing={
        "all_traffic": True,
        "application_traffic": True,
        "content_share_traffic": True,
        "image_pull_traffic": True,
        "backup_restore_traffic": True,
    },
    identity={"type": "SystemAssigned"},
    end_to_end_encryption_enabled=True,
    ssh_enabled=False,
    site_config={
        "linux_fx_version": "PYTHON|3.12",
        "always_on": True,
        "ftps_state": "Disabled",
        "min_tls_version": "1.2",
        "scm_min_tls_version": "1.2",
        "http20_enabled": True,
        "remote_debugging_enabled": False,
        "vnet_route_all_enabled": True,
        "ip_security_restrictions_default_action": "Deny",
        "scm_ip_security_restrictions_default_action": "Deny",
        "http_logging_enabled": True,
    },
    tags={"ai-zone": "access"},
)
for publishing in ("ftp", "scm"):
    made = web.WebAppFtpAllowed if publishing == "ftp" else web.WebAppScmAllowed
    made(f"app-portal-{publishing}", resource_group_name=access.name, name=app.name, allow=False)
access.recorded("app-portal-clinic", app)
access.endpoint("pe-portal", app, "sites")

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=access)
