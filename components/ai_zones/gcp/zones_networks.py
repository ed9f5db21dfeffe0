"""Each zone's network, with the ports and names that the plan's flows need and no others.

Source: docs/decisions/0001, 0012; Google Cloud Architecture Center, "Decide the network design for your Google Cloud landing zone" (and why there is no
hub and no peering here: zones never route to each other).
"""

from typing import Any, cast

from ai_zones.gcp.database_link import DatabaseEngine, database_domain
from ai_zones.gcp.egress_network import GcpEgressNetwork, GcpEgressNetworkArgs
from ai_zones.gcp.subnets import APIS, ENDPOINT, LINK, PODS, PROXY, SERVICES, WORKLOAD, zone_ranges
from ai_zones.gcp.zone_network import GcpZoneNetwork, GcpZoneNetworkArgs
from ai_zones.gcp.zones_built import Built
from ai_zones.gcp.zones_clusters_input import POD_PORTS
from ai_zones.gcp.zones_input import ACCESS, APIS_ENDPOINT, EGRESS, PHI, Zones
from ai_zones.plan import Direction, Service, ZoneName, default_port, offers_of, openings_of

HTTPS = 443
KONNECTIVITY, KUBELET = 8132, 10250
"""Ports by which the control plane's tunnel is held open from nodes, and on which kubelets answer (GKE, "Automatically created firewall rules")."""


def build_network(built: Built, zone: ZoneName) -> None:
    """Network of a zone."""
    zones = built.zones
    # `Any`: two kinds of network share these inputs; each checks its own.
    common: dict[str, Any] = {
        **zones.place(zone),
        "workload_subnet": zones.range(zone, WORKLOAD),
        "endpoint_subnet": zones.range(zone, ENDPOINT),
        "endpoint_ports": endpoint_ports(zones, zone),
        "service_ports": service_ports(zones, zone),
        "allowed_domains": resolvable_names(zones, zone),
    }
    if common["service_ports"]:
        common["link_range"] = zones.range(zone, LINK)
    if zones.google_apis == APIS_ENDPOINT:
        common["google_apis_address"] = str(zone_ranges(zones.plan.network(zone))[APIS].network_address + 2)
    options = built.options(zone)
    if zone is EGRESS:
        road_out: dict[str, Any] = {
            "proxy_subnet": zones.range(zone, PROXY),
            "tls_inspection": {"ca_pool": zones.ca_pool} if zones.ca_pool is not None else {},
            "providers": {name: list(provider.fqdns) for name, provider in sorted(zones.plan.providers.items())},
            "deletion_protection": zones.deletion_protection,
        }
        built.networks[zone] = GcpEgressNetwork(zones.name(zone), cast(GcpEgressNetworkArgs, common | road_out), options)
    else:
        closed: dict[str, Any] = {"zone": zone.value, "peers": _peers(zones, zone), **cluster_network(zones, zone)}
        if zone is ACCESS and zones.front is not None:
            closed |= {"front_port": zones.front_port(), "proxy_subnet": zones.range(zone, PROXY)}
        built.networks[zone] = GcpZoneNetwork(zones.name(zone), cast(GcpZoneNetworkArgs, common | closed), options)


def uses_database(zones: Zones, zone: ZoneName) -> bool:
    """Whether a zone has an endpoint of the database: its own zone, and the flows to it."""
    if not zones.has_database():
        return False
    return zone is PHI or any(flow.source is zone for flow in zones.database_flows().values())


def endpoint_ports(zones: Zones, zone: ZoneName) -> list[int]:
    """Ports that programs of a zone open to its endpoints."""
    ports = {opening.port for opening in openings_of(zones.plan, zone)}
    if zone is PHI and uses_database(zones, zone):
        ports.add(default_port(Service.DATABASE))
    if zone in zones.clusters:
        ports |= {HTTPS, KONNECTIVITY}
    return sorted(ports)


def cluster_network(zones: Zones, zone: ZoneName) -> dict[str, Any]:
    """What a cluster needs of its network: ranges of pods and services, and the ports on which pods of one node answer those of another."""
    if zone not in zones.clusters:
        return {}
    ports = {KUBELET, *zones.clusters[zone].get(POD_PORTS, ())}
    return {"pod_range": zones.range(zone, PODS), "service_range": zones.range(zone, SERVICES), "workload_ports": sorted(ports)}


def service_ports(zones: Zones, zone: ZoneName) -> list[int]:
    """Ports on which other zones enter a zone's programs by private link."""
    return sorted({offer.port for offer in offers_of(zones.plan, zone) if offer.service is not Service.DATABASE})


def resolvable_names(zones: Zones, zone: ZoneName) -> list[str]:
    """Names that programs of a zone may look up beside Google's: those of the services that it opens."""
    names = {zones.domain(one.target, one.service) for one in openings_of(zones.plan, zone) if one.service is not Service.DATABASE}
    if uses_database(zones, zone):
        names.add(f"*.{database_domain(zones.region, zones.engine or DatabaseEngine.SQL)}")
    return sorted(names)


def _peers(zones: Zones, zone: ZoneName) -> dict[str, dict[str, Any]]:
    return {
        name: {"cidr": str(peer.cidr), "port": peer.port, "inbound": peer.direction is Direction.INBOUND}
        for name, peer in zones.road_peers(zone).items()
    }
