"""Collection of monitoring data: endpoints, rules and what they are for, private link scopes, Application Insights.

Sources: Azure documentation, "Data collection rules in Azure Monitor" (10 data flows, 10 destinations; a flow names destinations that the
rule has), "Data collection endpoints in Azure Monitor", "Design your Azure Monitor private link setup" (AMPLS: global; 300 workspaces and
1,000 components a scope; a resource stands in up to 100 scopes; open or private-only modes), "Workspace-based Application Insights
resources"; REST API reference, Data Collection Rules, Private Link Scopes, Components.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.packages.azure_native import normal_location
from simulator.rules.azure_native.data_kinds import (
    APPLICATION_INSIGHTS,
    DATA_ENDPOINT,
    DATA_RULE,
    EVENT_HUB,
    LINK_SCOPE,
    STORAGE_ACCOUNT,
    WORKSPACE,
)
from simulator.rules.azure_native.ids import own_id, same
from simulator.rules.azure_native.managed_identities import shown_identity, tenant, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, get, is_word, kept, service, to
from simulator.rules.azure_native.workspaces import SCOPED, scoped
from simulator.rules.checks import Allowed, Between, Fault, Length, Pattern
from simulator.values import Properties

ASSOCIATION = "azure-native:monitor:DataCollectionRuleAssociation"
_RULES = "Azure documentation, 'Data collection rules in Azure Monitor'"
_AMPLS = "Azure documentation, 'Design your Azure Monitor private link setup'"
_INSIGHTS = "REST API reference, Components, Create Or Update"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.()-]{1,42}[A-Za-z0-9_()-]"
_MOST_SCOPES = 100

data_endpoint = with_identity(
    service(
        DATA_ENDPOINT,
        source="REST API reference, Data Collection Endpoints, Create",
        checks=(
            Pattern(
                "dataCollectionEndpointName", _NAME, source="REST API reference, Data Collection Endpoints", saying="3 to 44 characters"
            ),
        ),
        outputs={"immutableId": "dce-{hex32}", "metadata": {}, "failoverConfiguration": {}, "privateLinkScopedResources": []},
    )
)


@data_endpoint.computes
def endpoint_answer(action: Action) -> Properties:
    """Addresses of ingestion and configuration, and public access where nothing was said."""
    name, location = str(action.outputs["name"]).lower(), action.outputs.get("location")
    stem = f"{name}-{action.hex(4, 'dce')}.{location}-1"
    return {
        **shown_identity(action),
        "configurationAccess": {"endpoint": f"https://{stem}.handler.control.monitor.azure.com"},
        "logsIngestion": {"endpoint": f"https://{stem}.ingest.monitor.azure.com"},
        "metricsIngestion": {"endpoint": f"https://{stem}.metrics.ingest.monitor.azure.com"},
        "networkAcls": {"publicNetworkAccess": get(action.inputs, "networkAcls.publicNetworkAccess") or "Enabled"},
    }


@data_endpoint.on_read
def scopes_of_an_endpoint(action: Action) -> None:
    """As for workspaces."""
    action.outputs["privateLinkScopedResources"] = scoped(action)


data_rule = with_identity(
    service(
        DATA_RULE,
        source="REST API reference, Data Collection Rules, Create; " + _RULES,
        skip=("dataFlows[*].streams[*]", "dataSources.extensions[*].streams[*]", "kind"),
        checks=(
            Pattern("dataCollectionRuleName", r"[A-Za-z0-9_.()-]{3,64}", source=_RULES, saying="3 to 64 letters, digits and _ - . ( )"),
            Length("dataFlows", 0, 10, source=_RULES),
            Allowed(
                "kind",
                ("Linux", "Windows", "Direct", "AgentDirectToStore", "WorkspaceTransforms", "PlatformTelemetry", "AgentSettings"),
                source=_RULES,
            ),
        ),
        references={
            "dataCollectionEndpointId": to(DATA_ENDPOINT, code="InvalidPayload"),
            "destinations.logAnalytics[*].workspaceResourceId": to(WORKSPACE, code="InvalidPayload"),
            "destinations.eventHubs[*].eventHubResourceId": to(EVENT_HUB, code="InvalidPayload"),
            "destinations.eventHubsDirect[*].eventHubResourceId": to(EVENT_HUB, code="InvalidPayload"),
            "destinations.storageAccounts[*].storageAccountResourceId": to(STORAGE_ACCOUNT, code="InvalidPayload"),
        },
        outputs={"immutableId": "dcr-{hex32}", "metadata": {}},
    )
)


@data_rule.check(source=_RULES)
def flows_go_somewhere(inputs: Properties) -> Iterator[Fault]:
    """Every flow names streams and destinations that the rule has; custom streams are declared."""
    destinations = inputs.get("destinations") or {}
    names = {
        str(one.get("name"))
        for kind in destinations.values()
        for one in (kind if isinstance(kind, list) else [kind])
        if isinstance(one, dict)
    }
    declared = set(inputs.get("streamDeclarations") or {})
    for i, flow in enumerate(inputs.get("dataFlows") or []):
        for j, name in enumerate(flow.get("destinations") or []):
            if name not in names:
                yield (
                    f"dataFlows[{i}].destinations[{j}]",
                    f"{name!r} is none of the rule's destinations: {', '.join(sorted(names)) or 'none'}",
                )
        if not flow.get("streams"):
            yield f"dataFlows[{i}].streams", "is required"
        for j, stream in enumerate(flow.get("streams") or []):
            if not str(stream).startswith(("Microsoft-", "Custom-")):
                yield f"dataFlows[{i}].streams[{j}]", f"{stream!r} must begin with Microsoft- or Custom-"
            elif str(stream).startswith("Custom-") and stream not in declared and not get(inputs, "dataSources.logFiles"):
                yield f"dataFlows[{i}].streams[{j}]", f"{stream!r} is not among streamDeclarations"


@data_rule.before("create")
def workspaces_are_in_its_region(action: Action) -> None:
    """A rule stands in the region of the workspaces that it sends to ('Data collection rules (DCRs) in Azure Monitor', supported regions)."""
    here = normal_location(str(action.inputs.get("location") or ""))
    for one in get(action.inputs, "destinations.logAnalytics") or []:
        found = at_id(action.world, one.get("workspaceResourceId"), WORKSPACE)
        if found and here and normal_location(str(found.outputs.get("location"))) != here:
            action.refuse("InvalidPayload", f"The workspace '{found.id}' is in {found.outputs.get('location')}, not in {here}.")


@data_rule.computes
def rule_answer(action: Action) -> Properties:
    """Destinations answer the workspace's own id."""
    shown = dict(action.inputs.get("destinations") or {})
    if shown.get("logAnalytics"):
        found = [(one, at_id(action.world, one.get("workspaceResourceId"), WORKSPACE)) for one in shown["logAnalytics"]]
        shown["logAnalytics"] = [{**one, "workspaceId": place.outputs["customerId"] if place else ""} for one, place in found]
    return {**shown_identity(action), **({"destinations": shown} if shown else {})}


