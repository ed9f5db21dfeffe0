"""A whole plan on Google Cloud, or a part of it: each zone in its own project and network, each flow as a private link, nothing between them.

It takes a provider for each zone, so it is for Python programs; the components that it puts together are for every language.
Sources: docs/decisions/0001 and 0012; Google Cloud Architecture Center, "Decide a resource hierarchy for your Google Cloud landing zone"; NIST SP
800-207.
"""

from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_gcp

from ai_zones.gcp.access_policy import GcpAccessPolicyArgs
from ai_zones.gcp.artifact_registry import GcpRepositoryArgs
from ai_zones.gcp.ordering import children_wait
from ai_zones.gcp.peer_road import GcpPeerRoad
from ai_zones.gcp.phi_database import GcpDatabaseUserArgs
from ai_zones.gcp.phi_store import GcpStorePrincipalArgs
from ai_zones.gcp.secrets import GcpSecretArgs
from ai_zones.gcp.zone_project import GcpProjectCreationArgs
from ai_zones.gcp.zones_built import Built
from ai_zones.gcp.zones_clusters import build_cluster, cluster_outputs
from ai_zones.gcp.zones_clusters_input import GcpZoneClusterArgs
from ai_zones.gcp.zones_doors import build_front, build_peers
from ai_zones.gcp.zones_foundation import build_archive, build_keys, build_project
from ai_zones.gcp.zones_identities import build_identities
from ai_zones.gcp.zones_images import build_admission, build_machines, build_registry
from ai_zones.gcp.zones_input import Zones
from ai_zones.gcp.zones_links import build_database_links, build_service_links
from ai_zones.gcp.zones_models import build_models, build_notebooks, build_vectors, build_words
from ai_zones.gcp.zones_networks import build_network
from ai_zones.gcp.zones_perimeters import build_access_policy, build_perimeters
from ai_zones.gcp.zones_records import build_alarms
from ai_zones.gcp.zones_stores import build_clinical_store, build_database, build_messages, build_secrets, build_store, build_tables
from ai_zones.plan import ZoneName, ZonePlan


class GcpDatabaseEndpointArgs(TypedDict):
    """What another stack exports of phi's database."""

    service_attachment: pulumi.Input[str]
    """Path of its service attachment."""
    dns_name: pulumi.Input[str]
    """Name in its certificate."""


class GcpZonesEntryArgs(TypedDict):
    """Who enters perimeters from outside of Google Cloud, such as the pipeline that builds the zones."""

    identities: list[str]
    """Principals: never everybody."""
    access_levels: list[str]
    """Names of levels of `access_policy` that they must reach."""
    services: NotRequired[dict[str, list[str]]]
    """Service by its whole name → methods. Default: all methods of the APIs that every zone needs and of the zone's own services."""
    zones: NotRequired[list[ZoneName]]
    """Zones that they enter. Default: all."""


