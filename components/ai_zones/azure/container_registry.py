"""Container registry of a zone: images and signed models, pulled by identities through private endpoints, exported by nobody.

Sources: Azure Container Registry documentation, "Service tiers" (Premium: private endpoints, customer-managed keys, zone redundancy),
"Customer-managed keys" (at creation only; user-assigned identity by client id; a key without a version follows rotation), "Disable export of
artifacts" (needs public access off), "Soft delete policy" (7 to 90 days; not beside the retention policy), "Dedicated data endpoints",
"Disable authentication as ARM template", "Allow trusted services", "Artifact cache"; "Naming rules" (5 to 50 letters and digits).
"""

from typing import Annotated, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import containerregistry

from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.guarded_service import GuardedServiceInput, guard
from ai_zones.azure.naming import Kind, child, resource_name, unique_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import AzureKeyArgs, ClientKey, Name
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import ComponentInput, Reference
from ai_zones.inputs import matches

REGISTRY = "Microsoft.ContainerRegistry/registries"
SOFT_DELETE_DAYS = 90
_REPOSITORY = r"[a-z0-9]+([._/-][a-z0-9]+)*"
_BOOTSTRAP_SOURCE, _BOOTSTRAP_TARGET = r"mcr\.microsoft\.com/\*", r"aks-managed-repository/\*"
"""All that Microsoft publishes, under the one prefix from which an isolated AKS cluster starts ("Network isolated AKS clusters")."""


class AzureRegistryCacheArgs(TypedDict):
    """A repository that is fetched from elsewhere once and then served from here: how a zone without a road out starts."""

    source_repository: str
    """Repository elsewhere, such as `mcr.microsoft.com/azurelinux/base/core`."""
    target_repository: str
    """Repository here."""


class AzureContainerRegistryArgs(TypedDict):
    """Inputs of `AzureContainerRegistry`."""

    zone: str
    """Zone that the registry stands in; usually `management`."""
    organization: str
    """Short name of the organization, part of the hash in the registry's name."""
    environment: str
    """Environment, part of the hash in the registry's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the registry."""
    key: AzureKeyArgs
    """Key that encrypts images; with `identity_client_id`."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of every login, push and pull."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    puller_principal_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Object ids of managed identities that pull, by a stable name. Default: none."""
    cache_rules: NotRequired[dict[str, AzureRegistryCacheArgs]]
    """Repositories that are fetched from elsewhere. Azure fetches them, not the zone. Default: none."""
    quarantine: NotRequired[bool]
    """False lets an image be pulled before anybody has released it. Default: true."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class RegistryCache(ComponentInput):
    """Parsed `AzureRegistryCacheArgs`."""

    source_repository: Annotated[
        str, matches(rf"[a-z0-9.-]+\.[a-z]+/{_REPOSITORY}|{_BOOTSTRAP_SOURCE}", "a repository with its registry, without a tag")
    ]
    target_repository: Annotated[str, matches(rf"{_REPOSITORY}|{_BOOTSTRAP_TARGET}", "a repository, without a tag")]


class ContainerRegistry(GuardedServiceInput):
    """Parsed `AzureContainerRegistryArgs`."""

    key: ClientKey
    puller_principal_ids: dict[Name, Reference] = pydantic.Field(default_factory=dict)
    cache_rules: dict[Name, RegistryCache] = pydantic.Field(default_factory=dict)
    quarantine: bool = True

    @property
    def registry_name(self) -> str:
        """Name of the registry."""
        return registry_name(self.zone, **self.naming)


def registry_name(zone: str, *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's registry, known before it is built."""
    return unique_name(
        Kind.CONTAINER_REGISTRY, "cr", zone, organization=organization, environment=environment, subscription_id=subscription_id
    )


class AzureContainerRegistry(pulumi.ComponentResource):
    """Premium registry. Protected by Pulumi and by a lock: `destroy` refuses it."""

    registry_id: str
    """Id of the registry."""
    registry_name: str
    """Name of the registry."""
    login_server: str
    """`<registry>.azurecr.io`."""

    def __init__(self, name: str, args: AzureContainerRegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ContainerRegistry.parse(name, args)
        super().__init__("ai-zones:index:AzureContainerRegistry", name, {}, children_wait(opts))
        self.registry_name = given.registry_name
        self.registry_id = given.id_of(REGISTRY, given.registry_name)
        self.login_server = f"{given.registry_name.lower()}.azurecr.io"
        registry = self._registry(name, given)
        guard(name, registry, self.registry_id, given, parent=self)
        for label, principal_id in sorted(given.puller_principal_ids.items()):
            grant(
                child(name, "pulled-by", label),
                subscription_id=given.subscription_id,
                scope=self.registry_id,
                role=BuiltInRole.ACR_PULL,
                principal=label,
                principal_id=principal_id,
                principal_type=PrincipalType.SERVICE_PRINCIPAL,
                parent=self,
                depends_on=[registry],
            )
        for label, rule in sorted(given.cache_rules.items()):
            containerregistry.CacheRule(
                child(name, "cache", label),
                cache_rule_name=resource_name(Kind.CONTAINER_REGISTRY, "cache", label),
                registry_name=given.registry_name,
                resource_group_name=given.resource_group_name,
                source_repository=rule.source_repository,
                target_repository=rule.target_repository,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[registry], delete_before_replace=True),
            )
        self.register_outputs({"registryId": self.registry_id, "registryName": self.registry_name, "loginServer": self.login_server})

    def _registry(self, name: str, given: ContainerRegistry) -> containerregistry.Registry:
        key = given.key
        return containerregistry.Registry(
            child(name, "registry"),
            registry_name=given.registry_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            sku=containerregistry.SkuArgs(name="Premium"),
            admin_user_enabled=False,
            anonymous_pull_enabled=False,
            public_network_access="Disabled",
            network_rule_bypass_options="None",
            network_rule_set=containerregistry.NetworkRuleSetArgs(default_action="Deny", ip_rules=[]),
            data_endpoint_enabled=True,
            zone_redundancy="Enabled",
            identity=containerregistry.IdentityPropertiesArgs(
                type=containerregistry.ResourceIdentityType.USER_ASSIGNED,
                user_assigned_identities={key.identity_id: containerregistry.UserIdentityPropertiesArgs()},
            ),
            encryption=containerregistry.EncryptionPropertyArgs(
                status="enabled",
                key_vault_properties=containerregistry.KeyVaultPropertiesArgs(key_identifier=key.key_uri, identity=key.identity_client_id),
            ),
            policies=containerregistry.PoliciesArgs(
                # A token of Azure Resource Manager, made for another purpose, does not open the registry.
                azure_ad_authentication_as_arm_policy=containerregistry.AzureADAuthenticationAsArmPolicyArgs(status="disabled"),
                export_policy=containerregistry.ExportPolicyArgs(status="disabled"),
                quarantine_policy=containerregistry.QuarantinePolicyArgs(status="enabled" if given.quarantine else "disabled"),
                soft_delete_policy=containerregistry.SoftDeletePolicyArgs(status="enabled", retention_days=SOFT_DELETE_DAYS),
                retention_policy=containerregistry.RetentionPolicyArgs(status="disabled", days=7),
            ),
            tags=given.tags_of(data_class=DataClass.INTERNAL),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
