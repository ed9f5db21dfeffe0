"""VPC flow logs: every accepted and rejected connection, kept for years.

Sources: Amazon VPC User Guide, "Publish flow logs to CloudWatch Logs" (role, confused deputy), "Flow log records" (fields),
"Publish flow logs to Amazon S3"; 45 CFR 164.312(b) (audit controls).
"""

import json
from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch, ec2, iam

from ai_zones.aws.log_groups import Log, build_log_group, log_group_name
from ai_zones.aws.naming import MAX_IAM_NAME, arn, child, log_group_arn, physical_name
from ai_zones.aws.tags import tags_for

AGGREGATION_SECONDS = 60
"""The shorter of the two intervals that AWS allows (60 and 600)."""

RECORD_FIELDS = (
    "version account-id vpc-id subnet-id instance-id interface-id az-id srcaddr dstaddr srcport dstport protocol pkt-srcaddr pkt-dstaddr "
    "tcp-flags type flow-direction traffic-path pkt-src-aws-service pkt-dst-aws-service packets bytes start end action log-status"
)
RECORD_FORMAT = " ".join(f"${{{field}}}" for field in RECORD_FIELDS.split())
"""More than the default format: the original addresses behind a gateway, the direction, and the road that the packet took."""


def delivery_role_name(component: str) -> str:
    """Name of the role by which flow logs are written."""
    return physical_name(component, "flow-logs", limit=MAX_IAM_NAME)


def trust_policy(*, region: str, account_id: str) -> str:
    """Only the flow-log service, and only for flow logs of this account and region, may take the role."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "FlowLogsOfThisAccount",
                    "Effect": "Allow",
                    "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {
                        "StringEquals": {"aws:SourceAccount": account_id},
                        "ArnLike": {"aws:SourceArn": arn("ec2", "vpc-flow-log/*", region=region, account_id=account_id)},
                    },
                }
            ],
        }
    )


def delivery_policy(component: str, *, region: str, account_id: str) -> str:
    """Write to the one log group. It exists already, so the role can't create any."""
    group = log_group_arn(log_group_name(component, Log.FLOWS), region=region, account_id=account_id)
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "WriteToItsLogGroup",
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    "Resource": [group, f"{group}:*"],
                },
                {
                    "Sid": "FindItsLogGroup",
                    "Effect": "Allow",
                    "Action": ["logs:DescribeLogGroups"],
                    # The action lists by prefix and knows no narrower resource.
                    "Resource": [arn("logs", "log-group:*", region=region, account_id=account_id)],
                },
            ],
        }
    )


def build_flow_logs(
    name: str,
    *,
    zone: str,
    vpc_id: pulumi.Input[str],
    region: str,
    account_id: str,
    kms_key_arn: pulumi.Input[str],
    retention_days: int,
    archive_arn: pulumi.Input[str] | None,
    deletion_protection: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> cloudwatch.LogGroup:
    """Flow logs of the whole VPC to an encrypted log group, and to the archive too where one is given. Returns the log group."""
    opts = pulumi.ResourceOptions(parent=parent)
    group = build_log_group(
        name,
        Log.FLOWS,
        zone=zone,
        kms_key_arn=kms_key_arn,
        retention_days=retention_days,
        deletion_protection=deletion_protection,
        extra_tags=extra_tags,
        parent=parent,
    )
    role = iam.Role(
        child(name, "flow-logs-role"),
        name=delivery_role_name(name),
        description=f"Writes the flow logs of {name}",
        assume_role_policy=trust_policy(region=region, account_id=account_id),
        max_session_duration=3600,
        tags=tags_for(zone, delivery_role_name(name), extra=extra_tags),
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
    )
    policy = iam.RolePolicy(
        child(name, "flow-logs-policy"),
        name="write-flow-logs",
        role=role.name,
        policy=delivery_policy(name, region=region, account_id=account_id),
        opts=opts,
    )
    ec2.FlowLog(
        child(name, "flow-log"),
        vpc_id=vpc_id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        log_format=RECORD_FORMAT,
        max_aggregation_interval=AGGREGATION_SECONDS,
        tags=tags_for(zone, child(name, "flow-log"), extra=extra_tags),
        # Without its policy the role can't write, and AWS drops records meanwhile.
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy]),
    )
    if archive_arn is not None:
        ec2.FlowLog(
            child(name, "flow-log-archive"),
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=archive_arn,
            log_format=RECORD_FORMAT,
            max_aggregation_interval=AGGREGATION_SECONDS,
            destination_options={"file_format": "parquet", "hive_compatible_partitions": True, "per_hour_partition": True},
            tags=tags_for(zone, child(name, "flow-log-archive"), extra=extra_tags),
            opts=opts,
        )
    return group
