"""Diagnostic settings: what is sent where, at most five a resource.

Sources: Azure documentation, "Diagnostic settings in Azure Monitor" (a destination or more, one of a kind; five settings; no duplicate
category to one destination type; storage without a hierarchical namespace and in the resource's region; event hubs in its region),
"Supported resource log categories for Azure Monitor"; REST API reference, Diagnostic Settings, Create Or Update.
"""

from collections.abc import Iterator
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import STORAGE_ACCOUNT, WORKSPACE
from simulator.rules.azure_native.diagnostic_categories import GROUPS, LOGS, SUBSCRIPTION, WITHOUT_AUDIT, WITHOUT_SETTINGS
from simulator.rules.azure_native.ids import own_id, resource_type, same
from simulator.rules.azure_native.service_rules import at_id, is_word, service, to
from simulator.rules.checks import Allowed, AtLeastOneOf, Fault, Pattern
from simulator.values import Properties
from simulator.world import Object

SETTING = "azure-native:monitor:DiagnosticSetting"
SUBSCRIPTION_SETTING = "azure-native:monitor:SubscriptionDiagnosticSetting"
DESTINATIONS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId", "serviceBusRuleId")
_PAGE = "Azure documentation, 'Diagnostic settings in Azure Monitor'"
_CATEGORIES = "Azure documentation, 'Supported resource log categories for Azure Monitor'"
MOST_SETTINGS = 5
METRICS = ("AllMetrics", "Transaction", "Capacity", "Requests", "Basic", "InstanceAndAppAdvanced", "WorkloadManagement", "Errors")
_NAME = r"(?!.*[ ]$)[^*<>%&:\\?+/#]{1,260}"
_RULE_ID = r"(?i:/subscriptions/.+/authorizationrules/[^/]+)"


def _setting(type_: str) -> None:
    made = service(
        type_,
        source="REST API reference, Diagnostic Settings, Create Or Update; " + _PAGE,
        checks=(
            Pattern(
                "name", _NAME, source="REST API reference, Diagnostic Settings", saying="1 to 260 characters without * < > % & : \\ ? + / #"
            ),
            AtLeastOneOf(DESTINATIONS, source=_PAGE),
            Pattern(
                "eventHubAuthorizationRuleId", _RULE_ID, source=_PAGE, saying="the id of an authorization rule of an event hub namespace"
            ),
            Allowed("logAnalyticsDestinationType", ("Dedicated", "AzureDiagnostics"), source=_PAGE),
            Pattern("workspaceId", r"(?i:/subscriptions/.+/providers/microsoft\.operationalinsights/workspaces/[^/]+)", source=_PAGE),
            Pattern(
                "storageAccountId", r"(?i:/subscriptions/.+/providers/microsoft\.(classic)?storage/storageaccounts/[^/]+)", source=_PAGE
            ),
        ),
        references={
            "workspaceId": to(WORKSPACE, code="ResourceNotFound"),
            "storageAccountId": to(STORAGE_ACCOUNT, code="ResourceNotFound"),
        },
    )
    made.check(source=_PAGE)(entry_faults)
    made.before("create")(five_at_most)
    for verb in ("create", "update"):
        made.before(verb)(categories_exist)
        made.before(verb)(not_to_the_same_place)
        made.before(verb)(destinations_fit)


def entry_faults(inputs: Properties) -> Iterator[Fault]:
    """A log entry names a category or a group, never both; something is sent; storage keeps no retention any more."""
    logs, metrics = inputs.get("logs") or [], inputs.get("metrics") or []
    if not logs and not metrics:
        yield "logs", "at least one of logs, metrics must be given"
    seen: set[str] = set()
    for i, entry in enumerate(logs):
        given = [name for name in ("category", "categoryGroup") if entry.get(name)]
        if len(given) != 1:
            yield f"logs[{i}]", f"exactly one of category, categoryGroup must be given, not {' and '.join(given) or 'none'}"
            continue
        word = str(entry[given[0]])
        if given[0] == "categoryGroup" and not is_word(word, *GROUPS):
            yield f"logs[{i}].categoryGroup", f"{word!r} is not allowed; allowed: {', '.join(GROUPS)}"
        if word.lower() in seen:
            yield f"logs[{i}].{given[0]}", f"{word!r} is listed twice"
        seen.add(word.lower())
    if {"category", "categoryGroup"} <= {name for entry in logs for name in entry if entry.get(name)}:
        yield "logs", "categories and category groups can't be mixed in one setting"
    for i, entry in enumerate([*logs, *metrics]):
        days = (entry.get("retentionPolicy") or {}).get("days")
        if isinstance(days, int) and days and (entry.get("retentionPolicy") or {}).get("enabled") is True:
            where = f"logs[{i}]" if i < len(logs) else f"metrics[{i - len(logs)}]"
            yield f"{where}.retentionPolicy", "is retired (30 September 2025): use lifecycle management of the storage account"


