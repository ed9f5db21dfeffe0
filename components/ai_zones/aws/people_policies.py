"""What each role of people may do, as plain policy documents: whoever deploys can't approve, whoever approves can't deploy, and whoever
administers keys can't read what they guard.

Every document ends in explicit denies, so that no other policy attached to the same permission set gives the other duty back; and none
lets its people make or become another identity, but for the one role that deploys.
Sources: IAM User Guide, "Policy evaluation logic" (an explicit deny wins); IAM Identity Center User Guide, "Permission sets",
"IAM Identity Center quotas" (an inline policy of 10,240 bytes); 45 CFR 164.308(a)(3) (workforce security), 164.308(a)(4) (access
management); NIST SP 800-53 AC-5 (separation of duties), AC-6 (least privilege), SC-12 (keys); AWS KMS Developer Guide, "Default key policy" (administrators and users).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ai_zones.aws.org_documents import TooLargeError, forbid, minified
from ai_zones.aws.policy_document import Conditions, Statement

MAX_INLINE_POLICY: Final = 10240
"""Bytes of a permission set's inline policy."""


class PeopleRole(StrEnum):
    """A role of people, and the name of its permission set."""

    PLATFORM_ENGINEER = "platform-engineer"
    """Builds the zones. Reads no PHI, approves nothing."""
    SECURITY_REVIEWER = "security-reviewer"
    """Reads configuration, findings and the log archive; approves waivers outside of AWS. Changes nothing."""
    DATA_STEWARD = "data-steward"
    """Approves data sets, models and grants on data. Deploys nothing."""
    ML_ENGINEER = "ml-engineer"
    """Trains and serves models, in training and inference alone. Sees no PHI."""
    BREAK_GLASS = "break-glass"
    """Repairs what nobody else can, for an hour, with an alarm; records are within reach (45 CFR 164.312(a)(2)(ii)), so keys and identities
    are not. Approves nothing, and can't touch the log archive."""


@dataclass(frozen=True)
class Places:
    """Names that the documents speak of. The defaults are the house's own names."""

    partition: str = "aws"
    deploy_role_name: str = "ai-zones-deploy"
    approvals_table: str = "*-approvals"
    """DynamoDB tables of approvals."""
    waivers_bucket: str = "*-waivers-*"
    """S3 bucket with the reviewer's waivers."""
    log_archive_bucket: str = "*-log-archive-*"
    """S3 bucket of the log archive."""

    @property
    def deploy_role(self) -> str:
        """Role that builds zones, in any account."""
        return f"arn:{self.partition}:iam::*:role/{self.deploy_role_name}"

    @property
    def approvals(self) -> str:
        """Tables in any account."""
        return f"arn:{self.partition}:dynamodb:*:*:table/{self.approvals_table}"

    def bucket(self, name: str) -> list[str]:
        """A bucket and its objects."""
        return [f"arn:{self.partition}:s3:::{name}", f"arn:{self.partition}:s3:::{name}/*"]


KEY_ADMINISTRATION: Final = (
    "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:CreateGrant", "kms:CreateKey", "kms:DeleteAlias", "kms:DeleteImportedKeyMaterial",
    "kms:DisableKey*", "kms:EnableKey*", "kms:ImportKeyMaterial", "kms:PutKeyPolicy", "kms:ReplicateKey", "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion", "kms:UpdateAlias",
)  # fmt: skip
"""Deciding who may use a key, and whether it is there. Whoever reads records has none of them."""

