"""Redshift Serverless in a closed network: a namespace with a key and a managed password, a workgroup with limits, snapshots, a role to load.

After https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-namespace.html, "Security and connections in Amazon Redshift
Serverless", "Enhanced VPC routing", "Snapshots and recovery points", "Audit logging for Amazon Redshift Serverless".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

STAGING = "clinic-outcomes-staging"
place = data_grounds.ground("outcomes", "10.81.0.0/16", zones="abc")
key = house.key(
    "outcomes", "redshift-serverless.amazonaws.com", "redshift.amazonaws.com", "s3.amazonaws.com", "secretsmanager.amazonaws.com"
)
access_logs = house.access_logs("clinic-outcomes-access-logs")
staging = house.bucket(STAGING, key, access_logs, {"data-class": "phi"})
loading = data_grounds.acting(
    "outcomes-loading",
    "redshift-serverless.amazonaws.com",
    data_grounds.may(["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{STAGING}", f"arn:aws:s3:::{STAGING}/*"]),
)
namespace = aws.redshiftserverless.Namespace(
    "outcomes",
    namespace_name="outcomes",
    db_name="outcomes",
    admin_username="owner",
    manage_admin_password=True,
    admin_password_secret_kms_key_id=key.arn,
    kms_key_id=key.arn,
    iam_roles=[loading.arn],
    default_iam_role_arn=loading.arn,
    log_exports=["connectionlog", "userlog", "useractivitylog"],
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
group = data_grounds.within(place, "outcomes-sql", 5439)
workgroup = aws.redshiftserverless.Workgroup(
    "outcomes",
    workgroup_name="outcomes",
    namespace_name=namespace.namespace_name,
    base_capacity=32,
    max_capacity=128,
    subnet_ids=[subnet.id for subnet in place.subnets],
    security_group_ids=[group.id],
    publicly_accessible=False,
    enhanced_vpc_routing=True,
    port=5439,
    config_parameters=[
        {"parameter_key": "require_ssl", "parameter_value": "true"},
        {"parameter_key": "use_fips_ssl", "parameter_value": "true"},
        {"parameter_key": "enable_user_activity_logging", "parameter_value": "true"},
        {"parameter_key": "max_query_execution_time", "parameter_value": "3600"},
    ],
    tags={"data-class": "phi"},
)
aws.redshiftserverless.UsageLimit(
    "outcomes", resource_arn=workgroup.arn, usage_type="serverless-compute", amount=200, period="daily", breach_action="log"
)
aws.redshiftserverless.Snapshot(
    "before-upgrade", namespace_name=workgroup.namespace_name, snapshot_name="before-upgrade", retention_period=35
)
aws.redshiftserverless.EndpointAccess(
    "reports",
    endpoint_name="reports",
    workgroup_name=workgroup.workgroup_name,
    subnet_ids=[subnet.id for subnet in place.subnets],
    vpc_security_group_ids=[group.id],
)
