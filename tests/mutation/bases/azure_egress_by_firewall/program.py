"""The proxy to model providers, behind Azure Firewall Premium with TLS inspection.

Modelled on Azure Firewall, "Deploy and configure Azure Firewall Premium", and "Azure Firewall Premium certificates".
"""

import pulumi
from pulumi_azure_native import keyvault, managedidentity, network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
CIDR = "10.40.0.0/16"
out = house.rule("https-out", 100, "Allow", "Outbound", protocol="Tcp", source_address_prefix="10.40.2.0/24", destination_port_range="443")
egress = house.ground("proxy", "egress", CIDR, subnets={"endpoint": "10.40.1.0/24"})
firewall_subnet = network.Subnet(
    "AzureFirewallSubnet",
    resource_group_name=egress.name,
    virtual_network_name=egress.net.vnet.name,
    subnet_name="AzureFirewallSubnet",
    address_prefix="10.40.0.0/26",
    default_outbound_access=False,
)
address = network.PublicIPAddress(
    "pip-fw",
    resource_group_name=egress.name,
    public_ip_address_name="pip-fw",
    sku={"name": "Standard", "tier": "Regional"},
    public_ip_allocation_method="Static",
    zones=["1", "2", "3"],
    ddos_settings={"protection_mode": "VirtualNetworkInherited"},
)
authority = keyvault.Secret(
    "authority",
    resource_group_name=egress.name,
    vault_name=egress.key.vault.name,
    secret_name="authority",
    properties={
        "value": "certificate-made-elsewhere",
        "content_type": "application/x-pkcs12",
        "attributes": {"enabled": True, "expires": 1893456000},
    },
)
reader = managedidentity.UserAssignedIdentity("id-fw", resource_group_name=egress.name, resource_name_="id-fw")
parts.granted("fw-reads", egress, reader.principal_id, SECRETS_USER, authority.id)
policy = network.FirewallPolicy(
    "afwp-proxy",
    resource_group_name=egress.name,
    firewall_policy_name="afwp-proxy",
    sku={"tier": "Premium"},
    threat_intel_mode="Deny",
    intrusion_detection={"mode": "Deny"},
    transport_security={
        "certificate_authority": {"name": "authority", "key_vault_secret_id": "https://kv-proxy.vault.azure.net/secrets/authority"}
    },
    identity={"type": "UserAssigned", "user_assigned_identities": [reader.id]},
    dns_settings={"enable_proxy": True},
    snat={"auto_learn_private_ranges": "Disabled", "private_ranges": ["IANAPrivateRanges"]},
    insights={
        "is_enabled": True,
        "retention_days": 365,
        "log_analytics_resources": {"default_workspace_id": {"id": egress.logs.workspace.id}},
    },
    opts=pulumi.ResourceOptions(depends_on=[authority]),
)
rules = network.FirewallPolicyRuleCollectionGroup(
    "providers",
    resource_group_name=egress.name,
    firewall_policy_name=policy.name,
    rule_collection_group_name="providers",
    priority=200,
    rule_collections=[
        {
            "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
            "name": "providers",
            "priority": 200,
            "action": {"type": "Allow"},
            "rules": [
                {
                    "ruleType": "ApplicationRule",
                    "name": "anthropic",
                    "sourceAddresses": ["10.40.2.0/24"],
                    "targetFqdns": ["api.anthropic.com"],
                    "protocols": [{"protocolType": "Https", "port": 443}],
                    "terminateTLS": True,
                }
            ],
        }
    ],
)
firewall = network.AzureFirewall(
    "afw-proxy",
    resource_group_name=egress.name,
    azure_firewall_name="afw-proxy",
    sku={"name": "AZFW_VNet", "tier": "Premium"},
    threat_intel_mode="Deny",
    firewall_policy={"id": policy.id},
    zones=["1", "2", "3"],
    ip_configurations=[{"name": "main", "subnet": {"id": firewall_subnet.id}, "public_ip_address": {"id": address.id}}],
    tags={"ai-zone": "egress"},
    opts=pulumi.ResourceOptions(depends_on=[rules]),
)
table = network.RouteTable(
    "rt-proxy",
    resource_group_name=egress.name,
    route_table_name="rt-proxy",
    disable_bgp_route_propagation=True,
    routes=[{"name": "inspected", "address_prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "next_hop_ip_address": "10.40.0.4"}],
)
group = network.NetworkSecurityGroup(
    "proxy",
    resource_group_name=egress.name,
    network_security_group_name="proxy",
    security_rules=[out, *house.to_own(CIDR, "443"), *house.denies()],
)
network.Subnet(
    "proxy",
    resource_group_name=egress.name,
    virtual_network_name=egress.net.vnet.name,
    subnet_name="proxy",
    address_prefix="10.40.2.0/24",
    default_outbound_access=False,
    network_security_group={"id": group.id},
    route_table={"id": table.id},
)
egress.recorded("afw-proxy", firewall)
house.kept("afw-proxy", firewall)

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=egress)