DEPLOYING: Final = (
    *KEY_ADMINISTRATION,
    "autoscaling:Create*", "autoscaling:Update*", "cloudformation:*", "codebuild:StartBuild", "ec2:Allocate*", "ec2:Associate*",
    "ec2:Attach*", "ec2:Authorize*", "ec2:Create*", "ec2:Delete*", "ec2:Modify*", "ec2:Replace*", "ec2:RunInstances", "ecs:Create*",
    "ecs:RegisterTaskDefinition", "ecs:Update*", "eks:Create*", "eks:Update*", "elasticloadbalancing:Create*",
    "elasticloadbalancing:Modify*", "iam:Add*", "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:PassRole", "iam:Put*",
    "iam:Update*", "lambda:Create*", "lambda:Update*", "network-firewall:Create*", "network-firewall:Delete*",
    "network-firewall:Update*", "organizations:*", "ram:*", "rds:Create*", "rds:Delete*", "rds:Modify*", "route53:*", "route53resolver:*",
    "s3:CreateBucket", "s3:DeleteBucket*", "s3:PutBucket*", "s3:PutEncryptionConfiguration", "s3:PutReplicationConfiguration",
    "secretsmanager:PutResourcePolicy", "sso:*", "vpc-lattice:*",
)  # fmt: skip
"""Changes of what is built. Whoever approves has none of them."""

DATA_APPROVALS: Final = ("lakeformation:GrantPermissions", "lakeformation:RevokePermissions", "sagemaker:UpdateModelPackage")
"""Approvals that are calls of a service: grants on data, a model's approval status."""

_TABLE_WRITES: Final = ("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PartiQL*", "dynamodb:PutItem", "dynamodb:UpdateItem")
_OBJECT_WRITES: Final = ("s3:DeleteObject*", "s3:PutObject*")

READING_RECORDS: Final = (
    "athena:GetQueryResults", "athena:StartQueryExecution", "dynamodb:BatchGetItem", "dynamodb:ExecuteStatement", "dynamodb:ExportTable*",
    "dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:PartiQL*", "dynamodb:Query", "dynamodb:Scan", "healthlake:Get*", "healthlake:Read*",
    "healthlake:Search*", "healthlake:StartFHIRExportJob", "kms:Decrypt", "logs:Unmask", "medical-imaging:Get*", "medical-imaging:Search*",
    "rds-data:*", "rds-db:connect", "s3:GetObject*", "s3:SelectObjectContent", "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue", "ssm:GetParameter*", "ssm:StartSession", "ssmmessages:*",
)  # fmt: skip
"""Reading what stores hold, and sessions on machines that could."""

BECOMING: Final = (
    "iam:AddUserToGroup", "iam:Attach*", "iam:Create*", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
    "iam:Put*", "iam:Update*", "sts:AssumeRole", "sts:GetFederationToken",
)  # fmt: skip
"""Ways to another identity, whose policies do not hold these denies."""

LOOKING: Final = (
    "access-analyzer:Get*", "access-analyzer:List*", "autoscaling:Describe*", "backup:Describe*", "backup:List*", "bedrock:Get*",
    "bedrock:List*", "cloudtrail:Describe*", "cloudtrail:Get*", "cloudtrail:LookupEvents", "cloudwatch:Describe*", "cloudwatch:Get*",
    "cloudwatch:List*", "config:Describe*", "config:Get*", "config:List*", "config:SelectResourceConfig", "dynamodb:Describe*",
    "dynamodb:List*", "ec2:Describe*", "ec2:Get*", "ecr:Describe*", "ecr:List*", "eks:Describe*", "eks:List*", "elasticloadbalancing:Describe*",
    "events:Describe*", "events:List*", "guardduty:Get*", "guardduty:List*", "healthlake:Describe*", "healthlake:List*", "iam:Get*", "iam:List*",
    "kms:Describe*", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:List*", "logs:Describe*", "logs:List*", "network-firewall:Describe*",
    "network-firewall:List*", "organizations:Describe*", "organizations:List*", "ram:Get*", "ram:List*", "rds:Describe*", "rds:List*",
    "route53:Get*", "route53:List*", "route53resolver:Get*", "route53resolver:List*", "s3:GetAccount*", "s3:GetBucket*",
    "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListAllMyBuckets",
    "sagemaker:Describe*", "sagemaker:List*", "secretsmanager:DescribeSecret", "secretsmanager:GetResourcePolicy", "secretsmanager:ListSecrets",
    "securityhub:Describe*", "securityhub:Get*", "securityhub:List*", "sns:Get*", "sns:List*", "tag:Get*", "vpc-lattice:Get*",
    "vpc-lattice:List*",
)  # fmt: skip
"""Configuration, findings and metrics; no record, no secret."""

