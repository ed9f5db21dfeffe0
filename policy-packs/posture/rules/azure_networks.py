"""Networks on Azure as rules see them: subnets and rules inline or as resources of their own, and the addresses that are known.

Sources: Azure Virtual Network documentation, "Network security groups"; "Add, change, or delete a virtual network subnet"; Azure Firewall and
VPN Gateway FAQ (subnets that take no security group).
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.addresses import AddressSet
from posture.graph.packets import PRIVATE
from posture.rules.aws_networks import known_addresses
from posture.rules.azure_words import az, blocks_of
from posture.rules.look import Look, Scene
from posture.rules.neighbours import users, zone_in_use
from posture.rules.parts import Part, Spot, Spots, given, spots
from posture.values import Unknown, is_unknown

NETWORK: Final = az("network:VirtualNetwork")
SUBNET: Final = az("network:Subnet")
FILTER: Final = az("network:NetworkSecurityGroup")
FILTER_RULE: Final = az("network:SecurityRule")
TABLE: Final = az("network:RouteTable")
ROUTE: Final = az("network:Route")
PEERING: Final = az("network:VirtualNetworkPeering")
ENDPOINT: Final = az("network:PrivateEndpoint")
RULES: Final = Part(("securityRules",), FILTER_RULE, prop="networkSecurityGroupName")
CLUSTER: Final = az("containerservice:ManagedCluster")
ROUTES: Final = Part(("routes",), ROUTE, prop="routeTableName")
PEERINGS: Final = Part(("virtualNetworkPeerings",), PEERING, prop="virtualNetworkName")
NO_FILTER: Final = ("azurefirewallsubnet", "azurefirewallmanagementsubnet", "gatewaysubnet", "routeserversubnet")
"""Subnets of Azure's own appliances, which take no security group."""
OWN_ROUTES: Final = (*NO_FILTER, "azurebastionsubnet")
"""Subnets whose appliance needs its own way out, or must have no table."""
WIDE: Final = ("*", "internet", "any", "0.0.0.0/0", "::/0", "azurecloud")
"""Prefixes that are everybody: the internet, and all of Azure's customers."""
ANYTHING: Final = ("*", "any", "0-65535", "1-65535")
_PREFIXES: Final = ("addressSpace.addressPrefixes", "addressPrefix", "addressPrefixes", "localNetworkAddressSpace.addressPrefixes")


def subnets_in(look: Look) -> Iterator[Spot]:
    """A subnet, or each subnet that a network has inline."""
    if look.resource.type in SUBNET:
        yield Spot(look, "")
    elif given(look, "subnets") is not None:
        blocks = look.blocks("subnets")
        yield from (Spot(look, block) for block in (blocks if isinstance(blocks, list) else []))


def subnet_name(spot: Spot) -> str:
    """Its name in lower case; empty where it is not known."""
    own = spot.look.resource.type in SUBNET
    found = (
        next((name for prop in ("subnetName", "name") if isinstance(name := spot.look.text(prop), str)), None)
        if own
        else spot.look.text(spot.at("name"))
    )
    return found.lower() if isinstance(found, str) else ""


def of_a_front(look: Look) -> bool:
    """Whether an application gateway stands in a subnet, or in one that this group or table is of.

    Azure Application Gateway documentation, "Application Gateway infrastructure configuration": its control plane needs the subnet's way out.
    """
    fronts = az("network:ApplicationGateway")
    subnets = [look, *(user for user in users(look) if user.resource.type in SUBNET)]
    return any(user.resource.type in fronts for subnet in subnets for user in users(subnet))


def filter_zone(look: Look) -> ZoneName | None:
    """Zone of a security group, a table or a rule of one: its own, else that of the subnets and interfaces that use it."""
    return zone_in_use(look) or (zone_in_use(look.parent) if look.parent is not None else None)


def network_peerings(look: Look) -> Iterator[Spot]:
    """A peering of its own, or each that a network has inline."""
    if look.resource.type in PEERING:
        yield Spot(look, "")
    elif given(look, "virtualNetworkPeerings") is not None:
        blocks = look.blocks("virtualNetworkPeerings")
        yield from (Spot(look, block) for block in (blocks if isinstance(blocks, list) else []))


def rules_in(look: Look) -> Spots:
    """The rules of a security group; of a rule, itself."""
    return Spots((Spot(look, ""),), uncertain=False) if look.resource.type in FILTER_RULE else spots(look, RULES)


