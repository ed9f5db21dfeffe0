"""A network in which every rule, route and subnet is a resource of its own, and names are written out.

Modelled on Azure Virtual Network, "Filter network traffic with a network security group", and "Route network traffic with a route table".
"""

import pulumi
from pulumi_azure_native import network, resources

from tests.mutation.bases import azure_house as house

RG = "rg-apart"
VNET = f"/subscriptions/{house.SUBSCRIPTION}/resourceGroups/{RG}/providers/Microsoft.Network"
group = resources.ResourceGroup(RG, resource_group_name=RG, location="West Europe")
opts = pulumi.ResourceOptions(depends_on=[group])
logs = house.workspace("log-apart", RG, "phi", opts)
key = house.key("kv-apart", RG, "phi", logs, opts)
flows = house.log_store("stapartlogs", RG, "phi", key, logs, opts)
vnet = network.VirtualNetwork(
    "vnet-apart",
    resource_group_name=RG,
    virtual_network_name="vnet-apart",
    address_space={"address_prefixes": ["10.59.0.0/16"]},
    flow_timeout_in_minutes=10,
    tags={"ai-zone": "phi"},
    opts=opts,
)
security = network.NetworkSecurityGroup(
    "nsg-apart", resource_group_name=RG, network_security_group_name="nsg-apart", tags={"ai-zone": "phi"}, opts=opts
)
table = network.RouteTable("rt-apart", resource_group_name=RG, route_table_name="rt-apart", disable_bgp_route_propagation=True, opts=opts)
applications = network.ApplicationSecurityGroup(
    "asg-readers", resource_group_name=RG, application_security_group_name="asg-readers", opts=opts
)
for priority, (name, access, direction, source, target, ports) in enumerate(
    (
        ("dicom-in", "Allow", "Inbound", "10.59.0.0/24", "10.59.0.0/24", "11112"),
        ("dicom-out", "Allow", "Outbound", "10.59.0.0/24", "10.59.0.0/24", "11112"),
        ("deny-in", "Deny", "Inbound", "*", "*", "*"),
        ("deny-out", "Deny", "Outbound", "*", "*", "*"),
    ),
    start=1,
):
    network.SecurityRule(
        f"apart-{name}",
        resource_group_name=RG,
        network_security_group_name="nsg-apart",
        security_rule_name=name,
        priority=priority * 1000,
        access=access,
        direction=direction,
        protocol="Tcp" if access == "Allow" else "*",
        source_address_prefix=source,
        source_port_range="*",
        destination_address_prefix=target,
        destination_port_range=ports,
        opts=pulumi.ResourceOptions(depends_on=[security]),
    )
network.Route(
    "apart-nowhere",
    resource_group_name=RG,
    route_table_name="rt-apart",
    route_name="nowhere",
    address_prefix="0.0.0.0/0",
    next_hop_type="None",
    opts=pulumi.ResourceOptions(depends_on=[table]),
)
subnet = network.Subnet(
    "apart-workload",
    resource_group_name=RG,
    virtual_network_name="vnet-apart",
    subnet_name="workload",
    address_prefixes=["10.59.0.0/24"],
    default_outbound_access=False,
    network_security_group={"id": f"{VNET}/networkSecurityGroups/nsg-apart"},
    route_table={"id": f"{VNET}/routeTables/rt-apart"},
    opts=pulumi.ResourceOptions(depends_on=[vnet, security, table]),
)
network.NetworkInterface(
    "nic-reader",
    resource_group_name=RG,
    network_interface_name="nic-reader",
    ip_configurations=[
        {
            "name": "primary",
            "private_ip_allocation_method": "Static",
            "private_ip_address": "10.59.0.10",
            "subnet": {"id": f"{VNET}/virtualNetworks/vnet-apart/subnets/workload"},
            "application_security_groups": [{"id": applications.id}],
        }
    ],
    opts=pulumi.ResourceOptions(depends_on=[subnet]),
)
house.closed_names("vnet-apart", RG, vnet.id, opts=opts)
house.flow_logs("vnet-apart", vnet.id, flows.id, logs, opts)
