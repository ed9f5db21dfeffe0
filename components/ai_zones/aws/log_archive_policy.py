"""Policies of the log archive: services of our accounts deliver, reviewers read, nobody deletes.

A delivering service names the resource on whose behalf it writes (`aws:SourceArn`), its account (`aws:SourceAccount`) and, where the
organization is stated, that too (`aws:SourceOrgID`): without them anybody's trail could fill the bucket through the same service.
Sources: AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail", "Configure AWS KMS key policies for CloudTrail"; Amazon
CloudWatch Logs User Guide, "Logs sent to Amazon S3"; AWS Config Developer Guide, "Permissions for the Amazon S3 bucket for the AWS Config
delivery channel"; Amazon GuardDuty User Guide, "Exporting findings"; AWS Backup Developer Guide, "Creating report plans"; Amazon S3 User
Guide, "Granting permissions for S3 Inventory"; IAM User Guide, "AWS global condition context keys" (`aws:SourceOrgID`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ai_zones.aws.key_policy import ADMINISTRATION
from ai_zones.aws.naming import dns_suffix_of, iam_arn, partition_of
from ai_zones.aws.policy_document import Statement, account_root, allow, deny, outside_organization, render
from ai_zones.aws.store_policy import tls_only

FULL_CONTROL = {"s3:x-amz-acl": "bucket-owner-full-control"}
"""What delivering services set; with `BucketOwnerEnforced` it changes nothing, and its absence says that somebody else writes."""

READ = ("s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectRetention", "s3:ListBucket", "s3:ListBucketVersions", "s3:GetBucketLocation")
LOSE = ("s3:BypassGovernanceRetention", "s3:DeleteObject*", "s3:PutObjectAcl", "s3:PutObjectVersionAcl", "s3:PutObjectRetention")
ENCRYPT = ("kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey")
"""With an S3 bucket key a writer also decrypts: CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail"."""


@dataclass(frozen=True)
class Archive:
    """For whom the archive stands."""

    region: str
    account_id: str
    source_account_ids: tuple[str, ...]
    trail_arns: tuple[str, ...]
    reader_role_arns: tuple[str, ...]
    organization_id: str | None = None

    @property
    def partition(self) -> str:
        """AWS partition."""
        return partition_of(self.region)

    @property
    def accounts(self) -> list[str]:
        """Accounts whose services deliver."""
        return sorted(set(self.source_account_ids))

    def sources(self, service: str, resource: str = "*") -> list[str]:
        """ARN patterns of what may deliver: one for each account, of any region, for some of our logs come from global services."""
        return [f"arn:{self.partition}:{service}:*:{account}:{resource}" for account in self.accounts]

    def delivering(self, arns: list[str], **equal: Any) -> dict[str, dict[str, Any]]:
        """Conditions under which a service delivers."""
        ours: dict[str, Any] = {"aws:SourceAccount": self.accounts, **equal}
        if self.organization_id:
            ours["aws:SourceOrgID"] = self.organization_id
        return {"StringEquals": ours, "ArnLike": {"aws:SourceArn": arns}}

    def prefixes(self, bucket: str, folder: str = "AWSLogs", below: str = "*") -> list[str]:
        """Where the accounts' logs go: `<folder>/<account>/…`, and `<folder>/<organization>/…` of an organization trail."""
        owners = [*self.accounts, *([self.organization_id] if self.organization_id else [])]
        return [f"{bucket}/{folder}/{owner}/{below}" for owner in owners]


def audit_bucket_policy(bucket: str, archive: Archive) -> str:
    """JSON policy of the locked bucket: trails, vended logs (flow logs, WAF, firewall, DNS queries) and GuardDuty findings."""
    own = f"arn:{archive.partition}:s3:::{bucket}"

    def statements() -> Iterator[Statement]:
        yield from _kept(own, archive)
        if archive.trail_arns:
            trails = sorted(archive.trail_arns)
            service = {"Service": "cloudtrail.amazonaws.com"}
            exact = {"ArnEquals": {"aws:SourceArn": trails}}
            yield allow("TrailsLook", principal=service, actions=["s3:GetBucketAcl"], resources=[own], conditions=exact)
            yield allow(
                "TrailsDeliver",
                principal=service,
                actions=["s3:PutObject"],
                resources=archive.prefixes(own),
                conditions={**exact, "StringEquals": FULL_CONTROL},
            )
        yield from _deliver(own, archive, "VendedLogs", "delivery.logs.amazonaws.com", "logs", acl=True)
        yield from _deliver(own, archive, "GuardDuty", "guardduty.amazonaws.com", "guardduty", acl=False)

    return render(statements())


def records_bucket_policy(bucket: str, audit_bucket: str, archive: Archive) -> str:
    """JSON policy of the bucket for what AWS won't write under a default lock: Config, the archive's inventory, backup reports."""
    own = f"arn:{archive.partition}:s3:::{bucket}"

    def statements() -> Iterator[Statement]:
        yield from _kept(own, archive)
        yield from _deliver(own, archive, "Config", "config.amazonaws.com", "config", acl=True)
        yield allow(
            "InventoryOfTheArchive",
            principal={"Service": "s3.amazonaws.com"},
            actions=["s3:PutObject"],
            resources=[f"{own}/inventory/*"],
            conditions={
                "StringEquals": {**FULL_CONTROL, "aws:SourceAccount": archive.account_id},
                "ArnEquals": {"aws:SourceArn": f"arn:{archive.partition}:s3:::{audit_bucket}"},
            },
        )
        for account in archive.accounts:
            yield allow(
                f"BackupReportsOf{account}",
                principal=account_root(account, archive.partition),
                actions=["s3:PutObject"],
                resources=[f"{own}/backup-reports/{account}/*"],
                conditions={"ArnEquals": {"aws:PrincipalArn": report_role_arn(account, archive.region)}, "StringEquals": FULL_CONTROL},
            )

    return render(statements())