class GcpZonesArgs(TypedDict):
    """Inputs of `GcpZones`."""

    plan: ZonePlan
    """The plan. Every zone names its project, each its own."""
    providers: dict[ZoneName, pulumi_gcp.Provider]
    """Provider of each zone that is built: its project, the plan's region."""
    builds: NotRequired[list[ZoneName]]
    """Zones of the plan that are built here, where several stacks build one plan. Default: all."""
    absent: NotRequired[list[ZoneName]]
    """Zones that other stacks build, and have not built yet: links to them are left out, and `waiting_for` says so. Management comes first, for
    everything logs to it. Default: none."""
    create: NotRequired[GcpProjectCreationArgs | None]
    """Where the zones' projects are made. Default: they stand already, and are read; then the reviewer's `posture.yaml` maps their names to zones,
    for a project that is read can't be labelled."""
    default_service_accounts: NotRequired[str]
    """What becomes of Google's default accounts: `disable`, `deprivilege` or `keep`, see `GcpZoneProject`. Default: `disable`."""
    google_apis: NotRequired[str]
    """Road to Google's APIs: `route`, to their restricted virtual address, or `endpoint`, one of each network's own and no route to the gateway.
    Default: `route`."""
    access_policy: NotRequired[GcpAccessPolicyArgs | None]
    """Access policy, adopted or made, and its levels, under which each zone gets a perimeter. Default: the organization's stack draws them, and
    the reviewer asserts it."""
    perimeter_mode: NotRequired[str]
    """`enforced` or `dry-run`. Default: `enforced`."""
    callers: NotRequired[dict[ZoneName, list[str]]]
    """Zone → principals of its programs that use Google's own APIs in other zones' projects, where flows of the plan say so. Default: none, flows
    are private links alone."""
    entries: NotRequired[dict[str, GcpZonesEntryArgs]]
    """Name → who enters perimeters from outside, such as `deploy` and `review`. Default: nobody."""
    project_numbers: NotRequired[dict[ZoneName, str]]
    """Numbers of projects of zones that other stacks build and that crossings lead to. Default: none."""
    log_folder_id: NotRequired[str | None]
    """Number of the folder of all zones' projects, by whose sink their logs come to the archive. Default: each project has a sink."""
    log_readers: NotRequired[list[str]]
    """Security reviewers, such as `group:reviewers@example.com`, who alone read the log archive. Default: nobody reads it."""
    database: NotRequired[GcpDatabaseEndpointArgs | None]
    """Phi's database, where another stack builds it. Default: none."""
    database_users: NotRequired[dict[str, GcpDatabaseUserArgs]]
    """Who may log in to phi's database, by a stable name. Default: nobody."""
    database_options: NotRequired[dict[str, Any]]
    """Further inputs of phi's database, such as its `tier`, as `GcpPhiDatabase` takes them, or `GcpAlloyDb` where the plan lists `alloydb`.
    Default: the component's own."""
    highly_available: NotRequired[bool]
    """False builds the database without a standby, for development. Default: true."""
    service_accounts: NotRequired[dict[ZoneName, dict[str, str]]]
    """Service accounts of a zone's programs that are made here: name → what the program does. Default: none."""
    stores: NotRequired[dict[ZoneName, dict[str, GcpStorePrincipalArgs]]]
    """Who may use a zone's bucket, by a stable name. Default: nobody."""
    tables: NotRequired[dict[ZoneName, dict[str, Any]]]
    """Tables of a zone, as `GcpBigQueryStore` takes them; `owners` at least. Default: none."""
    clinical_store: NotRequired[dict[str, Any] | None]
    """Clinical store of phi, as `GcpClinicalStore` takes it; `{}` is one without users. Default: none."""
    secrets: NotRequired[dict[ZoneName, dict[str, GcpSecretArgs]]]
    """Secrets of a zone, by name. Default: none."""
    registries: NotRequired[dict[ZoneName, dict[str, GcpRepositoryArgs]]]
    """Repositories of a zone's own registry, by name. Default: none."""
    admission: NotRequired[dict[ZoneName, dict[str, Any]]]
    """Who must have signed the images that a zone runs, as `GcpImageAdmission` takes it. Default: no policy."""
    machines: NotRequired[dict[ZoneName, dict[str, dict[str, Any]]]]
    """Confidential machines of a zone, by label, as `GcpConfidentialMachine` takes them. Default: none."""
    messages: NotRequired[dict[ZoneName, dict[str, Any]]]
    """Topics of a zone, as `GcpMessages` takes them. Default: none."""
    models: NotRequired[dict[ZoneName, dict[str, dict[str, Any]]]]
    """Endpoints of a zone's own models, by label, as `GcpModelEndpoint` takes them. Default: none."""
    vectors: NotRequired[dict[ZoneName, dict[str, Any]]]
    """Vector search of a zone, as `GcpVectorSearch` takes it. Default: none."""
    deidentification: NotRequired[dict[ZoneName, dict[str, Any]]]
    """Templates by which identifiers are found and replaced, as `GcpDeidentificationTemplates` takes them. Default: none."""
    shields: NotRequired[dict[ZoneName, dict[str, Any]]]
    """Shield that prompts of a zone pass, as `GcpPromptShield` takes it; `{}` is one. Default: none."""
    notebooks: NotRequired[dict[ZoneName, dict[str, dict[str, Any]]]]
    """Notebooks of training, by label, as `GcpWorkbench` takes them. Default: none."""
    clusters: NotRequired[dict[ZoneName, GcpZoneClusterArgs]]
    """Kubernetes cluster of each zone that has one; its project needs `admission`. Default: none."""
    ca_pool: NotRequired[str | None]
    """Path of the CA pool by which egress's proxy reads TLS. Default: one is made."""
    front: NotRequired[dict[str, Any] | None]
    """How people enter the zone access, as `GcpAccessFront` takes it; levels of `access_policy` by their short names. Default: nobody does."""
    circuits: NotRequired[dict[str, dict[str, Any]]]
    """Road to each peer that comes by circuit or VPN, by the peer's name in the plan, as `GcpPeerRoad` takes it. Default: none."""
    alarm_receivers: NotRequired[dict[str, str]]
    """Who is told of alarms: name → mail address. Default: nobody, and no alarms."""
    locked: NotRequired[bool]
    """False leaves the retention of buckets and of the log archive open to change. True is final: nobody, Google included, shortens it, and a
    project that holds such records can't go before their time. Default: true."""
    deletion_protection: NotRequired[bool]
    """False lets projects, stores, keys, databases and logs be removed. Default: true."""
    log_retention_days: NotRequired[int]
    """Days that the archive keeps logs, 2,190 to 3,650. Default: 2,192 (six years)."""
    store_retention_days: NotRequired[int]
    """Days that stores keep every object or older version, 2,190 or more. Default: 2,192."""
    labels: NotRequired[dict[str, str]]
    """Further labels on everything that bears any. Default: none."""


