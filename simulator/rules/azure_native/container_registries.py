"""Container registries.

Sources: Azure documentation, "Azure Container Registry service tiers" (what only Premium has), "Encrypt a registry with a
customer-managed key" (at creation, with a user-assigned identity), "Disable export of artifacts" (public access off), "Set a retention
policy for untagged manifests" (0 to 365 days), "Recover deleted artifacts with soft delete" (1 to 90 days; not with retention policies or
geo-replication), "Enable zone redundancy", "Configure public IP network rules" (200), "Artifact cache", "Create a token with
repository-scoped permissions"; REST API reference, Registries, Create.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import IDENTITY, NAMING, REGISTRY
from simulator.rules.azure_native.ids import same
from simulator.rules.azure_native.key_access import KEY_URI, needs_key
from simulator.rules.azure_native.managed_identities import has_identity, identity_ids, principals, shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, frozen, get, is_word, kept, owner, same_text, service, to
from simulator.rules.checks import Between, Fault, Length, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

REPLICATION = "azure-native:containerregistry:Replication"
CACHE_RULE = "azure-native:containerregistry:CacheRule"
CREDENTIALS = "azure-native:containerregistry:CredentialSet"
SCOPE_MAP = "azure-native:containerregistry:ScopeMap"
TOKEN = "azure-native:containerregistry:Token"  # noqa: S105
WEBHOOK = "azure-native:containerregistry:Webhook"
_TIERS = "Azure documentation, 'Azure Container Registry service tiers'"
_KEYS = "Azure documentation, 'Encrypt registry with a customer-managed key'"
_ACTIONS = r"repositories/[^/].*/(content/(read|write|delete)|metadata/(read|write))|gateway/.+/(config|message)/(read|write)"
_NAME = Pattern("registryName", r"[A-Za-z0-9]{5,50}", source=NAMING, saying="5 to 50 letters and digits")

registry = shows_connections(
    with_identity(
        service(
            REGISTRY,
            source="REST API reference, Registries, Create; " + _TIERS,
            checks=(
                _NAME,
                Between(
                    "policies.retentionPolicy.days", 0, 365, source="Azure documentation, 'Set a retention policy for untagged manifests'"
                ),
                Between(
                    "policies.softDeletePolicy.retentionDays",
                    1,
                    90,
                    source="Azure documentation, 'Recover deleted artifacts with soft delete'",
                ),
                Length("networkRuleSet.ipRules", 0, 200, source="Azure documentation, 'Configure public IP network rules'"),
                Pattern("encryption.keyVaultProperties.keyIdentifier", KEY_URI, source=_KEYS, saying="the URI of a key"),
            ),
            immutable={"zoneRedundancy"},
            unique=(
                unique("name", scope="global", code="AlreadyInUse", message="The registry DNS name {name}.azurecr.io is already in use."),
            ),
            defaults={
                "adminUserEnabled": False,
                "anonymousPullEnabled": False,
                "dataEndpointEnabled": False,
                "networkRuleBypassOptions": "AzureServices",
                "publicNetworkAccess": "Enabled",
                "zoneRedundancy": "Disabled",
            },
            outputs={"creationDate": "{now}", "dataEndpointHostNames": [], "status": {}},
        )
    )
)
frozen(
    registry,
    "encryption.status",
    code="EncryptionCannotBeChanged",
    why="a registry is encrypted with the customer's key from its creation, or never",
)


@registry.check(source=_TIERS)
def premium_alone(inputs: Properties) -> Iterator[Fault]:
    """What the smaller tiers do not have."""
    sku = str(get(inputs, "sku.name"))
    if is_word(sku, "Premium"):
        return
    if is_word(sku, "Classic"):
        yield "sku.name", "'Classic' is retired; allowed: Basic, Standard, Premium"
    wanted = {
        "publicNetworkAccess": is_word(inputs.get("publicNetworkAccess"), "Disabled"),
        "networkRuleSet": bool(inputs.get("networkRuleSet")),
        "encryption": is_word(get(inputs, "encryption.status"), "enabled"),
        "dataEndpointEnabled": inputs.get("dataEndpointEnabled") is True,
        "zoneRedundancy": is_word(inputs.get("zoneRedundancy"), "Enabled"),
        "policies.retentionPolicy": is_word(get(inputs, "policies.retentionPolicy.status"), "enabled"),
        "policies.trustPolicy": is_word(get(inputs, "policies.trustPolicy.status"), "enabled"),
        "policies.quarantinePolicy": is_word(get(inputs, "policies.quarantinePolicy.status"), "enabled"),
        "policies.exportPolicy": is_word(get(inputs, "policies.exportPolicy.status"), "disabled"),
        "anonymousPullEnabled": inputs.get("anonymousPullEnabled") is True and is_word(sku, "Basic"),
    }
    for path, given in wanted.items():
        if given:
            yield path, f"is not supported by the tier {sku}: it needs Premium" + (" or Standard" if path == "anonymousPullEnabled" else "")


@registry.check(
    source="Azure documentation, 'Disable export of artifacts from an Azure container registry', 'Recover deleted artifacts with soft delete'"
)
def policies_that_exclude(inputs: Properties) -> Iterator[Fault]:
    """Export can only be disabled where public access is; soft delete and retention exclude each other."""
    if is_word(get(inputs, "policies.exportPolicy.status"), "disabled") and not is_word(inputs.get("publicNetworkAccess"), "Disabled"):
        yield "policies.exportPolicy.status", "can only be 'disabled' where publicNetworkAccess is 'Disabled'"
    if is_word(get(inputs, "policies.softDeletePolicy.status"), "enabled") and is_word(
        get(inputs, "policies.retentionPolicy.status"), "enabled"
    ):
        yield "policies.softDeletePolicy.status", "can't be enabled together with retentionPolicy"


@registry.check(source=_KEYS)
def key_and_identity(inputs: Properties) -> Iterator[Fault]:
    """A key needs a user-assigned identity, named by its client id."""
    if not is_word(get(inputs, "encryption.status"), "enabled"):
        if get(inputs, "encryption.keyVaultProperties"):
            yield "encryption.status", "must be 'enabled' where keyVaultProperties are given"
        return
    for name in ("keyIdentifier", "identity"):
        if not get(inputs, f"encryption.keyVaultProperties.{name}"):
            yield f"encryption.keyVaultProperties.{name}", "is required when encryption.status is 'enabled'"
    if not has_identity(inputs, "UserAssigned"):
        yield "identity", "must be user-assigned when encryption.status is 'enabled'"


@registry.before("create")
@registry.before("update")
def key_is_usable(action: Action) -> None:
    """The identity of that client id is assigned, and reads the key."""
    uri, client = (get(action.inputs, f"encryption.keyVaultProperties.{name}") for name in ("keyIdentifier", "identity"))
    if not isinstance(uri, str) or (action.verb == "update" and not action.changed("encryption")):
        return
    found = [at_id(action.world, one, IDENTITY) for one in identity_ids(action.inputs)]
    mine = next((one for one in found if one and same_text(one.outputs.get("clientId"), client)), None)
    if mine is None:
        action.refuse(
            "InvalidEncryptionIdentity", f"The encryption identity '{client}' is the client id of none of the registry's identities."
        )
    needs_key(action, uri, principals(action, mine.id), "CannotAccessEncryptionKey")


@registry.before("update")
def smaller_tiers_have_no_replicas(action: Action) -> None:
    """A registry with replicas stays Premium."""
    smaller = action.changed("sku") and not is_word(get(action.inputs, "sku.name"), "Premium")
    if smaller and any(one.type == REPLICATION for one in action.world.below(action.id + "/")):
        action.refuse("SkuDowngradeNotAllowed", "The registry has replications, which need the tier Premium.")


@registry.computes
def registry_answer(action: Action) -> Properties:
    """Its login server, and policies where nothing was said."""
    name, inputs = str(action.outputs["name"]).lower(), action.inputs
    location = action.outputs.get("location")
    policies = {
        "azureADAuthenticationAsArmPolicy": {"status": "enabled"},
        "exportPolicy": {"status": "enabled"},
        "quarantinePolicy": {"status": "disabled"},
        "retentionPolicy": {"status": "disabled", "days": 7},
        "softDeletePolicy": {"status": "disabled", "retentionDays": 7},
        "trustPolicy": {"status": "disabled", "type": "Notary"},
    }
    return {
        **shown_identity(action),
        "loginServer": f"{name}.azurecr.io",
        "sku": {**inputs["sku"], "tier": inputs["sku"]["name"]},
        "policies": completed(inputs.get("policies"), policies),
        "encryption": completed(inputs.get("encryption"), {"status": "disabled"}),
        "dataEndpointHostNames": [f"{name}.{location}.data.azurecr.io"] if inputs.get("dataEndpointEnabled") is True else [],
    }


replication = service(
    REPLICATION,
    source="REST API reference, Replications, Create; Azure documentation, 'Geo-replication in Azure Container Registry'",
    checks=(_NAME, Pattern("replicationName", r"[A-Za-z0-9]{5,50}", source=NAMING, saying="5 to 50 letters and digits")),
    immutable={"zoneRedundancy"},
    defaults={"regionEndpointEnabled": True, "zoneRedundancy": "Disabled"},
    outputs={"status": {}},
)


@replication.before("create")
def elsewhere_and_premium(action: Action) -> None:
    """Copies need Premium, and stand in other regions than the registry."""
    home = owner(action, REGISTRY)
    if home is None:
        return
    if not is_word(get(home.outputs, "sku.name"), "Premium"):
        action.refuse("ReplicationNotSupported", "Geo-replication needs the tier Premium.")
    if same_text(home.outputs.get("location"), action.inputs.get("location")):
        action.refuse("ReplicationLocationInvalid", f"The registry itself is in {home.outputs.get('location')}.")


cache_rule = service(
    CACHE_RULE,
    source="REST API reference, Cache Rules, Create; Azure documentation, 'Artifact cache in Azure Container Registry'",
    checks=(
        Pattern(
            "cacheRuleName", r"[A-Za-z0-9-]{5,50}", source="REST API reference, Cache Rules", saying="5 to 50 letters, digits and hyphens"
        ),
    ),
    references={"credentialSetResourceId": to(CREDENTIALS, code="CredentialSetNotFound", blocks=True, delete_code="CredentialSetInUse")},
    immutable={"sourceRepository", "targetRepository"},
    outputs={"creationDate": "{now}"},
)


@cache_rule.check(source="Azure documentation, 'Artifact cache in Azure Container Registry'")
def both_repositories(inputs: Properties) -> Iterator[Fault]:
    """A rule says from where and to where."""
    for name in ("sourceRepository", "targetRepository"):
        if not inputs.get(name):
            yield name, "is required"
    source = str(inputs.get("sourceRepository"))
    if inputs.get("sourceRepository") and "/" not in source:
        yield "sourceRepository", f"{source!r} names no registry, such as docker.io/library/ubuntu"


@cache_rule.before("create")
def one_source_for_a_target(action: Action) -> None:
    """Two rules don't fill the same repository."""
    stem = action.inputs.get("targetRepository")
    for one in action.find(CACHE_RULE, targetRepository=stem):
        if same(one.id.rsplit("/", 2)[0], f"{_home(action)}"):
            action.refuse("CacheRuleConflict", f"The target repository '{stem}' is filled by another rule: {one.id}.")


