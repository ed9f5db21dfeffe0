"""A whole plan on Azure, or a part of it: each zone in its own network and subscription, each flow as a private link, nothing between them.

It takes a provider for each zone, so it is for Python programs; the components that it puts together are for every language.
Sources: docs/decisions/0001 and 0011; Azure Cloud Adoption Framework, "Subscription considerations and recommendations" (a subscription as the unit
of scale and of trust); NIST SP 800-207.
"""

from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_azure_native

from ai_zones.azure.ordering import children_wait
from ai_zones.azure.phi_database import AzureDatabaseAdministratorArgs, AzurePhiDatabase
from ai_zones.azure.zones_built import Built
from ai_zones.azure.zones_clusters import build_cluster, cluster_outputs
from ai_zones.azure.zones_clusters_input import AzureZoneClusterArgs
from ai_zones.azure.zones_doors import build_front, build_peers
from ai_zones.azure.zones_endpoints import build_endpoints
from ai_zones.azure.zones_foundation import build_archive, build_group, build_vault
from ai_zones.azure.zones_input import MANAGEMENT, Zones
from ai_zones.azure.zones_links import build_service_links
from ai_zones.azure.zones_networks import build_network
from ai_zones.azure.zones_records import build_alarms, build_backups, build_clinical_store, build_monitor_scope, build_perimeter
from ai_zones.azure.zones_stores import build_database, build_models, build_registry, build_search, build_store
from ai_zones.azure.zones_training import build_training
from ai_zones.plan import ZoneName, ZonePlan


class AzureZonesArgs(TypedDict):
    """Inputs of `AzureZones`."""

    plan: ZonePlan
    """The plan. Every zone names its subscription, each its own."""
    providers: dict[ZoneName, pulumi_azure_native.Provider]
    """Provider of each zone that is built: its subscription, the plan's region."""
    tenant_id: str
    """Microsoft Entra tenant that all subscriptions trust."""
    keys_expire_on: str
    """Date on which the first version of every key expires, `YYYY-MM-DD`; rotation comes long before it."""
    builds: NotRequired[list[ZoneName]]
    """Zones of the plan that are built here, where several stacks build one plan. Default: all."""
    absent: NotRequired[list[ZoneName]]
    """Zones that other stacks build, and have not built yet: links to them are left out, and `waiting_for` says so. Management comes first, for
    everything logs to it. Default: none."""
    database_administrator: NotRequired[AzureDatabaseAdministratorArgs | None]
    """Group that administers phi's database. Needed with the zone phi."""
    database_sku: NotRequired[str | None]
    """Size of the database. Default: that of `AzurePhiDatabase`."""
    models: NotRequired[dict[ZoneName, dict[str, dict[str, Any]]]]
    """Models of a zone's own AI account, by deployment, as `AzureAiServices` takes them. Default: none, and no account."""
    zone_redundant: NotRequired[bool]
    """False builds the database without a standby, for development. Default: true."""
    inspection_certificate: NotRequired[str | None]
    """Key Vault secret of the intermediate certificate by which egress's firewall reads TLS. Needed with the zone egress."""
    inspection_identity: NotRequired[str | None]
    """User-assigned identity that may read that secret. Needed with the zone egress."""
    front: NotRequired[dict[str, Any] | None]
    """How people enter the zone access, as `AzureAccessFront` takes it. Default: nobody does."""
    circuits: NotRequired[dict[str, dict[str, Any]]]
    """Far end of each peer's circuit or VPN, by the peer's name in the plan. Default: none."""
    clusters: NotRequired[dict[ZoneName, AzureZoneClusterArgs]]
    """Kubernetes cluster of each zone that has one; the zone needs `container-registry` and `key-vault`. Default: none."""
    log_readers: NotRequired[list[str]]
    """Groups of security reviewers, who alone read the log archive. Default: nobody reads it."""
    alarm_receivers: NotRequired[dict[str, str]]
    """Who is told of alarms: name → mail address. Default: nobody, and no alarms."""
    backups: NotRequired[bool]
    """True backs up phi's database and object store. Default: false."""
    clinical_store: NotRequired[bool]
    """True builds a FHIR store in phi. Default: false."""
    deletion_protection: NotRequired[bool]
    """False lets stores, keys, databases and logs be removed. Default: true."""
    log_retention_days: NotRequired[int]
    """Days that the archive's tables are kept. Default: 2,192 (six years)."""
    store_retention_days: NotRequired[int]
    """Days that stores keep every version, 2,190 or more. Default: 2,192."""
    tags: NotRequired[dict[str, str]]
    """Further tags on everything. Default: none."""


class AzureZones(pulumi.ComponentResource):
    """The zones of a plan with what each holds, and every flow between them. Raises `InvalidInputError` before anything is built.

    What it holds has names of its own (`<organization>-<environment>-<zone>-...`), whatever the component is called.
    """

    plan: pulumi.Output[dict[str, Any]]
    """The plan's document, for policies to see."""
    virtual_network_ids: dict[str, str]
    """Network of each zone that is built here."""
    service_domains: dict[str, str]
    """Private name of each service link, by the flow's name."""
    clusters: pulumi.Output[dict[str, dict[str, str]]]
    """What a stack of workloads needs to know of each zone's cluster: `id`, `name`, `endpoint`, `oidc_issuer`."""
    waiting_for: list[str]
    """What is left out until another stack has built the zone that it leads to."""

    def __init__(self, name: str, args: AzureZonesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        zones = Zones.parse(name, args)
        # An input too: a preview's JSON shows what was put in, not what a component registers at its end.
        super().__init__("ai-zones:index:AzureZones", name, {"plan": zones.plan.to_document()}, children_wait(opts))
        built = Built(zones, self)
        for zone in zones.zones:
            build_group(built, zone)
        build_archive(built)
        for zone in zones.zones:
            if zone is not MANAGEMENT:
                build_vault(built, zone)
        for zone in zones.zones:
            build_network(built, zone)
        self.stores = {zone: build_store(built, zone) for zone in zones.zones if zones.keeps_objects(zone)}
        self.database: AzurePhiDatabase | None = build_database(built)
        for zone in zones.zones:
            build_registry(built, zone)
            build_models(built, zone)
            build_search(built, zone)
        self.training = build_training(built)
        self.clinical_store = build_clinical_store(built)
        for zone in zones.zones:
            build_monitor_scope(built, zone)
            build_perimeter(built, zone)
        for zone in zones.zones:
            build_endpoints(built, zone)
        self.cluster_components = {zone: build_cluster(built, zone) for zone in zones.zones if zone in zones.clusters}
        known: dict[str, Any] = {zone.value: cluster_outputs(one) for zone, one in self.cluster_components.items()}
        self.clusters = pulumi.Output.from_input(known)
        self.backups = build_backups(built)
        self.service_domains = build_service_links(built)
        self.front = build_front(built)
        for zone in zones.zones:
            build_peers(built, zone)
        build_alarms(built)
        self.groups, self.vaults, self.networks = built.groups, built.vaults, built.networks
        self.waiting_for = zones.waiting_for()
        self.plan = pulumi.Output.from_input(zones.plan.to_document())
        self.virtual_network_ids = {zone.value: network.virtual_network_id for zone, network in built.networks.items()}
        self.register_outputs({"plan": self.plan, "virtualNetworkIds": self.virtual_network_ids, "serviceDomains": self.service_domains})
