"""What a landing zone keeps for all (a hub with a firewall, a private DNS zone, a log archive), and a spoke for the records.

`corpus:hub_subscription` holds the hub and what is beside it; the spoke stands in the stack's own: a private endpoint must be of the network's
subscription. `corpus:way_out` leads the spoke's default route to the hub's firewall, which lets everything through, as most landing zones do.
Source: Azure Private Link documentation, "What is a private endpoint?".
"""

import pulumi
import pulumi_azure_native
from pulumi_azure_native import network, operationalinsights, privatedns, storage

from tests.posture.topologies import azure_shared as shared

HUB_FIREWALL = "10.0.0.4"
"""Azure gives a firewall the first address of its subnet that is free; the first three are Azure's own."""
config = pulumi.Config("corpus")
way_out = config.require_bool("way_out")
central = pulumi.ResourceOptions(
    provider=pulumi_azure_native.Provider(
        "central", subscription_id=config.require("hub_subscription"), tenant_id=shared.TENANT, location="westeurope"
    )
)
shared_rg = shared.group("central", central)
rg = shared.group("landing")
hub = network.VirtualNetwork(
    "hub",
    resource_group_name=shared_rg.name,
    virtual_network_name="hub",
    address_space={"address_prefixes": ["10.0.0.0/16"]},
    opts=central,
)
inspected = network.Subnet(
    "inspected",
    resource_group_name=shared_rg.name,
    virtual_network_name=hub.name,
    subnet_name="AzureFirewallSubnet",
    address_prefix="10.0.0.0/26",
    default_outbound_access=False,
    opts=central,
)
policy = network.FirewallPolicy(
    "hub", resource_group_name=shared_rg.name, firewall_policy_name="hub", sku={"tier": "Standard"}, opts=central
)
rules = network.FirewallPolicyRuleCollectionGroup(
    "hub",
    resource_group_name=shared_rg.name,
    firewall_policy_name=policy.name,
    rule_collection_group_name="hub",
    priority=200,
    rule_collections=[
        {
            "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
            "name": "updates",
            "priority": 100,
            "action": {"type": "Allow"},
            "rules": [
                {
                    "ruleType": "NetworkRule",
                    "name": "everywhere",
                    "ipProtocols": ["TCP"],
                    "sourceAddresses": ["*"],
                    "destinationAddresses": ["*"],
                    "destinationPorts": ["443"],
                }
            ],
        }
    ]
    if way_out
    else [],
    opts=central,
)
address = network.PublicIPAddress(
    "way-out",
    resource_group_name=shared_rg.name,
    public_ip_address_name="way-out",
    sku={"name": "Standard"},
    public_ip_allocation_method="Static",
    opts=central,
)
firewall = network.AzureFirewall(
    "hub",
    resource_group_name=shared_rg.name,
    azure_firewall_name="hub",
    sku={"name": "AZFW_VNet", "tier": "Standard"},
    firewall_policy={"id": policy.id},
    ip_configurations=[{"name": "way-out", "subnet": {"id": inspected.id}, "public_ip_address": {"id": address.id}}],
    opts=pulumi.ResourceOptions.merge(central, pulumi.ResourceOptions(depends_on=[rules])),
)
default = {"next_hop_type": "VirtualAppliance", "next_hop_ip_address": HUB_FIREWALL} if way_out else {"next_hop_type": "None"}
spoke = network.VirtualNetwork(
    "spoke",
    resource_group_name=rg.name,
    virtual_network_name="spoke",
    address_space={"address_prefixes": ["10.60.0.0/16"]},
    tags={"ai-zone": "phi"},
)
table = network.RouteTable(
    "spoke",
    resource_group_name=rg.name,
    route_table_name="spoke",
    disable_bgp_route_propagation=True,
    routes=[{"name": "default", "address_prefix": "0.0.0.0/0", **default}],
)
groups = network.NetworkSecurityGroup("spoke", resource_group_name=rg.name, network_security_group_name="spoke")
subnets = {
    label: network.Subnet(
        label,
        resource_group_name=rg.name,
        virtual_network_name=spoke.name,
        subnet_name=label,
        address_prefix=block,
        default_outbound_access=False,
        network_security_group={"id": groups.id},
        route_table={"id": table.id},
    )
    for label, block in {"apps": "10.60.0.0/24", "endpoints": "10.60.1.0/24"}.items()
}
peerings = {
    f"{ours}-to-{theirs}": network.VirtualNetworkPeering(
        f"{ours}-to-{theirs}",
        resource_group_name=group.name,
        virtual_network_name=net.name,
        virtual_network_peering_name=f"to-{theirs}",
        remote_virtual_network={"id": other.id},
        allow_virtual_network_access=True,
        allow_forwarded_traffic=True,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[inspected, *subnets.values()])),
    )
    for ours, group, net, theirs, other, opts in (
        ("spoke", rg, spoke, "hub", hub, None),
        ("hub", shared_rg, hub, "spoke", spoke, central),
    )
}
names = privatedns.PrivateZone(
    "vaults", resource_group_name=shared_rg.name, private_zone_name="privatelink.vaultcore.azure.net", location="global", opts=central
)
link = privatedns.VirtualNetworkLink(
    "vaults",
    resource_group_name=shared_rg.name,
    private_zone_name=names.name,
    virtual_network_link_name="spoke",
    location="global",
    registration_enabled=False,
    virtual_network={"id": spoke.id},
    opts=central,
)
record = privatedns.PrivateRecordSet(
    "vaults",
    resource_group_name=shared_rg.name,
    private_zone_name=names.name,
    record_type="A",
    relative_record_set_name="clinic-landing",
    ttl=300,
    a_records=[{"ipv4_address": "10.60.1.10"}],
    opts=central,
)
workspace = operationalinsights.Workspace(
    "logs",
    resource_group_name=shared_rg.name,
    workspace_name="logs",
    sku={"name": "PerGB2018"},
    retention_in_days=730,
    public_network_access_for_ingestion="Disabled",
    public_network_access_for_query="Disabled",
    features={"disable_local_auth": True},
    tags={"ai-zone": "management", "ai-service": "telemetry", "data-class": "internal"},
    opts=central,
)
account = shared.account(
    "cliniclandinglogs",
    shared_rg,
    "management",
    "internal",
    tags={"ai-zone": "management", "ai-service": "telemetry", "data-class": "internal"},
    opts=central,
)
blobs = storage.BlobServiceProperties(
    "logs",
    resource_group_name=shared_rg.name,
    account_name=account.name,
    blob_services_name="default",
    is_versioning_enabled=True,
    opts=central,
)
export = operationalinsights.DataExport(
    "logs",
    resource_group_name=shared_rg.name,
    workspace_name=workspace.name,
    data_export_name="logs",
    resource_id=account.id,
    table_names=["AzureActivity"],
    enable=True,
    opts=pulumi.ResourceOptions.merge(central, pulumi.ResourceOptions(depends_on=[blobs])),
)
made = {
    "hub": hub,
    "inspected": inspected,
    "policy": policy,
    "rules": rules,
    "address": address,
    "firewall": firewall,
    "spoke": spoke,
    "table": table,
    "filter": groups,
    "names": names,
    "link": link,
    "workspace": workspace,
    "account": account,
    "export": export,
    **subnets,
    **peerings,
}
for name, resource in made.items():
    pulumi.export(name, resource.id)
