"""Alarms: people are told when somebody changes what keeps a zone apart, when a perimeter refuses, when a peer's tunnel is down.

Entries of the audit logs are matched as they come in, for what happens once may not wait for a metric. What the CIS benchmark names is counted too.
A message names the operation and who did it; no entry's content is drawn out of it. Each project watches its own logs; all tell the same people.
Sources: Cloud Monitoring documentation, "Alerting on logs" (a log-match condition stands alone, with a notification rate limit), "Create and manage
notification channels", "Alerting policies: severity", "Metrics: vpn" (`tunnel_established`); Cloud Logging, "Log-based metrics overview"; 45 CFR
164.308(a)(1)(ii)(D) (review of activity), 164.308(a)(6) (incidents), 164.312(b).
"""

from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import logging, monitoring

from ai_zones.gcp.alarm_subjects import SESSIONS, SUBJECTS, TUNNELS, Subject
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.validation import ProjectInput, ZoneText
from ai_zones.inputs import matches

QUIET_SECONDS: Final = 300
"""Between two messages of one subject."""
CLOSE_SECONDS: Final = 7 * 86_400
DOWN_SECONDS: Final = 300
CHANNEL: Final = r"projects/[a-z0-9.:-]+/notificationChannels/\d+"

Email = Annotated[str, matches(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address")]
Topic = Annotated[
    str, matches(r"projects/[a-z0-9.:-]+/topics/[A-Za-z][\w.~+%-]{2,254}", "a topic, such as projects/acme-soc/topics/alarms")
]
Channel = Annotated[str, matches(CHANNEL, "a notification channel, such as projects/acme-prod-phi/notificationChannels/123")]
Label = Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]


class GcpAlarmsArgs(TypedDict):
    """Inputs of `GcpAlarms`: `emails`, `topics` or `channels`."""

    zone: str
    """Zone that is watched."""
    project: str
    """Project of the zone."""
    emails: NotRequired[dict[str, str]]
    """Name → mail address of who is told. Default: none."""
    topics: NotRequired[dict[str, str]]
    """Name → Pub/Sub topic of a program that is told; Monitoring's agent must publish there. Default: none."""
    channels: NotRequired[list[str]]
    """Notification channels of this project that stand already. Default: none."""
    peers: NotRequired[bool]
    """True tells of tunnels that are down and sessions that change: for zones that have peers. Default False."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class Alarms(ProjectInput):
    """Parsed `GcpAlarmsArgs`."""

    zone: ZoneText
    emails: dict[Label, Email] = pydantic.Field(default_factory=dict)
    topics: dict[Label, Topic] = pydantic.Field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    peers: bool = False

    @pydantic.model_validator(mode="after")
    def _somebody_is_told(self) -> Self:
        if not (self.emails or self.topics or self.channels):
            raise ValueError("emails, topics, channels: give people, programs or channels; nobody else hears")
        if both := sorted(set(self.emails) & set(self.topics)):
            raise ValueError(f"topics.{both[0]}: is a name of emails too; give each its own")
        if away := [one for one in self.channels if one.split("/")[1] != self.project]:
            raise ValueError(f"channels: given {away[0]}, a channel tells of its own project alone, {self.project}")
        return self

    def subjects(self) -> dict[str, Subject]:
        """What is watched."""
        return {**SUBJECTS, **({"sessions": SESSIONS} if self.peers else {})}


class GcpAlarms(pulumi.ComponentResource):
    """Notification channels, alerting policies and metrics of one project."""

    channels: list[pulumi.Output[str]]
    """Paths of the channels that are told."""

    def __init__(self, name: str, args: GcpAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Alarms.parse(name, args)
        super().__init__("ai-zones:index:GcpAlarms", name, {}, children_wait(opts))
        self._name, self._given = name, given
        made = [
            *(self._channel(label, "email", {"email_address": address}) for label, address in sorted(given.emails.items())),
            *(self._channel(label, "pubsub", {"topic": topic}) for label, topic in sorted(given.topics.items())),
        ]
        self.channels = [*(pulumi.Output.from_input(one) for one in sorted(given.channels)), *(one.name for one in made)]
        for label, subject in sorted(given.subjects().items()):
            self._watch(label, subject)
            if subject.counted:
                self._count(label, subject)
        if given.peers:
            self._tunnels()
        self.register_outputs({"channels": self.channels})

    def _channel(self, label: str, kind: str, how: dict[str, str]) -> monitoring.NotificationChannel:
        return monitoring.NotificationChannel(
            child(self._name, "to", label),
            project=self._given.project,
            display_name=f"{self._name}: {label}",
            type=kind,
            labels=how,
            enabled=True,
            # A channel that alarms still name is not taken away from them.
            force_delete=False,
            user_labels=self._labels(),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _labels(self) -> dict[str, str]:
        return {"ai-zone": self._given.zone, **self._given.labels}

    def _policy(self, label: str, why: str, severity: str, condition: Any, strategy: Any) -> None:
        monitoring.AlertPolicy(
            child(self._name, label),
            project=self._given.project,
            display_name=f"{self._given.zone}: {why}",
            combiner="OR",
            enabled=True,
            severity=severity,
            conditions=[condition],
            alert_strategy=strategy,
            notification_channels=self.channels,
            documentation=monitoring.AlertPolicyDocumentationArgs(
                mime_type="text/markdown",
                subject=f"AI Zones, {self._given.zone}: {why}",
                content=f"{why}, in project {self._given.project} (zone {self._given.zone}). Look who it was in the audit logs, and whether it was asked for.",
            ),
            user_labels=self._labels(),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _watch(self, label: str, subject: Subject) -> None:
        condition = monitoring.AlertPolicyConditionArgs(
            display_name=subject.why, condition_matched_log=monitoring.AlertPolicyConditionConditionMatchedLogArgs(filter=subject.filter)
        )
        strategy = monitoring.AlertPolicyAlertStrategyArgs(
            auto_close=f"{CLOSE_SECONDS}s",
            notification_rate_limit=monitoring.AlertPolicyAlertStrategyNotificationRateLimitArgs(period=f"{QUIET_SECONDS}s"),
        )
        self._policy(label, subject.why, subject.severity, condition, strategy)

    def _count(self, label: str, subject: Subject) -> None:
        logging.Metric(
            child(self._name, label, "count"),
            name=resource_name(Kind.LOG, self._name, label),
            project=self._given.project,
            description=subject.why,
            filter=subject.filter,
            metric_descriptor=logging.MetricMetricDescriptorArgs(metric_kind="DELTA", value_type="INT64", unit="1"),
            opts=after(self),
        )

    def _tunnels(self) -> None:
        condition = monitoring.AlertPolicyConditionArgs(
            display_name="A tunnel is down",
            condition_threshold=monitoring.AlertPolicyConditionConditionThresholdArgs(
                filter=TUNNELS,
                comparison="COMPARISON_LT",
                threshold_value=1,
                duration=f"{DOWN_SECONDS}s",
                # Each tunnel by itself: that the other one stands is no comfort.
                aggregations=[
                    monitoring.AlertPolicyConditionConditionThresholdAggregationArgs(
                        alignment_period="60s", per_series_aligner="ALIGN_MEAN"
                    )
                ],
                trigger=monitoring.AlertPolicyConditionConditionThresholdTriggerArgs(count=1),
                evaluation_missing_data="EVALUATION_MISSING_DATA_ACTIVE",
            ),
        )
        strategy = monitoring.AlertPolicyAlertStrategyArgs(auto_close=f"{CLOSE_SECONDS}s")
        self._policy("tunnels", "A tunnel to a peer is down", "ERROR", condition, strategy)
