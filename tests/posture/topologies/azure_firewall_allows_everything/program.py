"""A premium firewall that allows any to any."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
egress = shared.Network("out", "egress", "10.64.0.0/16", {"proxy": "10.64.2.0/24"}, rg, names=False, dropping=False)
front = network.Subnet(
    "AzureFirewallSubnet",
    resource_group_name=rg.name,
    virtual_network_name=egress.vnet.name,
    subnet_name="AzureFirewallSubnet",
    address_prefix="10.64.0.0/26",
)
policy = network.FirewallPolicy(
    "out-policy", resource_group_name=rg.name, firewall_policy_name="out-policy", sku={"tier": "Premium"}, threat_intel_mode="Deny"
)
network.FirewallPolicyRuleCollectionGroup(
    "out-rules",
    resource_group_name=rg.name,
    firewall_policy_name=policy.name,
    rule_collection_group_name="out",
    priority=200,
    rule_collections=[
        {
            "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
            "name": "out",
            "priority": 100,
            "action": {"type": "Allow"},
            "rules": [
                {
                    "ruleType": "NetworkRule",
                    "name": "any",
                    "ipProtocols": ["Any"],
                    "sourceAddresses": ["*"],
                    "destinationAddresses": ["*"],
                    "destinationPorts": ["*"],
                }
            ],
        }
    ],
)
network.AzureFirewall(
    "out-firewall",
    resource_group_name=rg.name,
    azure_firewall_name="out-firewall",
    sku={"name": "AZFW_VNet", "tier": "Premium"},
    firewall_policy={"id": policy.id},
    ip_configurations=[{"name": "main", "subnet": {"id": front.id}, "public_ip_address": {"id": shared.public_address("out-pip", rg).id}}],
)
network.Route(
    "out-default",
    resource_group_name=rg.name,
    route_table_name=egress.table.name,
    route_name="default",
    address_prefix="0.0.0.0/0",
    next_hop_type="VirtualAppliance",
    next_hop_ip_address="10.64.0.4",
)
