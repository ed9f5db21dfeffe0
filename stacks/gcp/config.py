"""The keys of a stack file with `ai-zones:cloud: gcp`."""

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan.fields import AZone, Part, Truth, WholeNumber
from stacks import values
from stacks.gcp import values as gcp

Text = Annotated[str, BeforeValidator(values.text)]
Project = Annotated[str, BeforeValidator(gcp.project_id)]
Number = Annotated[str, BeforeValidator(gcp.number)]
Members = Annotated[list[str], BeforeValidator(gcp.members)]
Inputs = Annotated[dict[str, Any], BeforeValidator(values.any_mapping)]
"""Inputs of one component, which judges them."""
Parts = Annotated[dict[str, dict[str, Any]], BeforeValidator(values.named_parts)]


class Creation(Part):
    """Where the zones' projects are made."""

    folder_id: Number
    """Number of the folder of this environment's projects."""
    billing_account: Text
    """Billing account, such as `012345-6789AB-CDEF01`."""


class AccessLevel(Part):
    """What a caller must bring, all of it, as `GcpAccessPolicy` takes it."""

    ip_ranges: list[Text] = Field(default_factory=list)
    """Public ranges that callers come from. Default: any."""
    networks: dict[Text, list[Text]] = Field(default_factory=dict)
    """Path of a network of ours → ranges in it. Default: any."""
    members: Members = Field(default_factory=list)
    """Users and service accounts. Default: any."""
    regions: list[Text] = Field(default_factory=list)
    """Countries by two letters. Default: any."""
    managed_device: Truth = False
    """True asks for a device of ours, locked and encrypted. Default: false."""


class PolicyCreation(Part):
    """An access policy that is made."""

    organization_id: Number
    """Number of the organization."""
    scope: Text
    """`folders/<number>` that it is for: the organization can have one policy without a scope, which is not a stack's own."""


class AccessPolicy(Part):
    """The access policy under which perimeters stand: the number of one, or where it is made."""

    access_policy: Number | None = None
    """Number of a policy that stands."""
    create: PolicyCreation | None = None
    """The policy to make."""
    access_levels: dict[Text, AccessLevel] = Field(default_factory=dict)
    """Levels that callers from outside must reach, by name. Default: none."""


class Entry(Part):
    """Who enters perimeters from outside of Google Cloud."""

    identities: Members
    """Principals, such as the service account of the pipeline."""
    access_levels: list[Text]
    """Names of levels of `access_policy`."""
    services: dict[Text, list[Text]] | None = None
    """Service by its whole name → methods. Default: all methods of the APIs that every zone needs and of the zone's own services."""
    zones: list[AZone] | None = None
    """Zones that they enter. Default: all."""


class Database(Part):
    """Phi's database, where another stack builds it: what that stack exports as `database`."""

    service_attachment: Text
    """Path of its service attachment."""
    dns_name: Text
    """Its name."""


