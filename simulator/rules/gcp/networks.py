"""VPC networks, subnetworks, routes and peerings.

Sources: VPC documentation, "VPC networks" (auto mode ranges, default routes), "Subnets" (valid ranges, reserved addresses), "Routes", "VPC Network
Peering"; Terraform google provider, google_compute_network, google_compute_subnetwork, google_compute_route, google_compute_network_peering.
"""

import ipaddress
from collections.abc import Iterator

from simulator.packages.gcp_paths import LINKS
from simulator.rules import Action, Allowed, Between, Cidr, ExactlyOneOf, Fault, Needs, Object, Properties, Rules, at
from simulator.rules.gcp.common import IN_USE, WRONG, block, last, link, listed, named, part, path, same
from simulator.rules.gcp.kinds import FORWARDING_RULE, INSTANCE, NETWORK, PEERING, ROUTE, SUBNETWORK, VPN_TUNNEL

_NETWORKS = "VPC documentation, 'VPC networks'"
_SUBNETS = "VPC documentation, 'Subnets'"
AUTO_RANGES = {"us-central1": "10.128.0.0/20", "europe-west1": "10.132.0.0/20", "europe-west3": "10.156.0.0/20"}
"""Some of the blocks of auto mode (VPC documentation, "Auto mode IPv4 subnet ranges")."""
FORBIDDEN = tuple(
    map(ipaddress.IPv4Network, ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "199.36.153.4/30", "199.36.153.8/30"))
)
"""Never the range of a subnet (VPC documentation, "Prohibited IPv4 subnet ranges")."""

network = Rules(
    NETWORK,
    source="Compute Engine API, networks; Terraform google provider, google_compute_network",
    checks=(Between("mtu", 1300, 8896, source="Terraform google provider, google_compute_network: mtu"),),
    immutable={"autoCreateSubnetworks", "description", "internalIpv6Range", "networkProfile", "params"},
    defaults={"autoCreateSubnetworks": True, "deleteDefaultRoutesOnCreate": False},
    outputs={
        "networkId": "{digits18}",
        "numericId": "{digits18}",
        "gatewayIpv4": "",
        "internalIpv6Range": "",
        "mtu": 1460,
        "routingMode": "REGIONAL",
        "bgpBestPathSelectionMode": "LEGACY",
        "bgpInterRegionCost": "",
        "bgpAlwaysCompareMed": False,
    },
)


@network.after("create")
def bring_routes_and_subnets(action: Action) -> None:
    """'Each new network starts with a system-generated default route'; auto mode brings a subnet in each region."""
    project = part(action.id, "projects")
    here = {"network": LINKS + action.id, "project": project}
    if action.outputs.get("deleteDefaultRoutesOnCreate") is not True:
        name = f"default-route-{action.hex(16, 'route')}"
        id_ = f"projects/{project}/global/routes/{name}"
        gateway = f"{LINKS}projects/{project}/global/gateways/default-internet-gateway"
        shown = {"name": name, "destRange": "0.0.0.0/0", "priority": 1000, "nextHopGateway": gateway, "selfLink": LINKS + id_, "tags": []}
        action.keep(ROUTE, id_, {**here, **shown})
    if action.outputs.get("autoCreateSubnetworks") is not True:
        return
    for region, range_ in AUTO_RANGES.items():
        id_ = f"projects/{project}/regions/{region}/subnetworks/{action.outputs['name']}"
        shown = {"name": action.outputs["name"], "region": region, "ipCidrRange": range_, "selfLink": LINKS + id_, "purpose": "PRIVATE"}
        action.keep(SUBNETWORK, id_, {**here, **shown})


def _shrinks(old: Properties, new: Properties) -> frozenset[str]:
    """A range can be expanded in place; any other range is another subnet."""
    before, after = block(old.get("ipCidrRange")), block(new.get("ipCidrRange"))
    return frozenset({"ipCidrRange"}) if before and after and not before.subnet_of(after) else frozenset()


