"""Google Cloud: roads are added to networks of zones that have none.

Sources: Virtual Private Cloud, "Routes", "VPC Network Peering", "Shared VPC"; Cloud NAT, "Public NAT"; Cloud VPN, "HA VPN topologies"; Network
Connectivity Center, "VPC spokes"; Cloud DNS, "Forwarding zones", "DNS server policies"; Private Service Connect, "Access published services".
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import FOREIGN_PROJECT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import CLOSED_ZONES, Site, adding, zones
from tests.mutation.operators.gcp_places import (
    BOUND,
    FIREWALL,
    NETWORK,
    POLICY,
    POLICY_RULE,
    STRANGER,
    SUBNET,
    beside,
    gcp,
    meant,
    named,
    network_of,
    project_as_input,
)
from tests.mutation.program import Program, Ref, Row, Taken, plain

C = "gcp:compute/"
REGION = "europe-west1"
FAR_BLOCK = "10.250.0.0/16"
INTERNET = "default-internet-gateway"


def policy_of(program: Program, network: Row) -> Row | None:
    """The firewall policy that is bound to a network."""
    for bound in program.of_type(BOUND):
        if meant(program, bound, bound.inputs.get("attachmentTarget"), NETWORK) is network:
            return named(program, bound, "firewallPolicy", POLICY)
    return None


def let_all(site: Site, network: Row, direction: str) -> None:
    """A rule before all others that lets everything through, in the way in which the network's rules are written."""
    policy = policy_of(site.program, network)
    ranges = ["0.0.0.0/0"]
    if policy is not None:
        used = {plain(one.inputs.get("priority")) for one in site.program.of_type(POLICY_RULE)}
        side = "srcIpRanges" if direction == "INGRESS" else "destIpRanges"
        inputs = {
            "firewallPolicy": site.output(policy.urn, "name"),
            "direction": direction,
            "priority": next(number for number in range(1, 90) if number not in used),
            "action": "allow",
            "enableLogging": True,
            "match": {side: ranges, "layer4Configs": [{"ipProtocol": "all"}]},
        }
        beside(site, POLICY_RULE, f"all-{direction.lower()}", inputs, policy)
        return
    side = "sourceRanges" if direction == "INGRESS" else "destinationRanges"
    inputs = {
        "name": f"mutant-{direction.lower()}",
        "network": site.output(network.urn, "selfLink"),
        "direction": direction,
        "priority": 1,
        "allows": [{"protocol": "all"}],
        "logConfig": {"metadata": "INCLUDE_ALL_METADATA"},
        side: ranges,
    }
    beside(site, FIREWALL, f"all-{direction.lower()}", inputs, network)


def route(site: Site, block: str, label: str, **hop: Any) -> None:
    """One more route of the network."""
    inputs = {"name": f"mutant-{label}", "network": site.output(site.row.urn, "name"), "destRange": block, "priority": 100, **hop}
    beside(site, f"{C}route:Route", label, inputs)


def _internet(site: Site, *, opened: bool, blocks: tuple[str, ...] = ("0.0.0.0/0",), tags: list[str] | None = None) -> None:
    for index, block in enumerate(blocks):
        route(site, block, f"out-{index}", nextHopGateway=INTERNET, **({"tags": tags} if tags else {}))
    if opened:
        let_all(site, site.row, "EGRESS")


def _nat(site: Site) -> None:
    """A router with Cloud NAT for every subnetwork, the route and the rule that lead to it."""
    _internet(site, opened=True)
    router = beside(site, f"{C}router:Router", "nat", {"name": "mutant-nat", "network": site.out(), "region": REGION})
    inputs = {
        "name": "mutant-nat",
        "router": Ref(router, "name"),
        "region": REGION,
        "natIpAllocateOption": "AUTO_ONLY",
        "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES",
    }
    beside(site, f"{C}routerNat:RouterNat", "nat", inputs)


