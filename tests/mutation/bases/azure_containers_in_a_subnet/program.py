"""A nightly job of redaction on Container Instances in a delegated subnet.

Modelled on Azure Container Instances, "Deploy container instances into an Azure virtual network", and "Encrypt deployment data".
"""

import pulumi
from pulumi_azure_native import containerinstance, network

from tests.mutation.bases import azure_house as house

deid = house.ground("night", "deidentification", "10.64.0.0/16", subnets={"endpoint": "10.64.1.0/24"})
group = network.NetworkSecurityGroup(
    "jobs",
    resource_group_name=deid.name,
    network_security_group_name="jobs",
    security_rules=[*house.to_own("10.64.0.0/16", "443"), *house.denies()],
)
jobs = network.Subnet(
    "jobs",
    resource_group_name=deid.name,
    virtual_network_name=deid.net.vnet.name,
    subnet_name="jobs",
    address_prefix="10.64.2.0/26",
    default_outbound_access=False,
    delegations=[{"name": "aci", "service_name": "Microsoft.ContainerInstance/containerGroups"}],
    network_security_group={"id": group.id},
    route_table={"id": deid.net.table.id} if deid.net.table else None,
)
containerinstance.ContainerGroup(
    "aci-night",
    resource_group_name=deid.name,
    container_group_name="aci-night",
    os_type="Linux",
    sku="Standard",
    restart_policy="OnFailure",
    ip_address={"type": "Private", "ports": [{"port": 443, "protocol": "TCP"}]},
    subnet_ids=[{"id": jobs.id}],
    identity={"type": "UserAssigned", "user_assigned_identities": [deid.key.identity.id]},
    image_registry_credentials=[{"server": "crimagesclinic.azurecr.io", "identity": deid.key.identity.id}],
    encryption_properties={
        "vault_base_url": "https://kv-night.vault.azure.net",
        "key_name": "records",
        "key_version": deid.key.key.key_uri_with_version.apply(lambda one: one.rsplit("/", 1)[-1]),
        "identity": deid.key.identity.id,
    },
    containers=[
        {
            "name": "job",
            "image": "crimagesclinic.azurecr.io/redact@sha256:" + "b" * 64,
            "resources": {"requests": {"cpu": 1, "memory_in_gb": 2}},
            "ports": [{"port": 443, "protocol": "TCP"}],
            "security_context": {"privileged": False, "allow_privilege_escalation": False, "run_as_user": 1000},
        }
    ],
    tags={"ai-zone": "deidentification"},
    opts=pulumi.ResourceOptions(depends_on=[deid.key.grant]),
)
# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
