"""Service Bus and Event Hubs.

Sources: Azure documentation, "Service Bus premium and standard messaging tiers", "Allow access via private endpoints" (premium alone),
"Service Bus quotas", "Configure customer-managed keys" (premium; infrastructure encryption only with the first key), "Event Hubs quotas
and limits" (retention of 1, 7 or 90 days; 32 partitions; consumer groups), "Network security for Azure Event Hubs", "Disable local
authentication"; REST API reference, Namespaces, Create Or Update; Queues; Topics; Subscriptions; Event Hubs; pulumi-azure-native,
`provider/pkg/gen/replacement.go` (what replaces).
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import EVENT_HUB, EVENT_HUB_NAMESPACE, NAMING, SERVICE_BUS, STORAGE_ACCOUNT
from simulator.rules.azure_native.key_access import key_uri, needs_key
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, lists_identity, principals, shown_identity, with_identity
from simulator.rules.azure_native.service_rules import get, is_word, owner, service, to
from simulator.rules.checks import Allowed, Between, Fault, Length, Pattern
from simulator.rules.registry import Rules, unique
from simulator.values import Properties

QUEUE = "azure-native:servicebus:Queue"
TOPIC = "azure-native:servicebus:Topic"
SUBSCRIPTION = "azure-native:servicebus:Subscription"
RULE = "azure-native:servicebus:Rule"
CONSUMERS = "azure-native:eventhub:ConsumerGroup"
RULE_SETS = ("azure-native:servicebus:NamespaceNetworkRuleSet", "azure-native:eventhub:NamespaceNetworkRuleSet")
KEYS = ("azure-native:servicebus:NamespaceAuthorizationRule", "azure-native:eventhub:NamespaceAuthorizationRule")
_BUS = "Azure documentation, 'Service Bus quotas'"
_HUBS = "Azure documentation, 'Azure Event Hubs quotas and limits'"
_CMK = "Azure documentation, 'Configure customer-managed keys for encrypting Azure Service Bus data at rest'"
_CAPTURE = "Azure documentation, 'Capture streaming events'"
_TIMES = {"createdAt": "{now}", "updatedAt": "{now}"}
_RESERVED = ("-sb", "-mgmt")
_DURATION = r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"


def _namespace(type_: str, suffix: str) -> Rules:
    made = with_identity(
        service(
            type_,
            source="REST API reference, Namespaces, Create Or Update; Azure documentation, 'Service Bus premium and standard messaging tiers'",
            checks=(
                Pattern(
                    "namespaceName",
                    r"[A-Za-z](?!.*--)[A-Za-z0-9-]{4,48}[A-Za-z0-9]",
                    source=NAMING,
                    saying="6 to 50 letters, digits and hyphens, beginning with a letter",
                ),
                Length("encryption.keyVaultProperties", 0, 3, source=_CMK),
                Allowed(
                    "premiumMessagingPartitions",
                    (0, 1, 2, 4),
                    source="Azure documentation, 'Service Bus premium and standard messaging tiers'",
                ),
            ),
            immutable={"premiumMessagingPartitions", "clusterArmId"},
            unique=(
                unique(
                    "name",
                    scope="global",
                    code="NamespaceUnavailable",
                    message="The namespace name {name} is not available: it is already in use.",
                ),
            ),
            defaults={"disableLocalAuth": False, "minimumTlsVersion": "1.2", "publicNetworkAccess": "Enabled", "zoneRedundant": True},
            outputs={**_TIMES, "status": "Active"},
        )
    )
    made.check(source="Azure documentation, 'Allow access to Azure Service Bus namespaces via private endpoints'")(premium_alone)
    made.check(source=_CMK)(key_faults)
    made.before("create")(namespace_key)
    made.before("update")(namespace_key)
    made.before("update")(premium_stays)

    @made.computes
    def answer(action: Action) -> Properties:
        """Its endpoint, and its size where nothing was said."""
        name = str(action.outputs["name"])
        sku = action.inputs.get("sku") or {"name": "Standard"}
        size = {"capacity": sku.get("capacity") or 1} if is_word(sku["name"], "Premium") or suffix == "hub" else {}
        return {
            **shown_identity(action),
            "metricId": f"{action.account}:{name.lower()}",
            "serviceBusEndpoint": f"https://{name}.servicebus.windows.net:443/",
            "sku": {**sku, "tier": sku.get("tier") or sku["name"], **size},
            "privateEndpointConnections": None,
        }

    return made


def premium_alone(inputs: Properties) -> Iterator[Fault]:
    """What the smaller tiers do not have, and names that can't be."""
    name, sku = inputs.get("namespaceName"), get(inputs, "sku.name") or "Standard"
    if isinstance(name, str) and name.lower().endswith(_RESERVED):
        yield "namespaceName", f"{name!r} must not end in {' or '.join(_RESERVED)}"
    if not is_word(sku, "Premium"):
        if inputs.get("encryption"):
            yield "encryption", f"is not supported by the tier {sku}: it needs Premium"
        if inputs.get("premiumMessagingPartitions"):
            yield "premiumMessagingPartitions", f"is not supported by the tier {sku}"
    if get(inputs, "sku.tier") and not is_word(get(inputs, "sku.tier"), sku):
        yield "sku.tier", f"must equal sku.name, {sku!r}"
    if inputs.get("isAutoInflateEnabled") is True and not (is_word(sku, "Standard") and inputs.get("maximumThroughputUnits")):
        yield "maximumThroughputUnits", "auto-inflate is for the tier Standard, and needs maximumThroughputUnits"


