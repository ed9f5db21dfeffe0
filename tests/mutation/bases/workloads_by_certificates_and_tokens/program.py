"""Machines of the ward come in by certificates of our own authority, the pipeline by a token of one branch.

Sources: IAM Roles Anywhere User Guide, "The IAM Roles Anywhere trust model" (https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html);
IAM User Guide, "Create a role for OpenID Connect federation"; AWS Private CA User Guide, "Planning your
certificate revocation method"; IAM Access Analyzer, "Unused access".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import may, objects

IMAGES, BUILDS = "clinic-ward-images", "clinic-ward-builds"
key = house.key("ward", "s3.amazonaws.com")
logs = house.access_logs("clinic-ward-access-logs")
house.bucket(IMAGES, key, logs, {"data-class": "phi"})
house.bucket(BUILDS, key, logs, {"data-class": "internal"})
authority = aws.acmpca.CertificateAuthority(
    "ward",
    type="SUBORDINATE",
    usage_mode="SHORT_LIVED_CERTIFICATE",
    certificate_authority_configuration={
        "key_algorithm": "EC_secp384r1",
        "signing_algorithm": "SHA384WITHECDSA",
        "subject": {"common_name": "Ward machines"},
    },
    opts=pulumi.ResourceOptions(protect=True),
)
anchor = aws.rolesanywhere.TrustAnchor(
    "ward",
    name="ward",
    enabled=True,
    source={"source_type": "AWS_ACM_PCA", "source_data": {"acm_pca_arn": authority.arn}},
)
ward = aws.iam.Role(
    "ward",
    name="ward",
    max_session_duration=3600,
    assume_role_policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "rolesanywhere.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
            "Condition": {
                "StringEquals": {"aws:PrincipalTag/x509Subject/OU": "imaging", "aws:SourceAccount": house.ACCOUNT},
                "ArnLike": {"aws:SourceArn": f"arn:aws:rolesanywhere:{house.REGION}:{house.ACCOUNT}:trust-anchor/*"},
            },
        }
    ),
)
aws.iam.RolePolicy("ward", name="write-images", role=ward.name, policy=house.document(may(["s3:PutObject"], objects(IMAGES, "incoming/"))))
aws.rolesanywhere.Profile(
    "ward",
    name="ward",
    enabled=True,
    duration_seconds=3600,
    require_instance_properties=False,
    accept_role_session_name=False,
    role_arns=[ward.arn],
    session_policy=house.document(may(["s3:PutObject"], objects(IMAGES, "incoming/"))),
)
issuer = aws.iam.OpenIdConnectProvider(
    "pipelines", url="https://token.actions.githubusercontent.com", client_id_lists=["sts.amazonaws.com"]
)
ci = aws.iam.Role(
    "pipeline",
    name="pipeline",
    max_session_duration=3600,
    assume_role_policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"Federated": f"arn:aws:iam::{house.ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {
                    "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                    "token.actions.githubusercontent.com:sub": "repo:clinic/tools:ref:refs/heads/main",
                }
            },
        }
    ),
    opts=pulumi.ResourceOptions(depends_on=[issuer]),
)
aws.iam.RolePolicy("pipeline", name="write-builds", role=ci.name, policy=house.document(may(["s3:PutObject"], objects(BUILDS))))
aws.accessanalyzer.Analyzer("outside", analyzer_name="outside", type="ACCOUNT")
