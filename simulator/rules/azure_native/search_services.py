"""AI Search.

Sources: Azure documentation, "Service limits in Azure AI Search" and "Choose a service tier" (replicas, partitions, 36 units), "Create a
search service" (names), "Connect through a shared private link" (tiers, group ids), "Connect to Azure AI Search using roles", "Configure
a managed identity" (not in the free tier), "Configure network access and firewall rules"; REST API reference, Services, Create Or Update;
Shared Private Link Resources.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import SEARCH
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, owner, service
from simulator.rules.checks import Allowed, AtMostOneOf, Between, Fault, Length, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

SHARED = "azure-native:search:SharedPrivateLinkResource"
_TIERS = "Azure documentation, 'Service limits in Azure AI Search'"
_NAMES = "Azure documentation, 'Create an Azure AI Search service'"
_LINKS = "Azure documentation, 'Make outbound connections through a shared private link'"
GROUPS = (
    "blob",
    "table",
    "dfs",
    "file",
    "queue",
    "Sql",
    "vault",
    "account",
    "openai_account",
    "cognitiveservices_account",
    "amlworkspace",
    "managedInstance",
    "sqlServer",
    "mysqlServer",
    "sites",
    "postgresqlServer",
)
_RANKS = ("free", "basic", "standard", "standard2", "standard3", "storage_optimized_l1", "storage_optimized_l2")
_MOST_UNITS = 36

search = shows_connections(
    with_identity(
        service(
            SEARCH,
            source="REST API reference, Services, Create Or Update; " + _TIERS,
            besides=("serverless",),
            checks=(
                Pattern(
                    "searchServiceName",
                    r"(?=.{2,60}$)[a-z0-9]{2}(?!.*--)(?!.*-$)[a-z0-9-]*",
                    source=_NAMES,
                    saying="2 to 60 lower-case letters, digits and single hyphens, with no hyphen among the first two or at the end",
                ),
                Allowed("partitionCount", (1, 2, 3, 4, 6, 12), source="REST API reference, Services, Create Or Update"),
                Between("replicaCount", 1, 12, source="REST API reference, Services, Create Or Update"),
                AtMostOneOf(("authOptions.apiKeyOnly", "authOptions.aadOrApiKey"), source="REST API reference, Services, Create Or Update"),
                Length(
                    "networkRuleSet.ipRules",
                    0,
                    200,
                    source="Azure documentation, 'Configure network access and firewall rules for Azure AI Search'",
                ),
            ),
            immutable={"hostingMode", "computeType"},
            unique=(
                unique("name", scope="global", code="ServiceNameUnavailable", message="The search service name {name} is already taken."),
            ),
            defaults={
                "disableLocalAuth": False,
                "hostingMode": "Default",
                "partitionCount": 1,
                "publicNetworkAccess": "Enabled",
                "replicaCount": 1,
                "semanticSearch": "disabled",
                "computeType": "Default",
                "upgradeAvailable": "notAvailable",
            },
            outputs={
                "serviceUpgradedAt": "",
                "sharedPrivateLinkResources": [],
                "status": "running",
                "statusDetails": "",
                "eTag": '"{uuid}"',
            },
        )
    )
)


@search.check(source=_TIERS)
def tier_holds_it(inputs: Properties) -> Iterator[Fault]:
    """How large a service may be, and what the free tier does not have."""
    sku = get(inputs, "sku.name")
    if not sku:
        yield "sku", "is required"
    partitions, replicas = inputs.get("partitionCount") or 1, inputs.get("replicaCount") or 1
    if isinstance(partitions, int) and isinstance(replicas, int) and partitions * replicas > _MOST_UNITS:
        yield (
            "replicaCount",
            f"{replicas} replicas of {partitions} partitions are {partitions * replicas} search units; allowed: up to {_MOST_UNITS}",
        )
    if is_word(sku, "free"):
        for name, given in (
            ("replicaCount", replicas != 1),
            ("partitionCount", partitions != 1),
            ("identity", has_identity(inputs)),
            ("publicNetworkAccess", is_word(inputs.get("publicNetworkAccess"), "Disabled")),
            ("networkRuleSet", bool(get(inputs, "networkRuleSet.ipRules"))),
            ("semanticSearch", is_word(inputs.get("semanticSearch"), "standard")),
        ):
            if given:
                yield name, "is not supported by the tier free"
    if is_word(sku, "basic") and (replicas > 3 or partitions > 3):
        yield "replicaCount" if replicas > 3 else "partitionCount", "the tier basic has up to 3 replicas and 3 partitions"
    if is_word(inputs.get("hostingMode"), "HighDensity"):
        if not is_word(sku, "standard3"):
            yield "hostingMode", "'HighDensity' is a mode of standard3 alone"
        if partitions > 3:
            yield "partitionCount", "the hosting mode HighDensity has up to 3 partitions"


@search.check(source="Azure documentation, 'Connect to Azure AI Search using roles'")
def keys_or_roles(inputs: Properties) -> Iterator[Fault]:
    """Without keys there is nothing to choose between."""
    if inputs.get("disableLocalAuth") is True and inputs.get("authOptions"):
        yield "authOptions", "must not be given where disableLocalAuth is true"


@search.before("update")
def tiers_only_rise(action: Action) -> None:
    """A service moves up from basic to standard3, never down, nor to storage-optimized."""
    old, new = (str(get(one, "sku.name")).lower() for one in (action.old.outputs if action.old else {}, action.inputs))
    if old != new and (old not in _RANKS[1:5] or new not in _RANKS[1:5] or _RANKS.index(new) < _RANKS.index(old)):
        action.refuse("SkuChangeNotAllowed", f"The tier of a search service can't be changed from {old} to {new}.")


@search.computes
def search_answer(action: Action) -> Properties:
    """Its endpoint, and what holds where nothing was said."""
    given = action.inputs
    made: Properties = {
        **shown_identity(action),
        "endpoint": f"https://{action.outputs['name']}.search.windows.net/",
        "networkRuleSet": completed(given.get("networkRuleSet"), {"bypass": "None", "ipRules": []}),
        "encryptionWithCmk": completed(
            given.get("encryptionWithCmk"), {"enforcement": "Unspecified", "encryptionComplianceStatus": "Compliant"}
        ),
    }
    if given.get("disableLocalAuth") is not True and not given.get("authOptions"):
        made["authOptions"] = {"apiKeyOnly": {}}
    return made


@search.on_read
def links_of_the_service(action: Action) -> None:
    """Shared private links show in the service."""
    found = [one for one in action.world.below(action.object.id + "/sharedPrivateLinkResources/") if one.type == SHARED]
    action.outputs["sharedPrivateLinkResources"] = [
        {"id": one.id, "name": one.outputs["name"], "properties": one.outputs["properties"]} for one in found
    ]


shared = service(
    SHARED,
    source="REST API reference, Shared Private Link Resources, Create Or Update; " + _LINKS,
    checks=(
        Allowed("properties.groupId", GROUPS, source=_LINKS),
        Length("properties.requestMessage", 1, 140, source="REST API reference, Shared Private Link Resources, Create Or Update"),
        Pattern(
            "sharedPrivateLinkResourceName",
            r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}",
            source=_LINKS,
            saying="1 to 60 letters, digits, hyphens and underscores",
        ),
    ),
)


@shared.check(source=_LINKS)
def all_three(inputs: Properties) -> Iterator[Fault]:
    """A link says to what, to which part, and why."""
    for name in ("privateLinkResourceId", "groupId", "requestMessage"):
        if not get(inputs, f"properties.{name}"):
            yield f"properties.{name}", "is required"


@shared.before("create")
def tier_has_links(action: Action) -> None:
    """Not in the free tier; the target is there."""
    home = owner(action, SEARCH)
    if home and is_word(get(home.outputs, "sku.name"), "free"):
        action.refuse("SharedPrivateLinkNotSupported", "The tier free has no shared private links.")
    target = get(action.inputs, "properties.privateLinkResourceId")
    if at_id(action.world, target) is None:
        action.refuse("InvalidSharedPrivateLinkResource", f"The resource '{target}' of the shared private link was not found.")


@shared.before("update")
def links_are_made_anew(action: Action) -> None:
    """Target and group of a link stay."""
    for name in ("privateLinkResourceId", "groupId"):
        if get(action.old.outputs if action.old else {}, f"properties.{name}") != get(action.inputs, f"properties.{name}"):
            action.refuse("SharedPrivateLinkCannotBeChanged", f"'{name}' of a shared private link can't be changed.")


@shared.computes
def waits_for_approval(action: Action) -> Properties:
    """The owner of the target approves it."""
    return {"properties": completed(action.inputs.get("properties"), {"status": "Pending", "provisioningState": "Succeeded"})}