def _home(action: Action) -> str:
    home = owner(action, REGISTRY)
    return home.id if home else ""


credentials = with_identity(
    service(
        CREDENTIALS,
        source="REST API reference, Credential Sets, Create",
        checks=(
            Length("authCredentials", 1, 1, source="REST API reference, Credential Sets, Create"),
            Pattern(
                "authCredentials[*].usernameSecretIdentifier",
                r"https://[a-z0-9-]+\.vault\.azure\.net/secrets/.+",
                source="REST API reference, Credential Sets, Create",
                saying="the URI of a secret in a vault",
            ),
        ),
        outputs={"creationDate": "{now}"},
    )
)
credentials.computes(shown_identity)

scope_map = service(
    SCOPE_MAP,
    source="REST API reference, Scope Maps, Create; Azure documentation, 'Create a token with repository-scoped permissions'",
    checks=(
        Pattern("scopeMapName", r"[A-Za-z0-9_-]{5,50}", source=NAMING, saying="5 to 50 letters, digits, hyphens and underscores"),
        Pattern("actions[*]", _ACTIONS, source="REST API reference, Scope Maps, Create", saying="such as repositories/app/content/read"),
        Length("description", 0, 256, source="REST API reference, Scope Maps, Create"),
    ),
    outputs={"creationDate": "{now}"},
)

token = service(
    TOKEN,
    source="REST API reference, Tokens, Create",
    checks=(Pattern("tokenName", r"[A-Za-z0-9_-]{5,50}", source=NAMING, saying="5 to 50 letters, digits, hyphens and underscores"),),
    references={"scopeMapId": to(SCOPE_MAP, code="ScopeMapNotFound", blocks=True, delete_code="ScopeMapInUse")},
    defaults={"status": "enabled"},
    outputs={"creationDate": "{now}"},
)

webhook = service(
    WEBHOOK,
    source="REST API reference, Webhooks, Create",
    checks=(
        Pattern("webhookName", r"[A-Za-z0-9]{5,50}", source=NAMING, saying="5 to 50 letters and digits"),
        Pattern("serviceUri", r"https?://.+", source="REST API reference, Webhooks, Create", saying="an http or https address"),
        Length("actions", 1, None, source="REST API reference, Webhooks, Create"),
    ),
    defaults={"status": "enabled", "scope": ""},
)
webhook.computes(lambda action: {"provisioningState": kept(action, "provisioningState") or "Succeeded", "serviceUri": None})
