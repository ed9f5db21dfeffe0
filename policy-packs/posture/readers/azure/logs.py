"""Where logs and measurements go: diagnostic settings, activity logs, rules of collection and export, and who may ask a workspace.

Logs of a resource tell of it, and may hold what was asked of it. Those of a subscription tell of all that stands there: they matter where
they leave us. A partner's solution is another company.
Sources: Azure documentation, "Diagnostic settings in Azure Monitor" (workspace, account, event hub, partner), "Azure Monitor activity log",
"Log Analytics workspace data export", "Data collection rules (DCRs) in Azure Monitor" (destinations), "Use Azure Private Link to connect
networks to Azure Monitor" (`publicNetworkAccessForIngestion` and `publicNetworkAccessForQuery` are Enabled by default), "Send platform logs
of Microsoft Entra ID", "Continuous export" (Microsoft Defender for Cloud).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import EVENT_HUB, EVENT_HUBS, LOG_WORKSPACE, MONITOR_ACCOUNT, STORAGE, tokens
from posture.readers.azure.doors import Access, access_of
from posture.readers.azure.look import chosen, parent, refer, refer_all, spread
from posture.readers.azure.sending import address, asserted, goes_to, outsider, send, target_of
from posture.readers.azure.stores import STORES
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

DIAGNOSTICS: Final = tokens("monitor:DiagnosticSetting")
ACTIVITY: Final = tokens("monitor:SubscriptionDiagnosticSetting", "monitor:ManagementGroupDiagnosticSetting", "aadiam:DiagnosticSetting")
COMPONENT: Final = tokens("applicationinsights:Component")
RULE: Final = tokens("monitor:DataCollectionRule")
_DESTINATIONS: Final = (
    ("workspaceId", LOG_WORKSPACE),
    ("storageAccountId", STORAGE),
    ("eventHubAuthorizationRuleId", EVENT_HUBS),
    ("serviceBusRuleId", tokens("servicebus:Namespace", "eventhub:Namespace")),
)
_PARTNER: Final = "marketplacePartnerId"
_COLLECTED: Final = (
    ("destinations.logAnalytics.workspaceResourceId", LOG_WORKSPACE),
    ("destinations.monitoringAccounts.accountResourceId", MONITOR_ACCOUNT),
    ("destinations.eventHubs.eventHubResourceId", (*EVENT_HUB, *EVENT_HUBS)),
    ("destinations.eventHubsDirect.eventHubResourceId", (*EVENT_HUB, *EVENT_HUBS)),
    ("destinations.storageAccounts.storageAccountResourceId", STORAGE),
    ("destinations.storageBlobsDirect.storageAccountResourceId", STORAGE),
    ("destinations.storageTablesDirect.storageAccountResourceId", STORAGE),
)


@reads(*DIAGNOSTICS)
def diagnostics(resource: ResourceView, graph: GraphBuilder) -> None:
    """Logs of one resource, to every destination that is named."""
    source = refer(graph, resource, "resourceUri", ())
    urn = resource.resource.urn
    if not source.targets:
        unclear(graph, urn, f"whose logs it sends, {source.literal or 'unknown'}, is no resource of the stack (resourceUri)")
        source = Reference.to(urn)
    for path, kinds in _DESTINATIONS:
        if resource.value(path) is not None:
            goes_to(graph, resource, source, path, kinds, text="logs")
    if resource.value(_PARTNER) is not None:
        send(graph, source, _partner(graph, resource), Because(urn, _PARTNER, "a partner's solution"))


def _partner(graph: GraphBuilder, view: ResourceView) -> Reference:
    value = view.value(_PARTNER)
    named = asserted(graph, value) if isinstance(value, str) else None
    return graph.somewhere("partner", named) if named is not None else graph.internet()


@reads(*ACTIVITY)
def activity(resource: ResourceView, graph: GraphBuilder) -> None:
    """What happens in a subscription: the join knows its stores."""


@joins
def activity_logs(graph: GraphBuilder) -> None:
    """Stores of the subscription → whoever is told of them, when that is not with us."""
    for resource in graph.stack.of_type(*ACTIVITY):
        view = graph.view(resource.urn)
        for path, kinds in (*_DESTINATIONS, (_PARTNER, ())):
            if view.value(path) is None:
                continue
            target = _partner(graph, view) if path == _PARTNER else target_of(graph, view, path, kinds)
            if target.targets or _is_ours(graph, target):
                continue
            for store in _stores_beside(graph, view):
                if target.literal is None:
                    unclear(graph, store, f"where {resource.name} sends the subscription's log is not known ({path})", ("phi-exit",))
                else:
                    send(graph, Reference.to(store), target, Because(resource.urn, path, "activity log"))


def _is_ours(graph: GraphBuilder, target: Reference) -> bool:
    external = graph.externals.get(target.literal or "")
    return external is not None and external.outside is Outside.OURS


def _stores_beside(graph: GraphBuilder, view: ResourceView) -> list[str]:
    here = arm.subscription_of(view)
    found = []
    for resource in graph.stack.of_type(*STORES):
        there = arm.subscription_of(graph.view(resource.urn))
        if here is None or there is None or here == there or view.resource.type not in ACTIVITY[:1]:
            found.append(resource.urn)
    return found


@reads(*tokens("operationalinsights:DataExport"))
def export(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every new row of the named tables goes on to an account or an event hub."""
    if resource.flag("enable") is False:
        return
    source = parent(graph, resource, "workspaceName", LOG_WORKSPACE)
    path = "resourceId" if resource.value("resourceId") is not None else "destination.resourceId"
    goes_to(graph, resource, source, path, (*STORAGE, *EVENT_HUBS, *EVENT_HUB), text="data export")


