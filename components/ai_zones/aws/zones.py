"""A whole plan on AWS, or a part of it: each zone in its own network and account, each flow as a private link, nothing between them.

It takes a provider for each zone, so it is for Python programs; the components that it puts together are for every language.
Sources: docs/decisions/0001 and 0005; AWS Well-Architected Framework, SEC01-BP01 "Separate workloads using accounts"; NIST SP 800-207.
"""

from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws

from ai_zones.aws.cluster import AwsCluster
from ai_zones.aws.peer_gateway import AwsPeerCircuitArgs
from ai_zones.aws.phi_database import AwsPhiDatabase
from ai_zones.aws.phi_store import AwsPhiStore
from ai_zones.aws.service_endpoints import AwsServiceEndpoints
from ai_zones.aws.zone_key import AwsZoneKey
from ai_zones.aws.zones_built import Built, Network
from ai_zones.aws.zones_clusters import build_cluster, cluster_outputs
from ai_zones.aws.zones_clusters_input import AwsZoneClusterArgs
from ai_zones.aws.zones_database import build_database, build_database_consumer
from ai_zones.aws.zones_doors import build_front, build_peers
from ai_zones.aws.zones_doors_input import AwsZoneFrontArgs, AwsZoneTunnelArgs
from ai_zones.aws.zones_input import Zones
from ai_zones.aws.zones_joins import AwsZoneJoinsArgs
from ai_zones.aws.zones_links import build_service_links
from ai_zones.aws.zones_networks import build_key, build_network
from ai_zones.aws.zones_records import build_archive, build_backups, build_clinical_store
from ai_zones.aws.zones_stores import build_endpoints, build_store
from ai_zones.plan import ZoneName, ZonePlan


class AwsZonesArgs(TypedDict):
    """Inputs of `AwsZones`."""

    plan: ZonePlan
    """The plan. Every zone names its account."""
    providers: dict[ZoneName, pulumi_aws.Provider]
    """Provider of each zone that is built: its account, the plan's region."""
    builds: NotRequired[list[ZoneName]]
    """Zones of the plan that are built here, where several stacks build one plan. Default: all."""
    joins: NotRequired[AwsZoneJoinsArgs]
    """What other stacks of the same plan have built. Default: nothing."""
    may_wait: NotRequired[bool]
    """True leaves out what needs a half that another stack has yet to build, and says so in `waiting_for`. Default: false, it is refused:
    a half that is gone is no reason to take the link down."""
    deletion_protection: NotRequired[bool]
    """False lets stores, keys, databases and logs be removed. Default: true."""
    log_retention_days: NotRequired[int]
    """Days that log groups keep their events. Default: 2,192 (six years)."""
    store_retention_days: NotRequired[int]
    """Days that stores lock every object version, 2,190 or more. Default: 2,192."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`): keys and stores deny everybody outside. Default: accounts alone decide."""
    foundation_models: NotRequired[dict[ZoneName, list[str]]]
    """Ids of AWS-hosted models that a zone may invoke through its `bedrock-runtime` endpoint. Default: none, only its account's own."""
    single_availability_zone: NotRequired[bool]
    """True builds in the plan's first availability zone alone, for development; only the database's subnet group covers the second too,
    as AWS asks for. Default: false."""
    database_instance_class: NotRequired[str | None]
    """Class of the database's instances. Default: that of `AwsPhiDatabase`."""
    front: NotRequired[AwsZoneFrontArgs | None]
    """How people enter the zone access. Default: nobody does."""
    circuits: NotRequired[dict[ZoneName, AwsPeerCircuitArgs]]
    """Direct Connect circuit of each zone that the plan gives a peer by private circuit. Default: none."""
    tunnels: NotRequired[dict[str, AwsZoneTunnelArgs]]
    """Far end of each VPN, by the peer's name in the plan. Default: none."""
    clusters: NotRequired[dict[ZoneName, AwsZoneClusterArgs]]
    """Kubernetes cluster of each zone that has one; its services must hold those that nodes need. Default: none."""
    log_readers: NotRequired[list[str] | None]
    """Roles of security reviewers, who alone read the log archive of all zones, in management; an empty list builds one that nobody reads.
    Default: no archive."""
    backups: NotRequired[bool]
    """True backs up phi's database and object store, and tests the restores. Default: false."""
    clinical_store: NotRequired[bool]
    """True builds a FHIR store in phi. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags on everything. Default: none."""


