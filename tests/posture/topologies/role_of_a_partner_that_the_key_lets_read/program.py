"""A partner's role may fetch a secret, and use the key that it is encrypted with."""

import json
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

ACCOUNT = "111122223333"


def document(*statements: Mapping[str, object]) -> str:
    """A policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


ours = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"}
key = aws.kms.Key("charts", enable_key_rotation=True, policy=document(ours), tags={"ai-zone": "phi"})
login = aws.secretsmanager.Secret("login", name="charts/login", kms_key_id=key.arn, tags={"ai-zone": "phi", "data-class": "phi"})
partner = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "sts:AssumeRole"}
role = aws.iam.Role("partner", name="partner", assume_role_policy=document(partner))
read = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": f"arn:aws:secretsmanager:*:{ACCOUNT}:secret:charts/*"}
use = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}
aws.iam.RolePolicy("reads", role=role.id, policy=document(read, use))
pulumi.export("login", login.arn)