def prefixes(spot: Spot, side: str) -> list[str | Unknown]:
    """Prefixes of a rule's `source` or `destination`, as they are written."""
    found: list[str | Unknown] = []
    for prop in (f"{side}AddressPrefix", f"{side}AddressPrefixes"):
        texts = spot.look.texts(spot.at(prop))
        found.extend(texts if isinstance(texts, list) else [texts])
    return found


def known(scene: Scene) -> AddressSet:
    """Addresses of the stack's networks, of the plan, of declared peers, and those that the reviewer vouches for."""
    if "known-azure-addresses" not in scene.notes:
        literals = []
        for resource in scene.of((*NETWORK, *SUBNET)):
            for prop in _PREFIXES:
                texts = scene.look(resource).texts(prop)
                literals += [one for one in (texts if isinstance(texts, list) else []) if isinstance(one, str) and "/" in one]
        pods = [one for cluster in scene.of(CLUSTER) for one in pod_ranges(scene.look(cluster))]
        scene.notes["known-azure-addresses"] = known_addresses(scene).union(parsed(*literals, *pods))
    found: AddressSet = scene.notes["known-azure-addresses"]
    return found


def pod_ranges(cluster: Look) -> list[str]:
    """Private ranges of a cluster's pods where they have addresses of their own (Azure Kubernetes Service documentation, "Azure CNI Overlay")."""
    written = [
        one
        for prop in ("networkProfile.podCidr", "networkProfile.podCidrs")
        if isinstance(texts := cluster.texts(prop), list)
        for one in texts
    ]
    return [one for one in written if isinstance(one, str) and "/" in one and parsed(one) and PRIVATE.contains(parsed(one))]


def within_a_cluster(spot: Spot) -> bool:
    """Whether a rule is about nodes and pods of one cluster alone, whose own network policies decide between them.

    Packets between pods of two nodes bear the pods' addresses, on any port, and Azure asks filters to let them pass ("Azure CNI Overlay
    networking", network security groups). Both sides are the pods' range, and that of the nodes' subnet, which this filter is of.
    """
    sides = [prefixes(spot, side) for side in ("source", "destination")]
    if not all(side and all(isinstance(one, str) and is_address(one) for one in side) for side in sides):
        return False
    owner = spot.look.parent if spot.look.resource.type in FILTER_RULE else spot.look
    own = [one for one in users(owner) if one.resource.type in SUBNET] if owner is not None else []
    ranges = [one for subnet in own for prop in _PREFIXES if isinstance(found := subnet.texts(prop), list) for one in found]
    names = {f"/subnets/{subnet_name(Spot(subnet, ''))}" for subnet in own}
    for resource in spot.look.scene.of(CLUSTER):
        cluster = spot.look.scene.look(resource)
        policy = cluster.text("networkProfile.networkPolicy")
        nodes = [cluster.text(f"{block}.vnetSubnetID") for block in blocks_of(cluster, "agentPoolProfiles")]
        stands_here = any(isinstance(one, str) and one.lower().endswith(tuple(names)) for one in nodes)
        pods = pod_ranges(cluster)
        if names and stands_here and pods and isinstance(policy, str) and policy.lower() != "none":
            here = parsed(*pods, *(one for one in ranges if isinstance(one, str)))
            if all(here.contains(parsed(*(one for one in side if isinstance(one, str)))) for side in sides):
                return True
    return False


def parsed(*literals: str) -> AddressSet:
    """The addresses of those that are addresses."""
    found = AddressSet.parse()
    for literal in literals:
        try:
            found = found.union(AddressSet.parse(literal))
        except ValueError:
            continue
    return found


def is_address(text: str) -> bool:
    """Whether a prefix is an address block, not a service tag."""
    return text[:1].isdigit() or ":" in text


def ports(spot: Spot, side: str = "destination") -> list[str | Unknown]:
    """Port ranges of a rule."""
    found: list[str | Unknown] = []
    for prop in (f"{side}PortRange", f"{side}PortRanges"):
        texts = spot.look.texts(spot.at(prop))
        found.extend(texts if isinstance(texts, list) else [texts])
    return found


def word(spot: Spot, prop: str) -> str | Unknown:
    """A word of a rule in lower case; empty where it is absent."""
    value = spot.look.text(spot.at(prop))
    return value if is_unknown(value) else (value or "").lower()
