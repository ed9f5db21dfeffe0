"""AI account of a zone: Azure OpenAI or AI Services behind private endpoints, models that answer in their region, and a filter on every one.

Nothing goes out of it on its own: outbound access is restricted to an empty list, and no deployment may be global.
Sources: Azure AI services documentation, "Configure Azure AI services virtual networks" (a custom subdomain is needed for private endpoints and
Microsoft Entra ID, and can't be changed), "Data loss prevention for Azure AI services" (`restrictOutboundNetworkAccess`, `allowedFqdnList`),
"Disable local authentication", "Azure OpenAI encryption of data at rest" (a user-assigned identity by its client id); Azure OpenAI, "Deployment
types" (Global and DataZone deployments may process prompts elsewhere; Standard and ProvisionedManaged in the resource's region), "Content
filtering" and "Prompt Shields" (names, sources and thresholds), "Working with models: model updates"; 45 CFR 164.312(e) (transmission).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import cognitiveservices

from ai_zones.azure.guarded_service import GuardedServiceInput, guard, only_in, service_name
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import AzureKeyArgs, VersionedClientKey
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import ComponentInput, ZoneText
from ai_zones.inputs import matches

ACCOUNT = "Microsoft.CognitiveServices/accounts"
BASE_FILTER = "Microsoft.DefaultV2"
HARMS = ("Hate", "Selfharm", "Sexual", "Violence")
ATTACKS = ("Indirect Attack", "Jailbreak")
COPIES = ("Protected Material Code", "Protected Material Text")
ZONE_CLASSES = {"deidentification": DataClass.DEIDENTIFIED, "inference": DataClass.DEIDENTIFIED}
"""Zones that ask models, and what such an account may hold (files, stored completions, fine-tuned models)."""


class AzureAiKind(StrEnum):
    """Which models an account offers."""

    OPENAI = "OpenAI"
    """Azure OpenAI."""
    AI_SERVICES = "AIServices"
    """Azure AI Services: Azure OpenAI and the models of the catalogue, speech, vision, language."""


class AzureModelSku(StrEnum):
    """How a deployment is paid; each answers in the account's region."""

    STANDARD = "Standard"
    """By tokens."""
    PROVISIONED = "ProvisionedManaged"
    """By reserved throughput."""


class AzureFilterLevel(StrEnum):
    """From which severity a prompt or answer is stopped."""

    LOW = "Low"
    """The strictest."""
    MEDIUM = "Medium"
    """For clinical texts on wounds, abuse, self-harm, which the strictest would stop."""
    HIGH = "High"
    """The loosest."""


class AzureModelArgs(TypedDict):
    """One deployed model."""

    model: str
    """Name of the model, such as `gpt-4o`."""
    version: str
    """Version of the model; it is never upgraded by itself."""
    capacity: NotRequired[int]
    """Thousands of tokens a minute, or provisioned units. Default: 10."""
    sku: NotRequired[AzureModelSku]
    """Default: `Standard`."""
    format: NotRequired[str]
    """Publisher's format. Default: `OpenAI`."""


class AzureAiServicesArgs(TypedDict):
    """Inputs of `AzureAiServices`."""

    zone: str
    """Zone that asks the models: `deidentification` (embeddings) or `inference`."""
    organization: str
    """Short name of the organization, part of the hash in the account's name."""
    environment: str
    """Environment, part of the hash in the account's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the account, in which its models answer."""
    key: AzureKeyArgs
    """Key that encrypts what the account keeps; with `identity_client_id`."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of every call."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    kind: NotRequired[AzureAiKind]
    """Default: `OpenAI`."""
    models: NotRequired[dict[str, AzureModelArgs]]
    """Deployed models, by the deployment's name. Default: none."""
    filter_level: NotRequired[AzureFilterLevel]
    """Severity from which hate, sexual content, violence and self-harm are stopped, in prompts and answers. Default: `Low`."""
    allowed_fqdns: NotRequired[list[str]]
    """Names that the account itself may call. Default: none."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class Model(ComponentInput):
    """Parsed `AzureModelArgs`."""

    model: Annotated[str, matches(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "the name of a model")]
    version: Annotated[str, matches(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "a version of the model, such as '2024-11-20'")]
    capacity: int = pydantic.Field(default=10, ge=1)
    sku: AzureModelSku = AzureModelSku.STANDARD
    format: str = "OpenAI"


class AiServices(GuardedServiceInput):
    """Parsed `AzureAiServicesArgs`."""

    zone: Annotated[ZoneText, only_in(ZONE_CLASSES, "a model next to PHI would be a way past redaction")]
    key: VersionedClientKey
    kind: AzureAiKind = AzureAiKind.OPENAI
    models: dict[Annotated[str, matches(r"[A-Za-z0-9][A-Za-z0-9._-]{1,63}", "a deployment's name")], Model] = pydantic.Field(
        default_factory=dict
    )
    filter_level: AzureFilterLevel = AzureFilterLevel.LOW
    allowed_fqdns: list[Annotated[str, matches(r"([a-z0-9-]+\.)+[a-z]{2,}", "a full name without wildcard")]] = pydantic.Field(
        default_factory=list, max_length=1000
    )

    @property
    def account_name(self) -> str:
        """Name of the account, and its subdomain."""
        return ai_account_name(self.zone, self.kind, **self.naming)


def ai_account_name(zone: str, kind: AzureAiKind = AzureAiKind.OPENAI, *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's AI account, known before it is built so that endpoints can name it."""
    stem = "oai" if kind is AzureAiKind.OPENAI else "ais"
    return service_name(Kind.AI_ACCOUNT, zone, stem, organization=organization, environment=environment, subscription_id=subscription_id)


