"""The keys of a stack file with `ai-zones:cloud: azure`."""

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan.fields import AZone, Part, Truth, WholeNumber
from stacks import values
from stacks.azure import values as azure

Text = Annotated[str, BeforeValidator(values.text)]


class ModelConfig(Part):
    """One model that a zone's AI account serves."""

    model: Text
    """Name of the model, such as `text-embedding-3-large`."""
    version: Text
    """Version of the model."""
    capacity: WholeNumber = 10
    """Thousands of tokens a minute. Default: 10."""


class DatabaseAdministrator(Part):
    """A group of Microsoft Entra ID."""

    object_id: Annotated[str, BeforeValidator(azure.object_id)]
    """Object id of the group."""
    name: Text
    """Display name of the group, by which it logs in."""


class AzureStackConfig(Part):
    """The keys, without their `ai-zones:` prefix. The plan is judged apart, by `ai_zones.plan`."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    cloud: Literal["azure"] = "azure"
    """Cloud of the stack. Needed: without it a stack file is one of AWS."""
    tenant_id: Annotated[str, BeforeValidator(azure.tenant_id)] | None = None
    """Directory (tenant) of Microsoft Entra ID that all subscriptions trust. Needed."""
    subscriptions: dict[AZone, Annotated[str, BeforeValidator(azure.subscription_id)]] = Field(default_factory=dict)
    """Subscription of each zone, where the plan leaves it out. One a zone: a private link service names its consumers by subscription."""
    availability_zones: list[Text] | None = None
    """Availability zones, where the plan leaves them out: "1", "2", "3"."""
    plan: Annotated[dict[Any, Any], BeforeValidator(values.any_mapping)] | None = None
    """The zone plan. Either this or `plan_file`."""
    plan_file: Text | None = None
    """A file with the zone plan, relative to the folder `stacks`."""
    builds: list[AZone] | None = None
    """Zones of the plan that this stack builds, where several stacks build one plan. Ids follow from the plan, so they need to know nothing
    else of each other: what a private link leads to is built first. Default: all."""
    absent: list[AZone] = Field(default_factory=list)
    """Zones that other stacks build, and have not built yet: links to them are left out. Management comes first. Default: none."""
    database_administrators: DatabaseAdministrator | None = None
    """Group of Microsoft Entra ID that administers phi's database. Needed where the plan has the zone phi."""
    database_sku: Annotated[str, BeforeValidator(azure.database_sku)] | None = None
    """Size of the database, such as `Standard_D2ds_v5` for development. Default: that of `AzurePhiDatabase`."""
    keys_expire_on: Annotated[str, BeforeValidator(azure.date)] | None = None
    """Date on which the first version of every key expires, `YYYY-MM-DD`: two or three years ahead. Keys rotate long before. Needed."""
    models: dict[AZone, dict[Text, ModelConfig]] = Field(default_factory=dict)
    """Models that a zone's own AI account serves, by deployment name. Default: none, and no account."""
    zone_redundant: Truth = True
    """False keeps one copy of databases and registries, for development. Default: true."""
    inspection_certificate: Annotated[str, BeforeValidator(azure.key_vault_secret_id)] | None = None
    """Key Vault secret with the intermediate certificate by which the firewall reads TLS. Needed where the plan has the zone egress."""
    inspection_identity: Annotated[str, BeforeValidator(azure.identity_id)] | None = None
    """User-assigned identity that may read that secret."""
    front: Annotated[dict[str, Any], BeforeValidator(values.any_mapping)] | None = None
    """How people enter the zone access, as `AzureAccessFront` takes it. Default: nobody does."""
    circuits: Annotated[dict[str, dict[str, Any]], BeforeValidator(values.named_parts)] = Field(default_factory=dict)
    """Far end of each peer's circuit or VPN, by the peer's name in the plan, as `AzurePeerGateway` takes it. Default: none."""
    clusters: Annotated[dict[AZone, dict[str, Any]], BeforeValidator(values.named_parts)] = Field(default_factory=dict)
    """Kubernetes cluster of each zone that has one, as `AzureZoneClusterArgs` takes it. Default: none."""
    log_readers: Annotated[list[str], BeforeValidator(azure.object_ids)] | None = None
    """Groups of security reviewers, who alone read the log archive of all zones. Default: no archive."""
    alarm_receivers: dict[Text, Text] = Field(default_factory=dict)
    """Who is told of alarms: name → mail address. Default: nobody."""
    backups: Truth = False
    """True backs up phi's database and object store. Default: false."""
    clinical_store: Truth = False
    """True builds a FHIR store in phi. Default: false."""
    tags: dict[Text, Text] = Field(default_factory=dict)
    """Further tags on everything, such as a cost centre. Default: none."""
    recover: dict[Text, Text] = Field(default_factory=dict)
    """Resources that exist but whose creation was never answered: name in the program → id in the cloud. The next `up` takes them over
    instead of making them a second time; then remove the key. Default: none."""
    deletion_protection: Truth = True
    """Protects stores, keys and logs, in Pulumi and in the cloud. Set it to false, run `up`, and only then `destroy`. Default: true."""
    log_retention_days: Annotated[WholeNumber, BeforeValidator(azure.log_retention)] = 2192
    """Days that logs are kept, in all. Default: 2192 (six years)."""
    store_retention_days: Annotated[WholeNumber, BeforeValidator(values.store_retention)] = values.STORE_RETENTION_DAYS_MIN
    """Days that the PHI object store keeps every version. Default: 2190 (six years)."""
    breaks: Annotated[tuple[azure.AzureBreak, ...], BeforeValidator(azure.breaks)] = Field(default=(), alias="break")
    """Faults to build on purpose; only in a stack whose name ends in `-broken`. Default: none."""

    @property
    def accounts(self) -> dict[Any, str]:
        """Subscriptions, by the word that the plan has for them."""
        return dict(self.subscriptions)


_TEXTS: Final = {
    "cloud",
    "tenant_id",
    "keys_expire_on",
    "plan_file",
    "database_sku",
    "inspection_certificate",
    "inspection_identity",
    "break",
}
KEYS: Final = tuple(field.alias or name for name, field in AzureStackConfig.model_fields.items())
STRUCTURED: Final = frozenset(KEYS) - _TEXTS
"""Keys whose values the engine hands over as JSON."""
