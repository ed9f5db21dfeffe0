"""What a vendor has in his own subscription, before the judged program names it."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

theirs = pulumi.ResourceOptions(provider=azure.Provider("theirs", subscription_id=shared.SUBSCRIPTION, location="westeurope"))
rg = azure.resources.ResourceGroup("landing", resource_group_name="landing", opts=theirs)
network.VirtualNetwork(
    "spoke",
    resource_group_name=rg.name,
    virtual_network_name="spoke",
    address_space={"address_prefixes": ["10.70.0.0/16"]},
    subnets=[{"name": "a", "address_prefix": "10.70.0.0/24"}],
    opts=theirs,
)