class GcpStackConfig(Part):
    """The keys, without their `ai-zones:` prefix. The plan is judged apart, by `ai_zones.plan`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    cloud: Literal["gcp"] = "gcp"
    """Cloud of the stack. Needed: without it a stack file is one of AWS."""
    projects: dict[AZone, Project] = Field(default_factory=dict)
    """Project of each zone, where the plan leaves it out. One a zone: labels, perimeters and consumer lists are about projects."""
    create: Creation | None = None
    """Where the zones' projects are made. Default: they stand already."""
    default_service_accounts: Annotated[str, BeforeValidator(gcp.default_accounts)] = "disable"
    """What becomes of Google's default accounts: `disable`, `deprivilege` or `keep`. Default: disable."""
    availability_zones: list[Text] | None = None
    """Zones of Compute Engine, where the plan leaves them out, such as `europe-west3-a`."""
    plan: Annotated[dict[Any, Any], BeforeValidator(values.any_mapping)] | None = None
    """The zone plan. Either this or `plan_file`."""
    plan_file: Text | None = None
    """A file with the zone plan, relative to the folder `stacks`."""
    builds: list[AZone] | None = None
    """Zones of the plan that this stack builds, where several stacks build one plan. Default: all."""
    absent: list[AZone] = Field(default_factory=list)
    """Zones that other stacks build, and have not built yet: links to them are left out. Management comes first. Default: none."""
    database: Database | None = None
    """Phi's database, where another stack builds it. Default: none."""
    project_numbers: dict[AZone, Number] = Field(default_factory=dict)
    """Numbers of projects of zones that other stacks build, where callers of this one's perimeters lead to them. Default: none."""
    google_apis: Annotated[str, BeforeValidator(gcp.road)] = "route"
    """Road to Google's APIs: `route` to their restricted address, or `endpoint`, an address of each network's own and no route at all.
    Default: route."""
    access_policy: AccessPolicy | None = None
    """Access policy of the perimeters. Default: none, the organization's stack draws them."""
    perimeter_mode: Annotated[str, BeforeValidator(gcp.mode)] = "enforced"
    """`dry-run` only reports what `enforced` refuses. Default: enforced."""
    callers: dict[AZone, Members] = Field(default_factory=dict)
    """Zone → principals of its programs that use Google's own APIs in other zones' projects, where flows of the plan say so. Default: none."""
    entries: dict[Text, Entry] = Field(default_factory=dict)
    """Name → who enters perimeters from outside, such as the pipeline. Default: nobody."""
    log_folder_id: Number | None = None
    """Number of the folder of the zones' projects, by whose sink logs come to the archive. Default: that of `create`, else each project's sink."""
    log_readers: Members | None = None
    """Security reviewers, who alone read the log archive of all zones. Default: nobody."""
    database_users: Parts = Field(default_factory=dict)
    """Who may log in to phi's database, by a stable name, as `GcpPhiDatabase` takes them. Default: nobody."""
    database_options: Annotated[dict[str, Any], BeforeValidator(values.any_mapping)] = Field(default_factory=dict)
    """Further inputs of phi's database, such as its `tier`, as `GcpPhiDatabase` takes them, or `GcpAlloyDb` where the plan lists `alloydb`.
    Default: the component's own."""
    highly_available: Truth = True
    """False builds the database without a standby, for development. Default: true."""
    service_accounts: dict[AZone, dict[Text, Text]] = Field(default_factory=dict)
    """Service accounts of a zone's programs that are made here: name → what the program does. Default: none."""
    stores: dict[AZone, Parts] = Field(default_factory=dict)
    """Who may use a zone's bucket, by a stable name, as `GcpPhiStore` takes them. Default: nobody."""
    tables: dict[AZone, Inputs] = Field(default_factory=dict)
    """Tables of a zone, as `GcpBigQueryStore` takes them. Default: none."""
    clinical_store: Annotated[dict[str, Any], BeforeValidator(values.any_mapping)] | None = None
    """FHIR, DICOM and HL7v2 stores in phi, as `GcpClinicalStore` takes them; `{}` are stores without users. Default: none."""
    secrets: dict[AZone, Parts] = Field(default_factory=dict)
    """Secrets of a zone, by name, as `GcpSecrets` takes them. Default: none."""
    registries: dict[AZone, Parts] = Field(default_factory=dict)
    """Repositories of a zone's own registry, by name, as `GcpArtifactRegistry` takes them. Default: none."""
    admission: dict[AZone, Inputs] = Field(default_factory=dict)
    """Who must have signed the images that a zone runs, as `GcpImageAdmission` takes it. Default: no policy."""
    machines: dict[AZone, Parts] = Field(default_factory=dict)
    """Confidential machines of a zone, by label, as `GcpConfidentialMachine` takes them. Default: none."""
    clusters: dict[AZone, Inputs] = Field(default_factory=dict)
    """Kubernetes cluster of each zone that has one, as `GcpZoneClusterArgs` takes it. Default: none."""
    messages: dict[AZone, Inputs] = Field(default_factory=dict)
    """Topics of a zone, as `GcpMessages` takes them. Default: none."""
    models: dict[AZone, Parts] = Field(default_factory=dict)
    """Endpoints of a zone's own models, by label, as `GcpModelEndpoint` takes them. Default: none."""
    vectors: dict[AZone, Inputs] = Field(default_factory=dict)
    """Vector search of a zone, as `GcpVectorSearch` takes it. Default: none."""
    deidentification: dict[AZone, Inputs] = Field(default_factory=dict)
    """Templates by which identifiers are found and replaced, as `GcpDeidentificationTemplates` takes them. Default: none."""
    shields: dict[AZone, Inputs] = Field(default_factory=dict)
    """Shield that prompts of a zone pass, as `GcpPromptShield` takes it; `{}` is one. Default: none."""
    notebooks: dict[AZone, Parts] = Field(default_factory=dict)
    """Notebooks of training, by label, as `GcpWorkbench` takes them. Default: none."""
    ca_pool: Annotated[str, BeforeValidator(gcp.ca_pool)] | None = None
    """CA pool by which the web proxy reads TLS. Default: one is made."""
    front: Annotated[dict[str, Any], BeforeValidator(values.any_mapping)] | None = None
    """How people enter the zone access, as `GcpAccessFront` takes it; levels of `access_policy` by their short names. Default: nobody does."""
    circuits: Parts = Field(default_factory=dict)
    """Road to each peer that comes by circuit or VPN, by the peer's name in the plan, as `GcpPeerRoad` takes it; its keys by `pulumi config set
    --secret`. Default: none."""
    alarm_receivers: dict[Text, Text] = Field(default_factory=dict)
    """Who is told of alarms: name → mail address. Default: nobody, and no alarms."""
    labels: dict[Text, Text] = Field(default_factory=dict)
    """Further labels on everything, such as a cost centre. Default: none."""
    recover: dict[Text, Text] = Field(default_factory=dict)
    """Resources that exist but whose creation was never answered, or that Google never deletes: name in the program → id in the cloud. The next `up`
    takes them over instead of making them a second time; then remove the key. Default: none."""
    locked: Truth = True
    """False leaves the retention of buckets and of the log archive open to change. True is final: nobody, Google included, shortens it.
    Default: true."""
    deletion_protection: Truth = True
    """Protects projects, stores, keys and logs, in Pulumi and in the cloud. Set it to false, run `up`, and only then `destroy`. Default: true."""
    log_retention_days: Annotated[WholeNumber, BeforeValidator(gcp.log_retention)] = 2192
    """Days that logs are kept, in all. Default: 2192 (six years)."""
    store_retention_days: Annotated[WholeNumber, BeforeValidator(values.store_retention)] = values.STORE_RETENTION_DAYS_MIN
    """Days that stores keep every object or older version. Default: 2190 (six years)."""
    breaks: Annotated[tuple[gcp.GcpBreak, ...], BeforeValidator(gcp.breaks)] = Field(default=(), alias="break")
    """Faults to build on purpose; only in a stack whose name ends in `-broken`. Default: none."""

    @property
    def accounts(self) -> dict[Any, str]:
        """Projects, by the word that the plan has for them."""
        return dict(self.projects)


_TEXTS: Final = {
    "cloud",
    "default_service_accounts",
    "plan_file",
    "google_apis",
    "perimeter_mode",
    "log_folder_id",
    "ca_pool",
    "break",
}
KEYS: Final = tuple(field.alias or name for name, field in GcpStackConfig.model_fields.items())
STRUCTURED: Final = frozenset(KEYS) - _TEXTS
"""Keys whose values the engine hands over as JSON."""