class AwsZones(pulumi.ComponentResource):
    """The zones of a plan with what each holds, and every flow between them. Raises `InvalidInputError` before anything is built.

    What it holds has names of its own (`<organization>-<environment>-<zone>-...`), whatever the component is called.
    """

    plan: pulumi.Output[dict[str, Any]]
    """The plan's document, for policies to see."""
    vpc_ids: pulumi.Output[dict[str, str]]
    """Network of each zone that is built here."""
    service_domains: pulumi.Output[dict[str, str]]
    """Private name of each service link, by the flow's name."""
    clusters: pulumi.Output[dict[str, dict[str, str]]]
    """What a stack of workloads needs to know of each zone's cluster: `name`, `endpoint`, `certificate_authority`, `oidc_issuer`, ..."""
    joins: pulumi.Output[dict[str, dict[str, str]]]
    """What the other stacks of this plan need to know, as `AwsZoneJoinsArgs` takes it."""
    waiting_for: list[str]
    """What is left out until another stack has built its half: what for, and which of its joins."""

    def __init__(self, name: str, args: AwsZonesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        zones = Zones.parse(name, args)
        # An input too: a preview's JSON shows what was put in, not what a component registers at its end.
        super().__init__("ai-zones:index:AwsZones", name, {"plan": zones.plan.to_document()}, opts)
        built = Built(zones, self)
        self.archive = build_archive(built)
        for zone in zones.zones:
            built.keys[zone] = build_key(built, zone)
        for zone in zones.zones:
            built.networks[zone] = build_network(built, zone)
            built.offered["vpc_ids"][zone.value] = built.networks[zone].vpc_id
        for zone in zones.zones:
            if zones.keeps_objects(zone):
                built.stores[zone] = build_store(built, zone)
        self.endpoints: dict[ZoneName, AwsServiceEndpoints] = {
            zone: build_endpoints(built, zone) for zone in zones.zones if zones.services(zone)
        }
        built.doors |= {zone: list(endpoints.endpoints.values()) for zone, endpoints in self.endpoints.items()}
        self.database: AwsPhiDatabase | None = build_database(built)
        for flow in zones.database_flows().values():
            if flow.source in zones.zones:
                build_database_consumer(built, flow)
        self.clinical_store = build_clinical_store(built)
        self.backups = build_backups(built)
        domains = build_service_links(built)
        self.cluster_components: dict[ZoneName, AwsCluster] = {
            zone: build_cluster(built, zone) for zone in zones.zones if zone in zones.clusters
        }
        self.front = build_front(built)
        for zone in zones.zones:
            build_peers(built, zone)
        self.keys: dict[ZoneName, AwsZoneKey] = built.keys
        self.networks: dict[ZoneName, Network] = built.networks
        self.stores: dict[ZoneName, AwsPhiStore] = built.stores
        self.plan = pulumi.Output.from_input(zones.plan.to_document())
        self.vpc_ids = pulumi.Output.all(**built.offered["vpc_ids"])
        self.service_domains = pulumi.Output.from_input(domains)
        known: dict[str, Any] = {zone.value: cluster_outputs(one) for zone, one in self.cluster_components.items()}
        self.clusters = pulumi.Output.from_input(known)
        shares: dict[str, Any] = built.offered
        self.joins = pulumi.Output.from_input(shares)
        self.waiting_for = zones.waiting_for()
        self.register_outputs({"plan": self.plan, "vpcIds": self.vpc_ids, "serviceDomains": self.service_domains})