association = service(
    ASSOCIATION,
    source="REST API reference, Data Collection Rule Associations, Create",
    references={
        "dataCollectionRuleId": to(DATA_RULE, code="InvalidAssociation", blocks=True, delete_code="DataCollectionRuleInUse"),
        "dataCollectionEndpointId": to(DATA_ENDPOINT, code="InvalidAssociation", blocks=True, delete_code="DataCollectionEndpointInUse"),
    },
    outputs={"metadata": {}},
)


@association.check(source="REST API reference, Data Collection Rule Associations, Create")
def rule_or_endpoint(inputs: Properties) -> Iterator[Fault]:
    """One of a rule and an endpoint; that of an endpoint has a fixed name."""
    given = [name for name in ("dataCollectionRuleId", "dataCollectionEndpointId") if inputs.get(name)]
    if len(given) != 1:
        yield "dataCollectionRuleId", "exactly one of dataCollectionRuleId, dataCollectionEndpointId must be given"
    if given == ["dataCollectionEndpointId"] and inputs.get("associationName") != "configurationAccessEndpoint":
        yield "associationName", "must be 'configurationAccessEndpoint' for an endpoint"


link_scope = shows_connections(
    service(
        LINK_SCOPE,
        source="REST API reference, Private Link Scopes, Create Or Update; " + _AMPLS,
        checks=(
            Pattern(
                "scopeName",
                r"(?!.*\.$)[A-Za-z0-9_.()-]{1,255}",
                source="REST API reference, Private Link Scopes",
                saying="letters, digits, _ - . ( )",
            ),
            Length("accessModeSettings.exclusions", 0, None, source=_AMPLS),
        ),
    )
)


