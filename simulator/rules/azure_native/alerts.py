"""Action groups and alerts.

Sources: Azure documentation, "Create and manage action groups in Azure Monitor" (short name of 12 characters; receivers by kind), "Azure
Monitor service limits" (5 action groups a rule; 1,000 email receivers), "Metric alerts", "Understand how metric alerts work: dimensions",
"Log search alert rules" (frequencies and windows), "Activity log alerts" (global, a category, scopes inside of the subscription); REST
API reference, Action Groups, Metric Alerts, Scheduled Query Rules, Activity Log Alerts.
"""

from collections.abc import Iterator
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import ACTION_GROUP, APPLICATION_INSIGHTS, WORKSPACE
from simulator.rules.azure_native.managed_identities import shown_identity, with_identity
from simulator.rules.azure_native.service_rules import at_id, get, is_word, kept, service, to
from simulator.rules.checks import Allowed, Between, Fault, Length, Pattern
from simulator.values import Properties

METRIC = "azure-native:monitor:MetricAlert"
QUERY = "azure-native:monitor:ScheduledQueryRule"
ACTIVITY = "azure-native:monitor:ActivityLogAlert"
_GROUPS = "Azure documentation, 'Create and manage action groups in Azure Monitor'"
_LIMITS = "Azure documentation, 'Azure Monitor service limits'"
_METRICS = "REST API reference, Metric Alerts, Create Or Update"
_QUERIES = "Azure documentation, 'Create or edit a log search alert rule'"
_NAME = r"(?!.*[. ]$)[^*#&+:<>?@%{}\\/|]{1,260}"
_NAMED = "1 to 260 characters without * # & + : < > ? @ % { } \\ / |, not ending in a space or period"
_FREQUENCIES = ("PT1M", "PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D")
_WINDOWS = (*_FREQUENCIES, "PT12H", "P2D")
_RECEIVERS = (
    "armRoleReceivers",
    "automationRunbookReceivers",
    "azureAppPushReceivers",
    "azureFunctionReceivers",
    "emailReceivers",
    "eventHubReceivers",
    "incidentReceivers",
    "itsmReceivers",
    "logicAppReceivers",
    "smsReceivers",
    "voiceReceivers",
    "webhookReceivers",
)
_TO_GROUP = to(ACTION_GROUP, code="ActionGroupNotFound")
_CATEGORIES = ("Administrative", "Security", "ServiceHealth", "Alert", "Recommendation", "Policy", "Autoscale", "ResourceHealth")

action_group = with_identity(
    service(
        ACTION_GROUP,
        source="REST API reference, Action Groups, Create Or Update; " + _GROUPS,
        checks=(
            Pattern("actionGroupName", _NAME, source=_GROUPS, saying=_NAMED),
            Length("groupShortName", 1, 12, source=_GROUPS),
            Length("emailReceivers", 0, 1000, source=_LIMITS),
            Length("smsReceivers", 0, 10, source=_LIMITS),
            Length("voiceReceivers", 0, 10, source=_LIMITS),
            Length("webhookReceivers", 0, 10, source=_LIMITS),
            Pattern("emailReceivers[*].emailAddress", r"[^@\s]+@[^@\s]+\.[^@\s]+", source=_GROUPS, saying="an email address"),
            Pattern("webhookReceivers[*].serviceUri", r"https?://.+", source=_GROUPS, saying="an http or https address"),
        ),
    )
)


@action_group.check(source=_GROUPS)
def receivers_have_names(inputs: Properties) -> Iterator[Fault]:
    """'Names must be unique across all receivers within an action group'; secured web hooks name their application."""
    seen: set[str] = set()
    for kind in _RECEIVERS:
        for i, one in enumerate(inputs.get(kind) or []):
            name = str(one.get("name")).lower()
            if name in seen:
                yield f"{kind}[{i}].name", f"{one.get('name')!r} is the name of another receiver"
            seen.add(name)
            if one.get("useAadAuth") is True and not (one.get("objectId") and one.get("identifierUri")):
                yield f"{kind}[{i}].objectId", "objectId and identifierUri are required when useAadAuth is true"
    location = inputs.get("location")
    if isinstance(location, str) and not is_word(location.replace(" ", ""), *_GROUP_PLACES):
        yield "location", f"{location!r} is not allowed for action groups; allowed: {', '.join(_GROUP_PLACES)}"


_GROUP_PLACES = ("global", "swedencentral", "germanywestcentral", "northcentralus", "southcentralus", "eastus2euap", "centralus")