_AI_WORK: Final = (
    "bedrock:ApplyGuardrail", "bedrock:Converse*", "bedrock:InvokeModel*", "ecr:BatchGetImage", "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer", "sagemaker:AddTags", "sagemaker:BatchGetMetrics", "sagemaker:CreateExperiment", "sagemaker:CreateModel",
    "sagemaker:CreateModelPackage*", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob", "sagemaker:CreateTransformJob",
    "sagemaker:CreateTrial*", "sagemaker:InvokeEndpoint*", "sagemaker:QueryLineage", "sagemaker:Search", "sagemaker:Stop*",
)  # fmt: skip
_KEEP_LOGS: Final = (
    "cloudtrail:DeleteTrail", "cloudtrail:StopLogging", "cloudtrail:UpdateTrail", "config:StopConfigurationRecorder",
    "guardduty:DeleteDetector", "logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy", "organizations:LeaveOrganization",
    "account:CloseAccount",
)  # fmt: skip


def document(role: PeopleRole, places: Places) -> str:
    """Inline policy of a role's permission set, minified. Raises `TooLargeError` above 10,240 bytes."""
    statements = _STATEMENTS[role](places)
    text = minified({"Version": "2012-10-17", "Statement": statements})
    if len(text.encode()) > MAX_INLINE_POLICY:
        raise TooLargeError(f"the inline policy of {role} has {len(text.encode())} bytes; allowed: {MAX_INLINE_POLICY}")
    return text


def deploys(places: Places) -> list[tuple[str, str]]:
    """(action, resource) of the duty to deploy: any one of them is having it."""
    return [("sts:AssumeRole", places.deploy_role.replace("::*:", "::111122223333:")), *((action, "*") for action in DEPLOYING)]


def approves(places: Places) -> list[tuple[str, str]]:
    """(action, resource) of the duty to approve: any one of them is having it."""
    table = places.approvals.replace("*:*:table/*", "eu-west-1:111122223333:table/clinic")
    waivers = places.bucket(places.waivers_bucket.replace("*", "x"))[1].replace("/*", "/waivers.yaml")
    return [
        *((action, table) for action in _TABLE_WRITES),
        *((action, waivers) for action in _OBJECT_WRITES),
        *((action, "*") for action in DATA_APPROVALS),
    ]


def _permit(sid: str, actions: Iterable[str], resources: Collection[str] = ("*",), conditions: Conditions | None = None) -> Statement:
    made = forbid(sid, actions, resources=resources, conditions=conditions)
    return {**made, "Effect": "Allow"}


def _approve_nothing(places: Places) -> list[Statement]:
    return [
        forbid("ApproveNothing", DATA_APPROVALS),
        forbid("WriteNoApproval", [*_TABLE_WRITES, "dynamodb:ExecuteStatement"], resources=[places.approvals]),
        forbid("WriteNoWaiver", _OBJECT_WRITES, resources=places.bucket(places.waivers_bucket)),
    ]


def _deploy_nothing(places: Places) -> list[Statement]:
    return [forbid("DeployNothing", DEPLOYING), forbid("BecomeNoDeployer", ["sts:AssumeRole"])]


def _platform_engineer(places: Places) -> list[Statement]:
    return [
        _permit("Look", LOOKING),
        _permit("Deploy", ["sts:AssumeRole"], [places.deploy_role]),
        _permit("AskForHelp", ["health:Describe*", "servicequotas:Get*", "servicequotas:List*", "support:*"]),
        forbid("ReadNoRecords", READING_RECORDS),
        *_approve_nothing(places),
    ]