def key_faults(inputs: Properties) -> Iterator[Fault]:
    """A key needs an identity; an assigned one is listed."""
    if not inputs.get("encryption"):
        return
    if not has_identity(inputs):
        yield "identity", "is required where encryption is given"
    for i, one in enumerate(get(inputs, "encryption.keyVaultProperties") or []):
        for name in ("keyName", "keyVaultUri"):
            if not one.get(name):
                yield f"encryption.keyVaultProperties[{i}].{name}", "is required"
        reader = get(one, "identity.userAssignedIdentity")
        if reader and not lists_identity(inputs, reader):
            yield f"encryption.keyVaultProperties[{i}].identity.userAssignedIdentity", "must be among identity.userAssignedIdentities"
        if not reader and has_identity(inputs) and "systemassigned" not in str(get(inputs, "identity.type")).replace(" ", "").lower():
            yield (
                f"encryption.keyVaultProperties[{i}].identity.userAssignedIdentity",
                "is required: the namespace has no identity of its own that could read the key",
            )


def namespace_key(action: Action) -> None:
    """The identity reads the keys; double encryption only begins with the first of them."""
    if not action.inputs.get("encryption") or (action.verb == "update" and not action.changed("encryption")):
        return
    for one in get(action.inputs, "encryption.keyVaultProperties") or []:
        reader = get(one, "identity.userAssignedIdentity") or ""
        needs_key(action, key_uri(one), principals(action, reader), "KeyVaultAccessDenied")
    old = action.old.outputs if action.old else {}
    if get(old, "encryption") and get(old, "encryption.requireInfrastructureEncryption") != get(
        action.inputs, "encryption.requireInfrastructureEncryption"
    ):
        action.refuse("BadRequest", "requireInfrastructureEncryption can't be changed once encryption is enabled.")


def premium_stays(action: Action) -> None:
    """Premium and the other tiers are different clusters."""
    old, new = (is_word(get(one, "sku.name"), "Premium") for one in (action.old.outputs if action.old else {}, action.inputs))
    if old != new:
        action.refuse("BadRequest", "A namespace can't be changed from or to the tier Premium.")


namespace = _namespace(SERVICE_BUS, "bus")
hub_namespace = _namespace(EVENT_HUB_NAMESPACE, "hub")