@action_group.computes
def group_answer(action: Action) -> Properties:
    """Receivers of every kind, and the state of each address."""
    shown: Properties = {kind: action.inputs.get(kind) or [] for kind in _RECEIVERS}
    for kind in ("emailReceivers", "smsReceivers"):
        shown[kind] = [{**one, "status": "Enabled"} for one in shown[kind]]
    return {**shown_identity(action), **shown}


metric_alert = service(
    METRIC,
    source=_METRICS,
    skip=("criteria",),
    checks=(
        Pattern("ruleName", _NAME, source=_METRICS, saying=_NAMED),
        Between("severity", 0, 4, source=_METRICS),
        Allowed("evaluationFrequency", ("PT1M", "PT5M", "PT15M", "PT30M", "PT1H"), source=_METRICS),
        Allowed("windowSize", ("PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"), source=_METRICS),
        Length("scopes", 1, None, source=_METRICS),
        Length("actions", 0, 5, source=_LIMITS),
        Length("criteria.allOf", 1, 5, source=_LIMITS),
    ),
    references={"actions[*].actionGroupId": _TO_GROUP},
    defaults={"autoMitigate": True},
    outputs={"isMigrated": False, "lastUpdatedTime": "{now}"},
)


@metric_alert.check(source=_METRICS)
def windows_hold_frequencies(inputs: Properties) -> Iterator[Fault]:
    """A window is no shorter than the frequency; metric alerts are global; many resources name their type and region."""
    often, window = inputs.get("evaluationFrequency"), inputs.get("windowSize")
    if minutes(often) > minutes(window) > 0:
        yield "windowSize", f"{window!r} is shorter than evaluationFrequency, {often!r}"
    if not is_word(inputs.get("location") or "global", "global"):
        yield "location", f"{inputs['location']!r} is not allowed: metric alerts are global"
    kind = str(get(inputs, "criteria.odataType"))
    if "Multiple" in kind and "SingleResource" not in kind:
        many = len(inputs.get("scopes") or []) > 1
        for name in ("targetResourceType", "targetResourceRegion") if many else ():
            if not inputs.get(name):
                yield name, "is required where the rule watches several resources"
    elif len(inputs.get("scopes") or []) > 1:
        yield "scopes", "several resources need criteria of the kind Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria"


def minutes(duration: Any) -> int:
    """`PT5M` → 5, `P1D` → 1440; 0 for anything else."""
    text = str(duration)
    factor = {"M": 1, "H": 60, "D": 1440}.get(text[-1:], 0)
    digits = text.removeprefix("PT").removeprefix("P")[:-1]
    return int(digits) * factor if digits.isdigit() and text.startswith("P") else 0


@metric_alert.before("create")
@metric_alert.before("update")
def scopes_stand(action: Action) -> None:
    """What is watched is there."""
    for scope in action.inputs.get("scopes") or []:
        if "/providers/" in scope and at_id(action.world, _standing(scope)) is None:
            action.refuse("ResourceNotFound", f"The resource '{scope}' in the scope of the alert rule was not found.")


def _standing(scope: str) -> str:
    """Services of storage accounts stand with their account."""
    parts = scope.rstrip("/").split("/")
    return "/".join(parts[:-2]) if parts[-1].lower() == "default" and parts[-2].lower().endswith("services") else scope


query_rule = with_identity(
    service(
        QUERY,
        # The SDK lists the operators of another API of this name.
        besides=("Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"),
        source="REST API reference, Scheduled Query Rules, Create Or Update; " + _QUERIES,
        checks=(
            Pattern("ruleName", _NAME, source=_QUERIES, saying=_NAMED),
            Between("severity", 0, 4, source=_QUERIES),
            Allowed("evaluationFrequency", _FREQUENCIES, source=_QUERIES),
            Allowed("windowSize", _WINDOWS, source=_QUERIES),
            Length("actions.actionGroups", 0, 5, source=_LIMITS),
            Length("criteria.allOf", 1, 1, source=_QUERIES),
            Length("scopes", 1, None, source=_QUERIES),
        ),
        references={"actions.actionGroups[*]": _TO_GROUP},
        outputs={
            "createdWithApiVersion": "2023-12-01",
            "isLegacyLogAnalyticsRule": False,
            "isWorkspaceAlertsStorageConfigured": False,
        },
        immutable={"kind"},
    )
)


