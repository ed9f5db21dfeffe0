"""A public load balancer with an outbound rule, for machines of a private subnet."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, dropping=False)
address = shared.public_address("ward-pip", rg)
BALANCER = f"/subscriptions/{shared.SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/loadBalancers/ward-lb"
balancer = network.LoadBalancer(
    "ward-lb",
    resource_group_name=rg.name,
    load_balancer_name="ward-lb",
    sku={"name": "Standard"},
    frontend_ip_configurations=[{"name": "out", "public_ip_address": {"id": address.id}}],
    backend_address_pools=[{"name": "wards"}],
    outbound_rules=[
        {
            "name": "out",
            "protocol": "All",
            "backend_address_pool": {"id": f"{BALANCER}/backendAddressPools/wards"},
            "frontend_ip_configurations": [{"id": f"{BALANCER}/frontendIPConfigurations/out"}],
        }
    ],
)
shared.machine_card(
    "ward-card",
    phi,
    "a",
    configuration={"load_balancer_backend_address_pools": [{"id": balancer.backend_address_pools.apply(lambda every: every[0].id)}]},
)