for _type in RULE_SETS:
    _set = service(
        _type,
        source="REST API reference, Namespaces, Create Or Update Network Rule Set",
        checks=(Length("ipRules", 0, 128, source=_BUS), Length("virtualNetworkRules", 0, 128, source=_BUS)),
        references={"virtualNetworkRules[*].subnet.id": to(SUBNET, code="BadRequest")},
        defaults={
            "defaultAction": "Allow",
            "publicNetworkAccess": "Enabled",
            "trustedServiceAccessEnabled": False,
            "ipRules": [],
            "virtualNetworkRules": [],
        },
    )

    @_set.before("create")
    @_set.before("update")
    def not_in_the_basic_tier(action: Action) -> None:
        """Rules by address need Standard, those by network and private access Premium; a shut namespace has a way in."""
        home = owner(action, SERVICE_BUS, EVENT_HUB_NAMESPACE)
        sku = get(home.outputs, "sku.name") if home else None
        if is_word(sku, "Basic"):
            action.refuse("BadRequest", "Network rules are not supported by the tier Basic.")
        if is_word(sku, "Standard") and home and home.type == SERVICE_BUS and action.inputs.get("virtualNetworkRules"):
            action.refuse("BadRequest", "Rules by virtual network need the tier Premium.")

    @_set.computes
    def stands_where_its_namespace_does(action: Action) -> Properties:
        """The namespace's location."""
        home = owner(action, SERVICE_BUS, EVENT_HUB_NAMESPACE)
        return {"location": home.outputs.get("location", "") if home else ""}


for _type in KEYS:
    _key = service(
        _type, source="REST API reference, Namespaces, Create Or Update Authorization Rule", checks=(Length("rights", 1, 3, source=_BUS),)
    )

    @_key.check(source="REST API reference, Namespaces, Create Or Update Authorization Rule")
    def managers_do_all(inputs: Properties) -> Iterator[Fault]:
        """Manage holds Send and Listen."""
        rights = inputs.get("rights") or []
        if "Manage" in rights and not {"Send", "Listen"} <= set(rights):
            yield "rights", "Manage needs Send and Listen, too"

    _key.computes(lambda action: _located(action, 1))


def _located(action: Action, levels: int) -> Properties:
    home = owner(action, SERVICE_BUS, EVENT_HUB_NAMESPACE, levels=levels)
    return {"location": home.outputs.get("location", "") if home else ""}


_DURATIONS = tuple(
    Pattern(name, _DURATION, source="REST API reference, Queues, Create Or Update", saying="an ISO 8601 duration, such as P14D")
    for name in ("autoDeleteOnIdle", "defaultMessageTimeToLive", "duplicateDetectionHistoryTimeWindow", "lockDuration")
)
_LETTERS = r"[A-Za-z0-9](?:[A-Za-z0-9._/~-]{0,258}[A-Za-z0-9])?"
_COUNTS = {
    "activeMessageCount": 0,
    "deadLetterMessageCount": 0,
    "scheduledMessageCount": 0,
    "transferDeadLetterMessageCount": 0,
    "transferMessageCount": 0,
}
_ENTITY = {**_TIMES, "accessedAt": "{now}", "countDetails": _COUNTS}

