"""Agents reach the tool servers by a Private Link Service that only their subscription sees.

Modelled on Azure Private Link, "What is Azure Private Link service?" ("Control service exposure"), and "Create a Private Link service".
"""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

at_deid = pulumi.ResourceOptions(
    provider=azure.Provider("deid", subscription_id=house.SUBSCRIPTION, tenant_id=house.TENANT, location=house.LOCATION)
)
at_inference = pulumi.ResourceOptions(
    provider=azure.Provider("inference", subscription_id=house.OTHER, tenant_id=house.TENANT, location=house.LOCATION)
)
deid = house.ground(
    "toolset",
    "deidentification",
    "10.30.0.0/16",
    subnets={"workload": "10.30.0.0/24", "link": "10.30.1.0/27"},
    opts=at_deid,
)
inference = house.ground("agents", "inference", "10.31.0.0/16", opts=at_inference)
BALANCER = f"/subscriptions/{house.SUBSCRIPTION}/resourceGroups/rg-toolset/providers/Microsoft.Network/loadBalancers/lbi-tools"
balancer = network.LoadBalancer(
    "lbi-tools",
    resource_group_name=deid.name,
    load_balancer_name="lbi-tools",
    sku={"name": "Standard", "tier": "Regional"},
    frontend_ip_configurations=[
        {
            "name": "front",
            "subnet": {"id": deid.subnet("workload")},
            "private_ip_allocation_method": "Static",
            "private_ip_address": "10.30.0.10",
            "zones": ["1", "2", "3"],
        }
    ],
    backend_address_pools=[{"name": "tools"}],
    probes=[{"name": "ready", "protocol": "Https", "port": 443, "request_path": "/ready", "interval_in_seconds": 5, "probe_threshold": 2}],
    load_balancing_rules=[
        {
            "name": "https",
            "protocol": "Tcp",
            "frontend_port": 443,
            "backend_port": 443,
            "disable_outbound_snat": True,
            "enable_floating_ip": False,
            "enable_tcp_reset": True,
            "frontend_ip_configuration": {"id": f"{BALANCER}/frontendIPConfigurations/front"},
            "backend_address_pool": {"id": f"{BALANCER}/backendAddressPools/tools"},
            "probe": {"id": f"{BALANCER}/probes/ready"},
        }
    ],
    tags={"ai-zone": "deidentification"},
    opts=at_deid,
)
service = network.PrivateLinkService(
    "pls-tools",
    resource_group_name=deid.name,
    service_name="pls-tools",
    enable_proxy_protocol=False,
    visibility={"subscriptions": [house.OTHER]},
    auto_approval={"subscriptions": [house.OTHER]},
    load_balancer_frontend_ip_configurations=[{"id": balancer.frontend_ip_configurations.apply(lambda every: every[0].id)}],
    ip_configurations=[
        {
            "name": "nat",
            "primary": True,
            "private_ip_allocation_method": "Dynamic",
            "private_ip_address_version": "IPv4",
            "subnet": {"id": deid.subnet("link")},
        }
    ],
    tags={"ai-zone": "deidentification", "ai-service": "tools"},
    opts=at_deid,
)
network.PrivateEndpoint(
    "pe-tools",
    resource_group_name=inference.name,
    private_endpoint_name="pe-tools",
    subnet={"id": inference.subnet("endpoint")},
    private_link_service_connections=[{"name": "tools", "private_link_service_id": service.id}],
    tags={"ai-zone": "inference", "ai-service": "tools"},
    opts=at_inference,
)
parts.machine("vm-agent", inference, parts.disk_keys("des-agents", inference))

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
