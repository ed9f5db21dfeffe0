"""A minimal network that tests of other types stand in: a resource group, a virtual network, subnets, a private zone."""

from typing import Any

from tests.simulator.azure.subscription import LOCATION, Made, Subscription

GROUP = "clinic"


def group(azure: Subscription, name: str = GROUP, location: str = LOCATION, **inputs: Any) -> Made:
    """A resource group."""
    return azure.make("resources:ResourceGroup", resourceGroupName=name, location=location, **inputs)


def network(azure: Subscription, name: str = "vnet", cidr: str = "10.0.0.0/16", in_: str = GROUP, **inputs: Any) -> Made:
    """A virtual network in a group that stands already."""
    return azure.make(
        "network:VirtualNetwork", resourceGroupName=in_, virtualNetworkName=name, addressSpace={"addressPrefixes": [cidr]}, **inputs
    )


def subnet(azure: Subscription, network: Made, name: str = "workload", cidr: str = "10.0.0.0/24", **inputs: Any) -> Made:
    """A subnet without default outbound access."""
    return azure.make(
        "network:Subnet",
        resourceGroupName=network.inputs["resourceGroupName"],
        virtualNetworkName=network.name,
        subnetName=name,
        **{"addressPrefix": cidr, "defaultOutboundAccess": False, **inputs},
    )


def standing(azure: Subscription) -> tuple[Made, Made]:
    """(network, subnet) in a new group: enough for a private endpoint."""
    group(azure)
    vnet = network(azure)
    return vnet, subnet(azure, vnet)


def endpoint(
    azure: Subscription,
    subnet: Made,
    target: str,
    groups: tuple[str, ...] = (),
    name: str = "endpoint",
    *,
    manual: bool = False,
    **inputs: Any,
) -> Made:
    """A private endpoint to a resource's id, for its sub-resources (`blob`)."""
    connections = [{"name": name, "privateLinkServiceId": target, "groupIds": list(groups)}]
    return azure.make(
        "network:PrivateEndpoint",
        resourceGroupName=subnet.inputs["resourceGroupName"],
        privateEndpointName=name,
        subnet={"id": subnet.id},
        **{"manualPrivateLinkServiceConnections" if manual else "privateLinkServiceConnections": connections},
        **inputs,
    )


def private_zone(
    azure: Subscription, name: str = "privatelink.blob.core.windows.net", network: Made | None = None, in_: str = GROUP
) -> Made:
    """A private DNS zone, linked to a network where one is given."""
    made = azure.make("privatedns:PrivateZone", resourceGroupName=in_, privateZoneName=name, location="global")
    if network is not None:
        azure.make(
            "privatedns:VirtualNetworkLink",
            resourceGroupName=in_,
            privateZoneName=name,
            virtualNetworkLinkName=network.name,
            location="global",
            registrationEnabled=False,
            virtualNetwork={"id": network.id},
        )
    return made