queue = service(
    QUEUE,
    source="REST API reference, Queues, Create Or Update; " + _BUS,
    checks=(
        Pattern("queueName", _LETTERS, source=NAMING, saying="1 to 260 letters, digits and . - _ /"),
        Between("maxDeliveryCount", 1, 2147483647, source=_BUS),
        Allowed("maxSizeInMegabytes", (1024, 2048, 3072, 4096, 5120, 10240, 20480, 40960, 81920), source=_BUS),
        *_DURATIONS,
    ),
    immutable={"requiresDuplicateDetection", "requiresSession", "enablePartitioning"},
    defaults={
        "deadLetteringOnMessageExpiration": False,
        "defaultMessageTimeToLive": "P10675199DT2H48M5.4775807S",
        "enablePartitioning": False,
        "lockDuration": "PT1M",
        "maxDeliveryCount": 10,
        "maxSizeInMegabytes": 1024,
        "requiresDuplicateDetection": False,
        "requiresSession": False,
        "status": "Active",
    },
    outputs={**_ENTITY, "messageCount": 0, "sizeInBytes": 0},
)
topic = service(
    TOPIC,
    source="REST API reference, Topics, Create Or Update; " + _BUS,
    checks=(Pattern("topicName", _LETTERS, source=NAMING, saying="1 to 260 letters, digits and . - _ /"), *_DURATIONS[:3]),
    immutable={"requiresDuplicateDetection", "enablePartitioning"},
    defaults={"defaultMessageTimeToLive": "P10675199DT2H48M5.4775807S", "requiresDuplicateDetection": False, "status": "Active"},
    outputs={**_ENTITY, "sizeInBytes": 0, "subscriptionCount": 0},
)
subscription = service(
    SUBSCRIPTION,
    source="REST API reference, Subscriptions, Create Or Update; " + _BUS,
    checks=(
        Pattern(
            "subscriptionName",
            r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?",
            source=NAMING,
            saying="1 to 50 letters, digits and . - _",
        ),
        *_DURATIONS,
    ),
    immutable={"requiresSession"},
    defaults={"lockDuration": "PT1M", "maxDeliveryCount": 10, "requiresSession": False, "status": "Active"},
    outputs={**_ENTITY, "messageCount": 0},
)
rule = service(RULE, source="REST API reference, Rules, Create Or Update")
rule.computes(lambda action: _located(action, 3))


@queue.before("create")
@topic.before("create")
def tier_has_it(action: Action) -> None:
    """Topics are not for Basic; a lock lasts five minutes at most; what is forwarded goes to an entity that stands."""
    home = owner(action, SERVICE_BUS)
    sku = get(home.outputs, "sku.name") if home else None
    if action.type == TOPIC and is_word(sku, "Basic"):
        action.refuse("SubCode=40000", "Topics are not supported by the tier Basic.")
    for name in ("forwardTo", "forwardDeadLetteredMessagesTo"):
        target = action.inputs.get(name)
        if (
            target
            and home
            and not any(one.outputs.get("name") == target for one in action.world.below(home.id + "/") if one.type in (QUEUE, TOPIC))
        ):
            action.refuse("BadRequest", f"{name}: the entity '{target}' was not found in the namespace.")


@queue.check(source=_BUS)
@subscription.check(source=_BUS)
def locks_are_short(inputs: Properties) -> Iterator[Fault]:
    """'The maximum value for LockDuration is 5 minutes.'"""
    lock = str(inputs.get("lockDuration") or "")
    if lock.startswith("PT") and lock.endswith("M") and lock[2:-1].isdigit() and int(lock[2:-1]) > 5:
        yield "lockDuration", f"{lock!r} is longer than five minutes"


queue.computes(lambda action: _located(action, 1))
topic.computes(lambda action: _located(action, 1))
subscription.computes(lambda action: _located(action, 2))

event_hub = service(
    EVENT_HUB,
    source="REST API reference, Event Hubs, Create Or Update; " + _HUBS,
    checks=(
        Pattern(
            "eventHubName", r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?", source=NAMING, saying="1 to 256 letters, digits and . - _"
        ),
        Between("partitionCount", 1, 1024, source=_HUBS),
        Between("messageRetentionInDays", 1, 90, source=_HUBS),
        Between("captureDescription.intervalInSeconds", 60, 900, source=_CAPTURE),
        Between("captureDescription.sizeLimitInBytes", 10485760, 524288000, source=_CAPTURE),
    ),
    references={"captureDescription.destination.storageAccountResourceId": to(STORAGE_ACCOUNT, code="BadRequest")},
    defaults={"messageRetentionInDays": 7, "partitionCount": 4, "status": "Active"},
    outputs=_TIMES,
)


