"""Two networks of the records' zone, peered; everything written as resources of their own, with routes and rules apart.

Modelled on Azure Virtual Network, "Connect virtual networks with virtual network peering".
"""

from pulumi_azure_native import network, resources

from tests.mutation.bases import azure_house as house

group = resources.ResourceGroup("rg-sites", resource_group_name="rg-sites")
logs = house.workspace("log-sites", group.name, "phi")
key = house.key("kv-sites", group.name, "phi", logs)
flows = house.log_store("stsiteslogs", group.name, "phi", key, logs)
networks: dict[str, network.VirtualNetwork] = {}
for site, octet in (("north", 32), ("south", 33)):
    vnet = network.VirtualNetwork(
        f"vnet-{site}",
        resource_group_name=group.name,
        virtual_network_name=f"vnet-{site}",
        address_space={"address_prefixes": [f"10.{octet}.0.0/16"]},
        encryption={"enabled": True, "enforcement": "AllowUnencrypted"},
        tags={"ai-zone": "phi"},
    )
    security = network.NetworkSecurityGroup(
        f"nsg-{site}", resource_group_name=group.name, network_security_group_name=f"nsg-{site}", tags={"ai-zone": "phi"}
    )
    every = {"protocol": "*", "source_port_range": "*", "destination_port_range": "*"}
    for direction in ("Inbound", "Outbound"):
        network.SecurityRule(
            f"{site}-sites-{direction}",
            resource_group_name=group.name,
            network_security_group_name=security.name,
            security_rule_name=f"sites-{direction.lower()}",
            priority=100,
            access="Allow",
            direction=direction,
            protocol="Tcp",
            source_address_prefixes=["10.32.0.0/16", "10.33.0.0/16"],
            destination_address_prefixes=["10.32.0.0/16", "10.33.0.0/16"],
            source_port_range="*",
            destination_port_ranges=["443", "11112"],
        )
        network.SecurityRule(
            f"{site}-deny-{direction}",
            resource_group_name=group.name,
            network_security_group_name=security.name,
            security_rule_name=f"deny-{direction.lower()}",
            priority=4096,
            access="Deny",
            direction=direction,
            source_address_prefix="*",
            destination_address_prefix="*",
            **every,
        )
    table = network.RouteTable(
        f"rt-{site}",
        resource_group_name=group.name,
        route_table_name=f"rt-{site}",
        disable_bgp_route_propagation=True,
        tags={"ai-zone": "phi"},
    )
    network.Route(
        f"{site}-nowhere",
        resource_group_name=group.name,
        route_table_name=table.name,
        route_name="nowhere",
        address_prefix="0.0.0.0/0",
        next_hop_type="None",
    )
    network.Subnet(
        f"snet-{site}",
        resource_group_name=group.name,
        virtual_network_name=vnet.name,
        subnet_name="workload",
        address_prefix=f"10.{octet}.0.0/24",
        default_outbound_access=False,
        network_security_group={"id": security.id},
        route_table={"id": table.id},
    )
    house.closed_names(f"vnet-{site}", group.name, vnet.id)
    house.flow_logs(f"vnet-{site}", vnet.id, flows.id, logs)
    networks[site] = vnet
for site, other in (("north", "south"), ("south", "north")):
    network.VirtualNetworkPeering(
        f"{site}-{other}",
        resource_group_name=group.name,
        virtual_network_name=networks[site].name,
        virtual_network_peering_name=f"to-{other}",
        remote_virtual_network={"id": networks[other].id},
        allow_virtual_network_access=True,
        allow_forwarded_traffic=False,
        allow_gateway_transit=False,
        use_remote_gateways=False,
        do_not_verify_remote_gateways=False,
        peer_complete_vnets=True,
    )
