"""Each zone's network, its private DNS zones, and the names that its programs may look up.

Source: docs/decisions/0001, 0011; Azure Architecture Center, "Implement a secure hub-spoke network" (and why there is no hub here: zones never
route to each other).
"""

from typing import Any, cast

import pulumi

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.cluster_input import private_zone
from ai_zones.azure.egress_network import AzureEgressNetwork, AzureEgressNetworkArgs
from ai_zones.azure.endpoint_services import host_names
from ai_zones.azure.private_zones import AzurePrivateZones
from ai_zones.azure.service_link_consumer import link_domain
from ai_zones.azure.subnets import API_SERVER, ENDPOINT, FIREWALL, FRONT, LINK, WORKLOAD
from ai_zones.azure.zone_network import AzureZoneNetwork, AzureZoneNetworkArgs
from ai_zones.azure.zones_built import Built, loose
from ai_zones.azure.zones_clusters_input import network_cluster
from ai_zones.azure.zones_endpoints import connections
from ai_zones.azure.zones_identity import Needed, build_identity
from ai_zones.azure.zones_input import EGRESS, Zones
from ai_zones.plan import Direction, Link, Service, ZoneName, offers_of, openings_of

HTTPS = 443


def build_network(built: Built, zone: ZoneName) -> None:
    """Network of a zone, with the ports that the plan's flows need and no others; then its private DNS zones."""
    zones = built.zones
    writer, writes = _flow_log_writer(built, zone)
    openings = openings_of(zones.plan, zone)
    # `Any`: two kinds of network share these inputs; each checks its own.
    common: dict[str, Any] = {
        **zones.place(zone),
        "cidr": str(zones.plan.network(zone)),
        "workload_subnet": zones.range(zone, WORKLOAD),
        "endpoint_subnet": zones.range(zone, ENDPOINT),
        "log_workspace_id": built.workspace_id,
        "flow_log_storage_id": built.archive_account_id,
        "flow_log_identity_id": writer,
        "own_network_watcher": True,
        "endpoint_ports": sorted({HTTPS, *(opening.port for opening in openings)}),
        "service_ports": service_ports(zones, zone),
        "allowed_domains": resolvable_names(zones, zone),
        "deletion_protection": zones.deletion_protection,
    }
    if common["service_ports"]:
        common["link_subnet"] = zones.range(zone, LINK)
    options = built.options(zone, built.archive, *writes)
    if zone is EGRESS:
        road_out: dict[str, Any] = {
            "firewall_subnet": zones.range(zone, FIREWALL),
            "providers": {name: list(provider.fqdns) for name, provider in sorted(zones.plan.providers.items())},
            "tls_inspection": {"key_vault_secret_id": zones.inspection_certificate, "identity_id": zones.inspection_identity},
            "availability_zones": list(zones.plan.availability_zones),
        }
        network: Any = AzureEgressNetwork(zones.name(zone), cast(AzureEgressNetworkArgs, common | road_out), options)
    else:
        closed: dict[str, Any] = {"zone": zone.value, "peers": _peers(zones, zone)}
        if zone in zones.clusters:
            closed["cluster"] = network_cluster(zones.clusters[zone], zones.range(zone, API_SERVER))
        if zone is ZoneName.ACCESS and zones.front is not None:
            closed["front_subnet"] = zones.range(zone, FRONT)
        network = AzureZoneNetwork(zones.name(zone), cast(AzureZoneNetworkArgs, common | closed), options)
    built.networks[zone] = network
    services = sorted({connection.service for connection in connections(zones, zone)})
    domains = [private_zone(zones.location)] if zone in zones.clusters else []
    if services or domains:
        built.private_zones[zone] = AzurePrivateZones(
            zones.name(zone, "names"),
            loose(
                {
                    **zones.place(zone),
                    "zone": zone.value,
                    "virtual_network_id": network.virtual_network_id,
                    "services": services,
                    "domains": domains,
                }
            ),
            built.options(zone, network),
        )


def service_ports(zones: Zones, zone: ZoneName) -> list[int]:
    """Ports on which other zones enter a zone's programs by private link."""
    return sorted({offer.port for offer in offers_of(zones.plan, zone) if offer.service is not Service.DATABASE})


def _peers(zones: Zones, zone: ZoneName) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "cidr": str(peer.cidr),
            "port": peer.port,
            "inbound": peer.direction is Direction.INBOUND,
            "link": "vpn" if peer.link is Link.VPN else "private-circuit",
        }
        for name, peer in sorted(zones.plan.peers.items())
        if peer.zone is zone and peer.link is not Link.PRIVATE_LINK
    }


def resolvable_names(zones: Zones, zone: ZoneName) -> list[str]:
    """Names that programs of a zone may look up: those of the resources that its endpoints lead to, and of the services that it opens."""
    names: set[str] = set()
    for connection in connections(zones, zone):
        names.update(host_names(connection.service, zones.location, connection.name))
    for opening in openings_of(zones.plan, zone):
        if opening.service is not Service.DATABASE:
            names.add(service_domain(zones, opening.target, opening.service))
    if zone in zones.clusters:
        names.add(private_zone(zones.location))
    return sorted(names)


def service_domain(zones: Zones, target: ZoneName, service: Service) -> str:
    """Private name of a service."""
    return link_domain(target.value, service.value, **zones.names)


def _flow_log_writer(built: Built, zone: ZoneName) -> tuple[str, list[pulumi.Resource]]:
    """Identity by which the zone's flow log writes to the archive's account, which takes no shared keys."""
    waits = [built.archive] if built.archive is not None else []
    needed = {"archive": Needed(built.archive_account_id, BuiltInRole.STORAGE_BLOB_DATA_CONTRIBUTOR, waits)}
    return build_identity(built, zone, "flow-log-writer", needed)