def target(action: Action) -> str:
    """Id of what the setting stands on."""
    return own_id(action).split("/providers/Microsoft.Insights/diagnosticSettings/")[0]


def settings_of(action: Action, id_: str) -> list[Object]:
    """The other settings of a resource."""
    found = action.world.below(f"{id_}/providers/Microsoft.Insights/diagnosticSettings/")
    return [one for one in found if one.id.lower() != own_id(action).lower()]


def five_at_most(action: Action) -> None:
    """The resource is there, can have settings, and has fewer than five."""
    id_ = target(action)
    if id_.count("/") > 2 and not _stands(action, id_):
        action.refuse("ResourceNotFound", f"The Resource '{id_}' was not found.")
    if resource_type(id_) in WITHOUT_SETTINGS:
        action.refuse("ResourceTypeNotSupported", f"The resource type '{resource_type(id_)}' does not support diagnostic settings.")
    if len(settings_of(action, id_)) >= MOST_SETTINGS:
        action.refuse(
            "DiagnosticSettingsLimitReached", f"'{id_}' has {MOST_SETTINGS} diagnostic settings already, the most that a resource has."
        )


_SERVICES = ("blobservices", "fileservices", "queueservices", "tableservices")


def _stands(action: Action, id_: str) -> bool:
    """The services of a storage account stand with it, also where no stack sets them."""
    parent, _, name = id_.rpartition("/")
    if name.lower() == "default" and parent.rsplit("/", 1)[-1].lower() in _SERVICES:
        id_ = parent.rsplit("/", 1)[0]
    return bool(action.world.by_id(id_, any_case=True))


def categories_exist(action: Action) -> None:
    """'Category … is not supported'."""
    id_ = target(action)
    kind = resource_type(id_)
    known = SUBSCRIPTION if action.type == SUBSCRIPTION_SETTING else LOGS.get(kind)
    for entry in action.inputs.get("logs") or [] if known is not None else []:
        category, group = entry.get("category"), entry.get("categoryGroup")
        if category and not is_word(category, *(known or ())):
            action.refuse(
                "BadRequest", f"Category '{category}' is not supported by {kind or 'subscriptions'}; supported: {', '.join(known or ())}."
            )
        if group and (not known or (is_word(group, "audit") and kind in WITHOUT_AUDIT)):
            action.refuse("BadRequest", f"Category group '{group}' is not supported by {kind or 'subscriptions'}.")
    for entry in action.inputs.get("metrics") or []:
        if entry.get("category") is not None and not is_word(entry["category"], *METRICS):
            action.refuse("BadRequest", f"Metric category '{entry.get('category')}' is not supported.")


def not_to_the_same_place(action: Action) -> None:
    """'Data sink … is already used in diagnostic setting … for category …'."""
    mine = _words(action.inputs)
    for other in settings_of(action, target(action)):
        for name in DESTINATIONS[:3]:
            if same(other.outputs.get(name), action.inputs.get(name)) and mine & _words(other.outputs):
                action.refuse(
                    "Conflict",
                    f"Data sink '{action.inputs[name]}' is already used in diagnostic setting '{other.outputs.get('name')}' for category "
                    f"'{min(mine & _words(other.outputs))}'. Data sinks can't be reused in different settings on the same category.",
                )


def _words(inputs: Properties) -> set[str]:
    entries: list[Any] = [*(inputs.get("logs") or []), *(inputs.get("metrics") or [])]
    return {str(one.get("category") or one.get("categoryGroup")).lower() for one in entries if one.get("enabled") is not False}


def destinations_fit(action: Action) -> None:
    """A regional resource sends to storage of its region; the account has a flat namespace; not to itself."""
    account = at_id(action.world, action.inputs.get("storageAccountId"), STORAGE_ACCOUNT)
    source = at_id(action.world, target(action))
    if account is None:
        return
    if (target(action) + "/").lower().startswith(account.id.lower() + "/"):
        action.refuse("BadRequest", "A storage account can't send its logs to itself.")
    here, there = source.outputs.get("location") if source else None, account.outputs.get("location")
    if here and here != "global" and there and here != there:
        action.refuse(
            "BadRequest", f"Resource is in region '{here}', and the storage account in '{there}': they must be in the same region."
        )
    if account.outputs.get("kind") == "BlobStorage" or str((account.outputs.get("sku") or {}).get("name")).startswith("Premium"):
        action.refuse("BadRequest", f"'{account.id}' can't take logs: it needs a general-purpose account of the tier Standard.")


for _type in (SETTING, SUBSCRIPTION_SETTING):
    _setting(_type)
