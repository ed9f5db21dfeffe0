"""A role that trusts the identities of every customer who makes an identity pool."""

import pulumi
import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
users = aws.cognito.UserPool(
    "staff",
    name="staff",
    mfa_configuration="ON",
    software_token_mfa_configuration={"enabled": True},
    admin_create_user_config={"allow_admin_create_user_only": True},
)
client = aws.cognito.UserPoolClient("viewer", name="viewer", user_pool_id=users.id)
pool = aws.cognito.IdentityPool(
    "viewer",
    identity_pool_name="viewer",
    allow_unauthenticated_identities=False,
    cognito_identity_providers=[{"provider_name": users.endpoint, "client_id": client.id, "server_side_token_check": True}],
)
role = aws.iam.Role(
    "viewer",
    assume_role_policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                    "Condition": {
                        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
                    },
                }
            ],
        }
    ),
)
aws.iam.RolePolicy(
    "viewer",
    role=role.id,
    policy=pulumi.Output.json_dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}]}
    ),
)
aws.cognito.IdentityPoolRoleAttachment("viewer", identity_pool_id=pool.id, roles={"authenticated": role.arn})
