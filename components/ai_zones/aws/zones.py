"""A whole plan on AWS: each zone in its own network and account, each flow as a private link, nothing between them.

It takes a provider for each zone, so it is for Python programs; the components that it puts together are for every language.
Sources: docs/decisions/0001; AWS Well-Architected Framework, SEC01-BP01 "Separate workloads using accounts"; NIST SP 800-207.
"""

from typing import Any, NotRequired, TypedDict, cast

import pulumi
import pulumi_aws

from ai_zones.aws.database_link import AwsDatabaseLinkConsumer, AwsDatabaseLinkProducer
from ai_zones.aws.dns_firewall import endpoint_domains
from ai_zones.aws.egress_network import AwsEgressNetwork, AwsEgressNetworkArgs
from ai_zones.aws.endpoint_services import SERVICES, EndpointKind
from ai_zones.aws.key_policy import AwsKeyUse
from ai_zones.aws.log_groups import log_group_prefix
from ai_zones.aws.phi_database import AwsPhiDatabase, cluster_log_group
from ai_zones.aws.phi_store import AwsPhiStore, AwsStoreAccessPointArgs, store_access_point_name, store_bucket_name
from ai_zones.aws.service_endpoints import AwsEndpointStoreArgs, AwsServiceEndpoints
from ai_zones.aws.service_link_acceptance import AwsServiceLinkAcceptance
from ai_zones.aws.service_link_consumer import AwsServiceLinkConsumer, link_domain
from ai_zones.aws.service_link_producer import AwsServiceLinkProducer
from ai_zones.aws.zone_key import AwsZoneKey
from ai_zones.aws.zone_network import AwsZoneNetwork, AwsZoneNetworkArgs
from ai_zones.aws.zones_input import Zones
from ai_zones.plan import Service, Tier, ZoneName, ZonePlan, default_port, offers_of, openings_of

Network = AwsZoneNetwork | AwsEgressNetwork

ANYWHERE = "0.0.0.0/0"
HTTPS = 443


class AwsZonesArgs(TypedDict):
    """Inputs of `AwsZones`."""

    plan: ZonePlan
    """The plan. Every zone names its account."""
    providers: dict[ZoneName, pulumi_aws.Provider]
    """Provider of each declared zone: its account, the plan's region."""
    deletion_protection: NotRequired[bool]
    """False lets stores, keys, databases and logs be removed. Default: true."""
    log_retention_days: NotRequired[int]
    """Days that log groups keep their events. Default: 2,192 (six years)."""
    store_retention_days: NotRequired[int]
    """Days that stores lock every object version, 2,190 or more. Default: 2,192."""
    organization_id: NotRequired[str]
    """AWS organization (`o-...`): keys and stores deny everybody outside. Default: accounts alone decide."""
    tags: NotRequired[dict[str, str]]
    """Further tags on everything. Default: none."""