@link_scope.check(source=_AMPLS)
def scopes_are_global(inputs: Properties) -> Iterator[Fault]:
    """A private link scope has no region."""
    location = inputs.get("location")
    if isinstance(location, str) and normal_location(location) != "global":
        yield "location", f"{location!r} is not allowed: a private link scope is 'global'"


@link_scope.before("delete")
def scopes_are_emptied_first(action: Action) -> None:
    """A scope with private endpoint connections can't be deleted."""
    if action.old and action.old.outputs.get("privateEndpointConnections"):
        action.refuse("PrivateLinkScopeInUse", f"The private link scope '{action.id}' has private endpoint connections: delete them first.")


link_scoped = service(
    SCOPED,
    source="REST API reference, Private Link Scoped Resources, Create Or Update; " + _AMPLS,
    references={
        "linkedResourceId": to(
            WORKSPACE,
            APPLICATION_INSIGHTS,
            DATA_ENDPOINT,
            code="InvalidScopedResource",
            blocks=True,
            delete_code="PrivateLinkScopedResourceInUse",
        )
    },
    defaults={"kind": "Resource"},
)


@link_scoped.before("create")
def once_in_a_scope(action: Action) -> None:
    """A resource stands in a scope once, and in 100 scopes at most."""
    if not action.inputs.get("linkedResourceId"):
        action.refuse("InvalidScopedResource", "linkedResourceId is required.")
    found = [one for one in action.find_anywhere(SCOPED) if same(one.outputs.get("linkedResourceId"), action.inputs["linkedResourceId"])]
    scope = own_id(action).rsplit("/scopedResources/", 1)[0]
    if any(same(one.id.rsplit("/scopedResources/", 1)[0], scope) for one in found):
        action.refuse("ScopedResourceAlreadyExists", f"'{action.inputs['linkedResourceId']}' is in the private link scope already.")
    if len(found) >= _MOST_SCOPES:
        action.refuse("ScopedResourceLimitExceeded", f"A resource stands in at most {_MOST_SCOPES} private link scopes.")


insights = service(
    APPLICATION_INSIGHTS,
    source=_INSIGHTS,
    checks=(
        Pattern(
            "resourceName",
            r"(?!.*[. ]$)[^%&\\?/]{1,260}",
            source="Azure documentation, 'Naming rules and restrictions for Azure resources'",
        ),
        Allowed("retentionInDays", (30, 60, 90, 120, 180, 270, 365, 550, 730), source=_INSIGHTS),
        Between("samplingPercentage", 0, 100, source=_INSIGHTS),
    ),
    references={"workspaceResourceId": to(WORKSPACE, code="WorkspaceNotFound")},
    defaults={
        "disableIpMasking": False,
        "disableLocalAuth": False,
        "publicNetworkAccessForIngestion": "Enabled",
        "publicNetworkAccessForQuery": "Enabled",
        "retentionInDays": 90,
        "flowType": "Bluefield",
        "requestSource": "rest",
    },
    outputs={
        "appId": "{uuid}",
        "creationDate": "{now}",
        "hockeyAppToken": "",
        "laMigrationDate": "",
        "privateLinkScopedResources": [],
    },
)


@insights.check(source="Azure documentation, 'Workspace-based Application Insights resources'")
def workspace_based(inputs: Properties) -> Iterator[Fault]:
    """Classic components are retired (29 February 2024): a component writes to a workspace."""
    if not inputs.get("workspaceResourceId"):
        yield "workspaceResourceId", "is required: classic Application Insights is retired"
    if is_word(inputs.get("ingestionMode"), "ApplicationInsights"):
        yield "ingestionMode", "'ApplicationInsights' is retired: use 'LogAnalytics'"


@insights.computes
def insights_answer(action: Action) -> Properties:
    """Keys and addresses."""
    key = kept(action, "instrumentationKey") or action.uuid("instrumentation")
    region = action.outputs.get("location")
    address = f"IngestionEndpoint=https://{region}-1.in.applicationinsights.azure.com/;LiveEndpoint=https://{region}.livediagnostics.monitor.azure.com/"
    return {
        "applicationId": action.outputs["name"],
        "connectionString": f"InstrumentationKey={key};{address}",
        "instrumentationKey": key,
        "tenantId": tenant(action),
        "ingestionMode": action.inputs.get("ingestionMode") or "LogAnalytics",
    }


@insights.on_read
def scopes_of_a_component(action: Action) -> None:
    """As for workspaces."""
    action.outputs["privateLinkScopedResources"] = scoped(action)