@reads(*RULE)
def collection(resource: ResourceView, graph: GraphBuilder) -> None:
    """What is collected by a rule goes to its destinations; the join says from where."""


@joins
def collected(graph: GraphBuilder) -> None:
    """Machines and whatever else is associated with a rule → the rule's destinations."""
    for resource in graph.stack.of_type(*tokens("monitor:DataCollectionRuleAssociation")):
        about = graph.view(resource.urn)
        source = refer(graph, about, "resourceUri", ())
        rule = refer(graph, about, "dataCollectionRuleId", RULE)
        if about.value("dataCollectionRuleId") is None:
            continue
        if not rule.targets:
            target = outsider(graph, rule.literal) if rule.literal is not None else rule
            if source.targets and target.literal is not None:
                send(graph, source, target, Because(resource.urn, "dataCollectionRuleId", "collected by a rule outside the stack"))
            else:
                unclear(graph, resource.urn, "which rule collects is not known (dataCollectionRuleId)")
        for urn in rule.targets:
            _collected(graph, graph.view(urn), source)


def _collected(graph: GraphBuilder, view: ResourceView, source: Reference) -> None:
    if is_unknown(view.value("destinations")):
        unclear(graph, view.resource.urn, "where what is collected goes is unknown until the update (destinations)")
    for path, kinds in _COLLECTED:
        for place in spread(view, path):
            if view.value(place) is not None:
                goes_to(graph, view, source, place, kinds, text="collected")