def _vpn(site: Site, *, advertised: bool = False) -> None:
    """A tunnel to a stranger's gateway, over which he tells routes."""
    gateway = beside(site, f"{C}haVpnGateway:HaVpnGateway", "vpn", {"name": "mutant-vpn", "network": site.out(), "region": REGION})
    far = beside(
        site,
        f"{C}externalVpnGateway:ExternalVpnGateway",
        "site",
        {"name": "mutant-site", "redundancyType": "SINGLE_IP_INTERNALLY_REDUNDANT", "interfaces": [{"id": 0, "ipAddress": "203.0.113.77"}]},
    )
    bgp: dict[str, Any] = {"asn": 64514}
    if advertised:
        bgp |= {"advertiseMode": "CUSTOM", "advertisedIpRanges": [{"range": "0.0.0.0/0"}]}
    router = beside(site, f"{C}router:Router", "vpn", {"name": "mutant-vpn", "network": site.out(), "region": REGION, "bgp": bgp})
    tunnel = beside(
        site,
        f"{C}vPNTunnel:VPNTunnel",
        "vpn",
        {
            "name": "mutant-vpn",
            "region": REGION,
            "vpnGateway": Ref(gateway),
            "vpnGatewayInterface": 0,
            "peerExternalGateway": Ref(far),
            "peerExternalGatewayInterface": 0,
            "sharedSecret": "mutant-2f8A!-shared",
            "router": Ref(router),
            "ikeVersion": 2,
        },
    )
    interface = beside(
        site,
        f"{C}routerInterface:RouterInterface",
        "vpn",
        {
            "name": "mutant-vpn",
            "router": Ref(router, "name"),
            "region": REGION,
            "ipRange": "169.254.9.1/30",
            "vpnTunnel": Ref(tunnel, "name"),
        },
    )
    beside(
        site,
        f"{C}routerPeer:RouterPeer",
        "vpn",
        {
            "name": "mutant-vpn",
            "router": Ref(router, "name"),
            "region": REGION,
            "interface": Ref(interface, "name"),
            "peerIpAddress": "169.254.9.2",
            "peerAsn": 64999,
        },
    )
    let_all(site, site.row, "EGRESS")


def _interconnect(site: Site) -> None:
    """An attachment to a partner's circuit."""
    router = beside(
        site, f"{C}router:Router", "circuit", {"name": "mutant-circuit", "network": site.out(), "region": REGION, "bgp": {"asn": 16550}}
    )
    inputs = {"name": "mutant-circuit", "router": Ref(router), "region": REGION, "type": "PARTNER", "adminEnabled": True}
    beside(site, f"{C}interconnectAttachment:InterconnectAttachment", "circuit", inputs)
    let_all(site, site.row, "EGRESS")


def _peer(site: Site, here: Row, there: Any, label: str, **more: Any) -> None:
    inputs = {"name": f"mutant-{label}", "network": site.output(here.urn, "selfLink"), "peerNetwork": there, **more}
    beside(site, f"{C}networkPeering:NetworkPeering", label, inputs, here, project=False)


def _other_network(site: Site) -> Row:
    here = zones(site.program).of(site.row)
    for zone, other in zones(site.program).networks().items():
        if zone not in (here, "egress") and other.type == NETWORK:
            return other
    zone = "inference" if here != "inference" else "training"
    project = beside(
        site,
        "gcp:organizations/project:Project",
        "other",
        {
            "projectId": "mutant-other",
            "name": "mutant-other",
            "folderId": "folders/444444444444",
            "billingAccount": "000000-AAAAAA-111111",
            "autoCreateNetwork": False,
            "labels": {"ai-zone": zone},
        },
        project=False,
    )
    held = Taken("mutant-other", project)
    beside(site, "gcp:projects/service:Service", "other", {"project": held, "service": "compute.googleapis.com"}, project=False)
    made = beside(
        site,
        NETWORK,
        "other",
        {"name": "mutant-other", "project": held, "autoCreateSubnetworks": False, "deleteDefaultRoutesOnCreate": True},
    )
    inputs = {
        "name": "mutant-other",
        "project": held,
        "region": REGION,
        "network": Ref(made),
        "ipCidrRange": "10.250.0.0/24",
    }
    beside(site, SUBNET, "other", inputs)
    return site.program.by_urn[made]


