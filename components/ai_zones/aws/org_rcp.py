"""Resource control policies: who may touch the organization's resources, whatever a resource's own policy says. The data perimeter.

Sources: AWS Organizations User Guide, "Resource control policies (RCPs)" (services), "RCP syntax", "Resource control policy examples"
(confused deputy, secure connections); AWS whitepaper "Building a Data Perimeter on AWS", "Only trusted identities"; IAM User Guide, "AWS
global condition context keys" (`aws:PrincipalOrgID`, `aws:PrincipalIsAWSService`, `aws:SourceOrgID`); Amazon S3 User Guide, "Bucket policy
examples using condition keys" (`s3:TlsVersion`).
"""

from collections.abc import Collection
from typing import Any, Final

from ai_zones.aws.org_documents import forbid_everyone
from ai_zones.aws.policy_document import Statement

SERVICES: Final = ("aoss", "ecr", "kms", "s3", "secretsmanager", "sqs", "sts")
"""Services whose resources these policies reach. DynamoDB, RDS, SNS and others are not among them: their own policies decide alone."""

_RESOURCES: Final = tuple(f"{service}:*" for service in SERVICES if service != "sts")
_ASSUME: Final = ("sts:AssumeRole", "sts:SetContext")
"""A web or SAML identity has no organization before it has a role: `AssumeRoleWith…` is left to each role's trust policy, which is proved."""


def perimeter(organization_id: str, trusted_account_ids: Collection[str] = ()) -> list[Statement]:
    """Statements of the perimeter.

    `trusted_account_ids` are accounts of others that may reach our resources where a resource's own policy lets them. Default: nobody.
    """
    trusted = sorted(trusted_account_ids)
    ours: dict[str, Any] = {"aws:PrincipalOrgID": organization_id, **({"aws:PrincipalAccount": trusted} if trusted else {})}
    source: dict[str, Any] = {"aws:SourceOrgID": organization_id, **({"aws:SourceAccount": trusted} if trusted else {})}
    return [
        forbid_everyone(
            "OnlyOurIdentities",
            [*_RESOURCES, *_ASSUME],
            conditions={"StringNotEqualsIfExists": ours, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}},
        ),
        # A service acts for somebody: for us, where it says for whom. Services that don't say are told apart by the key's absence.
        forbid_everyone(
            "ServicesActForUs",
            [*_RESOURCES, "sts:AssumeRole"],
            conditions={
                "StringNotEqualsIfExists": source,
                "Null": {"aws:SourceAccount": "false"},
                "Bool": {"aws:PrincipalIsAWSService": "true"},
            },
        ),
        forbid_everyone("OnlyOverTls", [*_RESOURCES, "sts:*"], conditions={"BoolIfExists": {"aws:SecureTransport": "false"}}),
        forbid_everyone("OnlyOverNewTls", ["s3:*"], conditions={"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ]
