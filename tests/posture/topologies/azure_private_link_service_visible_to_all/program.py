"""A service of the records' zone that shows itself to everybody and approves everybody."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, private_link_service_network_policies="Disabled")
BALANCER = f"/subscriptions/{shared.SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/loadBalancers/ward-lb"
balancer = network.LoadBalancer(
    "ward-lb",
    resource_group_name=rg.name,
    load_balancer_name="ward-lb",
    sku={"name": "Standard"},
    frontend_ip_configurations=[{"name": "front", "private_ip_allocation_method": "Dynamic", "subnet": {"id": phi.subnets["a"].id}}],
    backend_address_pools=[{"name": "wards"}],
    load_balancing_rules=[
        {
            "name": "https",
            "protocol": "Tcp",
            "frontend_port": 443,
            "backend_port": 443,
            "frontend_ip_configuration": {"id": f"{BALANCER}/frontendIPConfigurations/front"},
            "backend_address_pool": {"id": f"{BALANCER}/backendAddressPools/wards"},
        }
    ],
)
network.PrivateLinkService(
    "ward-service",
    resource_group_name=rg.name,
    service_name="ward-service",
    visibility={"subscriptions": ["*"]},
    auto_approval={"subscriptions": ["*"]},
    load_balancer_frontend_ip_configurations=[{"id": balancer.frontend_ip_configurations.apply(lambda every: every[0].id)}],
    ip_configurations=[{"name": "nat", "primary": True, "private_ip_allocation_method": "Dynamic", "subnet": {"id": phi.subnets["a"].id}}],
)
