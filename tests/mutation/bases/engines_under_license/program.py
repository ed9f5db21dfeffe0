"""Two systems of the hospital on Oracle and SQL Server: closed network, what encrypts on the way, audit files by a role to our bucket, a proxy.

After https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.html ("Oracle native network encryption", which can't be used
together with "Oracle Secure Sockets Layer"), "Options for the Microsoft SQL Server database engine", "SQL Server Audit", "Amazon RDS Proxy".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

AUDIT = "clinic-sql-audit"
place = data_grounds.ground("licensed", "10.92.0.0/16")
key = house.key("licensed", "rds.amazonaws.com", "secretsmanager.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com")
access_logs = house.access_logs("clinic-sql-access-logs")
audit = house.bucket(AUDIT, key, access_logs, {"data-class": "phi"})
group = data_grounds.within(place, "licensed-databases", 1433, 1521)
subnets = aws.rds.SubnetGroup("licensed", name="licensed", subnet_ids=[subnet.id for subnet in place.subnets])
monitor = aws.iam.Role("licensed-monitoring", name="licensed-monitoring", assume_role_policy=house.trust("monitoring.rds.amazonaws.com"))
aws.iam.RolePolicyAttachment(
    "licensed-monitoring", role=monitor.name, policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
)
auditing = data_grounds.acting(
    "licensed-audit",
    "rds.amazonaws.com",
    data_grounds.may(["s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"], f"arn:aws:s3:::{AUDIT}/*"),
    data_grounds.may(["s3:ListBucket", "s3:GetBucketACL", "s3:GetBucketLocation"], f"arn:aws:s3:::{AUDIT}"),
)
oracle_options = aws.rds.OptionGroup(
    "laboratory",
    name="laboratory",
    engine_name="oracle-ee",
    major_engine_version="19",
    option_group_description="Native encryption",
    options=[
        {
            "option_name": "NATIVE_NETWORK_ENCRYPTION",
            "option_settings": [
                {"name": "SQLNET.ENCRYPTION_SERVER", "value": "REQUIRED"},
                {"name": "SQLNET.CRYPTO_CHECKSUM_SERVER", "value": "REQUIRED"},
            ],
        },
    ],
)
server_options = aws.rds.OptionGroup(
    "wards",
    name="wards",
    engine_name="sqlserver-se",
    major_engine_version="16.00",
    option_group_description="Audit files",
    options=[
        {
            "option_name": "SQLSERVER_AUDIT",
            "option_settings": [
                {"name": "S3_BUCKET_ARN", "value": f"arn:aws:s3:::{AUDIT}/wards"},
                {"name": "IAM_ROLE_ARN", "value": f"arn:aws:iam::{house.ACCOUNT}:role/licensed-audit"},
                {"name": "ENABLE_COMPRESSION", "value": "true"},
            ],
        }
    ],
)
forced = aws.rds.ParameterGroup(
    "wards",
    name="wards",
    family="sqlserver-se-16.0",
    parameters=[
        {"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"},
        {"name": "rds.tls10", "value": "disabled", "apply_method": "pending-reboot"},
        {"name": "rds.tls11", "value": "disabled", "apply_method": "pending-reboot"},
    ],
)
lab_logs = [house.log_group(f"/aws/rds/instance/laboratory/{kind}", place.log_key) for kind in ("audit", "listener", "alert")]
ward_logs = [house.log_group(f"/aws/rds/instance/wards/{kind}", place.log_key) for kind in ("error", "agent")]


def instance(name: str, engine: str, version: str, **more: object) -> aws.rds.Instance:
    """An encrypted instance in two zones."""
    return aws.rds.Instance(
        name,
        identifier=name,
        engine=engine,
        engine_version=version,
        instance_class="db.m6i.large",
        allocated_storage=200,
        storage_type="gp3",
        username="owner",
        manage_master_user_password=True,
        master_user_secret_kms_key_id=key.arn,
        db_subnet_group_name=subnets.name,
        vpc_security_group_ids=[group.id],
        publicly_accessible=False,
        multi_az=True,
        storage_encrypted=True,
        kms_key_id=key.arn,
        license_model="license-included" if "sqlserver" in engine else "bring-your-own-license",
        backup_retention_period=35,
        delete_automated_backups=False,
        copy_tags_to_snapshot=True,
        deletion_protection=True,
        skip_final_snapshot=False,
        final_snapshot_identifier=f"{name}-final",
        auto_minor_version_upgrade=True,
        performance_insights_enabled=True,
        performance_insights_kms_key_id=key.arn,
        performance_insights_retention_period=731,
        monitoring_interval=60,
        monitoring_role_arn=monitor.arn,
        ca_cert_identifier="rds-ca-rsa4096-g1",
        tags={"data-class": "phi"},
        opts=pulumi.ResourceOptions(protect=True),
        **more,
    )


laboratory = instance(
    "laboratory",
    "oracle-ee",
    "19.0.0.0.ru-2025-01.rur-2025-01.r1",
    option_group_name=oracle_options.name,
    db_name="LAB",
    port=1521,
    enabled_cloudwatch_logs_exports=["audit", "listener", "alert"],
)
wards = instance(
    "wards",
    "sqlserver-se",
    "16.00.4165.4.v1",
    option_group_name=server_options.name,
    parameter_group_name=forced.name,
    enabled_cloudwatch_logs_exports=["error", "agent"],
)
aws.rds.RoleAssociation("wards", db_instance_identifier=wards.identifier, feature_name="S3_INTEGRATION", role_arn=auditing.arn)
notices = aws.sns.Topic("licensed-notices", name="licensed-notices", kms_master_key_id=key.arn, tags={"data-class": "internal"})
aws.rds.EventSubscription(
    "licensed",
    name="licensed",
    sns_topic=notices.arn,
    source_type="db-instance",
    source_ids=[laboratory.identifier, wards.identifier],
    event_categories=["deletion", "failover", "failure", "maintenance"],
    enabled=True,
)
login = aws.secretsmanager.Secret(
    "wards-application", name="wards/application", kms_key_id=key.arn, recovery_window_in_days=30, tags={"data-class": "phi"}
)
proxying = data_grounds.acting(
    "wards-proxy",
    "rds.amazonaws.com",
    data_grounds.may(
        ["secretsmanager:GetSecretValue"], f"arn:aws:secretsmanager:{house.REGION}:{house.ACCOUNT}:secret:wards/application-*"
    ),
)
proxy = aws.rds.Proxy(
    "wards",
    name="wards",
    engine_family="SQLSERVER",
    role_arn=proxying.arn,
    require_tls=True,
    debug_logging=False,
    idle_client_timeout=1800,
    vpc_subnet_ids=[subnet.id for subnet in place.subnets],
    vpc_security_group_ids=[group.id],
    auths=[
        {
            "auth_scheme": "SECRETS",
            "iam_auth": "REQUIRED",
            "secret_arn": login.arn,
            "client_password_auth_type": "SQL_SERVER_AUTHENTICATION",
        }
    ],
)
aws.rds.ProxyDefaultTargetGroup(
    "wards",
    db_proxy_name=proxy.name,
    connection_pool_config={"max_connections_percent": 80, "max_idle_connections_percent": 40, "connection_borrow_timeout": 120},
)
aws.rds.ProxyTarget("wards", db_proxy_name=proxy.name, target_group_name="default", db_instance_identifier=wards.identifier)
