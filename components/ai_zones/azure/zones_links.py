"""Private links between zones: a producer for each service that a zone offers, a consumer for each flow to it.

What a consumer must know of the producer follows from the plan, so either may stand in another stack. Source: docs/decisions/0011.
"""

from ipaddress import IPv4Network

from ai_zones.azure.naming import Kind, resource_name
from ai_zones.azure.service_link_consumer import AzureServiceLinkConsumer, link_address
from ai_zones.azure.service_link_producer import LINK_SERVICE, AzureServiceLinkProducer
from ai_zones.azure.subnets import ENDPOINT
from ai_zones.azure.zones_built import Built, loose
from ai_zones.azure.zones_networks import service_domain
from ai_zones.plan import Flow, Offer, Service, ZoneName, offers_of


def build_service_links(built: Built) -> dict[str, str]:
    """All halves that stand in zones of this part; gives the private name of each flow's service, by the flow's name."""
    zones = built.zones
    for zone in zones.zones:
        for offer in offers_of(zones.plan, zone):
            if offer.service is not Service.DATABASE:
                _producer(built, zone, offer)
    domains = {}
    counted: dict[ZoneName, int] = {}
    for name, flow in zones.service_flows().items():
        if flow.source in zones.zones:
            index = counted.setdefault(flow.source, 0)
            counted[flow.source] += 1
            # The address is the flow's own, whichever links are still to come.
            if zones.stands(flow.target):
                domains[name] = _consumer(built, flow, index)
    return domains


def link_service_id(built: Built, zone: ZoneName, service: Service) -> str:
    """Id of the link service of a zone's service."""
    zones = built.zones
    return zones.id_of(zone, LINK_SERVICE, resource_name(Kind.NETWORK, zones.name(zone, service)))


def _producer(built: Built, zone: ZoneName, offer: Offer) -> None:
    zones = built.zones
    network = built.networks[zone]
    producer = AzureServiceLinkProducer(
        zones.name(zone, offer.service),
        loose(
            {
                **zones.place(zone),
                "zone": zone.value,
                "service": offer.service.value,
                "link_subnet_id": network.link_subnet_id,
                "consumers": {consumer.value: zones.subscription(consumer) for consumer in offer.consumers},
                "port": offer.port,
                "availability_zones": list(zones.plan.availability_zones),
                "log_workspace_id": built.workspace_id,
            }
        ),
        built.options(zone, network, built.archive),
    )
    built.targets[producer.link_service_id] = producer


def _consumer(built: Built, flow: Flow, index: int) -> str:
    zones, zone = built.zones, flow.source
    network = built.networks[zone]
    target = link_service_id(built, flow.target, flow.service)
    domain = service_domain(zones, flow.target, flow.service)
    AzureServiceLinkConsumer(
        zones.name(zone, "to", flow.target, flow.service),
        loose(
            {
                **zones.place(zone),
                "zone": zone.value,
                "target_zone": flow.target.value,
                "service": flow.service.value,
                "link_service_id": target,
                "virtual_network_id": network.virtual_network_id,
                "subnet_id": network.endpoint_subnet_id,
                "address": link_address(IPv4Network(zones.range(zone, ENDPOINT)), index),
                "domain": domain,
            }
        ),
        built.options(zone, network, *built.known(target)),
    )
    return domain
