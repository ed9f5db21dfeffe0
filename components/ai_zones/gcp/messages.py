"""Messages of a zone: topics under the zone's key that stay in its region, and subscriptions that programs pull from; nothing is pushed anywhere.

What can't be worked on goes to a topic of its own and is kept; nothing expires. Google's agent for Pub/Sub moves it there, and gets the two rights for it.
Sources: Pub/Sub documentation, "Configure message storage policies" (regions, in transit too), "Configure message encryption", "Dead-letter topics"
(5 to 100 attempts; publisher on the topic, subscriber on the subscription), "Subscription properties" (expiration, 10 minutes to 31 days),
"Exactly-once delivery", "Access control with IAM"; provider reference, `gcp.pubsub.Topic`, `gcp.pubsub.Subscription`, `gcp.pubsub.TopicIAMPolicy`
(replaces every grant).
"""

import json
from typing import Annotated, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import pubsub

from ai_zones.gcp.bigquery_input import STORE_CLASSES
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.service_agents import AGENTS, KeyUse, agent_address
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ComponentInput, Member, Reference

ADDS: Final = "roles/pubsub.publisher"
TAKES: Final = "roles/pubsub.subscriber"
DAY_SECONDS = 86_400


class GcpTopicArgs(TypedDict):
    """A topic with its subscriptions."""

    publishers: NotRequired[list[str]]
    """Principals that send. Default: none."""
    subscriptions: NotRequired[dict[str, list[str]]]
    """Who pulls: principals, by the subscription's name. Default: none."""
    ordered: NotRequired[bool]
    """Whether messages of one key come in the order in which they were sent. Default: false."""


