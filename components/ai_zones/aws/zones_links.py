"""Private links between zones: a producer for each service that a zone offers, a consumer and an acceptance for each flow to it.

Where the other half stands in another stack, what it is called there comes from `joins`; until it is known the half is left out,
so nothing flows, and the want of it is noted. Why in this order: docs/decisions/0005.
"""

from ai_zones.aws.service_link_acceptance import AwsServiceLinkAcceptance
from ai_zones.aws.service_link_consumer import AwsServiceLinkConsumer
from ai_zones.aws.service_link_producer import AwsServiceLinkProducer
from ai_zones.aws.zones_built import Built
from ai_zones.aws.zones_joins import service_key
from ai_zones.aws.zones_networks import service_domain
from ai_zones.plan import Flow, Offer, Service, Tier, ZoneName, offers_of


def build_service_links(built: Built) -> dict[str, str]:
    """All halves that stand in zones of this part; gives the private name of each flow's service, by the flow's name."""
    zones = built.zones
    producers = {
        service_key(zone, offer.service): _producer(built, zone, offer)
        for zone in zones.zones
        for offer in offers_of(zones.plan, zone)
        if offer.service is not Service.DATABASE
    }
    domains = {}
    for name, flow in zones.service_flows().items():
        if flow.source in zones.zones and _consumer(built, name, flow):
            domains[name] = service_domain(zones, flow.target, flow.service)
        if flow.target in zones.zones:
            _acceptance(built, name, flow, producers[service_key(flow.target, flow.service)])
    return domains


def _producer(built: Built, zone: ZoneName, offer: Offer) -> AwsServiceLinkProducer:
    zones = built.zones
    network = built.networks[zone]
    producer = AwsServiceLinkProducer(
        zones.name(zone, offer.service),
        {
            "zone": zone.value,
            "service": offer.service.value,
            "region": zones.region,
            "vpc_id": network.vpc_id,
            "subnet_ids": built.endpoint_subnets(zone),
            "single_availability_zone": zones.single_availability_zone,
            "security_group_id": network.entry_security_group_id,
            "consumers": {
                consumer.value: {
                    "account_id": zones.account(consumer),
                    "cidrs": list(zones.subnets(consumer, Tier.WORKLOAD).values()),
                }
                for consumer in offer.consumers
            },
            "port": offer.port,
            "removable": zones.removable,
            "tags": zones.tags,
        },
        built.options(zone),
    )
    built.offered["service_names"][service_key(zone, offer.service)] = producer.service_name
    return producer


def _consumer(built: Built, name: str, flow: Flow) -> bool:
    zones, zone = built.zones, flow.source
    service_name = built.joined("service_names", service_key(flow.target, flow.service))
    if service_name is None:
        return False
    consumer = AwsServiceLinkConsumer(
        zones.name(zone, "to", flow.target, flow.service),
        {
            "zone": zone.value,
            "target_zone": flow.target.value,
            "service": flow.service.value,
            "service_name": service_name,
            "vpc_id": built.networks[zone].vpc_id,
            "subnet_ids": built.endpoint_subnets(zone),
            "single_availability_zone": zones.single_availability_zone,
            "security_group_id": built.networks[zone].endpoint_security_group_id,
            "domain": service_domain(zones, flow.target, flow.service),
            "tags": zones.tags,
        },
        built.options(zone),
    )
    built.offered["endpoint_ids"][name] = consumer.endpoint_id
    return True


def _acceptance(built: Built, name: str, flow: Flow, producer: AwsServiceLinkProducer) -> None:
    endpoint_id = built.joined("endpoint_ids", name)
    if endpoint_id is None:
        return
    AwsServiceLinkAcceptance(
        built.zones.name(flow.target, flow.service, "for", flow.source),
        {"endpoint_service_id": producer.endpoint_service_id, "endpoint_id": endpoint_id},
        built.options(flow.target),
    )