def _peering_to_zone(site: Site, *, opened: bool) -> None:
    other = _other_network(site)
    fresh = other.urn in site.added
    _peer(site, site.row, Ref(other.urn, "selfLink") if fresh else site.output(other.urn, "selfLink"), "there")
    inputs = {
        "name": "mutant-back",
        "network": Ref(other.urn, "selfLink") if fresh else site.output(other.urn, "selfLink"),
        "peerNetwork": site.out("selfLink"),
    }
    beside(site, f"{C}networkPeering:NetworkPeering", "back", inputs, project=False)
    if opened:
        for direction in ("EGRESS", "INGRESS"):
            let_all(site, site.row, direction)


def _peering_to_stranger(site: Site) -> None:
    there = f"https://www.googleapis.com/compute/v1/{STRANGER}/global/networks/vendor"
    _peer(site, site.row, there, "vendor", exportCustomRoutes=True, importCustomRoutes=True)
    let_all(site, site.row, "EGRESS")


def _forwarding_zone(site: Site, domain: str) -> None:
    """Every question goes to a public resolver."""
    inputs = {
        "name": "mutant-forward",
        "dnsName": domain,
        "visibility": "private",
        "privateVisibilityConfig": {"networks": [{"networkUrl": site.out()}]},
        "forwardingConfig": {"targetNameServers": [{"ipv4Address": "8.8.8.8"}]},
    }
    beside(site, "gcp:dns/managedZone:ManagedZone", "forward", inputs)


def _resolver(site: Site) -> None:
    """The network asks a public resolver in place of Google's."""
    servers = {"targetNameServers": [{"ipv4Address": "8.8.8.8"}]}
    for one in site.program.of_type("gcp:dns/policy:Policy"):
        listed = one.inputs.get("networks")
        if isinstance(listed, list) and any(meant(site.program, one, each.get("networkUrl"), NETWORK) is site.row for each in listed):
            put(site.program, one.urn, ("alternativeNameServerConfig",), servers)
            site.added.add(one.urn)
            return
    inputs = {"name": "mutant-servers", "networks": [{"networkUrl": site.out()}], "alternativeNameServerConfig": servers}
    beside(site, "gcp:dns/policy:Policy", "servers", inputs)


def _hub(site: Site) -> None:
    """A spoke of a hub that a stranger's spokes join."""
    module = "gcp:networkconnectivity/"
    api = {"project": project_as_input(site.program, site.row), "service": "networkconnectivity.googleapis.com"}
    beside(site, "gcp:projects/service:Service", "hubs", api)
    inputs = {
        "name": "mutant-spoke",
        "hub": f"{STRANGER}/locations/global/hubs/vendor",
        "location": "global",
        "linkedVpcNetwork": {"uri": site.out("selfLink")},
    }
    beside(site, f"{module}spoke:Spoke", "spoke", inputs)
    let_all(site, site.row, "EGRESS")


def _shared(site: Site) -> None:
    """The network's project is host to a stranger's."""
    host = beside(site, f"{C}sharedVPCHostProject:SharedVPCHostProject", "host", {})
    inputs = {"hostProject": Ref(host, "project"), "serviceProject": FOREIGN_PROJECT}
    beside(site, f"{C}sharedVPCServiceProject:SharedVPCServiceProject", "service", inputs, project=False)