def report_role_arn(account_id: str, region: str) -> str:
    """Service-linked role by which AWS Backup writes its reports."""
    role = "role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports"
    return iam_arn(role, region=region, account_id=account_id)


def archive_key_policy(audit_bucket: str, archive: Archive) -> str:
    """JSON policy of the archive's key: delivering services encrypt, reviewers decrypt through S3, the account only administers."""
    own = account_root(archive.account_id, archive.partition)

    def statements() -> Iterator[Statement]:
        yield allow("AccountAdministersTheKey", principal=own, actions=ADMINISTRATION, resources=["*"])
        if archive.trail_arns:
            yield allow(
                "TrailsEncrypt",
                principal={"Service": "cloudtrail.amazonaws.com"},
                actions=ENCRYPT,
                resources=["*"],
                conditions={"ArnEquals": {"aws:SourceArn": sorted(archive.trail_arns)}},
            )
        for sid, principal, service in (
            ("VendedLogsEncrypt", "delivery.logs.amazonaws.com", "logs"),
            ("GuardDutyEncrypts", "guardduty.amazonaws.com", "guardduty"),
            ("ConfigEncrypts", "config.amazonaws.com", "config"),
        ):
            conditions = archive.delivering(archive.sources(service))
            yield allow(sid, principal={"Service": principal}, actions=ENCRYPT, resources=["*"], conditions=conditions)
        yield allow(
            "InventoryEncrypts",
            principal={"Service": "s3.amazonaws.com"},
            actions=["kms:GenerateDataKey*"],
            resources=["*"],
            conditions={
                "StringEquals": {"aws:SourceAccount": archive.account_id},
                "ArnEquals": {"aws:SourceArn": f"arn:{archive.partition}:s3:::{audit_bucket}"},
            },
        )
        through_s3 = {"kms:ViaService": f"s3.{archive.region}.{dns_suffix_of(archive.region)}"}
        for account in archive.accounts:
            yield allow(
                f"BackupReportsOf{account}",
                principal=account_root(account, archive.partition),
                actions=["kms:GenerateDataKey*"],
                resources=["*"],
                conditions={"ArnEquals": {"aws:PrincipalArn": report_role_arn(account, archive.region)}, "StringEquals": through_s3},
            )
        for account, roles in _by_account(archive.reader_role_arns):
            yield allow(
                f"ReviewersOf{account}Decrypt",
                principal=account_root(account, archive.partition),
                actions=["kms:Decrypt", "kms:DescribeKey"],
                resources=["*"],
                conditions={"ArnEquals": {"aws:PrincipalArn": roles}, "StringEquals": through_s3},
            )
        if archive.organization_id:
            outsiders = outside_organization(archive.organization_id)
            yield deny("NobodyElse", actions=["kms:*"], resources=["*"], conditions=outsiders)

    return render(statements())


def _kept(own: str, archive: Archive) -> Iterator[Statement]:
    """What holds for every bucket of the archive."""
    both = [own, f"{own}/*"]
    readers = sorted(archive.reader_role_arns)
    yield from tls_only(both)
    yield deny("NobodyDeletes", actions=LOSE, resources=[f"{own}/*"])
    only: dict[str, dict[str, Any]] | None = {"ArnNotEquals": {"aws:PrincipalArn": readers}} if readers else None
    # The account's administrators deploy the archive; what it holds is for reviewers alone.
    yield deny("OnlyReviewersRead", actions=["s3:GetObject*"], resources=[f"{own}/*"], conditions=only)
    if archive.organization_id:
        yield deny("NobodyElse", actions=["s3:*"], resources=both, conditions=outside_organization(archive.organization_id))
    for account, roles in _by_account(archive.reader_role_arns):
        # The account with a condition, not the role itself: S3 refuses a policy that names a role which does not exist yet.
        yield allow(
            f"ReviewersOf{account}Read",
            principal=account_root(account, archive.partition),
            actions=READ,
            resources=both,
            conditions={"ArnEquals": {"aws:PrincipalArn": roles}},
        )


def _deliver(own: str, archive: Archive, who: str, principal: str, service: str, *, acl: bool) -> Iterator[Statement]:
    """A service looks where it delivers, and writes below its accounts' folders."""
    sources = archive.sources(service)
    look = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"]
    written = archive.delivering(sources, **(FULL_CONTROL if acl else {}))
    yield allow(f"{who}Look", principal={"Service": principal}, actions=look, resources=[own], conditions=archive.delivering(sources))
    yield allow(
        f"{who}Deliver", principal={"Service": principal}, actions=["s3:PutObject"], resources=archive.prefixes(own), conditions=written
    )


def _by_account(role_arns: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Roles by the account that owns them."""
    accounts = sorted({role.split(":")[4] for role in role_arns})
    return [(account, sorted(role for role in role_arns if role.split(":")[4] == account)) for account in accounts]
