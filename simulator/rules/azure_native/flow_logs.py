"""Network watchers, flow logs and DDoS protection plans.

Sources: Azure documentation, "Virtual network flow logs" (storage account of the same region; targets), "NSG flow logs overview" (retired: no new
ones), "Azure Network Watcher overview" (one watcher a region and subscription), "Traffic analytics overview"; Azure REST API reference, Flow
Logs, Network Watchers, Ddos Protection Plans - Create Or Update.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Fault, Properties, Rules
from simulator.rules.azure_native.common import ANSWER, GUID_ANSWER, MISSING
from simulator.rules.azure_native.ids import id_in, location, named, own_id, parent, pointing, resource_type, same, subscription
from simulator.rules.azure_native.kinds import DDOS_PLAN, FLOW_LOG, NETWORK_WATCHER, PUBLIC_IP, VNET
from simulator.rules.azure_native.managed_identities import with_identity
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.service_rules import completed
from simulator.rules.azure_native.virtual_networks import vnet

_LOGS = "Azure documentation, 'Virtual network flow logs'"
TARGETS = (
    "microsoft.network/virtualnetworks",
    "microsoft.network/virtualnetworks/subnets",
    "microsoft.network/networkinterfaces",
    "microsoft.network/networksecuritygroups",
)

watcher = Rules(
    NETWORK_WATCHER,
    source="Azure REST API reference, Network Watchers - Create Or Update; Azure documentation, 'Azure Network Watcher overview'",
    checks=(network_name("networkWatcherName"),),
    outputs=ANSWER,
)


@watcher.before("create")
def region_has_none(action: Action) -> None:
    """A subscription has one watcher in a region."""
    here = location(action.inputs.get("location"))
    for other in action.find_anywhere(NETWORK_WATCHER):
        if other.account == action.account and location(other.outputs.get("location")) == here:
            action.refuse(
                "NetworkWatcherCountLimitReached",
                f"the subscription has {other.id} in {here} already: one network watcher a region is allowed",
            )


flow_log = with_identity(
    Rules(
        FLOW_LOG,
        source=f"Azure REST API reference, Flow Logs - Create Or Update; {_LOGS}",
        checks=(
            network_name("flowLogName"),
            Between("retentionPolicy.days", 0, 365, source=_LOGS),
            Allowed("format.version", (1, 2), source="Azure REST API reference, Flow Logs - Create Or Update"),
            Allowed(
                "flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.trafficAnalyticsInterval",
                (10, 60),
                source="Azure documentation, 'Traffic analytics overview'",
            ),
        ),
        outputs={**ANSWER, "targetResourceGuid": ""},
        defaults={"enabled": True},
    )
)


@flow_log.check(source=f"{_LOGS}; Azure documentation, 'Traffic analytics overview'", even_unknown=True)
def target_can_be_logged(inputs: Properties) -> Iterator[Fault]:
    """A network, subnet or interface, a storage account, and a workspace for analytics."""
    target, storage = inputs.get("targetResourceId"), inputs.get("storageId")
    if isinstance(target, str) and resource_type(target) not in TARGETS:
        yield "targetResourceId", f"{target!r} is not the id of a virtual network, subnet or network interface"
    if isinstance(storage, str) and resource_type(storage) != "microsoft.storage/storageaccounts":
        yield "storageId", f"{storage!r} is not the id of a storage account"
    analytics = inputs.get("flowAnalyticsConfiguration")
    inner = analytics.get("networkWatcherFlowAnalyticsConfiguration") if isinstance(analytics, dict) else None
    if isinstance(inner, dict) and inner.get("enabled") is True and inner.get("workspaceResourceId") is None:
        yield (
            "flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.workspaceResourceId",
            "is required when traffic analytics is enabled",
        )


@flow_log.before("create")
@flow_log.before("update")
def all_in_one_region(action: Action) -> None:
    """Watcher, target and storage account are of one region, the target is logged once, and security groups no more."""
    own, target_id = own_id(action), str(action.inputs.get("targetResourceId"))
    at_, target, storage = (named(action, id_) for id_ in (parent(own), target_id, action.inputs.get("storageId")))
    if resource_type(target_id) == TARGETS[3] and action.verb == "create":
        action.refuse(
            "NsgFlowLogsRetired",
            f"targetResourceId: {target_id}: NSG flow logs are retired and none can be created; log the virtual network",
        )
    if target is None:
        action.refuse(MISSING, f"targetResourceId: {target_id} was not found")
    if storage is None:
        action.refuse(MISSING, f"storageId: {action.inputs.get('storageId')} was not found")
    here = location(at_.outputs.get("location")) if at_ else ""
    holder = named(action, parent(target.id), VNET) or target
    for what, one in (("targetResourceId", holder), ("storageId", storage)):
        there = location(one.outputs.get("location"))
        if here and there and there != here:
            action.refuse(
                "InvalidFlowLogRegion", f"{what}: {one.id} is in {there}, the network watcher in {here}: both must be in the same region"
            )
    if subscription(own) != subscription(target_id):
        action.refuse("InvalidFlowLogTarget", f"targetResourceId: {target_id} is of another subscription than the network watcher")
    for other in action.find_anywhere(FLOW_LOG):
        if not same(other.id, own) and same(other.outputs.get("targetResourceId"), target_id):
            action.refuse("FlowLogAlreadyExistsForTarget", f"{target_id} has the flow log {other.id} already: one is allowed")


@flow_log.computes
def target_guid(action: Action) -> Properties:
    """GUID of what is logged; where nothing was said it is kept without end, in the one form that there is."""
    found, inputs = named(action, action.inputs.get("targetResourceId")), action.inputs
    return {
        "targetResourceGuid": (found.outputs if found else {}).get("resourceGuid", ""),
        "retentionPolicy": completed(inputs.get("retentionPolicy"), {"days": 0, "enabled": False}),
        "format": completed(inputs.get("format"), {"type": "JSON"}),
    }


@vnet.on_read
def who_logs(action: Action) -> None:
    """Flow logs of the network."""
    action.outputs["flowLogs"] = [{"id": one.id} for one in pointing(action, action.id, "targetResourceId", FLOW_LOG)]


plan = Rules(
    DDOS_PLAN,
    source="Azure REST API reference, Ddos Protection Plans - Create Or Update; Azure documentation, 'Azure DDoS Protection overview'",
    checks=(network_name("ddosProtectionPlanName"),),
    outputs={**GUID_ANSWER, "publicIPAddresses": [], "virtualNetworks": []},
)


@plan.on_read
def who_is_protected(action: Action) -> None:
    """Networks and addresses with this plan."""
    networks = [one for one in action.find_anywhere(VNET) if same(id_in(one.outputs.get("ddosProtectionPlan")), action.id)]
    action.outputs["virtualNetworks"] = [{"id": one.id} for one in networks]
    action.outputs["publicIPAddresses"] = [
        {"id": one.id} for one in pointing(action, action.id, "ddosSettings.ddosProtectionPlan.id", PUBLIC_IP)
    ]
