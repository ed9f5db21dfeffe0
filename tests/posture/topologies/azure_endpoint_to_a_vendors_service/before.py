"""What a vendor has in his own subscription, before the judged program names it."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

theirs = pulumi.ResourceOptions(provider=azure.Provider("theirs", subscription_id=shared.VENDOR, location="westeurope"))
rg = azure.resources.ResourceGroup("vendor", resource_group_name="vendor", opts=theirs)
vnet = network.VirtualNetwork(
    "vendor",
    resource_group_name=rg.name,
    virtual_network_name="vendor",
    address_space={"address_prefixes": ["10.250.0.0/16"]},
    subnets=[{"name": "a", "address_prefix": "10.250.0.0/24", "private_link_service_network_policies": "Disabled"}],
    opts=theirs,
)
SUBNET = f"/subscriptions/{shared.VENDOR}/resourceGroups/vendor/providers/Microsoft.Network/virtualNetworks/vendor/subnets/a"
BALANCER = f"/subscriptions/{shared.VENDOR}/resourceGroups/vendor/providers/Microsoft.Network/loadBalancers/vendor"
balancer = network.LoadBalancer(
    "vendor",
    resource_group_name=rg.name,
    load_balancer_name="vendor",
    sku={"name": "Standard"},
    frontend_ip_configurations=[{"name": "front", "private_ip_allocation_method": "Dynamic", "subnet": {"id": SUBNET}}],
    opts=pulumi.ResourceOptions.merge(theirs, pulumi.ResourceOptions(depends_on=[vnet])),
)
network.PrivateLinkService(
    "analytics",
    resource_group_name=rg.name,
    service_name="analytics",
    visibility={"subscriptions": ["*"]},
    load_balancer_frontend_ip_configurations=[{"id": f"{BALANCER}/frontendIPConfigurations/front"}],
    ip_configurations=[{"name": "nat", "primary": True, "private_ip_allocation_method": "Dynamic", "subnet": {"id": SUBNET}}],
    opts=pulumi.ResourceOptions.merge(theirs, pulumi.ResourceOptions(depends_on=[balancer])),
)
