"""Service Bus, Event Hubs, Event Grid and Relay."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import Clinic, vouched
from tests.posture.readers.azure.networks import OTHER, THEIRS, Made

CLOSED = {"publicNetworkAccess": "Disabled"}
KINDS = ("servicebus", "eventhub")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        (None, "violated"),
        ({"defaultAction": "Deny"}, "proven"),
        ({"defaultAction": "Allow"}, "violated"),
        ({"defaultAction": "Deny", "ipRules": [{"ipMask": "203.0.113.0/24"}]}, "violated"),
        ({}, "violated"),
    ],
)
def test_rules_of_a_namespace_say_who_comes_in(clinic: Clinic, form: str, kind: str, rules: dict[str, Any] | None, verdict: str) -> None:
    namespace = clinic.put(f"{kind}:Namespace", "messages", zone="phi")
    if rules is not None:
        clinic.part(f"{kind}:NamespaceNetworkRuleSet", "rules", namespaceName=namespace.name, **rules)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("own", "of_rules", "verdict"), [("Disabled", "Enabled", "violated"), ("Enabled", "Disabled", "proven")])
def test_what_a_set_of_rules_says_of_public_access_holds(
    clinic: Clinic, form: str, kind: str, own: str, of_rules: str, verdict: str
) -> None:
    namespace = clinic.put(f"{kind}:Namespace", "messages", zone="phi", publicNetworkAccess=own)
    rules = {"publicNetworkAccess": of_rules, "defaultAction": "Allow"}
    clinic.part(f"{kind}:NamespaceNetworkRuleSet", "rules", namespaceName=namespace.name, **rules)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_namespace_answers_nobody(clinic: Clinic, form: str, kind: str) -> None:
    clinic.put(f"{kind}:Namespace", "messages", zone="phi", **CLOSED)
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("subscription", "verdict"), [(OTHER, "proven"), (THEIRS, "violated")])
def test_a_failover_namespace_of_a_stranger_is_an_exit(clinic: Clinic, form: str, kind: str, subscription: str, verdict: str) -> None:
    namespace = clinic.put(f"{kind}:Namespace", "messages", zone="phi", **CLOSED)
    partner = f"/subscriptions/{subscription}/resourceGroups/x/providers/Microsoft.ServiceBus/namespaces/other"
    clinic.part(f"{kind}:DisasterRecoveryConfig", "alias", namespaceName=namespace.name, partnerNamespace=partner)
    assert clinic.exit(form) == verdict


def test_geo_replicated_messages_lie_in_each_location(clinic: Clinic, form: str) -> None:
    locations = [{"locationName": "westeurope"}, {"locationName": "East US"}]
    clinic.put("servicebus:Namespace", "messages", zone="phi", geoDataReplication={"locations": locations}, **CLOSED)
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(("enabled", "verdict"), [(True, "violated"), (False, "proven")])
def test_captured_events_go_to_the_account_that_is_named(clinic: Clinic, form: str, enabled: bool, verdict: str) -> None:
    namespace = clinic.put("eventhub:Namespace", "events", zone="phi", **CLOSED)
    account = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/vendor"
    destination = {"name": "EventHubArchive.AzureBlockBlob", "storageAccountResourceId": account}
    capture = {"enabled": enabled, "destination": destination}
    clinic.part("eventhub:EventHub", "hub", namespaceName=namespace.name, captureDescription=capture)
    assert clinic.exit(form) == verdict


def test_events_captured_into_our_own_account_stay(clinic: Clinic, form: str) -> None:
    namespace = clinic.put("eventhub:Namespace", "events", zone="phi", **CLOSED)
    archive = clinic.account("archive")
    capture = {"enabled": True, "destination": {"storageAccountResourceId": archive.id}}
    clinic.part("eventhub:EventHub", "hub", namespaceName=namespace.name, captureDescription=capture)
    assert ("replicate", "events", "archive", True) in clinic.edges(form)
    assert clinic.exit(form) == "proven"


def topic(clinic: Clinic, **inputs: Any) -> Made:
    return clinic.put("eventgrid:Topic", "topic", zone="phi", **{**CLOSED, **inputs})


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"publicNetworkAccess": "Enabled"}, "violated"),
        ({"publicNetworkAccess": "Enabled", "inboundIpRules": [{"ipMask": "10.0.0.0/8", "action": "Allow"}]}, "proven"),
        ({"publicNetworkAccess": "Enabled", "inboundIpRules": [{"ipMask": "203.0.113.0/24", "action": "Allow"}]}, "violated"),
    ],
)
def test_a_topic_takes_events_from_whom_it_lets_in(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    topic(clinic, **settings)
    assert clinic.exit(form) == verdict


def hook(url: str) -> dict[str, Any]:
    return {"endpointType": "WebHook", "endpointUrl": url}


def test_a_webhook_is_an_exit(clinic: Clinic, form: str) -> None:
    clinic.part("eventgrid:TopicEventSubscription", "sub", topicName=topic(clinic).name, destination=hook("https://vendor.example.com/in"))
    assert clinic.exit(form) == "violated"


def test_a_webhook_whose_address_is_not_shown_is_an_exit(clinic: Clinic, form: str) -> None:
    clinic.part("eventgrid:TopicEventSubscription", "sub", topicName=topic(clinic).name, destination={"endpointType": "WebHook"})
    assert clinic.exit(form) == "violated"


def test_a_webhook_that_the_reviewer_vouches_for_is_ours(clinic: Clinic, form: str) -> None:
    url = "https://hooks.clinic.example/in"
    clinic.part("eventgrid:TopicEventSubscription", "sub", topicName=topic(clinic).name, destination=hook(url))
    assert clinic.exit(form, vouched("hooks.clinic.example")) == "proven"


@pytest.mark.parametrize(("subscription", "verdict"), [(OTHER, "proven"), (THEIRS, "violated")])
def test_events_delivered_to_a_queue_of_a_stranger_leave(clinic: Clinic, form: str, subscription: str, verdict: str) -> None:
    queue = f"/subscriptions/{subscription}/resourceGroups/x/providers/Microsoft.ServiceBus/namespaces/n/queues/q"
    destination = {"endpointType": "ServiceBusQueue", "resourceId": queue}
    clinic.part("eventgrid:TopicEventSubscription", "sub", topicName=topic(clinic).name, destination=destination)
    assert clinic.exit(form) == verdict


def test_a_subscription_to_an_accounts_own_events_is_followed(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    clinic.part("eventgrid:EventSubscription", "sub", scope=records.id, destination=hook("https://vendor.example.com/in"))
    assert ("replicate", "records", "internet", True) in clinic.edges(form)


def test_a_system_topic_carries_events_of_its_source(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    system = clinic.put("eventgrid:SystemTopic", "system", source=records.id, topicType="Microsoft.Storage.StorageAccounts")
    inner = clinic.put("eventhub:Namespace", "events", zone="inference", **CLOSED)
    destination = {"endpointType": "EventHub", "resourceId": inner.id}
    clinic.part("eventgrid:SystemTopicEventSubscription", "sub", systemTopicName=system.name, destination=destination)
    assert clinic.redaction(form) == "violated"


def test_what_is_subscribed_to_out_of_sight_is_said(clinic: Clinic, form: str) -> None:
    clinic.part("eventgrid:TopicEventSubscription", "sub", topicName="elsewhere", destination=hook("https://vendor.example.com/in"))
    assert clinic.unreadable(form) == {"sub"}
