"""Staff sign in to a viewer by a Cognito user pool: no self-made accounts, a second factor for everybody, short tokens, every sign-in recorded.

Sources: Amazon Cognito Developer Guide, "Security best practices for Amazon Cognito user pools"
(https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-security-best-practices.html), "Advanced security
with threat protection", "Exporting logs from Amazon Cognito user pools".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

RECORDS = "clinic-pool-records"
logs_key = house.key("pool-logs", f"logs.{house.REGION}.amazonaws.com")
key = house.key("pool", "s3.amazonaws.com", "cognito-idp.amazonaws.com")
logs = house.access_logs("clinic-pool-access-logs")
house.bucket(RECORDS, key, logs, {"data-class": "phi"})
pool = aws.cognito.UserPool(
    "staff",
    name="staff",
    user_pool_tier="PLUS",
    deletion_protection="ACTIVE",
    mfa_configuration="ON",
    software_token_mfa_configuration={"enabled": True},
    admin_create_user_config={"allow_admin_create_user_only": True},
    password_policy={
        "minimum_length": 16,
        "require_lowercase": True,
        "require_uppercase": True,
        "require_numbers": True,
        "require_symbols": True,
    },
    user_pool_add_ons={"advanced_security_mode": "ENFORCED"},
    opts=pulumi.ResourceOptions(protect=True),
)
aws.cognito.UserPoolClient(
    "viewer",
    user_pool_id=pool.id,
    name="viewer",
    generate_secret=True,
    allowed_oauth_flows_user_pool_client=True,
    allowed_oauth_flows=["code"],
    allowed_oauth_scopes=["openid"],
    callback_urls=["https://viewer.clinic.example/oauth2/idpresponse"],
    supported_identity_providers=["COGNITO"],
    explicit_auth_flows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    prevent_user_existence_errors="ENABLED",
    enable_token_revocation=True,
)
aws.cognito.UserPoolDomain("staff", domain="clinic-staff", user_pool_id=pool.id)
signins = house.log_group("/cognito/staff", logs_key)
aws.cognito.LogDeliveryConfiguration(
    "staff",
    user_pool_id=pool.id,
    log_configurations=[
        {"event_source": "userAuthEvents", "log_level": "INFO", "cloud_watch_logs_configuration": {"log_group_arn": signins.arn}}
    ],
)
aws.cognito.UserGroup("doctors", name="doctors", user_pool_id=pool.id, description="Doctors")
