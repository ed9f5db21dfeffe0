"""Each zone's key and network, and the names that its programs may look up.

Source: docs/decisions/0001; AWS Well-Architected Framework, SEC01-BP01 "Separate workloads using accounts".
"""

from typing import Any, cast

from ai_zones.aws.cluster_input import control_plane_log_group
from ai_zones.aws.dns_firewall import endpoint_domains
from ai_zones.aws.egress_network import AwsEgressNetwork, AwsEgressNetworkArgs
from ai_zones.aws.endpoint_services import SERVICES, EndpointKind
from ai_zones.aws.key_policy import AwsKeyUse
from ai_zones.aws.log_groups import log_group_prefix
from ai_zones.aws.naming import dns_suffix_of
from ai_zones.aws.phi_database import cluster_log_group
from ai_zones.aws.service_link_consumer import link_domain
from ai_zones.aws.verified_access import verified_access_log_groups
from ai_zones.aws.zone_key import AwsZoneKey
from ai_zones.aws.zone_network import AwsZoneNetwork, AwsZoneNetworkArgs
from ai_zones.aws.zones_built import Built, Network
from ai_zones.aws.zones_clusters_input import NETWORK_KEYS
from ai_zones.aws.zones_doors_input import peers_of
from ai_zones.aws.zones_input import Zones
from ai_zones.aws.zones_records import flow_log_archive
from ai_zones.plan import Direction, Service, Tier, ZoneName, offers_of, openings_of

ANYWHERE = "0.0.0.0/0"
HTTPS = 443


def build_key(built: Built, zone: ZoneName) -> AwsZoneKey:
    """Key of a zone: for what its services store, and for its logs."""
    zones = built.zones
    uses = [AwsKeyUse.LOGS, AwsKeyUse.SECRETS_MANAGER, AwsKeyUse.S3]
    log_groups = [f"{log_group_prefix(zones.name(zone))}*", f"/{zones.name(zone)}/*"]
    if zone is ZoneName.PHI:
        uses.append(AwsKeyUse.RDS)
        log_groups.append(cluster_log_group(zones.name(zone, "database")))
    if zone is ZoneName.EGRESS:
        uses.append(AwsKeyUse.NETWORK_FIREWALL)
    if "dynamodb" in zones.services(zone):
        uses.append(AwsKeyUse.DYNAMODB)
    if zone in zones.clusters:
        uses += [AwsKeyUse.EKS, AwsKeyUse.EC2]
        log_groups.append(control_plane_log_group(zones.cluster_name(zone)))
    if zone is ZoneName.ACCESS and zones.front is not None:
        uses.append(AwsKeyUse.VERIFIED_ACCESS)
        log_groups += verified_access_log_groups(zones.front_name)
    # One pattern a peer: the log group of its tunnels.
    log_groups += [f"{log_group_prefix(zones.name(zone, 'peer', name))}*" for name in peers_of(zones.plan, zone) if name in zones.tunnels]
    readers = [zones.account(reader) for reader in zones.store_readers(zone) if reader is not zone]
    return AwsZoneKey(
        zones.name(zone, "key"),
        {
            "region": zones.region,
            "organization_id": zones.organization_id,
            "tags": zones.tags,
            "zone": zone.value,
            "account_id": zones.account(zone),
            "uses": uses,
            "log_groups": log_groups,
            "reader_account_ids": readers,
            "removable": zones.removable,
        },
        built.options(zone),
    )


