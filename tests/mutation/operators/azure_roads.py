"""Azure: roads are added to networks, tables, subnets, groups, machines and services of zones that have none."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import RefusedError
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import CLOSED_ZONES, Site, adding, append, zones
from tests.mutation.operators.azure_places import (
    GROUP,
    STRANGER,
    SUBNET,
    TABLE,
    VNET,
    azure,
    beside,
    blocks,
    free_block,
    is_plain,
    network_of,
    subnets_of,
)
from tests.mutation.program import Program, Ref, Row, plain

NETWORK = "azure-native:network:"
FAR_BLOCK = "10.250.0.0/16"
CARD, BALANCER = f"{NETWORK}NetworkInterface", f"{NETWORK}LoadBalancer"
LINK, FIREWALL_RULES = f"{NETWORK}PrivateLinkService", f"{NETWORK}FirewallPolicyRuleCollectionGroup"


def address(site: Site, label: str = "pip") -> Any:
    """A public address beside the place."""
    return Ref(beside(site, f"{NETWORK}PublicIPAddress", label, {"sku": {"name": "Standard"}, "publicIPAllocationMethod": "Static"}))


def nat(site: Site) -> Any:
    """A NAT gateway beside the place."""
    return Ref(
        beside(site, f"{NETWORK}NatGateway", "nat", {"sku": {"name": "Standard"}, "publicIpAddresses": [{"id": address(site, "nat")}]})
    )


def name_of(site: Site, row: Row) -> Any:
    """A row's name as a path parameter shows it."""
    return site.output(row.urn, "name")


def open_up(site: Site, group: Row, direction: str, priority: int) -> None:
    everything = {
        "priority": priority + 10,
        "access": "Allow",
        "direction": direction,
        "protocol": "*",
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "*",
    }
    if isinstance(group.inputs.get("securityRules"), list):
        append(site.program, group.urn, ("securityRules",), {"name": f"mutant-{direction}", **everything})
        site.added.add(group.urn)
    else:
        inputs = {"networkSecurityGroupName": name_of(site, group), "securityRuleName": f"mutant-{direction}", **everything}
        beside(site, f"{NETWORK}SecurityRule", direction.lower(), inputs, group)


def route(site: Site, table: Row, block: str, hop: str, **more: Any) -> None:
    """One more route, or the one of this block changed: Azure takes a prefix once."""
    listed = table.inputs.get("routes")
    for index, one in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(one, dict) and plain(one.get("addressPrefix")) == block:
            put(site.program, table.urn, ("routes", index), {**one, "nextHopType": hop, **more})
            return
    for one in site.program.of_type(f"{NETWORK}Route"):
        if plain(one.inputs.get("addressPrefix")) == block and table.urn in one.refers_to():
            put(site.program, one.urn, ("nextHopType",), hop)
            site.added.add(one.urn)
            return
    made = {"name": f"mutant-{len(listed) if isinstance(listed, list) else 0}", "addressPrefix": block, "nextHopType": hop, **more}
    if isinstance(listed, list):
        append(site.program, table.urn, ("routes",), made)
    else:
        number = sum(one.type == f"{NETWORK}Route" for one in site.program.rows)
        made.pop("name")
        inputs = {"routeTableName": name_of(site, table), "routeName": f"mutant-{number}", **made}
        beside(site, f"{NETWORK}Route", f"route-{number}", inputs, table)


def _users(site: Site, table: Row) -> list[Row]:
    return [row for row in site.program.users(table.urn) if row.type == SUBNET and is_plain(row)]


def _way_out(site: Site) -> None:
    """A NAT gateway for the subnets of the table: without one a route to the internet leads nowhere."""
    made = nat(site)
    for subnet in _users(site, site.row):
        put(site.program, subnet.urn, ("natGateway",), {"id": made}, [made.urn])
        site.added.add(subnet.urn)


def _internet(site: Site) -> None:
    _way_out(site)
    route(site, site.row, "0.0.0.0/0", "Internet")