def _all_apis(site: Site) -> None:
    """An endpoint for all of Google's APIs, restricted or not."""
    inputs = {
        "name": "mutant-apis",
        "addressType": "INTERNAL",
        "purpose": "PRIVATE_SERVICE_CONNECT",
        "network": site.out(),
        "address": "10.251.7.7",
    }
    address = beside(site, f"{C}globalAddress:GlobalAddress", "apis", inputs)
    rule = {"name": "mutantapis", "target": "all-apis", "network": site.out(), "ipAddress": Ref(address), "loadBalancingScheme": ""}
    beside(site, f"{C}globalForwardingRule:GlobalForwardingRule", "apis", rule)
    let_all(site, site.row, "EGRESS")


def _private_address(site: Site) -> None:
    """The private address in place of the restricted one: behind it no perimeter is asked."""
    route(site, "199.36.153.8/30", "private", nextHopGateway=INTERNET)
    let_all(site, site.row, "EGRESS")


def _appliance(site: Site) -> None:
    """Everything to an address of the network at which nobody said what stands."""
    subnet = next((one for one in site.program.of_type(SUBNET) if network_of(site.program, one) is site.row), None)
    base = str(plain(subnet.inputs.get("ipCidrRange"))).split("/")[0].rsplit(".", 1)[0] if subnet else "10.0.0"
    route(site, "0.0.0.0/0", "appliance", nextHopIp=f"{base}.250")
    let_all(site, site.row, "EGRESS")


def _open_subnet(site: Site) -> None:
    """One more subnetwork in the way in which most are made: without flow logs."""
    inputs = {"name": "mutant-open", "region": REGION, "network": site.out(), "ipCidrRange": "10.251.0.0/24"}
    beside(site, SUBNET, "open", inputs)


def _ipv6_subnet(site: Site) -> None:
    """A subnetwork whose machines have public addresses of IPv6."""
    inputs = {
        "name": "mutant-six",
        "region": REGION,
        "network": site.out(),
        "ipCidrRange": "10.251.1.0/24",
        "stackType": "IPV4_IPV6",
        "ipv6AccessType": "EXTERNAL",
    }
    beside(site, SUBNET, "six", inputs)


def add_to_network(program: Program, row: Row) -> Iterator[Mutant]:
    """Routes, NAT, peerings, tunnels, circuits, hubs, resolvers and endpoints at a network of a zone that has none."""
    if not gcp(row, NETWORK) or zones(program).of(row) not in CLOSED_ZONES:
        return
    for operator, build in (
        ("add-route-internet-gateway", partial(_internet, opened=True)),
        ("add-route-internet-alone", partial(_internet, opened=False)),
        ("add-route-split-defaults", partial(_internet, opened=True, blocks=("0.0.0.0/1", "128.0.0.0/1"))),
        ("add-route-for-a-tag", partial(_internet, opened=True, tags=["outside"])),
        ("add-route-private-address", _private_address),
        ("add-route-appliance", _appliance),
        ("add-nat-gateway", _nat),
        ("add-vpn-gateway", _vpn),
        ("add-vpn-gateway-advertising", partial(_vpn, advertised=True)),
        ("add-circuit", _interconnect),
        ("add-peering-to-another-zone", partial(_peering_to_zone, opened=False)),
        ("add-open-peering-to-another-zone", partial(_peering_to_zone, opened=True)),
        ("add-peering-to-a-foreign-project", _peering_to_stranger),
        ("add-spoke-of-a-strangers-hub", _hub),
        ("share-network-with-a-foreign-project", _shared),
        ("add-resolver-rule", partial(_forwarding_zone, domain="vendor.example.")),
        ("add-resolver-rule-for-every-name", partial(_forwarding_zone, domain=".")),
        ("set-dns-servers", _resolver),
        ("add-endpoint-for-all-apis", _all_apis),
        ("add-open-subnet", _open_subnet),
        ("add-public-ipv6-subnet", _ipv6_subnet),
    ):
        yield adding(operator, row, build)


OPERATORS = (add_to_network,)