@reads(*tokens("monitor:DataCollectionRuleAssociation"))
def association(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with its rule by the join."""


@reads(*LOG_WORKSPACE, *COMPONENT)
def asked(resource: ResourceView, graph: GraphBuilder) -> None:
    """A workspace is asked, and told, over the internet unless each is switched off."""
    own = Reference.to(resource.resource.urn)
    for path, moves in (("publicNetworkAccessForQuery", Moves.BOTH), ("publicNetworkAccessForIngestion", Moves.FORWARD)):
        access = access_of(resource, path)
        if access in (Access.OFF, Access.PERIMETER):
            continue
        because = Because(resource.resource.urn, path, "public network access")
        sure = access is Access.ON
        graph.edge(graph.internet(), own, EdgeKind.ROUTE, because, moves=moves, certain=sure, ports=((443, 443),))


@reads(*COMPONENT)
def component(resource: ResourceView, graph: GraphBuilder) -> None:
    """Telemetry of applications is kept in a workspace."""
    if resource.value("workspaceResourceId") is not None:
        goes_to(graph, resource, Reference.to(resource.resource.urn), "workspaceResourceId", LOG_WORKSPACE, text="telemetry")


@reads(*tokens("applicationinsights:ComponentLinkedStorageAccount", "applicationinsights:ExportConfiguration"))
def component_export(resource: ResourceView, graph: GraphBuilder) -> None:
    """Telemetry and dumps, written to an account."""
    source = parent(graph, resource, "resourceName", COMPONENT)
    path = next((p for p in ("linkedStorageAccount", "destinationAccountId") if resource.value(p) is not None), "destinationAccountId")
    goes_to(graph, resource, source, path, STORAGE, text="export")


@reads(*tokens("operationalinsights:LinkedStorageAccount", "operationalinsights:StorageInsightConfig", "operationalinsights:LinkedService"))
def linked(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account that a workspace keeps logs and queries in, or reads logs from."""
    own = parent(graph, resource, "workspaceName", LOG_WORKSPACE)
    for path in ("storageAccountIds", "storageAccount.id"):
        for found in refer_all(graph, resource, path, STORAGE):
            who = found if found.targets or found.literal is None else outsider(graph, found.literal)
            if own.targets and (who.targets or who.literal is not None):
                graph.edge(own, who, EdgeKind.USE, Because(resource.resource.urn, path), certain=own.certain and who.certain)


@reads(*tokens("security:Automation"))
def defender(resource: ResourceView, graph: GraphBuilder) -> None:
    """Findings about resources go on to a hub, a workspace or a flow; the join of activity logs is for what leaves us."""
    for path in ("actions.eventHubResourceId", "actions.workspaceResourceId", "actions.logicAppResourceId"):
        for place in spread(resource, path):
            target = target_of(graph, resource, place, ())
            if target.absent or target.targets or _is_ours(graph, target):
                continue
            for store in _stores_beside(graph, resource):
                if target.literal is not None:
                    send(graph, Reference.to(store), target, Because(resource.resource.urn, place, "findings"))


@reads(*tokens("monitor:ActionGroup", "monitor:TenantActionGroup"))
def action_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """An alert tells a threshold and a name, by mail, message or webhook: a move only of what a query puts into it."""
    for path in ("webhookReceivers.serviceUri",):
        for place in spread(resource, path):
            url = resource.text(place)
            if url is None:
                continue
            who = address(graph, url) if isinstance(url, str) else graph.internet()
            because = Because(resource.resource.urn, place, "webhook")
            send(graph, Reference.to(resource.resource.urn), who, because, certain=isinstance(url, str))
    hubs = resource.blocks("eventHubReceivers")
    for block in [] if isinstance(hubs, Unknown) else hubs:
        foreign = resource.text(f"{block}.tenantId")
        if isinstance(foreign, str):
            send(
                graph, Reference.to(resource.resource.urn), graph.azure_tenant(foreign), Because(resource.resource.urn, f"{block}.tenantId")
            )


@joins
def queried_alerts(graph: GraphBuilder) -> None:
    """An alert by a query over a workspace: rows may stand in what its action group sends."""
    groups = tokens("monitor:ActionGroup")
    for resource in graph.stack.of_type(*tokens("monitor:ScheduledQueryRule")):
        view = graph.view(resource.urn)
        for source in refer_all(graph, view, "scopes", (*LOG_WORKSPACE, *COMPONENT)):
            for group in (*refer_all(graph, view, "actions.actionGroups", groups), *refer_all(graph, view, "action.actionGroups", groups)):
                if source.targets and group.targets:
                    send(graph, source, group, Because(resource.urn, "actions", "alert"), certain=False)


@reads(*tokens("monitor:ScheduledQueryRule"))
def query_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the join."""
    if chosen(resource, "enabled") == "false":
        return


inert(
    "Names, thresholds, saved questions or settings; nothing that a store holds goes anywhere by them "
    "(Azure documentation, 'Azure Monitor alerts', 'Log queries in Azure Monitor', 'Workbooks')",
    *tokens(
        "monitor:ActivityLogAlert", "monitor:MetricAlert", "monitor:AutoscaleSetting", "monitor:DataCollectionEndpoint",
        "operationalinsights:SavedSearch", "operationalinsights:Query", "operationalinsights:QueryPack", "operationalinsights:Table",
        "operationalinsights:DataSource", "operationalinsights:MachineGroup", "operationalinsights:Cluster", "operationalinsights:SummaryLog",
        "applicationinsights:AnalyticsItem", "applicationinsights:ComponentCurrentBillingFeature", "applicationinsights:Favorite",
        "applicationinsights:MyWorkbook", "applicationinsights:ProactiveDetectionConfiguration", "applicationinsights:Workbook",
        "applicationinsights:WorkbookTemplate", "applicationinsights:WebTest", "alertsmanagement:SmartDetectorAlertRule",
        "alertsmanagement:ActionRuleByName", "alertsmanagement:AlertProcessingRuleByName", "alertsmanagement:PrometheusRuleGroup",
    ),
)  # fmt: skip