def _halves(site: Site) -> None:
    _way_out(site)
    route(site, site.row, "0.0.0.0/1", "Internet")
    route(site, site.row, "128.0.0.0/1", "Internet")


def _service_tag(site: Site) -> None:
    _way_out(site)
    route(site, site.row, "AzureCloud", "Internet")


def _gateway(site: Site, network: Row) -> None:
    """A site-to-site VPN to a stranger."""
    block = free_block(site.program, network)
    if block is None or any(plain(one.inputs.get("subnetName")) == "GatewaySubnet" for one in subnets_of(site.program, network)):
        raise RefusedError("there is no room for a gateway")
    subnet = beside(
        site,
        SUBNET,
        "gateway",
        {"virtualNetworkName": name_of(site, network), "subnetName": "GatewaySubnet", "addressPrefix": block},
        network,
    )
    gateway = beside(
        site,
        f"{NETWORK}VirtualNetworkGateway",
        "vpn",
        {
            "gatewayType": "Vpn",
            "vpnType": "RouteBased",
            "sku": {"name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
            "ipConfigurations": [
                {
                    "name": "default",
                    "privateIPAllocationMethod": "Dynamic",
                    "subnet": {"id": Ref(subnet)},
                    "publicIPAddress": {"id": address(site)},
                }
            ],
        },
    )
    far = beside(
        site,
        f"{NETWORK}LocalNetworkGateway",
        "site",
        {"gatewayIpAddress": "203.0.113.77", "localNetworkAddressSpace": {"addressPrefixes": [FAR_BLOCK]}},
    )
    beside(
        site,
        f"{NETWORK}VirtualNetworkGatewayConnection",
        "vpn",
        {
            "connectionType": "IPsec",
            "virtualNetworkGateway1": {"id": Ref(gateway)},
            "localNetworkGateway2": {"id": Ref(far)},
            "sharedKey": "mutant-2f8A!",
        },
    )


def _vpn(site: Site, network: Row) -> None:
    _gateway(site, network)
    route(site, site.row, FAR_BLOCK, "VirtualNetworkGateway")


def _appliance(site: Site, network: Row) -> None:
    """Everything to an address of the network at which nobody said what stands."""
    route(site, site.row, "0.0.0.0/0", "VirtualAppliance", nextHopIpAddress=blocks(network)[0].rsplit(".", 1)[0] + ".250")


def add_road(program: Program, row: Row) -> Iterator[Mutant]:
    """A route out of a table of a zone that has none."""
    if not azure(row, TABLE):
        return
    network = network_of(program, row)
    if network is None or zones(program).of(network) not in CLOSED_ZONES:
        return
    yield adding("add-route-internet-gateway", row, _internet)
    yield adding("add-route-split-defaults", row, _halves)
    yield adding("add-route-service-tag", row, _service_tag)
    yield adding("add-route-internet-alone", row, lambda site: route(site, site.row, "0.0.0.0/0", "Internet"))
    yield adding("add-route-vpn", row, partial(_with, _vpn, network.urn))
    yield adding("add-route-appliance", row, partial(_with, _appliance, network.urn))


def _with(build: Callable[[Site, Row], None], urn: str, site: Site) -> None:
    build(site, site.program.by_urn[urn])


def _peer(site: Site, here: Row, there: Any, label: str) -> None:
    inputs = {
        "virtualNetworkName": name_of(site, here),
        "remoteVirtualNetwork": {"id": there},
        "allowVirtualNetworkAccess": True,
        "allowForwardedTraffic": True,
    }
    beside(site, f"{NETWORK}VirtualNetworkPeering", label, inputs, here)


def _other_network(site: Site) -> Row:
    here = zones(site.program).of(site.row)
    for zone, other in zones(site.program).networks().items():
        if zone not in (here, "egress") and other.type == VNET:
            return other
    made = beside(
        site,
        VNET,
        "other",
        {
            "addressSpace": {"addressPrefixes": [FAR_BLOCK]},
            "tags": {"ai-zone": "inference" if here != "inference" else "training"},
        },
    )
    near = site.program.by_urn[made]
    beside(
        site,
        SUBNET,
        "other",
        {"virtualNetworkName": Ref(made, "name"), "subnetName": "a", "addressPrefix": "10.250.0.0/24", "defaultOutboundAccess": False},
        near,
    )
    return near


def _peering_to_zone(site: Site) -> None:
    other = _other_network(site)
    _peer(site, site.row, site.output(other.urn), "there")
    _peer(site, other, site.out(), "back")


def _open_peering_to_zone(site: Site) -> None:
    """The peering, and groups that let it through."""
    _peering_to_zone(site)
    for group in site.program.of_type(GROUP):
        open_up(site, group, "Inbound", 90)
        open_up(site, group, "Outbound", 91)


def _resolver(site: Site) -> None:
    """A ruleset that forwards every name to a public resolver."""
    network = site.row
    block = free_block(site.program, network, 28)
    if block is None:
        raise RefusedError("there is no room for an endpoint")
    module = "azure-native:dnsresolver:"
    delegation = [{"name": "dns", "serviceName": "Microsoft.Network/dnsResolvers"}]
    subnet = beside(
        site,
        SUBNET,
        "dns",
        {
            "virtualNetworkName": name_of(site, network),
            "subnetName": "dns-out",
            "addressPrefix": block,
            "delegations": delegation,
            "defaultOutboundAccess": False,
        },
    )
    resolver = beside(site, f"{module}DnsResolver", "resolver", {"virtualNetwork": {"id": site.out()}})
    endpoint = beside(site, f"{module}OutboundEndpoint", "out", {"dnsResolverName": Ref(resolver, "name"), "subnet": {"id": Ref(subnet)}})
    ruleset = beside(site, f"{module}DnsForwardingRuleset", "rules", {"dnsResolverOutboundEndpoints": [{"id": Ref(endpoint)}]})
    beside(
        site,
        f"{module}ForwardingRule",
        "all",
        {
            "dnsForwardingRulesetName": Ref(ruleset, "name"),
            "domainName": ".",
            "targetDnsServers": [{"ipAddress": "8.8.8.8", "port": 53}],
            "forwardingRuleState": "Enabled",
        },
    )
    beside(
        site,
        f"{module}PrivateResolverVirtualNetworkLink",
        "link",
        {"dnsForwardingRulesetName": Ref(ruleset, "name"), "virtualNetwork": {"id": site.out()}},
    )


def add_to_network(program: Program, row: Row) -> Iterator[Mutant]:
    """Peerings, gateways, and resolvers at a network of a zone that has none."""
    if not azure(row, VNET) or zones(program).of(row) not in CLOSED_ZONES:
        return
    yield adding("add-peering-to-another-zone", row, _peering_to_zone)
    yield adding("add-open-peering-to-another-zone", row, _open_peering_to_zone)
    yield adding(
        "add-peering-to-a-foreign-account",
        row,
        lambda site: _peer(site, site.row, f"{STRANGER}/Microsoft.Network/virtualNetworks/vendor", "vendor"),
    )
    yield adding("add-vpn-gateway", row, lambda site: _gateway(site, site.row))
    yield adding("add-resolver-rule", row, _resolver)
    yield adding(
        "set-dns-servers",
        row,
        lambda site: put(site.program, site.row.urn, ("dhcpOptions",), {"dnsServers": ["8.8.8.8"]}),
        "dhcpOptions.dnsServers",
    )
    yield adding("add-open-subnet", row, _open_subnet)


def _open_subnet(site: Site) -> None:
    """One more subnet in the way in which most are made: nothing said of the way out."""
    block = free_block(site.program, site.row)
    if block is None:
        raise RefusedError("there is no room for a subnet")
    beside(site, SUBNET, "open", {"virtualNetworkName": name_of(site, site.row), "subnetName": "open", "addressPrefix": block})


OPERATORS = (add_road, add_to_network)
