"""What a first program looks like: no name given, subnets inline, ids taken from outputs.

Modelled on Azure Virtual Network, "Quickstart: Create a virtual network", with a private subnet.
"""

from pulumi_azure_native import network, resources

from tests.mutation.bases import azure_house as house

group = resources.ResourceGroup("auto")
logs = house.workspace("log-auto", group.name, "phi")
key = house.key("kv-auto", group.name, "phi", logs)
flows = house.log_store("stautologs", group.name, "phi", key, logs)
security = network.NetworkSecurityGroup(
    "auto", resource_group_name=group.name, security_rules=[*house.to_own("10.62.0.0/16", "443"), *house.denies()]
)
table = network.RouteTable(
    "auto",
    resource_group_name=group.name,
    disable_bgp_route_propagation=True,
    routes=[{"name": "nowhere", "address_prefix": "0.0.0.0/0", "next_hop_type": "None"}],
)
vnet = network.VirtualNetwork(
    "auto",
    resource_group_name=group.name,
    address_space={"address_prefixes": ["10.62.0.0/16"]},
    subnets=[
        {
            "name": name,
            "address_prefix": f"10.62.{index}.0/24",
            "default_outbound_access": False,
            "private_endpoint_network_policies": "Enabled",
            "network_security_group": {"id": security.id},
            "route_table": {"id": table.id},
        }
        for index, name in enumerate(("workload", "endpoint"))
    ],
    tags={"ai-zone": "phi"},
)
house.closed_names("auto", group.name, vnet.id)
house.flow_logs("auto", vnet.id, flows.id, logs)
records = house.store("stautorecords", group.name, "phi", "phi", key, logs)
house.endpoint(
    "pe-auto-blob",
    group.name,
    vnet.subnets.apply(lambda every: next(one.id for one in every if one.name == "endpoint")),
    records.id,
    "blob",
    vnet.id,
    "phi",
)
