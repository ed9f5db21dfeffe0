"""Audit trail: who did what, in every region, to the log archive and to alarms.

The trail may stand in another account than the archive (an organization's in its management account), so the two are two components.
Sources: AWS CloudTrail User Guide, "CloudTrail trail naming requirements", "Creating a trail for an organization", "Validating CloudTrail
log file integrity", "Logging data events" (advanced event selectors), "Working with CloudTrail Insights", "Role policy document for
CloudTrail to use CloudWatch Logs for monitoring"; 45 CFR 164.312(b) (audit controls). Alarms: `audit_alarms`.
"""

import json
import re
from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import cloudtrail, cloudwatch, iam

from ai_zones.aws.audit_alarms import alarms_with_break_glass, build_audit_alarms
from ai_zones.aws.naming import MAX_IAM_NAME, arn, child, log_group_arn, partition_of, physical_name
from ai_zones.aws.policy_document import allow, render
from ai_zones.aws.tags import DataClass, tags_for
from ai_zones.aws.validation import (
    SIX_YEARS_DAYS,
    AccountId,
    ComponentInput,
    ExtraTags,
    IamRoleArn,
    OrganizationId,
    Reference,
    Region,
    RetentionDays,
    ZoneText,
)

MAX_TRAIL_NAME = 128
INSIGHTS = ("ApiCallRateInsight", "ApiErrorRateInsight")