class GcpMessagesArgs(TypedDict):
    """Inputs of `GcpMessages`."""

    zone: str
    """Zone whose messages they are."""
    project: str
    """Id of the zone's project."""
    project_number: pulumi.Input[str]
    """Its number, by which Google's agent is named."""
    region: str
    """Region in which messages are kept, and no other."""
    kms_key: pulumi.Input[str]
    """Key that encrypts them, for `pubsub`; of the same region."""
    topics: dict[str, GcpTopicArgs]
    """Topics by name, such as `admissions`."""
    kept_days: NotRequired[int]
    """Days for which a message waits that nobody took, 1 to 31. Default: 7."""
    attempts: NotRequired[int]
    """Deliveries after which a message is put aside, 5 to 100. Default: 5."""
    removable: NotRequired[bool]
    """Lifts Pulumi's and the provider's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Topic(ComponentInput):
    """Parsed `GcpTopicArgs`."""

    publishers: tuple[Member, ...] = ()
    subscriptions: dict[Label, tuple[Member, ...]] = pydantic.Field(default_factory=dict)
    ordered: bool = False


class Messages(EncryptedInput):
    """Parsed `GcpMessagesArgs`."""

    project_number: Reference
    topics: Annotated[dict[Label, Topic], pydantic.Field(min_length=1)]
    kept_days: int = pydantic.Field(default=7, ge=1, le=31)
    attempts: int = pydantic.Field(default=5, ge=5, le=100)

    def topic_name(self, *parts: str) -> str:
        """Name of a topic or subscription."""
        return resource_name(Kind.PUBSUB, self.zone, *parts)


class GcpMessages(pulumi.ComponentResource):
    """Topics, subscriptions, and what is put aside. Protected by Pulumi and by the provider: `destroy` refuses them."""

    topic_ids: dict[str, str]
    """`projects/<project>/topics/<topic>` of each, by its name."""
    subscription_ids: dict[str, str]
    """`projects/<project>/subscriptions/<subscription>` of each, by `<topic>/<subscription>`."""

    def __init__(self, name: str, args: GcpMessagesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Messages.parse(name, args)
        super().__init__("ai-zones:index:GcpMessages", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self._agent = pulumi.Output.concat("serviceAccount:", agent_address(AGENTS[KeyUse.PUBSUB], given.project_number))
        self.topic_ids = {label: f"projects/{given.project}/topics/{given.topic_name(label)}" for label in sorted(given.topics)}
        self.subscription_ids = {}
        for label, topic in sorted(given.topics.items()):
            made = self._topic(label, publishers=topic.publishers, forwarded=False)
            aside = self._topic(f"{label}-aside", publishers=(), forwarded=True) if topic.subscriptions else None
            for who, members in sorted(topic.subscriptions.items()):
                self.subscription_ids[f"{label}/{who}"] = self._subscription(label, who, members, topic, made, aside)
            if aside is not None:
                # Without a subscription what is put aside would be lost at once.
                self._subscription(f"{label}-aside", "kept", (), topic, aside, None)
        self.register_outputs({"topicIds": self.topic_ids, "subscriptionIds": self.subscription_ids})

    def _topic(self, label: str, *, publishers: tuple[str, ...], forwarded: bool) -> pubsub.Topic:
        given = self._given
        made = pubsub.Topic(
            child(self._name, label),
            name=given.topic_name(label),
            project=given.project,
            kms_key_name=given.kms_key,
            message_storage_policy=pubsub.TopicMessageStoragePolicyArgs(
                allowed_persistence_regions=[given.region], enforce_in_transit=True
            ),
            deletion_policy="DELETE" if given.removable else "PREVENT",
            labels=given.labels_of(data_class=STORE_CLASSES.get(given.zone)),
            opts=after(self, protect=not given.removable),
        )
        members: list[pulumi.Input[str]] = [self._agent] if forwarded else [*sorted(set(publishers))]
        pubsub.TopicIAMPolicy(
            child(self._name, label, "policy"),
            project=given.project,
            topic=given.topic_name(label),
            policy_data=_policy(ADDS, members),
            opts=after(self, made),
        )
        return made

    def _subscription(
        self, label: str, who: str, members: tuple[str, ...], topic: Topic, made: pubsub.Topic, aside: pubsub.Topic | None
    ) -> str:
        given = self._given
        known = given.topic_name(label, who)
        path = f"projects/{given.project}/subscriptions/{known}"
        subscription = pubsub.Subscription(
            child(self._name, label, who),
            name=known,
            project=given.project,
            topic=f"projects/{given.project}/topics/{given.topic_name(label)}",
            ack_deadline_seconds=60,
            message_retention_duration=f"{given.kept_days * DAY_SECONDS}s",
            expiration_policy=pubsub.SubscriptionExpirationPolicyArgs(ttl=""),
            enable_message_ordering=topic.ordered,
            enable_exactly_once_delivery=True,
            dead_letter_policy=pubsub.SubscriptionDeadLetterPolicyArgs(
                dead_letter_topic=f"projects/{given.project}/topics/{given.topic_name(f'{label}-aside')}",
                max_delivery_attempts=given.attempts,
            )
            if aside is not None
            else None,
            deletion_policy="DELETE" if given.removable else "PREVENT",
            labels=given.labels_of(data_class=STORE_CLASSES.get(given.zone)),
            opts=after(self, made, [aside] if aside is not None else [], protect=not given.removable),
        )
        takers: list[pulumi.Input[str]] = [*sorted(set(members)), *([self._agent] if aside is not None else [])]
        pubsub.SubscriptionIAMPolicy(
            child(self._name, label, who, "policy"),
            project=given.project,
            subscription=known,
            policy_data=_policy(TAKES, takers),
            opts=after(self, subscription),
        )
        return path


def _policy(role: str, members: list[pulumi.Input[str]]) -> pulumi.Input[str]:
    """All that anybody may do with it."""

    def written(known: list[str]) -> str:
        bindings = [{"role": role, "members": sorted(known)}] if known else []
        return json.dumps({"bindings": bindings}, sort_keys=True, separators=(",", ":"))

    if all(isinstance(one, str) for one in members):
        return written([str(one) for one in members])
    return pulumi.Output.all(*members).apply(written)
