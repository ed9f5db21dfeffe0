"""Storage over service endpoints, narrowed on both sides: a policy in the subnet, a rule in the account.

Modelled on Azure Virtual Network, "Manage data exfiltration to Azure Storage accounts with virtual network service endpoint policies".
"""

from pulumi_azure_native import network

from tests.mutation.bases import azure_house as house

phi = house.ground("archive", "phi", "10.48.0.0/16", subnets={"endpoint": "10.48.1.0/24"})
account = phi.store("starchiverecords", "phi")
phi.endpoint("pe-archive-blob", account, "blob")
policy = network.ServiceEndpointPolicy(
    "sep-archive",
    resource_group_name=phi.name,
    service_endpoint_policy_name="sep-archive",
    service_endpoint_policy_definitions=[
        {"name": "own-account", "service": "Microsoft.Storage", "service_resources": [account.id], "description": "The archive alone"}
    ],
)
to_storage = house.rule(
    "storage-out",
    110,
    "Allow",
    "Outbound",
    protocol="Tcp",
    source_address_prefix="10.48.2.0/24",
    destination_address_prefix="Storage.WestEurope",
    destination_port_range="443",
)
group = network.NetworkSecurityGroup(
    "readers",
    resource_group_name=phi.name,
    network_security_group_name="readers",
    security_rules=[to_storage, *house.to_own("10.48.0.0/16", "443"), *house.denies()],
)
network.Subnet(
    "readers",
    resource_group_name=phi.name,
    virtual_network_name=phi.net.vnet.name,
    subnet_name="readers",
    address_prefix="10.48.2.0/24",
    default_outbound_access=False,
    service_endpoints=[{"service": "Microsoft.Storage", "locations": ["westeurope"]}],
    service_endpoint_policies=[{"id": policy.id}],
    network_security_group={"id": group.id},
    route_table={"id": phi.net.table.id} if phi.net.table else None,
)