@query_rule.check(source=_QUERIES)
def a_rule_is_whole(inputs: Properties) -> Iterator[Fault]:
    """A log alert has scopes, a severity, a query, a frequency and a window; muting excludes auto-mitigation."""
    if is_word(inputs.get("kind") or "LogAlert", "LogAlert"):
        for name in ("scopes", "criteria", "severity", "evaluationFrequency", "windowSize"):
            if inputs.get(name) is None:
                yield name, "is required when kind is 'LogAlert'"
    for i, one in enumerate(get(inputs, "criteria.allOf") or []):
        if not one.get("query"):
            yield f"criteria.allOf[{i}].query", "is required"
        if not is_word(one.get("timeAggregation"), "Count") and not one.get("metricMeasureColumn"):
            yield f"criteria.allOf[{i}].metricMeasureColumn", "is required unless timeAggregation is 'Count'"
        failing, of = get(one, "failingPeriods.minFailingPeriodsToAlert"), get(one, "failingPeriods.numberOfEvaluationPeriods")
        if isinstance(failing, int | float) and isinstance(of, int | float) and not 1 <= failing <= of <= 6:
            yield f"criteria.allOf[{i}].failingPeriods", f"{failing:g} of {of:g}: 1 to 6 periods, and no more failing ones than there are"
    if inputs.get("muteActionsDuration") and inputs.get("autoMitigate") is True:
        yield "muteActionsDuration", "can't be given where autoMitigate is true"


@query_rule.before("create")
@query_rule.before("update")
def queried_scopes_stand(action: Action) -> None:
    """What is queried is there."""
    for scope in action.inputs.get("scopes") or []:
        if "/providers/" in scope and at_id(action.world, scope) is None:
            action.refuse("ResourceNotFound", f"The resource '{scope}' in the scope of the query rule was not found.")
    if action.inputs.get("checkWorkspaceAlertsStorageConfigured") is True:
        names = [at_id(action.world, one, WORKSPACE, APPLICATION_INSIGHTS) for one in action.inputs.get("scopes") or []]
        if not any(one and one.state.get("alertStorage") for one in names):
            action.refuse("BadRequest", "No linked storage for alerts is configured on the workspace.")


@query_rule.computes
def query_answer(action: Action) -> Properties:
    """What holds where nothing was said."""
    given = {"kind": "LogAlert", "enabled": True, "autoMitigate": False, "skipQueryValidation": False}
    shown = {name: action.inputs[name] if action.inputs.get(name) is not None else value for name, value in given.items()}
    return {**shown_identity(action), **shown, "etag": kept(action, "etag") or f'"{action.uuid("etag")}"'}


activity_alert = service(
    ACTIVITY,
    source="REST API reference, Activity Log Alerts, Create Or Update; Azure documentation, 'Activity log alerts'",
    checks=(
        Pattern("activityLogAlertName", _NAME, source=_GROUPS, saying=_NAMED),
        Length("scopes", 1, None, source="REST API reference, Activity Log Alerts, Create Or Update"),
        Length("actions.actionGroups", 0, 5, source=_LIMITS),
    ),
    references={"actions.actionGroups[*].actionGroupId": _TO_GROUP},
    defaults={"enabled": True},
)


@activity_alert.check(source="Azure documentation, 'Activity log alerts'")
def a_category_is_watched(inputs: Properties) -> Iterator[Fault]:
    """A condition on `category`, of a known one, and each condition has a field or alternatives."""
    found = get(inputs, "condition.allOf") or []
    category = next((one.get("equals") for one in found if is_word(one.get("field"), "category")), None)
    if category is None:
        yield "condition.allOf", "needs a condition on the field 'category'"
    elif not is_word(category, *_CATEGORIES):
        yield "condition.allOf", f"{category!r} is no category; there are: {', '.join(_CATEGORIES)}"
    for i, one in enumerate(found):
        if bool(one.get("anyOf")) == bool(one.get("field")):
            yield f"condition.allOf[{i}]", "needs either field with equals or containsAny, or anyOf"
    if len(found) < 2 and is_word(category, "Administrative"):
        yield "condition.allOf", "needs a second condition besides the category 'Administrative'"
    location = inputs.get("location")
    if isinstance(location, str) and not is_word(location.replace(" ", ""), "global", "westeurope", "northeurope"):
        yield "location", f"{location!r} is not allowed for activity log alerts; allowed: global, westeurope, northeurope"


@activity_alert.before("create")
@activity_alert.before("update")
def inside_of_the_subscription(action: Action) -> None:
    """Scopes are the subscription, or stand in it."""
    for scope in action.inputs.get("scopes") or []:
        if not (scope.strip("/").lower() + "/").startswith(f"subscriptions/{action.account}/"):
            action.refuse("BadRequest", f"The scope '{scope}' is outside of the alert's subscription, {action.account}.")
