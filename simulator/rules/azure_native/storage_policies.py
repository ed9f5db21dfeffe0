"""Policies of storage: lifecycle, replication between accounts, retention and holds of containers, inventory.

Sources: Azure documentation, "Azure Blob Storage lifecycle management overview" (100 rules), "Object replication for block blobs"
(versioning on both, change feed on the source, no hierarchical namespace, other tenants only where allowed; 1,000 rules), "Immutable
storage: time-based retention" (1 to 146,000 days, unlocked first), "Legal holds for immutable blob data" (3 to 23 letters and digits a
tag, 10 tags); REST API reference, Management Policies, Object Replication Policies, Blob Containers.
"""

import re
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import BLOB_CONTAINER, NAMING, STORAGE_ACCOUNT
from simulator.rules.azure_native.ids import last, own_id, same
from simulator.rules.azure_native.service_rules import at_id, get, owner, service
from simulator.rules.azure_native.storage_accounts import MOST_DAYS
from simulator.rules.azure_native.storage_services import BLOB_SERVICE, versioned
from simulator.rules.checks import Allowed, AtMostOneOf, Between, Fault, Length, Pattern
from simulator.values import Properties
from simulator.world import Object, World

MANAGEMENT = "azure-native:storage:ManagementPolicy"
REPLICATION = "azure-native:storage:ObjectReplicationPolicy"
RETENTION = "azure-native:storage:BlobContainerImmutabilityPolicy"
LEGAL_HOLD = "azure-native:storage:BlobContainerLegalHold"
INVENTORY = "azure-native:storage:BlobInventoryPolicy"
_LIFE = "Azure documentation, 'Azure Blob Storage lifecycle management overview'"
_COPY = "Azure documentation, 'Object replication for block blobs'"
_TIME = "Azure documentation, 'Time-based retention policies for immutable blob data'"
_HOLD = "Azure documentation, 'Legal holds for immutable blob data'"
_MOST_RULES = 100
_MOST_COPIES = 1000

management = service(
    MANAGEMENT,
    source="REST API reference, Management Policies, Create Or Update",
    checks=(
        Allowed("managementPolicyName", ("default",), source=NAMING),
        Length("policy.rules", 1, _MOST_RULES, source=_LIFE),
        Pattern("policy.rules[*].name", r"[A-Za-z0-9-]{1,256}", source=_LIFE, saying="1 to 256 letters, digits and hyphens"),
    ),
    outputs={"lastModifiedTime": "{now}"},
)


@management.check(source=_LIFE)
def rules_do_something(inputs: Properties) -> Iterator[Fault]:
    """Rules have names of their own, an action, and blob types they may act on."""
    seen: set[str] = set()
    for i, rule in enumerate(get(inputs, "policy.rules") or []):
        where, name = f"policy.rules[{i}]", rule.get("name")
        if name in seen:
            yield f"{where}.name", f"{name!r} is taken by another rule"
        seen.add(name)
        actions = get(rule, "definition.actions") or {}
        if not any(actions.get(kind) for kind in ("baseBlob", "snapshot", "version")):
            yield f"{where}.definition.actions", "must have at least one of baseBlob, snapshot, version"
        types = get(rule, "definition.filters.blobTypes")
        for kind in types or []:
            if kind not in ("blockBlob", "appendBlob"):
                yield f"{where}.definition.filters.blobTypes", f"{kind!r} is not allowed; allowed: blockBlob, appendBlob"
        if types and "appendBlob" in types and any(word.startswith("tier") for word in actions.get("baseBlob") or {}):
            yield f"{where}.definition.actions.baseBlob", "append blobs have no tiers: only delete is allowed"
        if len(get(rule, "definition.filters.prefixMatch") or []) > 10:
            yield f"{where}.definition.filters.prefixMatch", "has more than 10 prefixes"


@management.before("create")
@management.before("update")
def access_is_tracked(action: Action) -> None:
    """Rules by last access need its tracking on the blob service."""
    account = owner(action, STORAGE_ACCOUNT)
    by_access = "daysAfterLastAccessTimeGreaterThan" in str(action.inputs.get("policy"))
    if (
        account
        and by_access
        and not any(get(one.outputs, "lastAccessTimeTrackingPolicy.enable") for one in _services(action.world, account))
    ):
        action.refuse("InvalidRequestPropertyValue", "Rules by last access time need last access time tracking on the blob service.")


def _services(world: World, account: Object) -> list[Object]:
    return [one for one in world.below(account.id + "/") if one.type == BLOB_SERVICE]


replication = service(
    REPLICATION,
    source="REST API reference, Object Replication Policies, Create Or Update",
    checks=(Length("rules", 1, _MOST_COPIES, source=_COPY),),
    outputs={"enabledTime": "{now}"},
)


@replication.computes
def policy_id(action: Action) -> Properties:
    """The service's own id of the policy is its name; rules without ids get them."""
    rules = [{"ruleId": action.uuid(f"rule {i}"), **rule} for i, rule in enumerate(action.inputs.get("rules") or [])]
    return {"policyId": last(action.id), **({"rules": rules} if rules else {})}