@event_hub.check(
    source=f"{_CAPTURE}; Azure/azure-cli issue 28347: 'Required property 'name' not found in JSON. Path 'properties.captureDescription.destination''; "
    "Azure CLI reference, az eventhubs eventhub create"
)
def capture_has_a_place(inputs: Properties) -> Iterator[Fault]:
    """What is captured goes into a container of an account, by whom the destination names: an assigned identity by its id."""
    if get(inputs, "captureDescription.enabled") is not True:
        return
    place = get(inputs, "captureDescription.destination")
    if not isinstance(place, dict):
        yield "captureDescription.destination", "is required where capture is enabled"
        return
    needed = ["name", "storageAccountResourceId", "blobContainer"] if not place.get("dataLakeAccountName") else ["name"]
    for name in needed:
        if not place.get(name):
            yield f"captureDescription.destination.{name}", "is required where capture is enabled"
    by = place.get("identity")
    if isinstance(by, dict) and is_word(by.get("type"), "UserAssigned") and not by.get("userAssignedIdentity"):
        yield "captureDescription.destination.identity.userAssignedIdentity", "is required when its type is UserAssigned"


@event_hub.before("create")
@event_hub.before("update")
def hub_fits_its_tier(action: Action) -> None:
    """Partitions and retention by tier; partitions never change below Premium."""
    home = owner(action, EVENT_HUB_NAMESPACE)
    sku = get(home.outputs, "sku.name") if home else "Premium"
    days, parts = action.inputs.get("messageRetentionInDays"), action.inputs.get("partitionCount")
    most_days, most_parts = {"Basic": (1, 32), "Standard": (7, 32)}.get(str(sku), (90, 1024))
    if isinstance(days, int | float) and days > most_days:
        action.refuse("BadRequest", f"messageRetentionInDays: {days:g} days are more than the {most_days} of the tier {sku}.")
    if isinstance(parts, int | float) and parts > most_parts:
        action.refuse("BadRequest", f"partitionCount: {parts:g} are more than the {most_parts} of the tier {sku}.")
    before = action.old.outputs.get("partitionCount") if action.verb == "update" and action.old else None
    if before is not None and parts is not None and (parts < before or (parts != before and not is_word(sku, "Premium"))):
        action.refuse("BadRequest", f"The partition count of an event hub can't be changed from {before:g} to {parts:g}.")
    if action.inputs.get("captureDescription") and is_word(sku, "Basic"):
        action.refuse("BadRequest", "Capture is not supported by the tier Basic.")


@event_hub.computes
def partitions(action: Action) -> Properties:
    """One id a partition."""
    count = int(action.inputs.get("partitionCount") or 4)
    return {**_located(action, 1), "partitionIds": [str(i) for i in range(count)]}


consumers = service(
    CONSUMERS,
    source="REST API reference, Consumer Groups, Create Or Update; " + _HUBS,
    checks=(
        Pattern(
            "consumerGroupName",
            r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?",
            source=NAMING,
            saying="1 to 50 letters, digits and . - _",
        ),
    ),
    outputs=_TIMES,
)


@consumers.before("create")
def groups_by_tier(action: Action) -> None:
    """Basic has the default group alone, Standard 20 a hub."""
    home = owner(action, EVENT_HUB_NAMESPACE, levels=2)
    sku = str(get(home.outputs, "sku.name")) if home else "Premium"
    if sku == "Basic":
        action.refuse("BadRequest", "The tier Basic has the consumer group $Default alone.")
    hub = owner(action, EVENT_HUB)
    others = action.world.below(f"{hub.id}/consumergroups/") if hub else []
    if sku == "Standard" and len(others) >= 19:
        action.refuse("QuotaExceeded", "The tier Standard has 20 consumer groups an event hub, $Default included.")


consumers.computes(lambda action: _located(action, 2))