class AwsAuditTrailArgs(TypedDict):
    """Inputs of `AwsAuditTrail`."""

    region: str
    """Home region of the trail; it records all regions."""
    account_id: str
    """Account that owns the trail; the management account for an organization trail."""
    archive_bucket_name: pulumi.Input[str]
    """Locked bucket of the log archive, whose policy names this trail (`AwsLogArchiveArgs.trail_arns`)."""
    archive_key_arn: pulumi.Input[str]
    """Key of the log archive."""
    log_key_arn: pulumi.Input[str]
    """Key of this account that encrypts the log group, named `audit_log_group(<component>)`."""
    alarm_topic_arn: pulumi.Input[str]
    """Topic of this account at which alarms arrive."""
    data_buckets: NotRequired[list[str]]
    """Names of buckets whose every object access is recorded: PHI stores. Default: none."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`): the trail then records all of its accounts. Default: this account alone."""
    break_glass_role_arns: NotRequired[list[str]]
    """Roles whose use raises an alarm. Default: none."""
    zone: NotRequired[str]
    """Zone that the trail belongs to. Default: `management`."""
    log_retention_days: NotRequired[int]
    """Days that the log group keeps events, one of the values of CloudWatch Logs; the archive keeps them anyway. Default: 365."""
    removable: NotRequired[bool]
    """Lifts the protection of the trail and of the log group. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class AuditTrail(ComponentInput):
    """Parsed `AwsAuditTrailArgs`."""

    region: Region
    account_id: AccountId
    archive_bucket_name: Reference
    archive_key_arn: Reference
    log_key_arn: Reference
    alarm_topic_arn: Reference
    data_buckets: list[str] = pydantic.Field(default_factory=list)
    organization_id: OrganizationId | None = None
    break_glass_role_arns: list[IamRoleArn] = pydantic.Field(default_factory=list)
    zone: ZoneText = "management"
    log_retention_days: RetentionDays = 365
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _keeps_long_enough(self) -> Self:
        if self.log_retention_days < 90:
            raise ValueError(f"log_retention_days: given {self.log_retention_days}, must be 90 or more; {SIX_YEARS_DAYS} are six years")
        return self


def audit_trail_name(component: str) -> str:
    """Name of the trail, known before it is built: 3 to 128 letters, digits and hyphens, no two of these together."""
    return re.sub(r"-{2,}", "-", physical_name(component, limit=MAX_TRAIL_NAME)).strip("-")


def audit_trail_arn(component: str, *, region: str, account_id: str) -> str:
    """ARN of the trail, for the policies of the log archive."""
    return arn("cloudtrail", f"trail/{audit_trail_name(component)}", region=region, account_id=account_id)


def audit_log_group(component: str) -> str:
    """Log group of the trail, for the policy of the key that encrypts it."""
    return f"/ai-zones/{component}/audit-trail"


def trail_trust_policy(component: str, *, region: str, account_id: str) -> str:
    """Only this trail may take the role."""
    statement = {
        "Sid": "ThisTrail",
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {
                "aws:SourceAccount": account_id,
                "aws:SourceArn": audit_trail_arn(component, region=region, account_id=account_id),
            }
        },
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trail_delivery_policy(component: str, *, region: str, account_id: str, organization_id: str | None) -> str:
    """Write the trail's own log streams. Those of an organization trail begin with the organization's id."""
    group = log_group_arn(audit_log_group(component), region=region, account_id=account_id)
    owners = [account_id, *([organization_id] if organization_id else [])]
    streams = [
        f"{group}:log-stream:{owner}_CloudTrail_{region}*" if owner == account_id else f"{group}:log-stream:{owner}_*" for owner in owners
    ]
    statement = allow("WriteItsStreams", actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=streams)
    del statement["Principal"]
    return render([statement])


class AwsAuditTrail(pulumi.ComponentResource):
    """Multi-region trail with validated log files, its log group, metric filters and alarms. Protected: `destroy` refuses the trail."""

    trail_arn: pulumi.Output[str]
    """ARN of the trail."""
    log_group_name: pulumi.Output[str]
    """Log group that events also go to, for alarms."""

    def __init__(self, name: str, args: AwsAuditTrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        form = AuditTrail.parse(name, args)
        super().__init__("ai-zones:index:AwsAuditTrail", name, {}, opts)
        group = cloudwatch.LogGroup(
            child(name, "log-group"),
            name=audit_log_group(name),
            log_group_class="STANDARD",
            kms_key_id=form.log_key_arn,
            retention_in_days=form.log_retention_days,
            deletion_protection_enabled=not form.removable,
            skip_destroy=False,
            tags=tags_for(form.zone, child(name, "log-group"), extra=form.tags, data_class=DataClass.INTERNAL),
            opts=pulumi.ResourceOptions(parent=self, protect=not form.removable, delete_before_replace=True),
        )
        role, written = self._role(name, form)
        trail = cloudtrail.Trail(
            child(name, "trail"),
            name=audit_trail_name(name),
            s3_bucket_name=form.archive_bucket_name,
            kms_key_id=form.archive_key_arn,
            is_multi_region_trail=True,
            is_organization_trail=form.organization_id is not None,
            include_global_service_events=True,
            enable_log_file_validation=True,
            enable_logging=True,
            cloud_watch_logs_group_arn=pulumi.Output.concat(group.arn, ":*"),
            cloud_watch_logs_role_arn=role.arn,
            advanced_event_selectors=self._selectors(form),
            insight_selectors=[cloudtrail.TrailInsightSelectorArgs(insight_type=kind) for kind in INSIGHTS],
            tags=tags_for(form.zone, child(name, "trail"), extra=form.tags),
            opts=pulumi.ResourceOptions(parent=self, protect=not form.removable, depends_on=[written], delete_before_replace=True),
        )
        build_audit_alarms(
            name,
            alarms=alarms_with_break_glass(form.break_glass_role_arns),
            zone=form.zone,
            log_group_name=group.name,
            topic_arn=form.alarm_topic_arn,
            extra_tags=form.tags,
            parent=self,
        )
        self.trail_arn = trail.arn
        self.log_group_name = group.name
        self.register_outputs({"trailArn": self.trail_arn, "logGroupName": self.log_group_name})

    def _role(self, name: str, form: AuditTrail) -> tuple[iam.Role, iam.RolePolicy]:
        role_name = physical_name(name, "to-logs", limit=MAX_IAM_NAME)
        role = iam.Role(
            child(name, "role"),
            name=role_name,
            description=f"Writes the events of {name} to its log group",
            assume_role_policy=trail_trust_policy(name, region=form.region, account_id=form.account_id),
            max_session_duration=3600,
            tags=tags_for(form.zone, role_name, extra=form.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        policy = iam.RolePolicy(
            child(name, "role-policy"),
            name="write-events",
            role=role.name,
            policy=trail_delivery_policy(name, region=form.region, account_id=form.account_id, organization_id=form.organization_id),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return role, policy

    def _selectors(self, form: AuditTrail) -> list[cloudtrail.TrailAdvancedEventSelectorArgs]:
        field = cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
        chosen = [
            cloudtrail.TrailAdvancedEventSelectorArgs(
                name="Every management event", field_selectors=[field(field="eventCategory", equals=["Management"])]
            )
        ]
        if form.data_buckets:
            objects = [f"arn:{partition_of(form.region)}:s3:::{bucket}/" for bucket in sorted(form.data_buckets)]
            chosen.append(
                cloudtrail.TrailAdvancedEventSelectorArgs(
                    name="Every access to objects of PHI stores",
                    field_selectors=[
                        field(field="eventCategory", equals=["Data"]),
                        field(field="resources.type", equals=["AWS::S3::Object"]),
                        field(field="resources.ARN", starts_withs=objects),
                    ],
                )
            )
        return chosen
