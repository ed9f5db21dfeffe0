"""Tool servers on an internal Container Apps environment in the zone of redaction.

Modelled on Azure Container Apps, "Provide a virtual network to an internal Azure Container Apps environment".
"""

from pulumi_azure_native import app, network

from tests.mutation.bases import azure_house as house

deid = house.ground("tools", "deidentification", "10.29.0.0/16", subnets={"endpoint": "10.29.1.0/24"})
group = network.NetworkSecurityGroup(
    "containers",
    resource_group_name=deid.name,
    network_security_group_name="containers",
    security_rules=[*house.to_own("10.29.0.0/16", "443", "31443"), *house.denies()],
)
containers = network.Subnet(
    "containers",
    resource_group_name=deid.name,
    virtual_network_name=deid.net.vnet.name,
    subnet_name="containers",
    address_prefix="10.29.8.0/23",
    default_outbound_access=False,
    delegations=[{"name": "apps", "service_name": "Microsoft.App/environments"}],
    network_security_group={"id": group.id},
    route_table={"id": deid.net.table.id} if deid.net.table else None,
)
environment = app.ManagedEnvironment(
    "cae-tools",
    resource_group_name=deid.name,
    environment_name="cae-tools",
    vnet_configuration={"infrastructure_subnet_id": containers.id, "internal": True},
    public_network_access="Disabled",
    zone_redundant=True,
    app_logs_configuration={"destination": "azure-monitor"},
    peer_authentication={"mtls": {"enabled": True}},
    peer_traffic_configuration={"encryption": {"enabled": True}},
    workload_profiles=[{"name": "Consumption", "workload_profile_type": "Consumption"}],
    tags={"ai-zone": "deidentification"},
)
deid.recorded("cae-tools", environment)
app.ContainerApp(
    "ca-tools",
    resource_group_name=deid.name,
    container_app_name="ca-tools",
    managed_environment_id=environment.id,
    workload_profile_name="Consumption",
    identity={"type": "SystemAssigned"},
    configuration={
        "active_revisions_mode": "Single",
        "ingress": {
            "external": False,
            "allow_insecure": False,
            "target_port": 8443,
            "transport": "http2",
            "client_certificate_mode": "require",
            "traffic": [{"latest_revision": True, "weight": 100}],
        },
        "registries": [{"server": "crimagesclinic.azurecr.io", "identity": "system"}],
    },
    template={
        "containers": [
            {"name": "tools", "image": "crimagesclinic.azurecr.io/tools@sha256:" + "a" * 64, "resources": {"cpu": 1, "memory": "2Gi"}}
        ],
        "scale": {"min_replicas": 2, "max_replicas": 6},
    },
    tags={"ai-zone": "deidentification"},
)

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
