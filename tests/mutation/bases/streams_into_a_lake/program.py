"""Vitals from devices: a stream, a delivery to a bucket, a warehouse in the network, a scheduled rule."""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

BUCKET = "clinic-vitals"
log_key = house.key("vitals-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("vitals", "kinesis.amazonaws.com", "firehose.amazonaws.com", "s3.amazonaws.com", "redshift.amazonaws.com")
vpc = aws.ec2.Vpc("vitals", cidr_block="10.80.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "phi"})
house.closed_defaults("vitals", vpc)
house.closed_names("vitals", vpc.id)
house.flow_logs("vitals", vpc.id, log_key)
house.query_logs("vitals", vpc.id, log_key)
table = aws.ec2.RouteTable("vitals", vpc_id=vpc.id)
subnets = []
for index, az in enumerate("ab"):
    subnet = aws.ec2.Subnet(f"vitals-{az}", vpc_id=vpc.id, cidr_block=f"10.80.{index}.0/24", availability_zone=f"eu-west-1{az}")
    aws.ec2.RouteTableAssociation(f"vitals-{az}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)
access_logs = house.access_logs("clinic-vitals-access-logs")
lake = house.bucket(BUCKET, key, access_logs, {"data-class": "phi"})
stream = aws.kinesis.Stream(
    "vitals",
    name="vitals",
    retention_period=168,
    encryption_type="KMS",
    kms_key_id=key.arn,
    enforce_consumer_deletion=False,
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    tags={"data-class": "phi"},
)
STREAM = f"arn:aws:kinesis:{house.REGION}:{house.ACCOUNT}:stream/vitals"
role = aws.iam.Role("delivery", name="delivery", assume_role_policy=house.trust("firehose.amazonaws.com"))
aws.iam.RolePolicy(
    "delivery",
    name="deliver",
    role=role.name,
    policy=house.document(
        {"Effect": "Allow", "Action": ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream"], "Resource": STREAM},
        {
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:AbortMultipartUpload"],
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
            "Condition": {"StringEquals": {"aws:ResourceAccount": house.ACCOUNT}},
        },
    ),
)
delivery_logs = house.log_group("/firehose/vitals", log_key)
aws.kinesis.FirehoseDeliveryStream(
    "vitals",
    name="vitals",
    destination="extended_s3",
    kinesis_source_configuration={"kinesis_stream_arn": stream.arn, "role_arn": role.arn},
    extended_s3_configuration={
        "bucket_arn": lake.arn,
        "role_arn": role.arn,
        "kms_key_arn": key.arn,
        "compression_format": "GZIP",
        "buffering_interval": 60,
        "prefix": "vitals/",
        "cloudwatch_logging_options": {"enabled": True, "log_group_name": delivery_logs.name, "log_stream_name": "delivery"},
    },
    tags={"data-class": "phi"},
)
group = aws.ec2.SecurityGroup(
    "warehouse",
    vpc_id=vpc.id,
    description="SQL within the network",
    ingress=[{"protocol": "tcp", "from_port": 5439, "to_port": 5439, "cidr_blocks": ["10.80.0.0/16"], "description": "Analysts"}],
)
warehouse = aws.redshift.Cluster(
    "vitals",
    cluster_identifier="vitals",
    cluster_type="multi-node",
    node_type="ra3.xlplus",
    number_of_nodes=2,
    database_name="vitals",
    master_username="owner",
    manage_master_password=True,
    master_password_secret_kms_key_id=key.arn,
    cluster_subnet_group_name=aws.redshift.SubnetGroup("vitals", name="vitals", subnet_ids=[subnet.id for subnet in subnets]).name,
    cluster_parameter_group_name=aws.redshift.ParameterGroup(
        "vitals",
        name="vitals",
        family="redshift-1.0",
        parameters=[{"name": "require_ssl", "value": "true"}, {"name": "enable_user_activity_logging", "value": "true"}],
    ).name,
    vpc_security_group_ids=[group.id],
    encrypted="true",
    kms_key_id=key.arn,
    publicly_accessible=False,
    enhanced_vpc_routing=True,
    automated_snapshot_retention_period=35,
    allow_version_upgrade=True,
    multi_az=False,
    skip_final_snapshot=False,
    final_snapshot_identifier="vitals-final",
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
warehouse_logs = house.log_group("/aws/redshift/cluster/vitals", log_key)
aws.redshift.Logging(
    "vitals",
    cluster_identifier=warehouse.cluster_identifier,
    log_destination_type="cloudwatch",
    log_exports=["connectionlog", "userlog", "useractivitylog"],
)
nobody = aws.elasticache.User(
    "nobody",
    user_id="nobody",
    user_name="default",
    engine="valkey",
    access_string="off -@all",
    authentication_mode={"type": "no-password-required"},
)
monitor = aws.elasticache.User(
    "monitor",
    user_id="monitor",
    user_name="monitor",
    engine="valkey",
    access_string="on ~vitals:* -@all +@read",
    authentication_mode={"type": "iam"},
)
users = aws.elasticache.UserGroup("vitals", user_group_id="vitals", engine="valkey", user_ids=[nobody.user_id, monitor.user_id])
cache_users = aws.elasticache.SubnetGroup("vitals", name="vitals", subnet_ids=[subnet.id for subnet in subnets])
aws.elasticache.ReplicationGroup(
    "vitals",
    replication_group_id="vitals",
    description="Latest vitals",
    engine="valkey",
    engine_version="8.0",
    node_type="cache.r7g.large",
    num_cache_clusters=2,
    automatic_failover_enabled=True,
    multi_az_enabled=True,
    at_rest_encryption_enabled=True,
    transit_encryption_enabled=True,
    transit_encryption_mode="required",
    kms_key_id=key.arn,
    subnet_group_name=cache_users.name,
    user_group_ids=[users.user_group_id],
    security_group_ids=[group.id],
    snapshot_retention_limit=35,
    auto_minor_version_upgrade=True,
    tags={"data-class": "phi"},
)
alarms = aws.sns.Topic("operators", name="operators", kms_master_key_id=key.arn)
aws.cloudwatch.MetricAlarm(
    "late",
    name="late",
    namespace="AWS/Kinesis",
    metric_name="GetRecords.IteratorAgeMilliseconds",
    dimensions={"StreamName": stream.name},
    statistic="Maximum",
    period=60,
    evaluation_periods=5,
    threshold=60000,
    comparison_operator="GreaterThanThreshold",
    treat_missing_data="breaching",
    alarm_actions=[alarms.arn],
)
pulumi.export("stream", json.dumps({"name": "vitals"}))
