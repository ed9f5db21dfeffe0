"""Log Analytics: workspaces, tables, exports, linked services, dedicated clusters.

Sources: Azure documentation, "Manage data retention in a Log Analytics workspace" (4 to 730 days, 7 in the free tier; totals
up to 4,383 days in steps), "Log Analytics workspace data export" (10 rules, one destination, same region), "Dedicated clusters in Azure
Monitor Logs" (100 GB a day and more), "Customer-managed keys in Azure Monitor" (the key is set by an update), "Delete and recover Log
Analytics workspace" (14 days; made again it recovers), "Set daily cap on Log Analytics workspace", "Change pricing tier for Log Analytics
workspace"; REST API reference, Workspaces, Create Or Update; Data Exports; Linked Services; Tables.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import (
    EVENT_HUB,
    EVENT_HUB_NAMESPACE,
    LINK_SCOPE,
    LOG_CLUSTER,
    NAMING,
    STORAGE_ACCOUNT,
    WORKSPACE,
)
from simulator.rules.azure_native.ids import same
from simulator.rules.azure_native.key_access import key_uri, needs_key
from simulator.rules.azure_native.managed_identities import has_identity, principals, shown_identity, with_identity
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, kept, owner, service, to
from simulator.rules.checks import Allowed, Between, Fault, Length, Pattern
from simulator.rules.registry import Rules
from simulator.values import Properties

EXPORT = "azure-native:operationalinsights:DataExport"
LINKED_SERVICE = "azure-native:operationalinsights:LinkedService"
LOG_TABLE = "azure-native:operationalinsights:Table"
SCOPED = "azure-native:monitor:PrivateLinkScopedResource"
_KEEP = "Azure documentation, 'Manage data retention in a Log Analytics workspace'"
_EXPORTS = "Azure documentation, 'Log Analytics workspace data export in Azure Monitor'"
_CLUSTERS = "Azure documentation, 'Dedicated clusters in Azure Monitor Logs'"
LEVELS = (100, 200, 300, 400, 500, 1000, 2000, 5000, 10000, 25000, 50000)
"""Commitment tiers, in GB a day."""
TOTALS = (*range(4, 731), 1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383)
"""Total retention of a table: 4 to 730 days, then whole years up to twelve."""
_NAME = "4 to 63 letters, digits and hyphens, beginning and ending with a letter or digit"
_FORM = r"[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]"
_MOST_EXPORTS = 10

workspace = with_identity(
    service(
        WORKSPACE,
        source="REST API reference, Workspaces, Create Or Update; " + _KEEP,
        besides=("pergb2018",),
        checks=(
            Pattern("workspaceName", _FORM, source=NAMING, saying=_NAME),
            Between("retentionInDays", 4, 730, source=_KEEP),
            Between("workspaceCapping.dailyQuotaGb", 0.023, None, source="Azure documentation, 'Set daily cap'", also=(-1,)),
            Allowed(
                "sku.capacityReservationLevel", LEVELS, source="Azure documentation, 'Change pricing tier for Log Analytics workspace'"
            ),
        ),
        references={
            "features.clusterResourceId": to(LOG_CLUSTER, code="ClusterNotFound"),
            "defaultDataCollectionRuleResourceId": to("azure-native:monitor:DataCollectionRule", code="DataCollectionRuleNotFound"),
        },
        defaults={"publicNetworkAccessForIngestion": "Enabled", "publicNetworkAccessForQuery": "Enabled"},
        outputs={"createdDate": "{now}", "customerId": "{uuid}", "modifiedDate": "{now}", "privateLinkScopedResources": []},
    )
)


@workspace.check(source=_KEEP)
def retention_by_tier(inputs: Properties) -> Iterator[Fault]:
    """The free tier keeps seven days; a commitment names its level."""
    days, sku = inputs.get("retentionInDays"), get(inputs, "sku.name")
    if is_word(sku, "Free") and days not in (None, 7):
        yield "retentionInDays", f"{days} is not allowed in the tier Free, which keeps 7 days"
    if is_word(sku, "CapacityReservation") and get(inputs, "sku.capacityReservationLevel") is None:
        yield "sku.capacityReservationLevel", "is required when sku.name is 'CapacityReservation'"


@workspace.computes
def workspace_answer(action: Action) -> Properties:
    """What holds where nothing was said."""
    now = action.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    free = is_word(get(action.inputs, "sku.name"), "Free")
    quota = get(action.inputs, "workspaceCapping.dailyQuotaGb")
    return {
        **shown_identity(action),
        "sku": {"lastSkuUpdate": get(kept(action, "sku"), "lastSkuUpdate") or now, **(action.inputs.get("sku") or {"name": "PerGB2018"})},
        "retentionInDays": action.inputs.get("retentionInDays") or (7 if free else 30),
        "features": completed(
            action.inputs.get("features"),
            # 30 days are kept for 31 unless the purge at once is set: _KEEP.
            {"enableLogAccessUsingOnlyResourcePermissions": False, "disableLocalAuth": False, "immediatePurgeDataOn30Days": False},
        ),
        "workspaceCapping": {
            "dailyQuotaGb": -1.0 if quota is None else quota,
            "quotaNextResetTime": get(kept(action, "workspaceCapping"), "quotaNextResetTime") or now,
            "dataIngestionStatus": "RespectQuota",
        },
    }


@workspace.on_read
def scopes_that_hold_it(action: Action) -> None:
    """Private link scopes list what they hold, and what they hold lists them."""
    action.outputs["privateLinkScopedResources"] = scoped(action)


def scoped(action: Action) -> list[Properties]:
    """Where a resource stands in private link scopes."""
    found = [one for one in action.find_anywhere(SCOPED) if same(one.outputs.get("linkedResourceId"), action.object.id)]
    scopes = [(one, at_id(action.world, one.id.rsplit("/scopedResources/", 1)[0], LINK_SCOPE)) for one in found]
    return [{"resourceId": one.id, "scopeId": scope.state.get("scopeId", "") if scope else ""} for one, scope in scopes]


table = service(
    LOG_TABLE,
    source="REST API reference, Tables, Create Or Update; " + _KEEP,
    besides=("Auxiliary",),
    checks=(
        Pattern(
            "tableName",
            r"[A-Za-z][A-Za-z0-9_]{3,62}",
            source="REST API reference, Tables",
            saying="4 to 63 letters, digits and underscores",
        ),
        Between("retentionInDays", 4, 730, source=_KEEP, also=(-1,)),
        Allowed("totalRetentionInDays", (-1, *TOTALS), source=_KEEP),
    ),
    outputs={
        "archiveRetentionInDays": 0,
        "lastPlanModifiedDate": "{now}",
        "resultStatistics": {},
        "retentionInDaysAsDefault": False,
        "totalRetentionInDaysAsDefault": False,
    },
)


@table.check(source=_KEEP)
def total_holds_the_interactive(inputs: Properties) -> Iterator[Fault]:
    """Custom tables end in _CL and have columns; a total is no shorter than what is interactive; Basic keeps 30 days."""
    name, days, total = str(inputs.get("tableName")), inputs.get("retentionInDays"), inputs.get("totalRetentionInDays")
    if name.endswith("_CL") and not get(inputs, "schema.columns"):
        yield "schema.columns", "is required for a custom table"
    columns = get(inputs, "schema.columns") or []
    if name.endswith("_CL") and columns and not any(one.get("name") == "TimeGenerated" for one in columns):
        yield "schema.columns", "must hold TimeGenerated"
    if isinstance(days, int) and isinstance(total, int) and 0 < total < days:
        yield "totalRetentionInDays", f"{total} are fewer than retentionInDays, {days}"
    if is_word(inputs.get("plan"), "Basic", "Auxiliary") and days not in (None, 30, -1):
        yield "retentionInDays", f"can't be set for the plan {inputs['plan']}, which keeps 30 days"


@table.computes
def table_answer(action: Action) -> Properties:
    """Absent retentions are the workspace's."""
    workspace_ = owner(action, WORKSPACE)
    default = workspace_.outputs.get("retentionInDays", 30) if workspace_ else 30
    days = action.inputs.get("retentionInDays")
    days = default if days in (None, -1) else days
    total = action.inputs.get("totalRetentionInDays")
    total = days if total in (None, -1) else total
    return {
        "plan": action.inputs.get("plan") or "Analytics",
        "retentionInDays": days,
        "totalRetentionInDays": total,
        "archiveRetentionInDays": max(total - days, 0),
        "retentionInDaysAsDefault": action.inputs.get("retentionInDays") in (None, -1),
        "totalRetentionInDaysAsDefault": action.inputs.get("totalRetentionInDays") in (None, -1),
    }


