"""Service control policies: what no principal of a zone's account can do, whatever its own policies say.

They don't touch the management account, service-linked roles, or principals of other organizations (those meet the resource control
policies). Each function gives plain statements; `org_documents.split` puts them into documents.
Sources: AWS Organizations User Guide, "Service control policies (SCPs)", "General examples" (regions, with the global services that have to
be spared; leaving the organization), "Example SCPs for Amazon EC2, VPC, GuardDuty, Config, RAM"; Amazon EC2 User Guide, "Use IMDSv2"
(`ec2:MetadataHttpTokens`, `ec2:RoleDelivery`); IAM User Guide, "AWS global condition context keys" (`aws:AssumedRoot`, `aws:ResourceOrgID`);
AWS whitepaper "Building a Data Perimeter on AWS", "Only trusted resources"; NIST SP 800-53 AC-6, AU-9, SC-7.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

from ai_zones.aws.org_documents import forbid
from ai_zones.aws.org_services import allowed_prefixes
from ai_zones.aws.policy_document import Statement
from ai_zones.aws.tags import DATA_CLASS, ZONE
from ai_zones.plan.names import ZoneName

GLOBAL_SERVICES: Final = (
    "account:*",
    "billing:*",
    "budgets:*",
    "ce:*",
    "ec2:DescribeRegions",
    "health:*",
    "iam:*",
    "organizations:*",
    "pricing:*",
    "route53:*",
    "s3:GetAccountPublic*",
    "s3:ListAllMyBuckets",
    "s3:PutAccountPublic*",
    "shield:*",
    "sso:*",
    "sts:*",
    "support:*",
    "trustedadvisor:*",
)
"""What is answered from one region for the whole partition: of the documented list, what zones need. Not `kms`, which is regional too."""

ROAD_OUT: Final = (
    "ec2:AttachInternetGateway",
    "ec2:CreateCarrierGateway",
    "ec2:CreateEgressOnlyInternetGateway",
    "ec2:CreateInternetGateway",
    "ec2:CreateNatGateway",
)
PUBLIC_ADDRESS: Final = ("ec2:AllocateAddress", "ec2:AssociateAddress")
JOINING: Final = (
    "ec2:AcceptTransitGatewayPeeringAttachment",
    "ec2:AcceptTransitGatewayVpcAttachment",
    "ec2:AcceptVpcPeeringConnection",
    "ec2:CreateClientVpnEndpoint",
    "ec2:CreateDefaultSubnet",
    "ec2:CreateDefaultVpc",
    "ec2:CreateTransitGateway*",
    "ec2:CreateVpcPeeringConnection",
    "ec2:MoveAddressToVpc",
    "globalaccelerator:*",
    "networkmanager:Create*",
)
"""Zones never route to each other, and nothing comes with a network that nobody planned."""
CIRCUITS: Final = (
    "directconnect:Create*",
    "ec2:AttachVpnGateway",
    "ec2:CreateCustomerGateway",
    "ec2:CreateVpnConnection",
    "ec2:CreateVpnGateway",
)
"""Private circuits to peers: phi and deidentification alone have any."""

_CIRCUIT_ZONES: Final = frozenset({ZoneName.PHI, ZoneName.DEIDENTIFICATION})
_PUBLIC_ZONES: Final = frozenset({ZoneName.EGRESS, ZoneName.ACCESS})
_HOLDS_PHI: Final = frozenset({ZoneName.PHI, ZoneName.DEIDENTIFICATION})


def everywhere(
    *, organization_id: str, regions: Collection[str], deploy_role_names: Collection[str], administrator_role_names: Collection[str] = ()
) -> list[Statement]:
    """What holds in every zone, for the unit above them.

    `deploy_role_names` alone may touch roles and tags that carry the proof; `administrator_role_names` alone may change detection.
    """
    return [
        *_account(regions),
        *_detection(administrator_role_names, deploy_role_names),
        *_people_are_federated(),
        *_encryption(),
        *_shares(organization_id),
        *_ours(deploy_role_names),
    ]


def of_zones(zones: Collection[ZoneName], services: Collection[str] | None = None) -> list[Statement]:
    """What holds in accounts that hold these zones: their services, their roads. One zone an account, or several that share one:
    then each may do what any of them may, and policy inside the account is all that separates them.

    `services`: the plan's list of cloud services; default: the zones' ceiling. Raises `ValueError` without any zone.
    """
    if not zones:
        raise ValueError("at least one zone")
    own = None if services is None else frozenset(services)
    prefixes = sorted({prefix for zone in zones for prefix in allowed_prefixes(zone, own)})
    roads = sorted(frozenset.intersection(*(frozenset(_roads(zone)) for zone in zones)))
    statements = [
        forbid("OnlyServicesOfTheZone", but_actions=[f"{prefix}:*" for prefix in prefixes]),
        forbid("NoOtherRoads", roads),
    ]
    if not set(zones) & _PUBLIC_ZONES:
        statements.append(
            forbid(
                "NoPublicAddresses",
                ["ec2:CreateNetworkInterface", "ec2:RunInstances"],
                resources=["arn:*:ec2:*:*:network-interface/*"],
                conditions={"Bool": {"ec2:AssociatePublicIpAddress": "true"}},
            )
        )
    if set(zones) & _HOLDS_PHI:
        statements.append(_copies())
    return statements


def _unless(roles: Collection[str]) -> dict[str, dict[str, Any]]:
    return {"ArnNotLike": {"aws:PrincipalArn": [f"arn:*:iam::*:role/{name}" for name in sorted(roles)]}} if roles else {}


def _account(regions: Collection[str]) -> Iterator[Statement]:
    yield forbid(
        "StayInTheOrganization",
        ["account:CloseAccount", "account:DisableRegion", "account:EnableRegion", "organizations:LeaveOrganization"],
    )
    yield forbid(
        "OnlyAllowedRegions",
        but_actions=GLOBAL_SERVICES,
        conditions={"StringNotEquals": {"aws:RequestedRegion": sorted(regions)}},
    )
    # Sessions that the management account opens for one task (sts:AssumeRoot) are no use of root's own credentials.
    yield forbid(
        "NobodyIsRoot",
        ["*"],
        conditions={"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}, "BoolIfExists": {"aws:AssumedRoot": "false"}},
    )


def _detection(administrators: Collection[str], deployers: Collection[str]) -> Iterator[Statement]:
    yield forbid(
        "KeepWatching",
        [
            "access-analyzer:DeleteAnalyzer",
            "cloudtrail:DeleteEventDataStore",
            "cloudtrail:DeleteTrail",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:StopLogging",
            "cloudtrail:UpdateTrail",
            "config:DeleteConfigurationRecorder",
            "config:DeleteDeliveryChannel",
            "config:DeleteRetentionConfiguration",
            "config:StopConfigurationRecorder",
            "guardduty:DeleteDetector",
            "guardduty:DeleteMembers",
            "guardduty:DisassociateFromAdministratorAccount",
            "guardduty:DisassociateMembers",
            "guardduty:StopMonitoringMembers",
            "guardduty:UpdateDetector",
            "inspector2:Disable",
            "macie2:DisableMacie",
            "securityhub:DeleteMembers",
            "securityhub:DisableSecurityHub",
            "securityhub:DisassociateFromAdministratorAccount",
        ],
        conditions=_unless(administrators),
    )
    # A deployment replaces a flow log when its format changes; nobody else removes one.
    yield forbid(
        "KeepLogs",
        ["ec2:DeleteFlowLogs", "logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy"],
        conditions=_unless({*administrators, *deployers}),
    )


def _people_are_federated() -> Iterator[Statement]:
    yield forbid(
        "NoStaticCredentials",
        [
            "iam:AddUserToGroup",
            "iam:AttachUserPolicy",
            "iam:ChangePassword",
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:CreateServiceSpecificCredential",
            "iam:CreateUser",
            "iam:PutUserPolicy",
            "iam:UpdateAccessKey",
            "iam:UpdateLoginProfile",
            "iam:UploadSSHPublicKey",
            "iam:UploadSigningCertificate",
        ],
    )


def _encryption() -> Iterator[Statement]:
    yield forbid(
        "OnlyImdsV2",
        ["ec2:RunInstances"],
        resources=["arn:*:ec2:*:*:instance/*"],
        conditions={"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}},
    )
    yield forbid("NoRoleByImdsV1", ["*"], conditions={"NumericLessThan": {"ec2:RoleDelivery": "2.0"}})
    yield forbid("KeepImdsV2", ["ec2:ModifyInstanceMetadataDefaults", "ec2:ModifyInstanceMetadataOptions"])
    yield forbid(
        "EncryptVolumes",
        ["ec2:CreateVolume", "ec2:RunInstances"],
        resources=["arn:*:ec2:*:*:volume/*"],
        conditions={"Bool": {"ec2:Encrypted": "false"}},
    )
    yield forbid(
        "EncryptDatabases",
        ["rds:CreateDBCluster", "rds:CreateDBInstance", "rds:RestoreDBClusterFromS3"],
        conditions={"Bool": {"rds:StorageEncrypted": "false"}},
    )
    yield forbid("EncryptFiles", ["elasticfilesystem:CreateFileSystem"], conditions={"Bool": {"elasticfilesystem:Encrypted": "false"}})
    yield forbid("KeepEncryptionByDefault", ["ec2:DisableEbsEncryptionByDefault", "ec2:ResetEbsDefaultKmsKeyId"])


def _shares(organization_id: str) -> Iterator[Statement]:
    yield forbid(
        "ShareWithinTheOrganization",
        ["ram:CreateResourceShare", "ram:UpdateResourceShare"],
        conditions={"Bool": {"ram:RequestedAllowsExternalPrincipals": "true"}},
    )
    yield forbid("TakeNoStrangersShare", ["ram:AcceptResourceShareInvitation"])
    yield forbid(
        "ShareNoImages",
        [
            "ec2:DisableImageBlockPublicAccess",
            "ec2:DisableSnapshotBlockPublicAccess",
            "ec2:EnableSerialConsoleAccess",
            "ec2:ModifyImageAttribute",
            "ec2:ModifySnapshotAttribute",
            "rds:ModifyDBClusterSnapshotAttribute",
            "rds:ModifyDBSnapshotAttribute",
        ],
    )
    # `ViaAWSService`: a service that acts on the caller's behalf may keep its own artifacts elsewhere; it carries no data of ours out.
    yield forbid(
        "WriteOnlyToOurOwn",
        [
            "dynamodb:BatchWriteItem",
            "dynamodb:PutItem",
            "events:PutEvents",
            "firehose:PutRecord*",
            "kinesis:PutRecord*",
            "lambda:InvokeFunction",
            "s3:PutObject*",
            "secretsmanager:PutSecretValue",
            "sns:Publish",
            "sqs:SendMessage",
        ],
        conditions={
            "StringNotEqualsIfExists": {"aws:ResourceOrgID": organization_id},
            "BoolIfExists": {"aws:ViaAWSService": "false"},
        },
    )


def _ours(deployers: Collection[str]) -> Iterator[Statement]:
    unless = _unless(deployers)
    yield forbid(
        "KeepOurRoles",
        [
            "iam:AttachRolePolicy",
            "iam:CreateRole",
            "iam:DeleteRole",
            "iam:DeleteRolePermissionsBoundary",
            "iam:DeleteRolePolicy",
            "iam:DetachRolePolicy",
            "iam:PutRolePermissionsBoundary",
            "iam:PutRolePolicy",
            "iam:TagRole",
            "iam:UntagRole",
            "iam:UpdateAssumeRolePolicy",
            "iam:UpdateRole",
        ],
        resources=["arn:*:iam::*:role/ai-zones-*", "arn:*:iam::*:role/ai-zones/*"],
        conditions=unless,
    )
    yield forbid(
        "KeepIssuers",
        [
            "iam:AddClientIDToOpenIDConnectProvider",
            "iam:CreateOpenIDConnectProvider",
            "iam:CreateSAMLProvider",
            "iam:DeleteOpenIDConnectProvider",
            "iam:UpdateOpenIDConnectProviderThumbprint",
            "iam:UpdateSAMLProvider",
        ],
        conditions=unless,
    )
    # Tags classify networks and stores, so whoever sets them decides what is proved. Bucket tags come without `aws:TagKeys`.
    yield forbid("KeepClassification", ["*"], conditions={"ForAnyValue:StringEquals": {"aws:TagKeys": [ZONE, DATA_CLASS]}, **unless})
    yield forbid("KeepBucketClassification", ["s3:PutBucketTagging"], conditions=unless)
    yield forbid(
        "KeepBucketsPrivate",
        [
            "s3:DeleteAccessPointPolicy",
            "s3:DeleteBucketPolicy",
            "s3:PutAccessPointPublicAccessBlock",
            "s3:PutAccountPublicAccessBlock",
            "s3:PutBucketAcl",
            "s3:PutBucketPublicAccessBlock",
            "s3:PutObjectAcl",
        ],
        conditions=unless,
    )


def _roads(zone: ZoneName) -> Iterator[str]:
    """Actions that make a road which the zone may not have."""
    yield from JOINING
    if zone not in _CIRCUIT_ZONES:
        yield from CIRCUITS
    if zone is ZoneName.EGRESS:
        return
    # Into access people come by an internet gateway and a public address; nothing starts outwards there.
    ways_in = {"ec2:AttachInternetGateway", "ec2:CreateInternetGateway", *PUBLIC_ADDRESS} if zone is ZoneName.ACCESS else set()
    yield from (action for action in (*ROAD_OUT, *PUBLIC_ADDRESS) if action not in ways_in)


def _copies() -> Statement:
    """Residency: what is copied by configuration alone is not configured. Copies that are asked for in another region meet the regions."""
    return forbid(
        "NoCopiesElsewhere",
        [
            "dynamodb:CreateGlobalTable",
            "dynamodb:ExportTableToPointInTime",
            "ecr:PutReplicationConfiguration",
            "kms:ReplicateKey",
            "rds:CreateGlobalCluster",
            "rds:StartExportTask",
            "s3:PutReplicationConfiguration",
            "secretsmanager:ReplicateSecretToRegions",
        ],
    )
