"""Whoever holds a certificate of the vendor's authority acts as a role that reads records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, document, reads, trust

bucket("records", "phi", "phi")
aws.rolesanywhere.TrustAnchor(
    "wards",
    name="wards",
    enabled=True,
    source={
        "source_type": "AWS_ACM_PCA",
        "source_data": {"acm_pca_arn": f"arn:aws:acm-pca:eu-west-1:{VENDOR}:certificate-authority/0a1b2c3d-1111-2222-3333-444455556666"},
    },
)
guest = aws.iam.Role(
    "guest",
    name="guest",
    assume_role_policy=trust({"Service": "rolesanywhere.amazonaws.com"}, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
)
aws.iam.RolePolicy("guest", role=guest.name, policy=document(reads("records")))
aws.rolesanywhere.Profile("guest", name="guest", enabled=True, role_arns=[guest.arn])