export = service(
    EXPORT,
    source="REST API reference, Data Exports, Create Or Update; " + _EXPORTS,
    checks=(
        Pattern("dataExportName", _FORM, source="REST API reference, Data Exports, Create Or Update", saying=_NAME),
        Length("tableNames", 1, None, source=_EXPORTS),
    ),
    references={"resourceId": to(STORAGE_ACCOUNT, EVENT_HUB_NAMESPACE, EVENT_HUB, code="DataExportDestinationNotFound")},
    defaults={"enable": True},
)


@export.before("create")
def ten_exports_to_places_of_their_own(action: Action) -> None:
    """At most ten active rules; a destination serves one of them; it stands in the workspace's region."""
    workspace_ = owner(action, WORKSPACE)
    if workspace_ is None:
        return
    others = [one for one in action.world.below(workspace_.id + "/dataExports/") if one.outputs.get("enable") is not False]
    if len(others) >= _MOST_EXPORTS:
        action.refuse("DataExportRulesLimitExceeded", f"A workspace has at most {_MOST_EXPORTS} active export rules.")
    if any(same(one.outputs.get("resourceId"), action.inputs["resourceId"]) for one in others):
        action.refuse("DestinationAlreadyInUse", f"'{action.inputs['resourceId']}' is the destination of another rule of the workspace.")
    target = at_id(action.world, action.inputs["resourceId"])
    here, there = workspace_.outputs.get("location"), target.outputs.get("location") if target else None
    if there and there != here:
        action.refuse("DestinationRegionMismatch", f"The destination is in {there}; it must be in the workspace's region, {here}.")


