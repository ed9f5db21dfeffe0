"""The PHI database and its private links: the producer half in phi, a consumer half in each zone whose flow the plan declares."""

from ai_zones.aws.database_link import AwsDatabaseLinkConsumer, AwsDatabaseLinkProducer
from ai_zones.aws.phi_database import AwsPhiDatabase, AwsPhiDatabaseArgs
from ai_zones.aws.zone_network import AwsZoneNetwork
from ai_zones.aws.zones_built import Built
from ai_zones.aws.zones_joins import service_key
from ai_zones.plan import Flow, Service, Tier, ZoneName, default_port

PHI = ZoneName.PHI


def build_database(built: Built) -> AwsPhiDatabase | None:
    """The database, where the zone phi is built here, and the producer half of its links."""
    zones = built.zones
    network = built.networks.get(PHI)
    if not isinstance(network, AwsZoneNetwork):
        return None
    flows = list(zones.database_flows().values())
    args: AwsPhiDatabaseArgs = {
        "region": zones.region,
        "account_id": zones.account(PHI),
        "kms_key_arn": built.keys[PHI].key_arn,
        "subnet_ids": dict(network.subnet_ids[Tier.DATABASE]),
        "single_availability_zone": zones.single_availability_zone,
        "availability_zones": zones.database_zones,
        "security_group_id": network.database_security_group_id,
        "port": flows[0].port if flows else default_port(Service.DATABASE),
        "log_retention_days": zones.log_retention_days,
        "removable": zones.removable,
        "tags": zones.tags,
    }
    if zones.database_instance_class:
        args["instance_class"] = zones.database_instance_class
    database = AwsPhiDatabase(zones.name(PHI, "database"), args, built.options(PHI))
    if flows:
        _build_producer(built, network, database, sorted({flow.source for flow in flows}))
    return database


def _build_producer(built: Built, network: AwsZoneNetwork, database: AwsPhiDatabase, consumers: list[ZoneName]) -> None:
    zones = built.zones
    producer = AwsDatabaseLinkProducer(
        zones.name(PHI, "database-link"),
        {
            "zone": PHI.value,
            "account_id": zones.account(PHI),
            "cluster_arn": database.cluster_arn,
            "vpc_id": network.vpc_id,
            "subnet_ids": built.endpoint_subnets(PHI),
            "single_availability_zone": zones.single_availability_zone,
            "security_group_id": network.entry_security_group_id,
            "consumer_account_ids": {zone.value: zones.account(zone) for zone in consumers},
            "tags": zones.tags,
        },
        built.options(PHI),
    )
    built.offered["resource_configuration_arns"][service_key(PHI, Service.DATABASE)] = producer.resource_configuration_arn


def build_database_consumer(built: Built, flow: Flow) -> None:
    """Consumer half of one flow to the database, once its producer half is known."""
    zones, zone = built.zones, flow.source
    arn = built.joined("resource_configuration_arns", service_key(flow.target, flow.service))
    if arn is None:
        return
    AwsDatabaseLinkConsumer(
        zones.name(zone, "to", flow.target, flow.service),
        {
            "zone": zone.value,
            "target_zone": flow.target.value,
            "resource_configuration_arn": arn,
            "vpc_id": built.networks[zone].vpc_id,
            "subnet_ids": built.endpoint_subnets(zone),
            "single_availability_zone": zones.single_availability_zone,
            "security_group_id": built.networks[zone].endpoint_security_group_id,
            "tags": zones.tags,
        },
        built.options(zone),
    )