@replication.before("create")
@replication.before("update")
def both_ends_are_ready(action: Action) -> None:
    """The destination's policy comes first, by name `default`; both accounts keep versions, the source its change feed."""
    here = owner(action, STORAGE_ACCOUNT)
    source, destination = (_account(action, action.inputs.get(name)) for name in ("sourceAccount", "destinationAccount"))
    if here and here not in (source, destination) and not any(one and same(one.id, here.id) for one in (source, destination)):
        action.refuse("InvalidObjectReplicationPolicy", "The policy's account must be its source or its destination.")
    for one, feed in ((source, True), (destination, False)):
        if one is None:
            continue
        services = _services(action.world, one)
        if one.outputs.get("isHnsEnabled") is True:
            action.refuse(
                "FeatureNotSupportedForAccount", f"Object replication is not supported with the hierarchical namespace: {one.id}."
            )
        if not versioned(one, services):
            action.refuse("ObjectReplicationVersioningRequired", f"Blob versioning must be enabled on '{one.id}'.")
        if feed and not any(get(service_.outputs, "changeFeed.enabled") is True for service_ in services):
            action.refuse("ObjectReplicationChangeFeedRequired", f"Change feed must be enabled on the source account '{one.id}'.")
    if here and here.outputs.get("allowCrossTenantReplication") is False:
        for name in ("sourceAccount", "destinationAccount"):
            if not str(action.inputs.get(name)).lower().startswith("/subscriptions/"):
                action.refuse(
                    "CrossTenantReplicationNotAllowed",
                    f"'{name}' must be a full resource id: cross-tenant replication is disallowed on '{here.id}'.",
                )
    _containers_stand(action, source, destination)


def _containers_stand(action: Action, source: Object | None, destination: Object | None) -> None:
    for rule in action.inputs.get("rules") or []:
        for account, name in ((source, "sourceContainer"), (destination, "destinationContainer")):
            id_ = f"{account.id}/blobServices/default/containers/{rule.get(name)}" if account else ""
            if account and at_id(action.world, id_, BLOB_CONTAINER) is None:
                action.refuse("ContainerNotFound", f"The container '{rule.get(name)}' was not found in '{account.id}'.")


def _account(action: Action, given: object) -> Object | None:
    if not isinstance(given, str):
        return None
    if given.startswith("/"):
        return at_id(action.world, given, STORAGE_ACCOUNT)
    return next(iter(action.find_anywhere(STORAGE_ACCOUNT, name=given)), None)


retention = service(
    RETENTION,
    source="REST API reference, Blob Containers, Create Or Update Immutability Policy",
    checks=(
        Allowed("immutabilityPolicyName", ("default",), source="REST API reference, Blob Containers, Create Or Update Immutability Policy"),
        Between("immutabilityPeriodSinceCreationInDays", 1, MOST_DAYS, source=_TIME),
        AtMostOneOf(("allowProtectedAppendWrites", "allowProtectedAppendWritesAll"), source=_TIME),
    ),
    outputs={"state": "Unlocked"},
)


@retention.before("update")
@retention.before("delete")
def locked_policies_stay(action: Action) -> None:
    """A locked policy can't be deleted or shortened, and extended five times at most."""
    if action.old and action.old.outputs.get("state") == "Locked":
        action.refuse("ImmutabilityPolicyLocked", f"The immutability policy of '{owner_id(action)}' is locked.")


@retention.after("create")
@retention.after("update")
def container_shows_it(action: Action) -> None:
    """The container says that it has a policy."""
    _mark(action, {"hasImmutabilityPolicy": True, "immutabilityPolicy": {_DAYS: action.inputs.get(_DAYS), "state": "Unlocked"}})


@retention.after("delete")
def container_forgets_it(action: Action) -> None:
    """And that it has none any more."""
    _mark(action, {"hasImmutabilityPolicy": False, "immutabilityPolicy": {}})


_DAYS = "immutabilityPeriodSinceCreationInDays"


def owner_id(action: Action) -> str:
    """The container's id, from the policy's."""
    return re.split(r"/(?:immutabilityPolicies/|legalHold$)", own_id(action))[0]


def _mark(action: Action, outputs: Properties) -> None:
    container = at_id(action.world, owner_id(action), BLOB_CONTAINER)
    if container:
        container.outputs.update(outputs)
        action.save(container)


legal_hold = service(
    LEGAL_HOLD,
    source="REST API reference, Blob Containers, Set Legal Hold",
    checks=(
        Length("tags", 1, 10, source=_HOLD),
        Pattern("tags[*]", r"[a-zA-Z0-9]{3,23}", source=_HOLD, saying="3 to 23 letters and digits"),
    ),
)


@legal_hold.after("create")
@legal_hold.after("update")
def held(action: Action) -> None:
    """The container is under a hold."""
    _mark(action, {"hasLegalHold": True, "legalHold": {"hasLegalHold": True, "tags": [{"tag": tag} for tag in action.inputs["tags"]]}})


@legal_hold.after("delete")
def released(action: Action) -> None:
    """The hold is cleared."""
    _mark(action, {"hasLegalHold": False, "legalHold": {}})


inventory = service(
    INVENTORY,
    source="REST API reference, Blob Inventory Policies, Create Or Update",
    checks=(
        Allowed("blobInventoryPolicyName", ("default",), source="REST API reference, Blob Inventory Policies"),
        Length("policy.rules", 1, _MOST_RULES, source="Azure documentation, 'Azure Storage blob inventory'"),
    ),
    outputs={"lastModifiedTime": "{now}"},
)
