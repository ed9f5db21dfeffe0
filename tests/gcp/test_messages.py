"""Messages stay in their region under the zone's key, are pulled and never pushed, and what can't be worked on is kept."""

import json
from typing import Any

import pytest

from ai_zones.gcp.messages import GcpMessages
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import NUMBER, PLACE, PROJECT, REGION, Recording, record

KEY = key_path(PROJECT, REGION, "phi-keys", "pubsub")
TOPIC, SUBSCRIPTION = "pubsub/topic:Topic", "pubsub/subscription:Subscription"
SENDS, PULLS = "serviceAccount:feed@acme-prod-phi.iam.gserviceaccount.com", "serviceAccount:worker@acme-prod-phi.iam.gserviceaccount.com"
AGENT = f"serviceAccount:service-{NUMBER}@gcp-sa-pubsub.iam.gserviceaccount.com"


def messages(**changes: Any) -> Recording:
    args: Any = {
        **PLACE, "zone": "phi", "project_number": NUMBER, "kms_key": KEY,
        "topics": {"admissions": {"publishers": [SENDS], "subscriptions": {"worker": [PULLS]}}}, **changes,
    }  # fmt: skip

    def program() -> Any:
        made = GcpMessages("messages", args)
        return [made.topic_ids, made.subscription_ids]

    return record(program)


def members(recording: Recording, kind: str, name: str) -> dict[str, list[str]]:
    policy = json.loads(recording.one(kind, name).inputs["policyData"])
    return {one["role"]: one["members"] for one in policy["bindings"]}


def test_messages_stay_in_their_region_under_the_zones_key() -> None:
    for made in messages().of(TOPIC):
        assert made.inputs["kmsKeyName"] == KEY
        assert made.inputs["messageStoragePolicy"] == {"allowedPersistenceRegions": [REGION], "enforceInTransit": True}
        assert made.inputs["labels"] == {"ai-zone": "phi", "data-class": "phi"}


def test_messages_are_pulled_and_never_pushed() -> None:
    for made in messages().of(SUBSCRIPTION):
        assert {"pushConfig", "bigqueryConfig", "cloudStorageConfig"} & set(made.inputs) == set()
    assert messages().result == [
        {"admissions": f"projects/{PROJECT}/topics/phi-admissions"},
        {"admissions/worker": f"projects/{PROJECT}/subscriptions/phi-admissions-worker"},
    ]


def test_what_cant_be_worked_on_is_put_aside_and_kept() -> None:
    recording = messages(attempts=10)
    worker, kept = recording.one(SUBSCRIPTION, "messages-admissions-worker"), recording.one(SUBSCRIPTION, "messages-admissions-aside-kept")
    assert worker.inputs["deadLetterPolicy"] == {
        "deadLetterTopic": f"projects/{PROJECT}/topics/phi-admissions-aside",
        "maxDeliveryAttempts": 10,
    }
    assert "deadLetterPolicy" not in kept.inputs
    assert kept.inputs["topic"] == f"projects/{PROJECT}/topics/phi-admissions-aside"
    assert {one.inputs["expirationPolicy"]["ttl"] for one in (worker, kept)} == {""}


def test_each_principal_does_its_own_part_and_googles_agent_moves_what_is_put_aside() -> None:
    recording = messages()
    topic, subscription = "pubsub/topicIAMPolicy:TopicIAMPolicy", "pubsub/subscriptionIAMPolicy:SubscriptionIAMPolicy"
    assert members(recording, topic, "messages-admissions-policy") == {"roles/pubsub.publisher": [SENDS]}
    assert members(recording, topic, "messages-admissions-aside-policy") == {"roles/pubsub.publisher": [AGENT]}
    assert members(recording, subscription, "messages-admissions-worker-policy") == {"roles/pubsub.subscriber": sorted([PULLS, AGENT])}
    assert members(recording, subscription, "messages-admissions-aside-kept-policy") == {}


def test_topics_and_subscriptions_are_protected_by_pulumi_and_the_provider() -> None:
    for removable in (False, True):
        recording = messages(removable=removable)
        for made in (*recording.of(TOPIC), *recording.of(SUBSCRIPTION)):
            assert (made.protect, made.inputs["deletionPolicy"]) == (not removable, "DELETE" if removable else "PREVENT")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"topics": {}}, "topics"),
        ({"topics": {"a": {"publishers": ["allUsers"]}}}, "never allUsers"),
        ({"kept_days": 32}, "kept_days: given 32"),
        ({"attempts": 1}, "attempts: given 1"),
        ({"topics": {"a": {"push": "https://example.com"}}}, "is not an input"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_messages_that_cant_be_kept_are_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        messages(**changes)
