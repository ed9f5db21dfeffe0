"""Network parts that several tests need: public addresses, balancers, link services, firewalls, hubs."""

from typing import Any

from tests.simulator.azure.places import GROUP, subnet
from tests.simulator.azure.subscription import Made, Subscription

ANY_RULE = {
    "access": "Allow",
    "direction": "Inbound",
    "protocol": "Tcp",
    "priority": 100,
    "sourceAddressPrefix": "10.0.0.0/24",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "443",
}


def public_ip(azure: Subscription, name: str = "public", **inputs: Any) -> Made:
    """A Standard static address."""
    wanted = {"sku": {"name": "Standard"}, "publicIPAllocationMethod": "Static", **inputs}
    return azure.make("network:PublicIPAddress", resourceGroupName=GROUP, publicIpAddressName=name, **wanted)


def security_group(azure: Subscription, name: str = "nsg", **inputs: Any) -> Made:
    """A network security group."""
    return azure.make("network:NetworkSecurityGroup", resourceGroupName=GROUP, networkSecurityGroupName=name, **inputs)


def route_table(azure: Subscription, name: str = "table", **inputs: Any) -> Made:
    """A route table."""
    return azure.make("network:RouteTable", resourceGroupName=GROUP, routeTableName=name, **inputs)


def interface(azure: Subscription, place: Made, name: str = "nic", **configuration: Any) -> Made:
    """An interface with one configuration."""
    return azure.make(
        "network:NetworkInterface",
        resourceGroupName=GROUP,
        networkInterfaceName=name,
        ipConfigurations=[{"name": "first", "subnet": {"id": place.id}, **configuration}],
    )


def balancer_inputs(azure: Subscription, place: Made | None, name: str = "balancer", **inputs: Any) -> dict[str, Any]:
    """An internal Standard balancer with one rule; public where no subnet is given but an address."""
    own = f"/subscriptions/{azure.id}/resourceGroups/{GROUP}/providers/Microsoft.Network/loadBalancers/{name}"
    front = {"name": "front", **({"subnet": {"id": place.id}} if place else {})}
    return {
        "resourceGroupName": GROUP,
        "loadBalancerName": name,
        "sku": {"name": "Standard"},
        "frontendIPConfigurations": [front],
        "backendAddressPools": [{"name": "pool"}],
        "probes": [{"name": "probe", "protocol": "Tcp", "port": 443, "intervalInSeconds": 5}],
        "loadBalancingRules": [
            {
                "name": "https",
                "protocol": "Tcp",
                "frontendPort": 443,
                "backendPort": 443,
                "frontendIPConfiguration": {"id": f"{own}/frontendIPConfigurations/front"},
                "backendAddressPool": {"id": f"{own}/backendAddressPools/pool"},
                "probe": {"id": f"{own}/probes/probe"},
            }
        ],
        **inputs,
    }


def balancer(azure: Subscription, place: Made | None, name: str = "balancer", **inputs: Any) -> Made:
    """The same, made."""
    return azure.make("network:LoadBalancer", **balancer_inputs(azure, place, name, **inputs))


def link_service_inputs(balancer: Made, place: Made, **inputs: Any) -> dict[str, Any]:
    """A private link service before a balancer's frontend."""
    return {
        "resourceGroupName": GROUP,
        "serviceName": "service",
        "loadBalancerFrontendIpConfigurations": [{"id": f"{balancer.id}/frontendIPConfigurations/front"}],
        "ipConfigurations": [{"name": "nat", "subnet": {"id": place.id}}],
        **inputs,
    }


def offering(azure: Subscription, vnet: Made, **inputs: Any) -> Made:
    """A private link service with all that it needs, in a network of the group."""
    place = subnet(azure, vnet, "offer", "10.0.9.0/24", privateLinkServiceNetworkPolicies="Disabled")
    return azure.make("network:PrivateLinkService", **link_service_inputs(balancer(azure, place), place, **inputs))


def firewall_inputs(place: Made, address: Made, policy: Made | None = None, **inputs: Any) -> dict[str, Any]:
    """A Premium firewall in AzureFirewallSubnet."""
    return {
        "resourceGroupName": GROUP,
        "azureFirewallName": "firewall",
        "sku": {"name": "AZFW_VNet", "tier": "Premium"},
        "ipConfigurations": [{"name": "first", "subnet": {"id": place.id}, "publicIPAddress": {"id": address.id}}],
        **({"firewallPolicy": {"id": policy.id}} if policy else {}),
        **inputs,
    }


def firewall_policy(azure: Subscription, name: str = "policy", tier: str = "Premium", **inputs: Any) -> Made:
    """A firewall policy."""
    return azure.make("network:FirewallPolicy", resourceGroupName=GROUP, firewallPolicyName=name, sku={"tier": tier}, **inputs)


def gateway_inputs(place: Made, address: Made, name: str = "gateway", **inputs: Any) -> dict[str, Any]:
    """A VPN gateway in GatewaySubnet."""
    return {
        "resourceGroupName": GROUP,
        "virtualNetworkGatewayName": name,
        "gatewayType": "Vpn",
        "vpnType": "RouteBased",
        "sku": {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
        "ipConfigurations": [{"name": "first", "subnet": {"id": place.id}, "publicIPAddress": {"id": address.id}}],
        **inputs,
    }


def peer(azure: Subscription, from_: Made, to: Made, name: str = "to", **inputs: Any) -> Made:
    """One side of a peering."""
    return azure.make(
        "network:VirtualNetworkPeering",
        resourceGroupName=from_.inputs["resourceGroupName"],
        virtualNetworkName=from_.name,
        virtualNetworkPeeringName=f"{name}-{to.name}",
        remoteVirtualNetwork={"id": to.id},
        **inputs,
    )