def build_network(built: Built, zone: ZoneName) -> Network:
    """Network of a zone, with the ports that the plan's flows need and no others."""
    zones = built.zones
    offers = offers_of(zones.plan, zone)
    openings = openings_of(zones.plan, zone)
    peers = peers_of(zones.plan, zone)
    service_ports = {offer.port for offer in offers if offer.service is not Service.DATABASE}
    service_ports |= {peer.port for peer in peers.values() if peer.direction is Direction.INBOUND}
    if zone is ZoneName.ACCESS and zones.front is not None:
        service_ports |= {int(application.get("target_port", HTTPS)) for application in zones.front["applications"].values()}
    archive = flow_log_archive(built)
    # `Any`: two kinds of network share these inputs; each checks its own.
    common: dict[str, Any] = {
        "region": zones.region,
        "account_id": zones.account(zone),
        "cidr": str(zones.plan.network(zone)),
        "workload_subnets": zones.subnets(zone, Tier.WORKLOAD),
        "endpoint_subnets": zones.subnets(zone, Tier.ENDPOINT),
        "kms_key_arn": built.keys[zone].key_arn,
        "endpoint_ports": sorted({HTTPS, *(opening.port for opening in openings)}),
        "service_ports": sorted(service_ports),
        "allowed_domains": resolvable_names(zones, zone),
        "retention_days": zones.log_retention_days,
        "single_availability_zone": zones.single_availability_zone,
        "deletion_protection": zones.deletion_protection,
        "tags": zones.tags,
        **({"flow_log_archive_arn": archive} if archive is not None else {}),
    }
    if zone is ZoneName.EGRESS:
        road_out: dict[str, Any] = {
            "firewall_subnets": zones.subnets(zone, Tier.FIREWALL),
            "public_subnets": zones.subnets(zone, Tier.PUBLIC),
            "providers": {name: list(provider.fqdns) for name, provider in sorted(zones.plan.providers.items())},
        }
        return AwsEgressNetwork(zones.name(zone), cast(AwsEgressNetworkArgs, common | road_out), built.options(zone))
    closed: dict[str, Any] = {"zone": zone.value}
    if zone is ZoneName.ACCESS and zones.front is not None:
        closed["front_port"] = HTTPS
    if zone in zones.clusters:
        closed["cluster"] = {key: zones.clusters[zone][key] for key in NETWORK_KEYS if key in zones.clusters[zone]}
    if peers:
        closed["peers"] = {
            name: {"cidr": str(peer.cidr), "port": peer.port, "inbound": peer.direction is Direction.INBOUND}
            for name, peer in peers.items()
        }
    if zone is ZoneName.PHI:
        offered = [offer for offer in offers if offer.service is Service.DATABASE]
        closed |= {"database_subnets": zones.subnets(zone, Tier.DATABASE), "database_link": bool(offered)}
        closed |= {"database_port": offered[0].port} if offered else {}
    by_gateway = any(SERVICES[service].kind is EndpointKind.GATEWAY for service in zones.services(zone))
    # The filter can't name a prefix list; the route table decides, and it leads to the endpoint alone.
    closed |= {"gateway_endpoint_cidrs": [ANYWHERE] if by_gateway else []}
    return AwsZoneNetwork(zones.name(zone), cast(AwsZoneNetworkArgs, common | closed), built.options(zone))


def resolvable_names(zones: Zones, zone: ZoneName) -> list[str]:
    """Names that programs of a zone may look up: its cloud services, the services that it opens, its database."""
    names = endpoint_domains(zones.region, zones.services(zone))
    uses_database = zone is ZoneName.PHI
    for opening in openings_of(zones.plan, zone):
        if opening.service is Service.DATABASE:
            uses_database = True
        else:
            names.append(service_domain(zones, opening.target, opening.service))
    if zone is ZoneName.PHI and zones.clinical_store:
        names.append(f"healthlake.{zones.region}.{dns_suffix_of(zones.region)}")
    if zone in zones.clusters:
        # AWS makes up the API server's name only as it builds it.
        names.append(f"*.{zones.region}.eks.{dns_suffix_of(zones.region)}")
    # AWS makes up the cluster's name only as it builds it.
    return sorted({*names, *([f"*.{zones.region}.rds.amazonaws.com"] if uses_database else [])})


def service_domain(zones: Zones, target: ZoneName, service: Service) -> str:
    """Private name of a service."""
    return link_domain(target.value, service.value, organization=zones.plan.organization, environment=zones.plan.environment)
