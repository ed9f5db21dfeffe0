"""Measurements by time and by key: Timestream, InfluxDB inside a network, a Keyspaces table; what can't be stored goes to our bucket.

After https://docs.aws.amazon.com/timestream/latest/developerguide/security.html, "Magnetic store writes", "Scheduled queries"; Timestream for
InfluxDB, "Connecting to a DB instance"; Amazon Keyspaces Developer Guide, "Encryption at rest", "Point-in-time recovery".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

REJECTED = "clinic-rejected-measurements"
place = data_grounds.ground("measures", "10.93.0.0/16")
key = house.key(
    "measures",
    "timestream.amazonaws.com",
    "cassandra.amazonaws.com",
    "s3.amazonaws.com",
    "sns.amazonaws.com",
    "timestream-influxdb.amazonaws.com",
)
access_logs = house.access_logs("clinic-measures-access-logs")
rejected = house.bucket(REJECTED, key, access_logs, {"data-class": "phi"})
database = aws.timestreamwrite.Database("vitals", database_name="vitals", kms_key_id=key.arn, tags={"data-class": "phi", "ai-zone": "phi"})


def table(name: str) -> aws.timestreamwrite.Table:
    """A table whose late records are taken, and whose bad ones are kept."""
    return aws.timestreamwrite.Table(
        name,
        database_name=database.database_name,
        table_name=name,
        retention_properties={"memory_store_retention_period_in_hours": 24, "magnetic_store_retention_period_in_days": 2192},
        magnetic_store_write_properties={
            "enable_magnetic_store_writes": True,
            "magnetic_store_rejected_data_location": {
                "s3_configuration": {"bucket_name": rejected.bucket, "encryption_option": "SSE_KMS", "kms_key_id": key.arn}
            },
        },
        schema={"composite_partition_key": {"type": "DIMENSION", "name": "ward", "enforcement_in_record": "REQUIRED"}},
        tags={"data-class": "phi", "ai-zone": "phi"},
    )


pulse, hourly = table("pulse"), table("hourly")
notices = aws.sns.Topic("measures-notices", name="measures-notices", kms_master_key_id=key.arn, tags={"data-class": "internal"})
TIMESTREAM = f"arn:aws:timestream:{house.REGION}:{house.ACCOUNT}:database/vitals/table"
querying = data_grounds.acting(
    "measures-hourly",
    "timestream.amazonaws.com",
    data_grounds.may(["timestream:Select"], f"{TIMESTREAM}/pulse"),
    data_grounds.may(["timestream:WriteRecords"], f"{TIMESTREAM}/hourly"),
    data_grounds.may(["s3:PutObject"], f"arn:aws:s3:::{REJECTED}/reports/*"),
    data_grounds.may(["sns:Publish"], f"arn:aws:sns:{house.REGION}:{house.ACCOUNT}:measures-notices"),
)
aws.timestreamquery.ScheduledQuery(
    "hourly",
    name="hourly",
    query_string='SELECT ward, bin(time, 1h) AS hour, avg(measure_value::double) AS pulse FROM "vitals"."pulse" GROUP BY ward, bin(time, 1h)',
    execution_role_arn=querying.arn,
    kms_key_id=key.arn,
    schedule_configuration={"schedule_expression": "rate(1 hour)"},
    notification_configuration={"sns_configuration": {"topic_arn": notices.arn}},
    error_report_configuration={
        "s3_configuration": {"bucket_name": rejected.bucket, "object_key_prefix": "reports", "encryption_option": "SSE_KMS"}
    },
    target_configuration={
        "timestream_configuration": {
            "database_name": database.database_name,
            "table_name": hourly.table_name,
            "time_column": "hour",
            "dimension_mappings": [{"name": "ward", "dimension_value_type": "VARCHAR"}],
            "multi_measure_mappings": {
                "target_multi_measure_name": "pulse",
                "multi_measure_attribute_mappings": [{"source_column": "pulse", "measure_value_type": "DOUBLE"}],
            },
        }
    },
)
group = data_grounds.within(place, "measures-influx", 8086)
influx = aws.timestreaminfluxdb.DbInstance(
    "monitors",
    name="monitors",
    db_instance_type="db.influx.large",
    db_storage_type="InfluxIOIncludedT1",
    allocated_storage=400,
    bucket="monitors",
    organization="clinic",
    username="owner",
    password=pulumi.Output.secret("made-at-run-time"),
    deployment_type="WITH_MULTIAZ_STANDBY",
    network_type="IPV4",
    port=8086,
    publicly_accessible=False,
    vpc_subnet_ids=[subnet.id for subnet in place.subnets],
    vpc_security_group_ids=[group.id],
    log_delivery_configuration={"s3_configuration": {"bucket_name": rejected.bucket, "enabled": True}},
    tags={"data-class": "phi"},
)
space = aws.keyspaces.Keyspace(
    "clinic",
    name="clinic",
    replication_specification={"replication_strategy": "SINGLE_REGION"},
    tags={"data-class": "phi", "ai-zone": "phi"},
)
aws.keyspaces.Table(
    "visits",
    keyspace_name=space.name,
    table_name="visits",
    schema_definition={
        "columns": [{"name": "patient", "type": "text"}, {"name": "at", "type": "timestamp"}, {"name": "ward", "type": "text"}],
        "partition_keys": [{"name": "patient"}],
        "clustering_keys": [{"name": "at", "order_by": "DESC"}],
    },
    capacity_specification={"throughput_mode": "PAY_PER_REQUEST"},
    encryption_specification={"type": "CUSTOMER_MANAGED_KMS_KEY", "kms_key_identifier": key.arn},
    point_in_time_recovery={"status": "ENABLED"},
    ttl={"status": "ENABLED"},
    default_time_to_live=315360000,
    client_side_timestamps={"status": "ENABLED"},
    tags={"data-class": "phi", "ai-zone": "phi"},
)
