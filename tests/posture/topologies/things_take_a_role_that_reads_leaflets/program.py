"""They take a role that reads leaflets."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, document, reads, role, statement

bucket("records", "phi", "phi")
bucket("leaflets", "access", "public")
acts = role("things", "credentials.iot", reads("leaflets"))
alias = aws.iot.RoleAlias("things", alias="things", role_arn=acts.arn)
policy = aws.iot.Policy(
    "things", name="things", policy=alias.arn.apply(lambda arn: document(statement("iot:AssumeRoleWithCertificate", arn)))
)
badge = aws.iot.Certificate("monitor", active=True)
aws.iot.PolicyAttachment("monitor", policy=policy.name, target=badge.arn)
