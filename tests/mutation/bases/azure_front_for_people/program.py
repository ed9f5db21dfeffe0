"""People enter the access zone through Application Gateway with a web application firewall.

Modelled on Azure Application Gateway, "Application Gateway infrastructure configuration", and Azure Web Application Firewall,
"Azure Web Application Firewall on Azure Application Gateway".
"""

import pulumi
from pulumi_azure_native import managedidentity, network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
CIDR = "10.49.0.0/16"
access = house.ground("front", "access", CIDR)
GATEWAY = f"/subscriptions/{house.SUBSCRIPTION}/resourceGroups/rg-front/providers/Microsoft.Network/applicationGateways/agw-front"
group = network.NetworkSecurityGroup(
    "gateway",
    resource_group_name=access.name,
    network_security_group_name="gateway",
    security_rules=[
        house.rule("people", 100, "Allow", "Inbound", protocol="Tcp", source_address_prefix="Internet", destination_port_range="443"),
        house.rule(
            "infrastructure",
            110,
            "Allow",
            "Inbound",
            protocol="Tcp",
            source_address_prefix="GatewayManager",
            destination_port_range="65200-65535",
        ),
        house.rule("probes", 120, "Allow", "Inbound", source_address_prefix="AzureLoadBalancer"),
        *house.to_own(CIDR, "443"),
        *house.denies(),
    ],
)
table = network.RouteTable(
    "rt-gateway",
    resource_group_name=access.name,
    route_table_name="rt-gateway",
    disable_bgp_route_propagation=True,
    routes=[{"name": "answers", "address_prefix": "0.0.0.0/0", "next_hop_type": "Internet"}],
)
subnet = network.Subnet(
    "gateway",
    resource_group_name=access.name,
    virtual_network_name=access.net.vnet.name,
    subnet_name="gateway",
    address_prefix="10.49.2.0/24",
    default_outbound_access=False,
    network_security_group={"id": group.id},
    route_table={"id": table.id},
)
address = network.PublicIPAddress(
    "pip-front",
    resource_group_name=access.name,
    public_ip_address_name="pip-front",
    sku={"name": "Standard", "tier": "Regional"},
    public_ip_allocation_method="Static",
    zones=["1", "2", "3"],
    ddos_settings={"protection_mode": "Enabled"},
)
waf = network.WebApplicationFirewallPolicy(
    "waffront",
    resource_group_name=access.name,
    policy_name="waffront",
    policy_settings={
        "state": "Enabled",
        "mode": "Prevention",
        "request_body_check": True,
        "max_request_body_size_in_kb": 128,
        "file_upload_limit_in_mb": 100,
        "log_scrubbing": {
            "state": "Enabled",
            "scrubbing_rules": [
                {"match_variable": variable, "selector_match_operator": "EqualsAny", "state": "Enabled"}
                for variable in (
                    "RequestHeaderNames",
                    "RequestCookieNames",
                    "RequestArgNames",
                    "RequestPostArgNames",
                    "RequestJSONArgNames",
                )
            ],
        },
    },
    managed_rules={
        "managed_rule_sets": [
            {"rule_set_type": "Microsoft_DefaultRuleSet", "rule_set_version": "2.1"},
            {"rule_set_type": "Microsoft_BotManagerRuleSet", "rule_set_version": "1.1"},
        ]
    },
)
reader = managedidentity.UserAssignedIdentity("id-front", resource_group_name=access.name, resource_name_="id-front")
parts.granted("front-reads", access, reader.principal_id, SECRETS_USER, access.key.vault.id)
gateway = network.ApplicationGateway(
    "agw-front",
    resource_group_name=access.name,
    application_gateway_name="agw-front",
    sku={"name": "WAF_v2", "tier": "WAF_v2"},
    autoscale_configuration={"min_capacity": 2, "max_capacity": 6},
    zones=["1", "2", "3"],
    enable_http2=True,
    firewall_policy={"id": waf.id},
    force_firewall_policy_association=True,
    identity={"type": "UserAssigned", "user_assigned_identities": [reader.id]},
    gateway_ip_configurations=[{"name": "gateway", "subnet": {"id": subnet.id}}],
    frontend_ip_configurations=[{"name": "public", "public_ip_address": {"id": address.id}}],
    frontend_ports=[{"name": "https", "port": 443}],
    ssl_certificates=[{"name": "front", "key_vault_secret_id": "https://kv-front.vault.azure.net/secrets/front"}],
    ssl_policy={"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20220101S"},
    backend_address_pools=[{"name": "enforcement", "backend_addresses": [{"ip_address": "10.49.0.10"}]}],
    backend_http_settings_collection=[
        {
            "name": "https",
            "port": 443,
            "protocol": "Https",
            "cookie_based_affinity": "Disabled",
            "request_timeout": 30,
            "pick_host_name_from_backend_address": False,
            "host_name": "portal.clinic.example",
        }
    ],
    http_listeners=[
        {
            "name": "people",
            "protocol": "Https",
            "host_name": "portal.clinic.example",
            "require_server_name_indication": True,
            "frontend_ip_configuration": {"id": f"{GATEWAY}/frontendIPConfigurations/public"},
            "frontend_port": {"id": f"{GATEWAY}/frontendPorts/https"},
            "ssl_certificate": {"id": f"{GATEWAY}/sslCertificates/front"},
        }
    ],
    request_routing_rules=[
        {
            "name": "people",
            "rule_type": "Basic",
            "priority": 100,
            "http_listener": {"id": f"{GATEWAY}/httpListeners/people"},
            "backend_address_pool": {"id": f"{GATEWAY}/backendAddressPools/enforcement"},
            "backend_http_settings": {"id": f"{GATEWAY}/backendHttpSettingsCollection/https"},
        }
    ],
    tags={"ai-zone": "access"},
    opts=pulumi.ResourceOptions(depends_on=[waf]),
)
access.recorded("agw-front", gateway)
parts.machine("vm-enforcer", access, parts.disk_keys("des-front", access))

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=access)