subnetwork = Rules(
    SUBNETWORK,
    source="Compute Engine API, subnetworks; Terraform google provider, google_compute_subnetwork",
    checks=(
        Cidr("ipCidrRange", longest=29, source=f"{_SUBNETS}: 'the largest prefix length is /29'"),
        Cidr("secondaryIpRanges[*].ipCidrRange", longest=29, source=_SUBNETS),
        Allowed(
            "purpose",
            (
                *(
                    "PRIVATE",
                    "REGIONAL_MANAGED_PROXY",
                    "GLOBAL_MANAGED_PROXY",
                    "PRIVATE_SERVICE_CONNECT",
                    "PRIVATE_NAT",
                    "PRIVATE_RFC_1918",
                ),
                *("INTERNAL_HTTPS_LOAD_BALANCER", "PEER_MIGRATION"),
            ),
            source="Compute Engine API, subnetworks: purpose",
        ),
        Between("logConfig.flowSampling", 0, 1, source="Terraform google provider, google_compute_subnetwork: flow_sampling"),
        Needs(
            "purpose",
            ("role",),
            when=("REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY", "INTERNAL_HTTPS_LOAD_BALANCER"),
            source="Load balancing documentation, 'Proxy-only subnets'",
        ),
    ),
    references={"network": link(NETWORK)},
    immutable={
        *(
            "description",
            "network",
            "purpose",
            "reservedInternalRange",
            "externalIpv6Prefix",
            "internalIpv6Prefix",
            "ipCollection",
            "params",
        ),
    },
    replacing=_shrinks,
    unordered=("secondaryIpRanges",),
    outputs={
        "subnetworkId": 0,
        "purpose": "PRIVATE",
        "stackType": "IPV4_ONLY",
        "privateIpGoogleAccess": False,
        "privateIpv6GoogleAccess": "DISABLE_GOOGLE_ACCESS",
        "ipv6CidrRange": "",
        "ipv6GceEndpoint": "",
        "state": "",
        "internalIpv6Prefix": "",
        "externalIpv6Prefix": "",
        "allowSubnetCidrRoutesOverlap": False,
        "secondaryIpRanges": [],
    },
)


@subnetwork.check(source=f"{_SUBNETS}: 'Valid ranges' and 'Prohibited IPv4 subnet ranges'; 'Proxy-only subnets': no flow logs")
def range_may_be_used(inputs: Properties) -> Iterator[Fault]:
    """Some blocks are Google's own; a subnet that only proxies use has neither logs nor private access."""
    own = block(inputs.get("ipCidrRange"))
    if own is not None and any(own.overlaps(one) for one in FORBIDDEN):
        yield "ipCidrRange", f"{own} is a prohibited range"
    if str(inputs.get("purpose")).endswith("MANAGED_PROXY") and inputs.get("logConfig"):
        yield "logConfig", "is not supported for a proxy-only subnet"
    if not inputs.get("ipCidrRange") and not inputs.get("reservedInternalRange") and inputs.get("stackType") != "IPV6_ONLY":
        yield "ipCidrRange", "is required unless reservedInternalRange is given"
    for at_, one in enumerate(listed(inputs.get("secondaryIpRanges"))):
        if not one.get("ipCidrRange") and not one.get("reservedInternalRange"):
            yield f"secondaryIpRanges[{at_}].ipCidrRange", "is required unless reservedInternalRange is given"


def subnets_of(action: Action, network_id: str) -> list[Object]:
    """Every subnet of a network."""
    return [one for one in action.find_anywhere(SUBNETWORK) if same(one.outputs.get("network"), network_id)]


def ranges_of(outputs: Properties) -> list[ipaddress.IPv4Network]:
    """Primary and secondary blocks of a subnet."""
    found = [block(outputs.get("ipCidrRange")), *(block(one.get("ipCidrRange")) for one in listed(outputs.get("secondaryIpRanges")))]
    return [one for one in found if one is not None]


@subnetwork.before("create")
@subnetwork.before("update")
def ranges_are_free(action: Action) -> None:
    """'Subnet ranges of a network, and of networks peered with it, can't overlap.'"""
    home = named(action, action.inputs["network"], NETWORK)
    if home is None:
        return
    near = [
        home.id,
        *(path(one.outputs.get("peerNetwork")) for one in action.find_anywhere(PEERING) if same(one.outputs.get("network"), home.id)),
    ]
    own = ranges_of(action.inputs)
    for other in (one for id_ in near for one in subnets_of(action, id_) if one.id != action.id):
        for mine in own:
            for theirs in ranges_of(other.outputs):
                if mine.overlaps(theirs):
                    action.refuse(WRONG, f"Invalid value for field 'resource.ipCidrRange': '{mine}' conflicts with {theirs} of {other.id}")


@subnetwork.computes
def gateway(action: Action) -> Properties:
    """'The second address of the primary range is the default gateway's'."""
    own = block(action.inputs.get("ipCidrRange"))
    kept = action.old.outputs.get("subnetworkId") if action.verb == "update" and action.old else None
    return {"gatewayAddress": str(own[1]) if own else "", "subnetworkId": kept or int(action.digits(9))}


_HOPS = ("nextHopGateway", "nextHopIlb", "nextHopInstance", "nextHopIp", "nextHopVpnTunnel")
route = Rules(
    ROUTE,
    source="Compute Engine API, routes; Terraform google provider, google_compute_route",
    checks=(
        ExactlyOneOf(_HOPS, source="Compute Engine API, routes: one next hop"),
        Between("priority", 0, 65535, source="Compute Engine API, routes: priority"),
    ),
    references={
        "network": link(NETWORK),
        "nextHopIlb": link(FORWARDING_RULE, by=("id", "ipAddress")),
        "nextHopInstance": link(INSTANCE),
        "nextHopVpnTunnel": link(VPN_TUNNEL),
    },
    immutable={
        *("description", "destRange", "network", "nextHopInstanceZone", "params", "priority", "tags", *_HOPS),
    },
    defaults={"priority": 1000},
    unordered=("tags",),
    outputs={
        **dict.fromkeys(("nextHopHub", "nextHopInterRegionCost", "nextHopMed", "nextHopNetwork", "nextHopOrigin", "nextHopPeering"), ""),
        "nextHopInstanceZone": "",
        "nextHopIp": "",
        "asPaths": [],
        "warnings": [],
        "routeStatus": "ACTIVE",
        "routeType": "STATIC",
    },
)


