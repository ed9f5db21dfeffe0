"""Private links between zones: a producer for each service that a zone offers, an endpoint for each flow to it, the database's among them.

What a consumer must know of a producer follows from the plan, so either may stand in another stack; of the database Google alone knows it, so its stack
exports it. Source: docs/decisions/0012.
"""

from ai_zones.gcp.alloydb import GcpAlloyDb
from ai_zones.gcp.database_link import DatabaseEngine, GcpDatabaseLink
from ai_zones.gcp.phi_database import GcpPhiDatabase
from ai_zones.gcp.service_link_consumer import GcpServiceLinkConsumer
from ai_zones.gcp.service_link_producer import GcpServiceLinkProducer
from ai_zones.gcp.subnets import LINK, link_subnet, zone_ranges
from ai_zones.gcp.zones_built import Built, loose
from ai_zones.gcp.zones_input import PHI
from ai_zones.gcp.zones_networks import uses_database
from ai_zones.plan import CEILING, Flow, Offer, Service, ZoneName, offers_of


def build_service_links(built: Built) -> dict[str, str]:
    """All halves that stand in zones of this part; gives the private name of each flow's service, by the flow's name."""
    zones = built.zones
    for zone in zones.zones:
        for offer in offers_of(zones.plan, zone):
            if offer.service is not Service.DATABASE:
                _producer(built, zone, offer)
    return {
        name: _consumer(built, flow)
        for name, flow in zones.service_flows().items()
        if flow.source in zones.zones and zones.stands(flow.target)
    }


def _producer(built: Built, zone: ZoneName, offer: Offer) -> None:
    zones = built.zones
    network = built.networks[zone]
    # The service's place in the ceiling: no other service of the plan moves its subnetwork.
    range_ = link_subnet(zone_ranges(zones.plan.network(zone))[LINK], CEILING.services[zone].index(offer.service))
    producer = GcpServiceLinkProducer(
        zones.name(zone, offer.service),
        loose(
            {
                **zones.place(zone),
                "zone": zone.value,
                "service": offer.service.value,
                "network": network.network,
                "workload_subnetwork": network.workload_subnetwork,
                "nat_subnet": str(range_),
                "consumers": {consumer.value: zones.project(consumer) for consumer in offer.consumers},
                "port": offer.port,
            }
        ),
        built.options(zone, network),
    )
    built.targets[producer.service_attachment] = producer


def _consumer(built: Built, flow: Flow) -> str:
    zones, zone = built.zones, flow.source
    network = built.networks[zone]
    target, domain = zones.attachment(flow.target, flow.service), zones.domain(flow.target, flow.service)
    GcpServiceLinkConsumer(
        zones.name(zone, "to", flow.target, flow.service),
        loose(
            {
                **zones.place(zone),
                "zone": zone.value,
                "target_zone": flow.target.value,
                "service": flow.service.value,
                "service_attachment": target,
                "network": network.network,
                "endpoint_subnetwork": network.endpoint_subnetwork,
                "address": zones.address(zone, flow.target, flow.service),
                "domain": domain,
            }
        ),
        built.options(zone, network, *built.known(target)),
    )
    return domain


def build_database_links(built: Built, database: GcpPhiDatabase | GcpAlloyDb | None) -> None:
    """An endpoint of the database in each network that uses it: phi's own, and those of the flows to it."""
    zones = built.zones
    face = database if database is not None else zones.database
    if face is None or not zones.stands(PHI):
        return
    for zone in zones.zones:
        if not uses_database(zones, zone):
            continue
        network = built.networks[zone]
        GcpDatabaseLink(
            zones.name(zone, "to", PHI, Service.DATABASE),
            loose(
                {
                    **zones.place(zone),
                    "zone": zone.value,
                    "network": network.network,
                    "endpoint_subnetwork": network.endpoint_subnetwork,
                    "address": zones.address(zone, PHI, Service.DATABASE),
                    "engine": zones.engine or DatabaseEngine.SQL,
                    "service_attachment": face.service_attachment,
                    "dns_name": face.dns_name,
                }
            ),
            built.options(zone, network, database),
        )
