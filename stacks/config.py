"""The keys of a stack file."""

from typing import Annotated, Any, Final

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan.fields import AZone, Part, Truth, WholeNumber
from stacks import values

Text = Annotated[str, BeforeValidator(values.text)]


class JoinsConfig(Part):
    """What other stacks of the same plan have built, as their output `joins` says it. `stacks` reads it there instead."""

    service_names: dict[Text, Text] = Field(default_factory=dict)
    """Endpoint service (`com.amazonaws.vpce.…`) of each service, by `<zone>/<service>`."""
    resource_configuration_arns: dict[Text, Text] = Field(default_factory=dict)
    """Resource configuration of each database, by `<zone>/database`."""
    endpoint_ids: dict[Text, Text] = Field(default_factory=dict)
    """Endpoint that asks for acceptance (`vpce-…`), by the flow's name in the plan."""
    vpc_ids: dict[Text, Text] = Field(default_factory=dict)
    """Network of each zone (`vpc-…`)."""
    buckets: dict[Text, Text] = Field(default_factory=dict)
    """Buckets of the log archive: `management/audit`, `management/records`."""


class StackConfig(Part):
    """The keys of a stack file, without their `ai-zones:` prefix. The plan is judged apart, by `ai_zones.plan`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    region: Text | None = None
    """Region that the stack is built in. Default: the region of the availability zones."""
    availability_zones: list[Text] | None = None
    """Availability zones, where the plan leaves them out. Append only."""
    accounts: dict[AZone, Annotated[str, BeforeValidator(values.account)]] = Field(default_factory=dict)
    """AWS account of each zone, where the plan leaves it out: 12 digits, in quotes."""
    assume_roles: dict[AZone, Annotated[str, BeforeValidator(values.role_arn)]] = Field(default_factory=dict)
    """IAM role that is assumed to build a zone. Default: the login's own identity."""
    organization_id: Annotated[str, BeforeValidator(values.organization_id)] | None = None
    """AWS organization (`o-…`): keys and stores deny everybody outside it. Default: accounts alone decide."""
    plan: Annotated[dict[Any, Any], BeforeValidator(values.any_mapping)] | None = None
    """The zone plan. Either this or `plan_file`."""
    plan_file: Text | None = None
    """A file with the zone plan, relative to the folder `stacks`: the same that the reviewer's `posture.yaml` names, or another stack's
    file, whose plan, availability zones and accounts then count here too."""
    builds: list[AZone] | None = None
    """Zones of the plan that this stack builds, where several stacks build one plan. Default: all."""
    stacks: dict[AZone, Annotated[str, BeforeValidator(values.stack_name)]] = Field(default_factory=dict)
    """Stack that builds each of the other zones: its output `joins` is read. Default: none."""
    joins: JoinsConfig = Field(default_factory=JoinsConfig)
    """What other stacks have built, written out, where they can't be read. Default: nothing."""
    may_wait: Truth = False
    """True leaves a link's half out until the other stack has built its own. For the first rounds; afterwards a half that is gone is
    an error, and not a reason to take the link down. Default: false."""
    foundation_models: dict[AZone, list[Annotated[str, BeforeValidator(values.foundation_model)]]] = Field(default_factory=dict)
    """Ids of AWS-hosted models that a zone may invoke by its `bedrock-runtime` endpoint. Default: none."""
    single_availability_zone: Truth = False
    """True builds in the first availability zone alone, for development; only the database's subnet group covers the second, as AWS asks
    for. Default: false."""
    database_instance_class: Annotated[str, BeforeValidator(values.instance_class)] | None = None
    """Class of the database's instances, such as `db.t4g.medium` for development. Default: `db.r8g.large`."""
    front: Annotated[dict[str, Any], BeforeValidator(values.any_mapping)] | None = None
    """How people enter the zone access, as `AwsZoneFrontArgs` takes it. Default: nobody does."""
    circuits: Annotated[dict[AZone, dict[str, Any]], BeforeValidator(values.named_parts)] = Field(default_factory=dict)
    """Direct Connect circuit of each zone that the plan gives a peer by private circuit, as `AwsPeerCircuitArgs` takes it. Default: none."""
    tunnels: Annotated[dict[str, dict[str, Any]], BeforeValidator(values.named_parts)] = Field(default_factory=dict)
    """Far end of each peer's VPN, by the peer's name in the plan, as `AwsZoneTunnelArgs` takes it. Default: none."""
    clusters: Annotated[dict[AZone, dict[str, Any]], BeforeValidator(values.named_parts)] = Field(default_factory=dict)
    """Kubernetes cluster of each zone that has one, as `AwsZoneClusterArgs` takes it. Default: none."""
    log_readers: Annotated[list[str], BeforeValidator(values.reader_role_arns)] | None = None
    """Roles of security reviewers, who alone read the log archive of all zones. Default: no archive."""
    backups: Truth = False
    """True backs up phi's database and object store, and tests the restores. Default: false."""
    clinical_store: Truth = False
    """True builds a FHIR store in phi. Default: false."""
    tags: dict[Text, Text] = Field(default_factory=dict)
    """Further tags on everything, such as a cost centre. Default: none."""
    recover: dict[Text, Text] = Field(default_factory=dict)
    """Resources that exist but whose creation was never answered: name in the program → id in the cloud. The next `up` takes them over
    instead of making them a second time; then remove the key. Default: none."""
    deletion_protection: Truth = True
    """Protects stores, keys and logs, in Pulumi and in the cloud. Set it to false, run `up`, and only then `destroy`. Default: true."""
    log_retention_days: Annotated[
        int, BeforeValidator(values.log_retention), Field(json_schema_extra={"enum": list(values.LOG_RETENTION_DAYS)})
    ] = 2192
    """Days that log groups keep their events. Default: 2192 (six years)."""
    store_retention_days: Annotated[
        WholeNumber,
        BeforeValidator(values.store_retention),
        Field(json_schema_extra={"minimum": values.STORE_RETENTION_DAYS_MIN, "maximum": 36500}),
    ] = values.STORE_RETENTION_DAYS_MIN
    """Days that the PHI object store locks its objects. Default: 2190 (six years)."""
    breaks: Annotated[tuple[values.Break, ...], BeforeValidator(values.breaks)] = Field(default=(), alias="break")
    """Faults to build on purpose; only in a stack whose name ends in `-broken`. Default: none."""


_TEXTS: Final = {"region", "organization_id", "plan_file", "database_instance_class", "break"}
KEYS: Final = tuple(field.alias or name for name, field in StackConfig.model_fields.items())
STRUCTURED: Final = frozenset(KEYS) - _TEXTS
"""Keys whose values the engine hands over as JSON."""