def _security_reviewer(places: Places) -> list[Statement]:
    archive = places.bucket(places.log_archive_bucket)
    return [
        _permit("Look", LOOKING),
        _permit("ReadLogs", ["logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetQueryResults", "logs:StartQuery", "logs:StopQuery"]),
        _permit("ReadArchive", ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"], archive),
        _permit("DecryptArchive", ["kms:Decrypt"], ["*"], {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}),
        forbid("ReadNoRecords", [one for one in READING_RECORDS if not one.startswith(("s3:", "kms:"))]),
        {"Sid": "ReadNoOtherObjects", "Effect": "Deny", "Action": ["s3:GetObject*"], "NotResource": archive[1]},
        *_deploy_nothing(places),
        *_approve_nothing(places),
    ]


def _data_steward(places: Places) -> list[Statement]:
    return [
        _permit("Look", LOOKING),
        _permit("ApproveData", [*DATA_APPROVALS, "lakeformation:Get*", "lakeformation:List*"]),
        _permit("DecideApprovals", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"], [places.approvals]),
        forbid("WriteNoWaiver", _OBJECT_WRITES, resources=places.bucket(places.waivers_bucket)),
        # It decides about data by its description; the records themselves are the clinicians'.
        forbid("ReadNoRecords", [one for one in READING_RECORDS if not one.startswith("dynamodb:")]),
        {
            "Sid": "ReadNoOtherItems",
            "Effect": "Deny",
            "Action": [one for one in READING_RECORDS if one.startswith("dynamodb:")],
            "NotResource": [places.approvals, f"{places.approvals}/index/*"],
        },
        *_deploy_nothing(places),
    ]


def _ml_engineer(places: Places) -> list[Statement]:
    return [
        _permit("Look", LOOKING),
        _permit("WorkWithModels", _AI_WORK),
        _permit(
            "RunAsWorkload",
            ["iam:PassRole"],
            [f"arn:{places.partition}:iam::*:role/ai-zones-training-*"],
            {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        ),
        # Jobs without a network of theirs would run in AWS's own, out of every zone.
        forbid(
            "StayInTheNetwork",
            ["sagemaker:CreateModel", "sagemaker:CreateProcessingJob", "sagemaker:CreateTrainingJob"],
            conditions={"Null": {"sagemaker:VpcSubnets": "true"}},
        ),
        forbid("DeployNothing", [one for one in DEPLOYING if one != "iam:PassRole"]),
        {
            "Sid": "PassNoOtherRole",
            "Effect": "Deny",
            "Action": "iam:PassRole",
            "NotResource": f"arn:{places.partition}:iam::*:role/ai-zones-training-*",
        },
        forbid("BecomeNobodyElse", ["sts:AssumeRole"]),
        forbid("ReadNoRecords", READING_RECORDS),
        *_approve_nothing(places),
    ]


def _break_glass(places: Places) -> list[Statement]:
    return [
        _permit("Repair", ["*"]),
        forbid("BecomeNobodyElse", BECOMING),
        forbid("AdministerNoKey", KEY_ADMINISTRATION),
        forbid("KeepTheTrace", _KEEP_LOGS),
        forbid(
            "LeaveTheArchive", ["s3:Delete*", "s3:BypassGovernanceRetention", "s3:Put*"], resources=places.bucket(places.log_archive_bucket)
        ),
        *_approve_nothing(places),
    ]


_STATEMENTS: Final[dict[PeopleRole, Any]] = {
    PeopleRole.PLATFORM_ENGINEER: _platform_engineer,
    PeopleRole.SECURITY_REVIEWER: _security_reviewer,
    PeopleRole.DATA_STEWARD: _data_steward,
    PeopleRole.ML_ENGINEER: _ml_engineer,
    PeopleRole.BREAK_GLASS: _break_glass,
}