class AzureAiServices(pulumi.ComponentResource):
    """AI account, its filter, its models. Protected by Pulumi and by a lock: `destroy` refuses it."""

    account_id: str
    """Id of the account."""
    account_name: str
    """Name of the account and of its subdomain."""
    filter_name: str
    """Content filter that every deployment uses."""
    deployment_ids: dict[str, str]
    """Id of each deployment."""

    def __init__(self, name: str, args: AzureAiServicesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AiServices.parse(name, args)
        super().__init__("ai-zones:index:AzureAiServices", name, {}, children_wait(opts))
        self.account_name = given.account_name
        self.account_id = given.id_of(ACCOUNT, given.account_name)
        self.filter_name = resource_name(Kind.AI_ACCOUNT, name, "filter")
        account = self._account(name, given)
        guard(name, account, self.account_id, given, parent=self)
        before: pulumi.Resource = cognitiveservices.RaiPolicy(
            child(name, "filter"),
            rai_policy_name=self.filter_name,
            account_name=given.account_name,
            resource_group_name=given.resource_group_name,
            properties=cognitiveservices.RaiPolicyPropertiesArgs(
                base_policy_name=BASE_FILTER, mode="Blocking", content_filters=list(_filters(given.filter_level))
            ),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[account]),
        )
        for label, model in sorted(given.models.items()):
            # One after the other: the account takes one change at a time.
            before = self._deployment(name, given, label, model, before)
        self.deployment_ids = {label: f"{self.account_id}/deployments/{label}" for label in sorted(given.models)}
        self.register_outputs(
            {
                "accountId": self.account_id,
                "accountName": self.account_name,
                "filterName": self.filter_name,
                "deploymentIds": self.deployment_ids,
            }
        )

    def _account(self, name: str, given: AiServices) -> pulumi.Resource:
        key = given.key
        account: pulumi.Resource = cognitiveservices.Account(
            child(name, "account"),
            account_name=given.account_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            kind=given.kind.value,
            sku=cognitiveservices.SkuArgs(name="S0"),
            identity=cognitiveservices.IdentityArgs(
                type=cognitiveservices.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[key.identity_id]
            ),
            properties=cognitiveservices.AccountPropertiesArgs(
                custom_sub_domain_name=given.account_name.lower(),
                disable_local_auth=True,
                public_network_access="Disabled",
                network_acls=cognitiveservices.NetworkRuleSetArgs(
                    default_action="Deny", bypass="None", ip_rules=[], virtual_network_rules=[]
                ),
                restrict_outbound_network_access=True,
                allowed_fqdn_list=sorted(set(given.allowed_fqdns)),
                dynamic_throttling_enabled=False,
                allow_project_management=False,
                encryption=cognitiveservices.EncryptionArgs(
                    key_source="Microsoft.KeyVault",
                    key_vault_properties=cognitiveservices.KeyVaultPropertiesArgs(
                        key_vault_uri=key.vault_uri,
                        key_name=key.key_name,
                        # The service follows no rotation by itself: it is told the new version by the next update.
                        key_version=pulumi.Output.from_input(key.exact_uri).apply(_version),
                        identity_client_id=key.identity_client_id,
                    ),
                ),
            ),
            tags=given.tags_of(data_class=ZONE_CLASSES[given.zone]),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        return account

    def _deployment(self, name: str, given: AiServices, label: str, model: Model, before: pulumi.Resource) -> pulumi.Resource:
        deployment: pulumi.Resource = cognitiveservices.Deployment(
            child(name, "model", label),
            deployment_name=label,
            account_name=given.account_name,
            resource_group_name=given.resource_group_name,
            sku=cognitiveservices.SkuArgs(name=model.sku.value, capacity=model.capacity),
            properties=cognitiveservices.DeploymentPropertiesArgs(
                model=cognitiveservices.DeploymentModelArgs(format=model.format, name=model.model, version=model.version),
                rai_policy_name=self.filter_name,
                version_upgrade_option="NoAutoUpgrade",
            ),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[before], delete_before_replace=True),
        )
        return deployment


def _version(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2]


def _filters(level: AzureFilterLevel) -> Iterator[cognitiveservices.RaiPolicyContentFilterArgs]:
    for harm in HARMS:
        for source in ("Prompt", "Completion"):
            yield cognitiveservices.RaiPolicyContentFilterArgs(
                name=harm, source=source, enabled=True, blocking=True, severity_threshold=level.value
            )
    for names, source in ((ATTACKS, "Prompt"), (COPIES, "Completion")):
        for one in names:
            yield cognitiveservices.RaiPolicyContentFilterArgs(name=one, source=source, enabled=True, blocking=True)
