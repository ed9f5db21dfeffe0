"""What a careful team repeats in every program: keys, log groups, flow logs, closed defaults, buckets. Plain functions, as such teams write them.

Sources: AWS Key Management Service Developer Guide, "Key policies"; Amazon VPC User Guide, "Publish flow logs to CloudWatch Logs";
Amazon S3 User Guide, "Security best practices for Amazon S3"; AWS Prescriptive Guidance, "Building a data perimeter on AWS".
"""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

ACCOUNT = "111122223333"
ORGANIZATION = "o-clinic00"
REGION = "eu-west-1"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
SIX_YEARS_DAYS = 2192


def document(*statements: dict[str, Any]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(service: str) -> str:
    """Who may assume a role: one service, for this account only."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
    )


def key(name: str, *services: str, opts: pulumi.ResourceOptions | None = None) -> aws.kms.Key:
    """A customer managed key that rotates, administered by the account, used by the named services for it."""
    uses = [
        {
            "Sid": "Services",
            "Effect": "Allow",
            "Principal": {"Service": sorted(services)},
            "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
        }
    ]
    made = aws.kms.Key(
        name,
        description=f"Encrypts {name}",
        enable_key_rotation=True,
        rotation_period_in_days=365,
        deletion_window_in_days=30,
        policy=document(
            {"Sid": "Account", "Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "kms:*", "Resource": "*"},
            *(uses if services else []),
        ),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=True)),
    )
    aws.kms.Alias(name, name=f"alias/{name}", target_key_id=made.key_id, opts=opts)
    return made


def log_group(name: str, used_key: aws.kms.Key, opts: pulumi.ResourceOptions | None = None) -> aws.cloudwatch.LogGroup:
    """Kept six years, encrypted."""
    return aws.cloudwatch.LogGroup(
        name, name=name, retention_in_days=SIX_YEARS_DAYS, kms_key_id=used_key.arn, deletion_protection_enabled=True, opts=opts
    )


def web_firewall_log(name: str, wall: aws.wafv2.WebAcl, used_key: aws.kms.Key, redacted: bool = True) -> None:
    """Every request that a web ACL judges, without credentials and queries. `redacted`: false where the web ACL itself protects them."""
    fields: list[aws.wafv2.WebAclLoggingConfigurationRedactedFieldArgsDict] = [
        {"single_header": {"name": "authorization"}},
        {"single_header": {"name": "cookie"}},
        {"query_string": {}},
    ]
    aws.wafv2.WebAclLoggingConfiguration(
        name,
        resource_arn=wall.arn,
        log_destination_configs=[log_group(f"aws-waf-logs-{name}", used_key).arn],
        redacted_fields=fields if redacted else None,
    )


def flow_logs(name: str, vpc_id: pulumi.Input[str], used_key: aws.kms.Key, opts: pulumi.ResourceOptions | None = None) -> aws.ec2.FlowLog:
    """All packets of a network, accepted or not, to a log group of its own."""
    group = log_group(f"/vpc/{name}/flows", used_key, opts)
    role = aws.iam.Role(f"{name}-flows", name=f"{name}-flows", assume_role_policy=trust("vpc-flow-logs.amazonaws.com"), opts=opts)
    aws.iam.RolePolicy(
        f"{name}-flows",
        name="write-flows",
        role=role.name,
        policy=document(
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                "Resource": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/vpc/{name}/flows:*",
            }
        ),
        opts=opts,
    )
    return aws.ec2.FlowLog(
        name,
        vpc_id=vpc_id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        max_aggregation_interval=60,
        opts=opts,
    )


def query_logs(name: str, vpc_id: pulumi.Input[str], used_key: aws.kms.Key, opts: pulumi.ResourceOptions | None = None) -> None:
    """Every name that is asked for in a network."""
    group = log_group(f"/vpc/{name}/names", used_key, opts)
    config = aws.route53.ResolverQueryLogConfig(name, name=f"{name}-names", destination_arn=group.arn, opts=opts)
    aws.route53.ResolverQueryLogConfigAssociation(name, resolver_query_log_config_id=config.id, resource_id=vpc_id, opts=opts)


def closed_defaults(name: str, vpc: aws.ec2.Vpc, opts: pulumi.ResourceOptions | None = None) -> None:
    """What comes with every VPC lets nothing through: the default group has no rule, the main table no route."""
    aws.ec2.DefaultSecurityGroup(name, vpc_id=vpc.id, opts=opts)
    aws.ec2.DefaultRouteTable(name, default_route_table_id=vpc.default_route_table_id, routes=[], opts=opts)


def closed_names(
    name: str, vpc_id: pulumi.Input[str], allowed: tuple[str, ...] = (), opts: pulumi.ResourceOptions | None = None
) -> aws.route53.ResolverFirewallRuleGroupAssociation:
    """DNS Firewall: a list is answered, every other name is blocked, a failing firewall answers nothing, and nobody takes it off lightly."""
    group = aws.route53.ResolverFirewallRuleGroup(f"{name}-names", name=f"{name}-names", opts=opts)
    for priority, (action, domains) in enumerate((("ALLOW", allowed), ("BLOCK", ("*.",))), start=1):
        if not domains:
            continue
        label = f"{name}-{action.lower()}"
        listed = aws.route53.ResolverFirewallDomainList(label, name=label, domains=list(domains), opts=opts)
        aws.route53.ResolverFirewallRule(
            label,
            name=label,
            action=action,
            block_response="NXDOMAIN" if action == "BLOCK" else None,
            priority=priority * 10,
            firewall_domain_list_id=listed.id,
            firewall_rule_group_id=group.id,
            opts=opts,
        )
    aws.route53.ResolverFirewallConfig(f"{name}-names", resource_id=vpc_id, firewall_fail_open="DISABLED", opts=opts)
    return aws.route53.ResolverFirewallRuleGroupAssociation(
        f"{name}-names",
        name=f"{name}-names",
        firewall_rule_group_id=group.id,
        vpc_id=vpc_id,
        priority=101,
        mutation_protection="ENABLED",
        opts=opts,
    )


def only_over_tls(bucket: str) -> dict[str, Any]:
    """No request in the clear, and none with an old TLS."""
    return {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def only_new_tls(bucket: str) -> dict[str, Any]:
    """TLS 1.2 and later."""
    return {
        "Sid": "OnlyNewTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    }


def only_ours(bucket: str) -> dict[str, Any]:
    """Nobody outside of the organization, except for services of AWS that act for it."""
    return {
        "Sid": "OnlyOurs",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        },
    }


def only_our_keys(bucket: str) -> tuple[dict[str, Any], ...]:
    """No object under S3's own key, under another account's, or under one that the writer brings."""
    header = "s3:x-amz-server-side-encryption"
    put = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    return (
        {"Sid": "OnlyKms", **put, "Condition": {"StringNotEquals": {header: "aws:kms"}, "Null": {header: "false"}}},
        {
            "Sid": "OnlyOurKeys",
            **put,
            "Condition": {
                "StringNotLike": {f"{header}-aws-kms-key-id": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/*"},
                "Null": {f"{header}-aws-kms-key-id": "false"},
            },
        },
        {"Sid": "NoWritersKeys", **put, "Condition": {"Null": {f"{header}-customer-algorithm": "false"}}},
    )


def access_logs(name: str, opts: pulumi.ResourceOptions | None = None) -> aws.s3.Bucket:
    """Where other buckets write who read them. S3 delivers to buckets with S3-managed keys only."""
    bucket = aws.s3.Bucket(name, bucket=name, tags={"data-class": "internal"}, opts=opts)
    _companions(name, bucket, None, opts)
    aws.s3.BucketPolicy(
        name,
        bucket=bucket.bucket,
        policy=document(
            only_over_tls(name),
            {
                "Sid": "AccessLogs",
                "Effect": "Allow",
                "Principal": {"Service": "logging.s3.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": f"arn:aws:s3:::{name}/*",
                "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
            },
        ),
        opts=opts,
    )
    return bucket


policies: dict[str, aws.s3.BucketPolicy] = {}
"""Bucket → its policy, for what AWS refuses to make before the bucket lets it write: a trail."""


def bucket(
    name: str,
    used_key: aws.kms.Key,
    logs: aws.s3.Bucket,
    tags: dict[str, str] | None = None,
    statements: tuple[dict[str, Any], ...] = (),
    opts: pulumi.ResourceOptions | None = None,
) -> aws.s3.Bucket:
    """A bucket with versions, a lock, a key, access logs, and a policy that names who may not."""
    made = aws.s3.Bucket(
        name,
        bucket=name,
        object_lock_enabled=True,
        force_destroy=False,
        tags=tags,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=True)),
    )
    _companions(name, made, used_key, opts)
    aws.s3.BucketLogging(name, bucket=made.bucket, target_bucket=logs.bucket, target_prefix=f"{name}/", opts=opts)
    policies[name] = aws.s3.BucketPolicy(name, bucket=made.bucket, policy=document(*_guards(name), *statements), opts=opts)
    return made


def _guards(name: str) -> tuple[dict[str, Any], ...]:
    return only_over_tls(name), only_new_tls(name), only_ours(name), *only_our_keys(name)


def _companions(name: str, made: aws.s3.Bucket, used_key: aws.kms.Key | None, opts: pulumi.ResourceOptions | None) -> None:
    aws.s3.BucketVersioning(name, bucket=made.bucket, versioning_configuration={"status": "Enabled"}, opts=opts)
    by_default: dict[str, Any] = (
        {"sse_algorithm": "aws:kms", "kms_master_key_id": used_key.arn} if used_key else {"sse_algorithm": "AES256"}
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        name,
        bucket=made.bucket,
        rules=[{"apply_server_side_encryption_by_default": by_default, **({"bucket_key_enabled": True} if used_key else {})}],
        opts=opts,
    )
    aws.s3.BucketPublicAccessBlock(
        name,
        bucket=made.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    aws.s3.BucketOwnershipControls(name, bucket=made.bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=opts)
    if used_key:  # S3 refuses a default retention on the target of server access logs.
        aws.s3.BucketObjectLockConfiguration(
            name, bucket=made.bucket, rule={"default_retention": {"mode": "COMPLIANCE", "days": SIX_YEARS_DAYS}}, opts=opts
        )
    aws.s3.BucketLifecycleConfiguration(
        name,
        bucket=made.bucket,
        rules=[
            {
                "id": "old-versions",
                "status": "Enabled",
                "filter": {},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                "noncurrent_version_transitions": [{"noncurrent_days": 90, "storage_class": "GLACIER_IR"}],
            }
        ],
        opts=opts,
    )


def endpoint_policy(*actions: str, resource: str | list[str] = "*") -> str:
    """Only our principals, only our resources."""
    return document(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": list(actions),
            "Resource": resource,
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceAccount": ACCOUNT}},
        }
    )
