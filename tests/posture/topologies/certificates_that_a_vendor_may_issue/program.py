"""The policy of our own authority lets a vendor issue certificates, and a role for certificates reads the records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, document, reads, statement, trust

bucket("records", "phi", "phi")
authority = aws.acmpca.CertificateAuthority(
    "wards",
    certificate_authority_configuration={
        "key_algorithm": "RSA_4096",
        "signing_algorithm": "SHA512WITHRSA",
        "subject": {"common_name": "clinic.example"},
    },
)
aws.acmpca.Policy(
    "wards",
    resource_arn=authority.arn,
    policy=authority.arn.apply(lambda arn: document(statement("acm-pca:IssueCertificate", arn, principal={"AWS": VENDOR}))),
)
aws.rolesanywhere.TrustAnchor(
    "wards",
    name="wards",
    enabled=True,
    source={"source_type": "AWS_ACM_PCA", "source_data": {"acm_pca_arn": authority.arn}},
)
guest = aws.iam.Role(
    "guest",
    name="guest",
    assume_role_policy=trust({"Service": "rolesanywhere.amazonaws.com"}, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
)
aws.iam.RolePolicy("guest", role=guest.name, policy=document(reads("records")))
aws.rolesanywhere.Profile("guest", name="guest", enabled=True, role_arns=[guest.arn])
