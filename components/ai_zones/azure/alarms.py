"""Alarms of a subscription: who is told, and of what: changes of roads, filters, roles, guardrails and records, attacks, loss, break-glass.

Sources: Azure Monitor documentation, "Action groups" (short name of 12 characters; webhooks with Microsoft Entra authentication), "Activity log
alerts" (scope: the subscription of the rule; location global), "Create a log search alert rule", "Metric alerts"; and those of
`alarm_subjects`. Sign-ins of Microsoft Entra ID reach the workspace by the tenant's own diagnostic settings.
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import monitor

from ai_zones.azure import arm
from ai_zones.azure.alarm_subjects import HEALTH, OPERATIONS, SEARCHES, Health, Search, break_glass
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import ActionGroupId, Name, ObjectId, WorkspaceId
from ai_zones.azure.validation import ComponentInput, TenantId, ZonedInput
from ai_zones.inputs import matches

ACTION_GROUP: Final = "Microsoft.Insights/actionGroups"
GLOBAL: Final = "global"
GROUP_PLACES: Final = (GLOBAL, "germanywestcentral", "northcentralus", "southcentralus", "swedencentral")
"""Places that an action group can stand in: "Create an action group", field Region."""
EVERY: Final = "PT5M"
Email = Annotated[str, matches(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address")]


class AzureAlarmHookArgs(TypedDict):
    """A program that is told, and to which Azure proves itself by Microsoft Entra ID."""

    uri: str
    """`https://` address."""
    application_object_id: str
    """Object id of the application that stands for the program."""
    identifier_uri: str
    """Identifier of that application: the audience of the token."""


class AzureAlarmsArgs(TypedDict):
    """Inputs of `AzureAlarms`."""

    subscription_id: str
    """Subscription that is watched, and that the rules stand in."""
    resource_group_name: str
    """Resource group of the rules."""
    location: str
    """Region of the archive: searches run there."""
    workspace_id: pulumi.Input[str]
    """Workspace of the archive."""
    emails: NotRequired[dict[str, str]]
    """People who are told, by a stable name. Needed unless `hooks` or `action_group_id` is given."""
    hooks: NotRequired[dict[str, AzureAlarmHookArgs]]
    """Programs that are told, by a stable name. Default: none."""
    action_group_id: NotRequired[pulumi.Input[str] | None]
    """Action group of another subscription of ours, in place of one that is made. Default: one is made."""
    tenant_id: NotRequired[str | None]
    """Microsoft Entra tenant; needed with `hooks`. Default: none."""
    break_glass_user_ids: NotRequired[list[str]]
    """Object ids of the accounts for emergencies: every sign-in is told. Default: none."""
    resource_ids: NotRequired[dict[str, str]]
    """Stores and vaults whose loss is told, by a stable name. Default: none."""
    searches: NotRequired[bool]
    """False leaves out the searches of the archive: one subscription needs to make them. Default: true."""
    people_location: NotRequired[str]
    """Where alarms are processed: `global`, or one of the few regions that keep them, such as `swedencentral`. Default: `global`; no alarm
    holds a patient's data."""
    zone: NotRequired[str]
    """Zone that the rules belong to. Default: `management`."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class AlarmHook(ComponentInput):
    """Parsed `AzureAlarmHookArgs`."""

    uri: Annotated[str, matches(r"https://[^\s]+", "an https:// address")]
    application_object_id: ObjectId
    identifier_uri: Annotated[str, matches(r"api://[^\s]+", "an api:// identifier")]


class Alarms(ZonedInput):
    """Parsed `AzureAlarmsArgs`."""

    zone: str = "management"
    workspace_id: WorkspaceId
    emails: dict[Name, Email] = pydantic.Field(default_factory=dict)
    hooks: dict[Name, AlarmHook] = pydantic.Field(default_factory=dict)
    action_group_id: ActionGroupId = None
    tenant_id: TenantId | None = None
    break_glass_user_ids: list[ObjectId] = pydantic.Field(default_factory=list)
    resource_ids: dict[Name, str] = pydantic.Field(default_factory=dict)
    searches: bool = True
    people_location: Annotated[str, matches("|".join(GROUP_PLACES), f"one of {', '.join(GROUP_PLACES)}")] = GLOBAL

    @pydantic.field_validator("resource_ids")
    @classmethod
    def _can_be_lost(cls, given: dict[str, str]) -> dict[str, str]:
        for label, resource_id in given.items():
            _health(label, resource_id)
        return given

    @pydantic.model_validator(mode="after")
    def _somebody_is_told(self) -> Self:
        told = bool(self.emails or self.hooks)
        if told == (self.action_group_id is not None):
            raise ValueError(
                "emails, hooks, action_group_id: give people or programs, or one action group that knows them; nobody else hears"
            )
        if self.hooks and self.tenant_id is None:
            raise ValueError("tenant_id: is required with hooks; Azure proves itself to them by a token of this tenant")
        return self

    @property
    def wanted(self) -> dict[str, Search]:
        """Searches that are made."""
        if not self.searches:
            return {}
        glass = {"break-glass": break_glass(self.break_glass_user_ids)} if self.break_glass_user_ids else {}
        return {**SEARCHES, **glass}


def _health(label: str, resource_id: str) -> tuple[str, Health]:
    try:
        kind = arm.parse(resource_id).type
    except ValueError as fault:
        raise ValueError(f"{label}: {fault}") from None
    for known, health in HEALTH.items():
        if known.lower() == kind.lower():
            return known, health
    raise ValueError(f"{label}: nothing is known of how {kind} shows that it is there; known are {', '.join(HEALTH)}")


class AzureAlarms(pulumi.ComponentResource):
    """Action group, and rules of three kinds."""

    action_group_id: pulumi.Output[str]
    """Action group that is told."""

    def __init__(self, name: str, args: AzureAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Alarms.parse(name, args)
        super().__init__("ai-zones:index:AzureAlarms", name, {}, children_wait(opts))
        self._name, self._given = name, given
        made = self._group() if given.action_group_id is None else None
        own = given.id_of(ACTION_GROUP, resource_name(Kind.MONITOR, name, "people"))
        self._told: pulumi.Input[str] = own if made is not None else given.action_group_id
        self._here = pulumi.ResourceOptions(parent=self, depends_on=[made] if made is not None else [], delete_before_replace=True)
        for subject, operations in OPERATIONS.items():
            self._operations(subject, operations)
        for subject, search in sorted(given.wanted.items()):
            self._search(subject, search)
        for label, resource_id in sorted(given.resource_ids.items()):
            self._loss(label, resource_id)
        self.action_group_id = pulumi.Output.from_input(self._told)
        self.register_outputs({"actionGroupId": self.action_group_id})

    def _group(self) -> pulumi.Resource:
        given = self._given
        group: pulumi.Resource = monitor.ActionGroup(
            child(self._name, "people"),
            action_group_name=resource_name(Kind.MONITOR, self._name, "people"),
            resource_group_name=given.resource_group_name,
            location=given.people_location,
            group_short_name="ai-zones",
            enabled=True,
            email_receivers=[
                monitor.MicrosoftCommonEmailReceiverArgs(name=label, email_address=address, use_common_alert_schema=True)
                for label, address in sorted(given.emails.items())
            ],
            webhook_receivers=[
                monitor.WebhookReceiverArgs(
                    name=label,
                    service_uri=hook.uri,
                    use_aad_auth=True,
                    object_id=hook.application_object_id,
                    identifier_uri=hook.identifier_uri,
                    tenant_id=given.tenant_id,
                    use_common_alert_schema=True,
                )
                for label, hook in sorted(given.hooks.items())
            ],
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return group

    def _operations(self, subject: str, operations: tuple[str, ...]) -> None:
        given = self._given
        monitor.ActivityLogAlert(
            child(self._name, "changed", subject),
            activity_log_alert_name=resource_name(Kind.MONITOR, self._name, "changed", subject),
            resource_group_name=given.resource_group_name,
            location=GLOBAL,
            scopes=[arm.subscription_scope(given.subscription_id)],
            enabled=True,
            description=f"Somebody changes {subject.replace('-', ' ')}",
            condition=monitor.AlertRuleAllOfConditionArgs(
                all_of=[
                    monitor.AlertRuleAnyOfOrLeafConditionArgs(field="category", equals="Administrative"),
                    monitor.AlertRuleAnyOfOrLeafConditionArgs(
                        any_of=[
                            monitor.AlertRuleLeafConditionArgs(field="operationName", equals=operation) for operation in sorted(operations)
                        ]
                    ),
                ]
            ),
            actions=monitor.ActionListArgs(action_groups=[monitor.ActionGroupArgs(action_group_id=self._told)]),
            tags=given.tags_of(),
            opts=self._here,
        )

    def _search(self, subject: str, search: Search) -> None:
        given = self._given
        monitor.ScheduledQueryRule(
            child(self._name, "found", subject),
            rule_name=resource_name(Kind.MONITOR, self._name, "found", subject),
            resource_group_name=given.resource_group_name,
            location=given.location,
            kind="LogAlert",
            display_name=search.why,
            description=search.why,
            severity=search.severity,
            enabled=True,
            scopes=[given.workspace_id],
            evaluation_frequency=EVERY,
            window_size=EVERY,
            auto_mitigate=False,
            # A table is there only after its first row.
            skip_query_validation=True,
            criteria=monitor.ScheduledQueryRuleCriteriaArgs(
                all_of=[
                    monitor.ConditionArgs(
                        criterion_type="StaticThresholdCriterion",
                        query=search.query,
                        time_aggregation="Count",
                        operator="GreaterThan",
                        threshold=0,
                        failing_periods=monitor.ConditionFailingPeriodsArgs(number_of_evaluation_periods=1, min_failing_periods_to_alert=1),
                    )
                ]
            ),
            actions=monitor.ActionsArgs(action_groups=[self._told]),
            tags=given.tags_of(),
            opts=self._here,
        )

    def _loss(self, label: str, resource_id: str) -> None:
        given = self._given
        kind, health = _health(label, resource_id)
        monitor.MetricAlert(
            child(self._name, "lost", label),
            rule_name=resource_name(Kind.MONITOR, self._name, "lost", label),
            resource_group_name=given.resource_group_name,
            location=GLOBAL,
            description=f"{label} does not answer",
            severity=1,
            enabled=True,
            auto_mitigate=True,
            scopes=[resource_id],
            evaluation_frequency=EVERY,
            window_size="PT15M",
            criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
                odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                all_of=[
                    monitor.MetricCriteriaArgs(
                        criterion_type="StaticThresholdCriterion",
                        name="answers",
                        metric_namespace=kind,
                        metric_name=health.metric,
                        time_aggregation=health.aggregation,
                        operator="LessThan",
                        threshold=health.below,
                    )
                ],
            ),
            actions=[monitor.MetricAlertActionArgs(action_group_id=self._told)],
            tags=given.tags_of(),
            opts=self._here,
        )
