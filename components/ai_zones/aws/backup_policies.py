"""Policies of backups: who makes recovery points, who restores, and that nobody deletes them or carries them elsewhere.

Every ARN is computed from names, so each document is known in a preview.
Sources: AWS Backup Developer Guide, "IAM service roles", "Access control" (permissions for each kind of resource), "Vault access policies",
"Creating backup copies across AWS accounts"; Service Authorization Reference, "Actions, resources, and condition keys for AWS Backup"
(`backup:CopyTargets`); AWS KMS Developer Guide, "kms:ViaService".
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ai_zones.aws.naming import arn, dns_suffix_of, iam_arn, partition_of
from ai_zones.aws.policy_document import Statement, allow, deny, outside_organization, render

LOSE = (
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:DisassociateRecoveryPointFromParent",
    "backup:UpdateRecoveryPointLifecycle",
)
RESTORE_TEST_PREFIX = "awsbackup-restore-test-"
"""Names of what restore testing creates: AWS Backup Developer Guide, "Restore testing"."""


@dataclass(frozen=True)
class Protected:
    """What is backed up, by name, and where it stands."""

    region: str
    account_id: str
    buckets: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def partition(self) -> str:
        """AWS partition."""
        return partition_of(self.region)

    @property
    def bucket_arns(self) -> list[str]:
        """ARNs of the buckets."""
        return [f"arn:{self.partition}:s3:::{bucket}" for bucket in sorted(self.buckets)]

    @property
    def cluster_arns(self) -> list[str]:
        """ARNs of the Aurora clusters."""
        return [self.own("rds", f"cluster:{cluster}") for cluster in sorted(self.clusters)]

    @property
    def table_arns(self) -> list[str]:
        """ARNs of the DynamoDB tables."""
        return [self.own("dynamodb", f"table/{table}") for table in sorted(self.tables)]

    @property
    def arns(self) -> list[str]:
        """ARNs of all of it."""
        return [*self.bucket_arns, *self.cluster_arns, *self.table_arns]

    def own(self, service: str, resource: str) -> str:
        """ARN of a resource of this account and region."""
        return arn(service, resource, region=self.region, account_id=self.account_id)


def backup_trust_policy(account_id: str) -> str:
    """Only AWS Backup, for this account, may take the role."""
    statement = {
        "Sid": "BackupOfThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": "backup.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def backup_role_policy(protected: Protected, *, vault_arns: list[str], copy_vault_arns: list[str]) -> str:
    """What the backup role may do: read what is named, write recovery points into the named vaults, copy to the named ones."""

    def statements() -> Iterator[Statement]:
        yield allow("DescribeVaults", actions=["backup:DescribeBackupVault"], resources=vault_arns)
        yield allow("CopyIntoNamedVaults", actions=["backup:CopyIntoBackupVault"], resources=[*vault_arns, *copy_vault_arns])
        # A recovery point has an ARN of the service that it came from, and its copy is made by the role.
        yield allow("CopyOwnRecoveryPoints", actions=["backup:CopyFromBackupVault"], resources=["*"], conditions=_own(protected))
        yield allow("TagRecoveryPoints", actions=["backup:TagResource"], resources=[protected.own("backup", "recovery-point:*")])
        yield from _back_up_buckets(protected)
        yield from _back_up_clusters(protected)
        yield from _back_up_tables(protected)
        yield from _keys(protected)

    return _identity(statements())


def restore_role_policy(protected: Protected, *, vault_arns: list[str]) -> str:
    """What the restore role may do: read the vaults, and make what restore testing makes, under the names that it gives."""

    def statements() -> Iterator[Statement]:
        yield allow(
            "ReadVaults",
            actions=["backup:DescribeBackupVault", "backup:DescribeRecoveryPoint", "backup:GetRecoveryPointRestoreMetadata"],
            resources=[*vault_arns, protected.own("backup", "recovery-point:*")],
        )
        yield from _restore_buckets(protected)
        yield from _restore_clusters(protected)
        yield from _restore_tables(protected)
        yield from _keys(protected)

    return _identity(statements())


def vault_policy(
    vault_arn: str, *, region: str, account_id: str, organization_id: str | None, copy_vault_arns: list[str], restore_role_arns: list[str]
) -> str:
    """Access policy of a vault. It only denies: what may be done, identities of this account are allowed by their own policies.

    Nobody shortens or deletes a recovery point; copies go to the named vaults and nowhere else; named roles restore.
    """

    def statements() -> Iterator[Statement]:
        yield deny("NobodyDeletes", actions=LOSE, resources=["*"])
        if copy_vault_arns:
            elsewhere = {"ForAnyValue:ArnNotEquals": {"backup:CopyTargets": sorted(copy_vault_arns)}}
            yield deny("CopiesGoToNamedVaults", actions=["backup:CopyFromBackupVault"], resources=["*"], conditions=elsewhere)
        else:
            yield deny("NobodyCopies", actions=["backup:CopyFromBackupVault"], resources=["*"])
        backup_itself = iam_arn("role/aws-service-role/restore-testing.backup.amazonaws.com/*", region=region, account_id=account_id)
        others = {"ArnNotLike": {"aws:PrincipalArn": [*sorted(restore_role_arns), backup_itself]}}
        yield deny("NamedRolesRestore", actions=["backup:StartRestoreJob"], resources=["*"], conditions=others)
        yield deny("OwnAccountCopiesIn", actions=["backup:CopyIntoBackupVault"], resources=[vault_arn], conditions=_foreign(account_id))
        if organization_id:
            yield deny("NobodyElse", actions=["backup:*"], resources=["*"], conditions=outside_organization(organization_id))

    return render(statements())


def _foreign(account_id: str) -> dict[str, dict[str, str]]:
    return {"StringNotEquals": {"aws:PrincipalAccount": account_id}}


def _own(protected: Protected) -> dict[str, dict[str, str]]:
    return {"StringEquals": {"aws:ResourceAccount": protected.account_id}}


def _back_up_buckets(protected: Protected) -> Iterator[Statement]:
    if not protected.buckets:
        return
    buckets = protected.bucket_arns
    yield allow(
        "ReadBuckets",
        actions=[
            "s3:GetBucketAcl",
            "s3:GetBucketLocation",
            "s3:GetBucketNotification",
            "s3:GetBucketTagging",
            "s3:GetBucketVersioning",
            "s3:GetInventoryConfiguration",
            "s3:ListBucket",
            "s3:ListBucketVersions",
            "s3:PutBucketNotification",
            "s3:PutInventoryConfiguration",
        ],
        resources=buckets,
    )
    yield allow(
        "ReadObjects",
        actions=[
            "s3:GetObject",
            "s3:GetObjectAcl",
            "s3:GetObjectTagging",
            "s3:GetObjectVersion",
            "s3:GetObjectVersionAcl",
            "s3:GetObjectVersionTagging",
        ],
        resources=[f"{bucket}/*" for bucket in buckets],
    )
    yield allow("Measure", actions=["cloudwatch:GetMetricData"], resources=["*"])
    yield allow(
        "HearOfChanges",
        actions=[
            "events:DeleteRule",
            "events:DescribeRule",
            "events:DisableRule",
            "events:EnableRule",
            "events:ListTargetsByRule",
            "events:PutRule",
            "events:PutTargets",
            "events:RemoveTargets",
        ],
        resources=[protected.own("events", "rule/AwsBackupManagedRule*")],
    )
    yield allow("FindRules", actions=["events:ListRules"], resources=["*"])


def _back_up_clusters(protected: Protected) -> Iterator[Statement]:
    if not protected.clusters:
        return
    snapshots = protected.own("rds", "cluster-snapshot:awsbackup:*")
    yield allow(
        "SnapshotClusters",
        actions=["rds:AddTagsToResource", "rds:CreateDBClusterSnapshot", "rds:ListTagsForResource"],
        resources=[*protected.cluster_arns, snapshots],
    )
    yield allow("KeepClustersContinuously", actions=["rds:ModifyDBCluster"], resources=protected.cluster_arns)
    yield allow(
        "KeepSnapshots",
        actions=["rds:CopyDBClusterSnapshot", "rds:DeleteDBClusterSnapshot", "rds:ModifyDBClusterSnapshotAttribute"],
        resources=[snapshots],
    )
    described = [protected.own("rds", f"{kind}:*") for kind in ("cluster", "cluster-snapshot", "cluster-auto-backup")]
    yield allow(
        "LookAtClusters",
        actions=["rds:DescribeDBClusterAutomatedBackups", "rds:DescribeDBClusterSnapshots", "rds:DescribeDBClusters"],
        resources=described,
    )


def _back_up_tables(protected: Protected) -> Iterator[Statement]:
    if protected.tables:
        yield allow(
            "BackUpTables",
            actions=["dynamodb:DescribeTable", "dynamodb:ListTagsOfResource", "dynamodb:StartAwsBackupJob"],
            resources=protected.table_arns,
        )


def _restore_buckets(protected: Protected) -> Iterator[Statement]:
    if not protected.buckets:
        return
    test = f"arn:{protected.partition}:s3:::{RESTORE_TEST_PREFIX}*"
    yield allow(
        "MakeTestBuckets",
        actions=[
            "s3:CreateBucket",
            "s3:GetBucketLocation",
            "s3:GetBucketOwnershipControls",
            "s3:GetBucketVersioning",
            "s3:ListBucket",
            "s3:ListBucketVersions",
            "s3:PutBucketOwnershipControls",
            "s3:PutBucketVersioning",
        ],
        resources=[test],
    )
    yield allow(
        "FillTestBuckets",
        actions=[
            "s3:DeleteObject",
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:ListMultipartUploadParts",
            "s3:PutObject",
            "s3:PutObjectTagging",
            "s3:PutObjectVersionTagging",
        ],
        resources=[f"{test}/*"],
    )


def _restore_clusters(protected: Protected) -> Iterator[Statement]:
    if not protected.clusters:
        return
    test = protected.own("rds", f"cluster:{RESTORE_TEST_PREFIX}*")
    sources = [protected.own("rds", "cluster-snapshot:awsbackup:*"), *protected.cluster_arns]
    settings = [protected.own("rds", f"{kind}:*") for kind in ("subgrp", "cluster-pg", "og")]
    yield allow(
        "RestoreTestClusters",
        actions=["rds:AddTagsToResource", "rds:RestoreDBClusterFromSnapshot", "rds:RestoreDBClusterToPointInTime"],
        resources=[test, *sources, *settings],
    )
    instances = protected.own("rds", f"db:{RESTORE_TEST_PREFIX}*")
    yield allow("RemoveTestClusters", actions=["rds:DeleteDBCluster", "rds:DeleteDBInstance"], resources=[test, instances])
    described = [protected.own("rds", f"{kind}:*") for kind in ("cluster", "cluster-snapshot", "db", "subgrp")]
    yield allow(
        "LookAtClusters",
        actions=["rds:DescribeDBClusterSnapshots", "rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:DescribeDBSubnetGroups"],
        resources=described,
    )


def _restore_tables(protected: Protected) -> Iterator[Statement]:
    if protected.tables:
        test = protected.own("dynamodb", f"table/{RESTORE_TEST_PREFIX}*")
        actions = ["dynamodb:DeleteTable", "dynamodb:DescribeTable", "dynamodb:RestoreTableFromAwsBackup"]
        yield allow("RestoreTestTables", actions=actions, resources=[test])


def _keys(protected: Protected) -> Iterator[Statement]:
    """Keys are unknown until they are built; whose they are, and through which service they serve, is not."""
    suffix = dns_suffix_of(protected.region)
    services = ["backup", *(["s3"] if protected.buckets else []), *(["rds"] if protected.clusters else [])]
    services += ["dynamodb"] if protected.tables else []
    via = [f"{service}.{protected.region}.{suffix}" for service in services]
    own_keys = [protected.own("kms", "key/*")]
    yield allow(
        "UseOwnKeys",
        actions=["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
        resources=own_keys,
        conditions={"StringEquals": {"kms:ViaService": via}},
    )
    yield allow(
        "GrantToServices",
        actions=["kms:CreateGrant"],
        resources=own_keys,
        conditions={"StringEquals": {"kms:ViaService": via}, "Bool": {"kms:GrantIsForAWSResource": "true"}},
    )


def _identity(statements: Iterator[Statement]) -> str:
    """Identity policies name no principal."""
    return render([{key: value for key, value in statement.items() if key != "Principal"} for statement in statements])