@route.check(source="Compute Engine API, routes: destRange, nextHopGateway")
def destination_is_a_block(inputs: Properties) -> Iterator[Fault]:
    """Of either version of IP; the only gateway is the internet's."""
    value = inputs.get("destRange")
    try:
        ipaddress.ip_network(str(value))
    except ValueError as error:
        yield "destRange", f"{value!r} is not a CIDR block: {error}"
    gateway = inputs.get("nextHopGateway")
    if isinstance(gateway, str) and last(gateway) != "default-internet-gateway":
        yield "nextHopGateway", f"{gateway!r} is not allowed; allowed: default-internet-gateway, as a name or link"


@route.computes
def link_of_the_gateway(action: Action) -> Properties:
    """The API answers with the gateway's link."""
    project = part(action.id, "projects")
    hop = action.inputs.get("nextHopGateway")
    return {"nextHopGateway": f"{LINKS}projects/{project}/global/gateways/default-internet-gateway"} if hop else {}


@route.before("create")
def leaves_subnets_alone(action: Action) -> None:
    """'The destination of a static route can't be equal to or more specific than the range of a subnet.'"""
    home, wanted = named(action, action.inputs["network"], NETWORK), block(action.inputs.get("destRange"))
    for one in subnets_of(action, home.id) if home and wanted else ():
        if wanted and any(wanted.subnet_of(range_) for range_ in ranges_of(one.outputs)):
            action.refuse(
                WRONG, f"Invalid value for field 'resource.destRange': '{wanted}' hides {one.outputs.get('ipCidrRange')} of {one.id}"
            )


peering = Rules(
    PEERING,
    source="VPC documentation, 'VPC Network Peering'; Terraform google provider, google_compute_network_peering",
    references={"network": link(NETWORK), "peerNetwork": link(NETWORK)},
    immutable={"network", "peerNetwork", "stackType", "exportSubnetRoutesWithPublicIp"},
    id=lambda action: f"{last(action.inputs['network'])}/{action.inputs['name']}",
    defaults={
        "exportCustomRoutes": False,
        "importCustomRoutes": False,
        "exportSubnetRoutesWithPublicIp": True,
        "stackType": "IPV4_ONLY",
    },
    unset={"importSubnetRoutesWithPublicIp": False},
)


@peering.before("create")
def peers_fit(action: Action) -> None:
    """A network is not its own peer, is joined to another once, and their subnets don't overlap."""
    mine, theirs = (named(action, action.inputs[name], NETWORK) for name in ("network", "peerNetwork"))
    if mine is None or theirs is None:
        return
    if mine.id == theirs.id:
        action.refuse(WRONG, f"a network can't be peered with itself: {mine.id}")
    for one in action.find_anywhere(PEERING):
        if same(one.outputs.get("network"), mine.id) and same(one.outputs.get("peerNetwork"), theirs.id):
            action.refuse(WRONG, f"{mine.id} is already peered with {theirs.id} by {one.id}")
    for one in subnets_of(action, mine.id):
        for other in subnets_of(action, theirs.id):
            if any(a.overlaps(b) for a in ranges_of(one.outputs) for b in ranges_of(other.outputs)):
                action.refuse(
                    WRONG, f"An IP range in the peer network overlaps with an IP range in the local network: {one.id} and {other.id}"
                )


@peering.on_read
def active_when_both_ask(action: Action) -> None:
    """'Peering becomes active only when the configuration from both sides matches.'"""
    mine, theirs = action.outputs.get("network"), action.outputs.get("peerNetwork")
    back = any(
        same(one.outputs.get("network"), theirs) and same(one.outputs.get("peerNetwork"), mine) for one in action.find_anywhere(PEERING)
    )
    action.outputs["state"] = "ACTIVE" if back else "INACTIVE"
    action.outputs["stateDetails"] = "[Connected]" if back else "[Waiting for peer network to connect]"


@network.before("delete")
def nothing_stands_in_it(action: Action) -> None:
    """Whatever Compute Engine keeps in a network must go first, what no reference of a rule says too."""
    for one in action.world.remaining():
        other = one.id != action.object.id and one.keeper != f"{NETWORK}|{action.object.id}" and one.type.startswith("gcp:compute/")
        if other and any(same(value, action.object.id) for _, value in at(one.outputs, "network")):
            action.refuse(IN_USE, f"The network resource '{action.object.id}' is already being used by '{one.id}'")
