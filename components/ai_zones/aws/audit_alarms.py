"""What a trail raises an alarm about: one metric filter and one alarm for each row.

Sources: CIS Amazon Web Services Foundations Benchmark, section 4 "Monitoring" (which events); Amazon CloudWatch Logs User Guide, "Filter
pattern syntax for metric filters" (JSON patterns); Amazon CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data";
45 CFR 164.308(a)(1)(ii)(D) (information system activity review).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from ai_zones.aws.naming import child
from ai_zones.aws.tags import tags_for

NAMESPACE = "AiZones/Audit"
PERIOD_SECONDS = 300


@dataclass(frozen=True)
class AuditAlarm:
    """Events that people must hear of."""

    key: str
    """Part of the names of filter, metric and alarm."""
    says: str
    """What happened, as a sentence for whoever is on call."""
    pattern: str
    """Filter pattern over CloudTrail's events."""
    threshold: int = 1
    """Events within five minutes that raise the alarm."""


def _named(source: str, *events: str) -> str:
    """Pattern of events of one service."""
    names = " || ".join(f"($.eventName = {event})" for event in events)
    return f"{{ ($.eventSource = {source}.amazonaws.com) && ({names}) }}"


ALARMS = (
    AuditAlarm(
        "root-use",
        "The root user of an account was used.",
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
    ),
    AuditAlarm(
        "console-without-mfa",
        "Somebody signed in to the console without multi-factor authentication.",
        '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") '
        '&& ($.responseElements.ConsoleLogin = "Success") }',
    ),
    AuditAlarm(
        "unauthorized-calls",
        "Many calls were refused: somebody may be trying doors.",
        '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
        threshold=20,
    ),
    AuditAlarm(
        "key-loss",
        "An encryption key was disabled or scheduled for deletion, or its policy changed.",
        _named("kms", "DisableKey", "ScheduleKeyDeletion", "PutKeyPolicy", "DeleteImportedKeyMaterial", "DisableKeyRotation"),
    ),
    AuditAlarm(
        "trail-change",
        "A trail was stopped, changed or deleted: what follows may leave no trace.",
        _named("cloudtrail", "StopLogging", "DeleteTrail", "UpdateTrail", "CreateTrail", "PutEventSelectors", "PutInsightSelectors"),
    ),
    AuditAlarm(
        "config-change",
        "AWS Config was stopped, or its delivery changed.",
        _named("config", "StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"),
    ),
    AuditAlarm(
        "detection-change",
        "Threat detection was switched off, or told to ignore findings.",
        _named("guardduty", "DeleteDetector", "UpdateDetector", "CreateFilter", "DisassociateFromAdministratorAccount", "CreateIPSet"),
    ),
    AuditAlarm(
        "bucket-policy-change",
        "Who may reach a bucket, or what becomes of its objects, changed.",
        _named(
            "s3",
            "PutBucketAcl",
            "PutBucketPolicy",
            "DeleteBucketPolicy",
            "PutBucketReplication",
            "PutBucketLifecycle",
            "PutBucketPublicAccessBlock",
            "DeleteBucketPublicAccessBlock",
            "PutAccountPublicAccessBlock",
            "DeleteAccountPublicAccessBlock",
            "PutObjectLockConfiguration",
        ),
    ),
    AuditAlarm(
        "network-change",
        "A road was added: a gateway, peering, route, transit attachment or VPN.",
        _named(
            "ec2",
            "CreateInternetGateway",
            "AttachInternetGateway",
            "CreateEgressOnlyInternetGateway",
            "CreateNatGateway",
            "CreateVpcPeeringConnection",
            "AcceptVpcPeeringConnection",
            "CreateRoute",
            "ReplaceRoute",
            "CreateTransitGatewayVpcAttachment",
            "CreateVpnConnection",
        ),
    ),
    AuditAlarm(
        "identity-change",
        "A user, an access key, a trust or a permission changed.",
        _named(
            "iam",
            "CreateUser",
            "CreateLoginProfile",
            "CreateAccessKey",
            "UpdateAssumeRolePolicy",
            "PutRolePolicy",
            "AttachRolePolicy",
            "DeleteRolePermissionsBoundary",
            "CreateSAMLProvider",
            "CreateOpenIDConnectProvider",
        ),
    ),
    AuditAlarm(
        "organization-change",
        "A guardrail of the organization, or its membership, changed.",
        _named(
            "organizations",
            "AttachPolicy",
            "DetachPolicy",
            "UpdatePolicy",
            "DeletePolicy",
            "DisablePolicyType",
            "LeaveOrganization",
            "RemoveAccountFromOrganization",
            "RegisterDelegatedAdministrator",
        ),
    ),
    AuditAlarm(
        "backup-loss",
        "A recovery point, a vault, its lock or its policy was deleted or changed.",
        _named(
            "backup",
            "DeleteRecoveryPoint",
            "DeleteBackupVault",
            "DeleteBackupVaultLockConfiguration",
            "DeleteBackupVaultAccessPolicy",
            "PutBackupVaultAccessPolicy",
            "UpdateRecoveryPointLifecycle",
            "DeleteBackupPlan",
        ),
    ),
)


def alarms_with_break_glass(role_arns: Iterable[str]) -> tuple[AuditAlarm, ...]:
    """All alarms; one more where there are break-glass roles: whoever takes one is heard."""
    roles = sorted(role_arns)
    if not roles:
        return ALARMS
    taken = " || ".join(f'($.requestParameters.roleArn = "{role}")' for role in roles)
    glass = AuditAlarm("break-glass", "A break-glass role was taken.", f"{{ ($.eventName = AssumeRole*) && ({taken}) }}")
    return (*ALARMS, glass)


def build_audit_alarms(
    name: str,
    *,
    alarms: Iterable[AuditAlarm],
    zone: str,
    log_group_name: pulumi.Input[str],
    topic_arn: pulumi.Input[str],
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> None:
    """A metric filter and an alarm for each."""
    for alarm in alarms:
        metric = child(name, alarm.key)
        found = cloudwatch.LogMetricFilter(
            child(name, alarm.key, "filter"),
            name=metric,
            log_group_name=log_group_name,
            pattern=alarm.pattern,
            metric_transformation=cloudwatch.LogMetricFilterMetricTransformationArgs(
                name=metric, namespace=NAMESPACE, value="1", unit="Count"
            ),
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        )
        cloudwatch.MetricAlarm(
            child(name, alarm.key, "alarm"),
            name=metric,
            alarm_description=alarm.says,
            namespace=NAMESPACE,
            metric_name=metric,
            statistic="Sum",
            period=PERIOD_SECONDS,
            evaluation_periods=1,
            threshold=alarm.threshold,
            comparison_operator="GreaterThanOrEqualToThreshold",
            # No event, no data point: silence is the normal state.
            treat_missing_data="notBreaching",
            actions_enabled=True,
            alarm_actions=[topic_arn],
            tags=tags_for(zone, metric, extra=extra_tags),
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[found], delete_before_replace=True),
        )