linked = service(
    LINKED_SERVICE,
    source="REST API reference, Linked Services, Create Or Update",
    checks=(
        Pattern(
            "linkedServiceName", r"(?i:Cluster|Automation)", source="REST API reference, Linked Services", saying="Cluster or Automation"
        ),
    ),
    references={"writeAccessResourceId": to(LOG_CLUSTER, code="ClusterNotFound")},
)


@linked.before("create")
def cluster_stands_by(action: Action) -> None:
    """A cluster is linked for writing, and stands in the workspace's region."""
    if not is_word(action.inputs.get("linkedServiceName"), "Cluster"):
        return
    cluster_, workspace_ = at_id(action.world, action.inputs.get("writeAccessResourceId"), LOG_CLUSTER), owner(action, WORKSPACE)
    if cluster_ is None:
        action.refuse("InvalidParameter", "writeAccessResourceId must name the dedicated cluster.")
    if workspace_ and workspace_.outputs.get("location") != cluster_.outputs.get("location"):
        action.refuse("InvalidParameter", "The cluster and the workspace must be in the same region.")


cluster: Rules = with_identity(
    service(
        LOG_CLUSTER,
        source="REST API reference, Clusters, Create Or Update; " + _CLUSTERS,
        checks=(
            Pattern("clusterName", _FORM, source=NAMING, saying=_NAME),
            Allowed("sku.capacity", LEVELS, source=_CLUSTERS),
        ),
        immutable={"isDoubleEncryptionEnabled", "isAvailabilityZonesEnabled"},
        outputs={"associatedWorkspaces": [], "clusterId": "{uuid}", "createdDate": "{now}", "lastModifiedDate": "{now}"},
    )
)


@cluster.check(source="Azure documentation, 'Customer-managed keys in Azure Monitor'")
def cluster_reads_its_key(inputs: Properties) -> Iterator[Fault]:
    """A cluster has a capacity, and an identity where it has a key."""
    if get(inputs, "sku.capacity") is None:
        yield "sku.capacity", "is required: 100 GB a day or more"
    if get(inputs, "keyVaultProperties.keyName") and not has_identity(inputs):
        yield "identity", "is required where keyVaultProperties are given"


@cluster.before("create")
@cluster.before("update")
def cluster_key_is_usable(action: Action) -> None:
    """The identity reads the key."""
    uri = key_uri(action.inputs.get("keyVaultProperties"))
    if uri and (action.verb == "create" or action.changed("keyVaultProperties")):
        needs_key(action, uri, principals(action), "ClusterKeyVaultAccessDenied")


@cluster.computes
def cluster_answer(action: Action) -> Properties:
    """Its identity, and capacity since when."""
    return {**shown_identity(action), "billingType": action.inputs.get("billingType") or "Cluster", "capacityReservationProperties": {}}
