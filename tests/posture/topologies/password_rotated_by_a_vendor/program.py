"""A function sets the password of a database anew."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR

PHI = {"ai-zone": "phi", "data-class": "phi"}
password = aws.secretsmanager.Secret("notes", name="notes", tags=PHI)
aws.secretsmanager.SecretRotation(
    "notes",
    secret_id=password.id,
    rotation_lambda_arn=f"arn:aws:lambda:eu-west-1:{VENDOR}:function:rotate",
    rotation_rules={"automatically_after_days": 30},
)
