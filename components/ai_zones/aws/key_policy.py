"""Key policies: the account administers the key, its roles use it only through the services named, logs only for the zone's log groups.

Sources: AWS KMS Developer Guide, "Default key policy" (the account's root statement keeps the key manageable), "kms:ViaService",
"kms:CallerAccount", "kms:GrantIsForAWSResource"; Amazon CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
"""

from collections.abc import Collection, Iterator
from enum import StrEnum

from ai_zones.aws.naming import arn, dns_suffix_of, partition_of
from ai_zones.aws.policy_document import Statement, account_root, allow, deny, outside_organization, render

ADMINISTRATION = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""What the account's administrators may be given. None of it decrypts, and no grant can be made that does."""

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*")


class AwsKeyUse(StrEnum):
    """A service that encrypts with the key on behalf of the zone's roles."""

    S3 = "s3"
    """Objects of S3 buckets."""
    RDS = "rds"
    """Aurora storage, snapshots and Performance Insights."""
    SECRETS_MANAGER = "secretsmanager"
    """Secrets, the database's managed master password among them."""
    DYNAMODB = "dynamodb"
    """DynamoDB tables."""
    ECR = "ecr"
    """Container image repositories."""
    NETWORK_FIREWALL = "network-firewall"
    """Rules and configuration of AWS Network Firewall."""
    BACKUP = "backup"
    """Recovery points of AWS Backup."""
    HEALTHLAKE = "healthlake"
    """FHIR data stores of AWS HealthLake."""
    EKS = "eks"
    """Secrets of Amazon EKS clusters, in an envelope around their store."""
    EC2 = "ec2"
    """Volumes of machines, also of those that Amazon EC2 Auto Scaling starts: the nodes of a cluster."""
    VERIFIED_ACCESS = "verified-access"
    """Policies and trust data of AWS Verified Access."""
    LOGS = "logs"
    """CloudWatch log groups of the zone."""


def zone_key_policy(
    *,
    region: str,
    account_id: str,
    uses: Collection[AwsKeyUse],
    log_groups: Collection[str] = (),
    reader_account_ids: Collection[str] = (),
    organization_id: str | None = None,
) -> str:
    """JSON policy of a zone's key.

    `log_groups` are the names, or patterns, of the log groups that CloudWatch Logs may encrypt.
    `reader_account_ids` are our other accounts whose roles may read, through S3 alone, objects under this key.
    """
    partition = partition_of(region)
    own = account_root(account_id, partition)
    via = [f"{use}.{region}.{dns_suffix_of(region)}" for use in AwsKeyUse if use in uses and use is not AwsKeyUse.LOGS]

    def statements() -> Iterator[Statement]:
        yield allow("AccountAdministersTheKey", principal=own, actions=ADMINISTRATION, resources=["*"])
        if via:
            through = {"kms:CallerAccount": account_id, "kms:ViaService": via}
            yield allow("UseThroughServices", principal=own, actions=USE, resources=["*"], conditions={"StringEquals": through})
            yield allow(
                "GrantToServices",
                principal=own,
                actions=["kms:CreateGrant"],
                resources=["*"],
                conditions={"StringEquals": through, "Bool": {"kms:GrantIsForAWSResource": "true"}},
            )
        if AwsKeyUse.EC2 in uses:
            yield from _auto_scaling(region, account_id, partition)
        if AwsKeyUse.LOGS in uses and log_groups:
            yield _logs(region, account_id, log_groups)
        for reader in sorted(set(reader_account_ids) - {account_id}):
            yield _reader(region, reader, partition)
        if organization_id:
            yield deny("NobodyElse", actions=["kms:*"], resources=["*"], conditions=outside_organization(organization_id))

    return render(statements())


def _auto_scaling(region: str, account_id: str, partition: str) -> Iterator[Statement]:
    """Groups of nodes are started by a service-linked role, whose own policy nobody can change: only the key can let it make volumes.

    Named by a condition, not as a principal: KMS refuses a principal that does not exist, and the role is made with the first group.
    Source: Amazon EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use with encrypted volumes".
    """
    role = f"arn:{partition}:iam::{account_id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    through = {
        "aws:PrincipalArn": role,
        "kms:CallerAccount": account_id,
        "kms:ViaService": f"ec2.{region}.{dns_suffix_of(region)}",
    }
    yield allow("AutoScalingStartsNodes", actions=USE, resources=["*"], conditions={"StringEquals": through})
    yield allow(
        "AutoScalingAttachesVolumes",
        actions=["kms:CreateGrant"],
        resources=["*"],
        conditions={"StringEquals": through, "Bool": {"kms:GrantIsForAWSResource": "true"}},
    )


def _logs(region: str, account_id: str, log_groups: Collection[str]) -> Statement:
    groups = [arn("logs", f"log-group:{group}", region=region, account_id=account_id) for group in sorted(log_groups)]
    return allow(
        "EncryptOwnLogGroups",
        principal={"Service": f"logs.{region}.amazonaws.com"},
        actions=["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        resources=["*"],
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def _reader(region: str, account_id: str, partition: str) -> Statement:
    return allow(
        f"ReadFrom{account_id}",
        principal=account_root(account_id, partition),
        actions=["kms:Decrypt", "kms:DescribeKey"],
        resources=["*"],
        conditions={"StringEquals": {"kms:CallerAccount": account_id, "kms:ViaService": f"s3.{region}.{dns_suffix_of(region)}"}},
    )