class GcpZones(pulumi.ComponentResource):
    """The zones of a plan with what each holds, and every flow between them. Raises `InvalidInputError` before anything is built.

    What it holds has names of its own (`<organization>-<environment>-<zone>-...`), whatever the component is called.
    """

    plan: pulumi.Output[dict[str, Any]]
    """The plan's document, for policies to see."""
    network_paths: dict[str, str]
    """Network of each zone that is built here."""
    service_domains: dict[str, str]
    """Private name of each service link, by the flow's name."""
    database_endpoint: dict[str, pulumi.Output[str]]
    """What stacks of other zones need to know of phi's database; empty where it is not built here."""
    perimeters: dict[str, list[str]]
    """What each zone's perimeter refuses or reports and what crosses it, a line a rule: a preview shows how a change reads."""
    clusters: pulumi.Output[dict[str, dict[str, str]]]
    """What a stack of workloads needs to know of each zone's cluster: `name`, `path`, `endpoint`, `certificate_authority`, `oidc_issuer`."""
    waiting_for: list[str]
    """What is left out until another stack has built the zone that it leads to."""

    def __init__(self, name: str, args: GcpZonesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        zones = Zones.parse(name, args)
        # An input too: a preview's JSON shows what was put in, not what a component registers at its end.
        super().__init__("ai-zones:index:GcpZones", name, {"plan": zones.plan.to_document()}, children_wait(opts))
        built = Built(zones, self)
        for zone in zones.zones:
            build_project(built, zone)
        for zone in zones.zones:
            build_keys(built, zone)
            build_identities(built, zone)
        self.archive = build_archive(built)
        for zone in zones.zones:
            build_network(built, zone)
        self.stores = {zone: build_store(built, zone) for zone in zones.zones}
        self.database = build_database(built)
        self.clinical_store = build_clinical_store(built)
        for zone in zones.zones:
            build_tables(built, zone)
            build_secrets(built, zone)
            build_messages(built, zone)
            build_registry(built, zone)
            build_admission(built, zone)
            build_machines(built, zone)
            build_models(built, zone)
            build_vectors(built, zone)
            build_words(built, zone)
            build_notebooks(built, zone)
        self.cluster_components = {zone: build_cluster(built, zone) for zone in zones.zones if zone in zones.clusters}
        known: dict[str, Any] = {zone.value: cluster_outputs(one) for zone, one in self.cluster_components.items()}
        self.clusters = pulumi.Output.from_input(known)
        self.service_domains = build_service_links(built)
        build_database_links(built, self.database)
        build_access_policy(built)
        self.front = build_front(built)
        self.roads: dict[str, GcpPeerRoad] = {}
        for zone in zones.zones:
            self.roads |= build_peers(built, zone)
            build_alarms(built, zone)
        borders = build_perimeters(built)
        self.projects, self.networks = built.projects, built.networks
        self.waiting_for = zones.waiting_for()
        self.plan = pulumi.Output.from_input(zones.plan.to_document())
        self.network_paths = {zone.value: network.network for zone, network in built.networks.items()}
        self.database_endpoint = (
            {"service_attachment": self.database.service_attachment, "dns_name": self.database.dns_name} if self.database else {}
        )
        self.perimeters = {zone.value: perimeter.summary for zone, perimeter in borders.items()}
        self.register_outputs({"plan": self.plan, "networkPaths": self.network_paths, "serviceDomains": self.service_domains})