class AwsZones(pulumi.ComponentResource):
    """The zones phi, deidentification, inference and egress, as the plan declares them. Raises `InvalidInputError` before anything is built.

    What it holds has names of its own (`<organization>-<environment>-<zone>-...`), whatever the component is called.
    """

    plan: pulumi.Output[dict[str, Any]]
    """The plan's document, for policies to see."""
    vpc_ids: pulumi.Output[dict[str, str]]
    """Network of each zone."""
    service_domains: pulumi.Output[dict[str, str]]
    """Private name of each service link, by the flow's name."""

    def __init__(self, name: str, args: AwsZonesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        zones = Zones.parse(name, args)
        # An input too: a preview's JSON shows what was put in, not what a component registers at its end.
        super().__init__("ai-zones:index:AwsZones", name, {"plan": zones.plan.to_document()}, opts)
        self._zones = zones
        self.keys: dict[ZoneName, AwsZoneKey] = {zone: self._key(zone) for zone in zones.zones}
        self.networks: dict[ZoneName, Network] = {zone: self._network(zone) for zone in zones.zones}
        self.stores: dict[ZoneName, AwsPhiStore] = {zone: self._store(zone) for zone in zones.zones if zones.keeps_objects(zone)}
        self.endpoints: dict[ZoneName, AwsServiceEndpoints] = {zone: self._endpoints(zone) for zone in zones.zones if zones.services(zone)}
        self._database()
        domains = self._service_links()
        self.plan = pulumi.Output.from_input(zones.plan.to_document())
        self.vpc_ids = pulumi.Output.all(**{zone.value: network.vpc_id for zone, network in self.networks.items()})
        self.service_domains = pulumi.Output.from_input(domains)
        self.register_outputs({"plan": self.plan, "vpcIds": self.vpc_ids, "serviceDomains": self.service_domains})

    def _in(self, zone: ZoneName) -> pulumi.ResourceOptions:
        """Options of a component that stands in a zone: a child of this one, under the zone's provider."""
        return pulumi.ResourceOptions(parent=self, providers=[self._zones.providers[zone]])

    def _endpoint_subnets(self, zone: ZoneName) -> dict[str, pulumi.Input[str]]:
        return dict(self.networks[zone].subnet_ids[Tier.ENDPOINT])

    def _key(self, zone: ZoneName) -> AwsZoneKey:
        zones = self._zones
        uses = [AwsKeyUse.LOGS, AwsKeyUse.SECRETS_MANAGER, AwsKeyUse.S3]
        log_groups = [f"{log_group_prefix(zones.name(zone))}*", f"/{zones.name(zone)}/*"]
        if zone is ZoneName.PHI:
            uses.append(AwsKeyUse.RDS)
            log_groups.append(cluster_log_group(zones.name(zone, "database")))
        if zone is ZoneName.EGRESS:
            uses.append(AwsKeyUse.NETWORK_FIREWALL)
        readers = [zones.account(reader) for reader in self._readers(zone) if reader is not zone]
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
            self._in(zone),
        )

    def _network(self, zone: ZoneName) -> Network:
        zones = self._zones
        offers = offers_of(zones.plan, zone)
        openings = openings_of(zones.plan, zone)
        # `Any`: two kinds of network share these inputs; each checks its own.
        common: dict[str, Any] = {
            "region": zones.region,
            "account_id": zones.account(zone),
            "cidr": str(zones.plan.network(zone)),
            "workload_subnets": zones.subnets(zone, Tier.WORKLOAD),
            "endpoint_subnets": zones.subnets(zone, Tier.ENDPOINT),
            "kms_key_arn": self.keys[zone].key_arn,
            "endpoint_ports": sorted({HTTPS, *(opening.port for opening in openings)}),
            "service_ports": sorted({offer.port for offer in offers if offer.service is not Service.DATABASE}),
            "allowed_domains": self._names(zone),
            "retention_days": zones.log_retention_days,
            "deletion_protection": zones.deletion_protection,
            "tags": zones.tags,
        }
        if zone is ZoneName.EGRESS:
            road_out: dict[str, Any] = {
                "firewall_subnets": zones.subnets(zone, Tier.FIREWALL),
                "public_subnets": zones.subnets(zone, Tier.PUBLIC),
                "providers": {name: list(provider.fqdns) for name, provider in sorted(zones.plan.providers.items())},
            }
            return AwsEgressNetwork(zones.name(zone), cast(AwsEgressNetworkArgs, common | road_out), self._in(zone))
        closed: dict[str, Any] = {"zone": zone.value}
        if zone is ZoneName.PHI:
            offered = [offer for offer in offers if offer.service is Service.DATABASE]
            closed |= {"database_subnets": zones.subnets(zone, Tier.DATABASE), "database_link": bool(offered)}
            closed |= {"database_port": offered[0].port} if offered else {}
        by_gateway = any(SERVICES[service].kind is EndpointKind.GATEWAY for service in zones.services(zone))
        # The filter can't name a prefix list; the route table decides, and it leads to the endpoint alone.
        closed |= {"gateway_endpoint_cidrs": [ANYWHERE] if by_gateway else []}
        return AwsZoneNetwork(zones.name(zone), cast(AwsZoneNetworkArgs, common | closed), self._in(zone))

    def _names(self, zone: ZoneName) -> list[str]:
        """Names that programs of a zone may look up: its cloud services, the services that it opens, its database."""
        zones = self._zones
        names = endpoint_domains(zones.region, zones.services(zone))
        uses_database = zone is ZoneName.PHI
        for opening in openings_of(zones.plan, zone):
            if opening.service is Service.DATABASE:
                uses_database = True
            else:
                names.append(self._domain(opening.target, opening.service))
        # AWS makes up the cluster's name only as it builds it.
        return sorted({*names, *([f"*.{zones.region}.rds.amazonaws.com"] if uses_database else [])})

    def _domain(self, target: ZoneName, service: Service) -> str:
        plan = self._zones.plan
        return link_domain(target.value, service.value, organization=plan.organization, environment=plan.environment)

    def _readers(self, zone: ZoneName) -> list[ZoneName]:
        """Zones that use the object store of a zone: itself, and for PHI the one that de-identifies it."""
        if not self._zones.keeps_objects(zone):
            return []
        others = [ZoneName.DEIDENTIFICATION] if zone is ZoneName.PHI and self._zones.keeps_objects(ZoneName.DEIDENTIFICATION) else []
        return [zone, *others]

    def _store(self, zone: ZoneName) -> AwsPhiStore:
        zones = self._zones
        points: dict[str, AwsStoreAccessPointArgs] = {
            reader.value: {
                "vpc_id": self.networks[reader].vpc_id,
                "account_id": zones.account(reader),
                "writable": reader is zone,
            }
            for reader in self._readers(zone)
        }
        return AwsPhiStore(
            zones.name(zone, "store"),
            {
                "region": zones.region,
                "organization_id": zones.organization_id,
                "tags": zones.tags,
                "zone": zone.value,
                "organization": zones.plan.organization,
                "environment": zones.plan.environment,
                "account_id": zones.account(zone),
                "kms_key_arn": self.keys[zone].key_arn,
                "access_points": points,
                "retention_days": zones.store_retention_days,
                "removable": zones.removable,
            },
            self._in(zone),
        )

    def _endpoints(self, zone: ZoneName) -> AwsServiceEndpoints:
        zones = self._zones
        network = self.networks[zone]
        stores = {owner.value: self._endpoint_store(owner, zone) for owner in self.stores if zone in self._readers(owner)}
        if isinstance(network, AwsEgressNetwork):
            tables: dict[str, pulumi.Input[str]] = dict(network.workload_route_tables)
        else:
            tables = {Tier.WORKLOAD.value: network.route_tables[Tier.WORKLOAD]}
        return AwsServiceEndpoints(
            zones.name(zone, "services"),
            {
                "region": zones.region,
                "organization_id": zones.organization_id,
                "tags": zones.tags,
                "zone": zone.value,
                "account_id": zones.account(zone),
                "vpc_id": network.vpc_id,
                "services": zones.services(zone),
                "subnet_ids": self._endpoint_subnets(zone),
                "security_group_id": network.endpoint_security_group_id,
                "route_table_ids": tables,
                "client_security_group_ids": {"workload": network.workload_security_group_id},
                "resource_prefix": zones.name(zone),
                "stores": stores,
            },
            self._in(zone),
        )

    def _endpoint_store(self, owner: ZoneName, reader: ZoneName) -> AwsEndpointStoreArgs:
        zones = self._zones
        names = {"organization": zones.plan.organization, "environment": zones.plan.environment}
        return {
            "bucket_name": store_bucket_name(owner.value, account_id=zones.account(owner), **names),
            "access_point_name": store_access_point_name(owner.value, reader.value, **names),
            "account_id": zones.account(owner),
            "writable": reader is owner,
        }

    def _database(self) -> None:
        zones = self._zones
        network = self.networks.get(ZoneName.PHI)
        if not isinstance(network, AwsZoneNetwork):
            return
        flows = list(zones.database_flows().values())
        self.database = AwsPhiDatabase(
            zones.name(ZoneName.PHI, "database"),
            {
                "region": zones.region,
                "account_id": zones.account(ZoneName.PHI),
                "kms_key_arn": self.keys[ZoneName.PHI].key_arn,
                "subnet_ids": dict(network.subnet_ids[Tier.DATABASE]),
                "availability_zones": list(zones.plan.availability_zones)[:3],
                "security_group_id": network.database_security_group_id,
                "port": flows[0].port if flows else default_port(Service.DATABASE),
                "log_retention_days": zones.log_retention_days,
                "removable": zones.removable,
                "tags": zones.tags,
            },
            self._in(ZoneName.PHI),
        )
        if flows:
            self._database_links(network, self.database, sorted({flow.source for flow in flows}))

    def _database_links(self, network: AwsZoneNetwork, database: AwsPhiDatabase, consumers: list[ZoneName]) -> None:
        zones = self._zones
        producer = AwsDatabaseLinkProducer(
            zones.name(ZoneName.PHI, "database-link"),
            {
                "zone": ZoneName.PHI.value,
                "account_id": zones.account(ZoneName.PHI),
                "cluster_arn": database.cluster_arn,
                "vpc_id": network.vpc_id,
                "subnet_ids": self._endpoint_subnets(ZoneName.PHI),
                "security_group_id": network.entry_security_group_id,
                "consumer_account_ids": {zone.value: zones.account(zone) for zone in consumers},
                "tags": zones.tags,
            },
            self._in(ZoneName.PHI),
        )
        for zone in consumers:
            AwsDatabaseLinkConsumer(
                zones.name(zone, "to", ZoneName.PHI, Service.DATABASE),
                {
                    "zone": zone.value,
                    "target_zone": ZoneName.PHI.value,
                    "resource_configuration_arn": producer.resource_configuration_arn,
                    "vpc_id": self.networks[zone].vpc_id,
                    "subnet_ids": self._endpoint_subnets(zone),
                    "security_group_id": self.networks[zone].endpoint_security_group_id,
                    "tags": zones.tags,
                },
                self._in(zone),
            )

    def _service_links(self) -> dict[str, str]:
        producers: dict[tuple[ZoneName, Service], AwsServiceLinkProducer] = {}
        for zone in self._zones.zones:
            for offer in offers_of(self._zones.plan, zone):
                if offer.service is not Service.DATABASE:
                    producers[zone, offer.service] = self._producer(zone, offer.service, offer.port, list(offer.consumers))
        return {
            name: self._consumer(flow.source, flow.target, flow.service, producers[flow.target, flow.service])
            for name, flow in self._zones.service_flows().items()
        }

    def _producer(self, zone: ZoneName, service: Service, port: int, consumers: list[ZoneName]) -> AwsServiceLinkProducer:
        zones = self._zones
        network = self.networks[zone]
        return AwsServiceLinkProducer(
            zones.name(zone, service),
            {
                "zone": zone.value,
                "service": service.value,
                "region": zones.region,
                "vpc_id": network.vpc_id,
                "subnet_ids": self._endpoint_subnets(zone),
                "security_group_id": network.entry_security_group_id,
                "consumers": {
                    consumer.value: {
                        "account_id": zones.account(consumer),
                        "cidrs": list(zones.subnets(consumer, Tier.WORKLOAD).values()),
                    }
                    for consumer in consumers
                },
                "port": port,
                "removable": zones.removable,
                "tags": zones.tags,
            },
            self._in(zone),
        )

    def _consumer(self, zone: ZoneName, target: ZoneName, service: Service, producer: AwsServiceLinkProducer) -> str:
        zones = self._zones
        domain = self._domain(target, service)
        consumer = AwsServiceLinkConsumer(
            zones.name(zone, "to", target, service),
            {
                "zone": zone.value,
                "target_zone": target.value,
                "service": service.value,
                "service_name": producer.service_name,
                "vpc_id": self.networks[zone].vpc_id,
                "subnet_ids": self._endpoint_subnets(zone),
                "security_group_id": self.networks[zone].endpoint_security_group_id,
                "domain": domain,
                "tags": zones.tags,
            },
            self._in(zone),
        )
        AwsServiceLinkAcceptance(
            zones.name(target, service, "for", zone),
            {"endpoint_service_id": producer.endpoint_service_id, "endpoint_id": consumer.endpoint_id},
            self._in(target),
        )
        return domain
