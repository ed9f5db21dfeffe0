"""Device messages by Kafka: a provisioned and a serverless cluster in a closed network, IAM and SCRAM logins, a connector into a bucket.

After https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html, "Authentication and authorization for Amazon MSK APIs",
"Sign-in credentials authentication with AWS Secrets Manager", "Understand MSK Connect", "Amazon MSK logging".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

PLUGINS = "clinic-device-plugins"
ARN = f"arn:aws:kafka:{house.REGION}:{house.ACCOUNT}"
place = data_grounds.ground("devices", "10.87.0.0/16", zones="abc")
key = house.key("devices", "kafka.amazonaws.com", "s3.amazonaws.com", "secretsmanager.amazonaws.com")
brokers = data_grounds.within(place, "devices-brokers", 9096, 9098)
subnet_ids = [subnet.id for subnet in place.subnets]
logs = house.log_group("/msk/devices", place.log_key)
settings = aws.msk.Configuration(
    "devices",
    name="devices",
    kafka_versions=["3.7.x"],
    server_properties="auto.create.topics.enable=false\nallow.everyone.if.no.acl.found=false\ndefault.replication.factor=3\n",
)
cluster = aws.msk.Cluster(
    "devices",
    cluster_name="devices",
    kafka_version="3.7.x",
    number_of_broker_nodes=3,
    broker_node_group_info={
        "instance_type": "kafka.m7g.large",
        "client_subnets": subnet_ids,
        "security_groups": [brokers.id],
        "storage_info": {"ebs_storage_info": {"volume_size": 500}},
        "connectivity_info": {"public_access": {"type": "DISABLED"}},
    },
    client_authentication={"sasl": {"iam": True, "scram": True}, "unauthenticated": False},
    encryption_info={
        "encryption_at_rest_kms_key_arn": key.arn,
        "encryption_in_transit": {"client_broker": "TLS", "in_cluster": True},
    },
    configuration_info={"arn": settings.arn, "revision": settings.latest_revision},
    logging_info={"broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": logs.name}}},
    enhanced_monitoring="PER_BROKER",
    open_monitoring={"prometheus": {"jmx_exporter": {"enabled_in_broker": False}, "node_exporter": {"enabled_in_broker": False}}},
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
login = aws.secretsmanager.Secret(
    "devices-login", name="AmazonMSK_devices", kms_key_id=key.arn, recovery_window_in_days=30, tags={"data-class": "phi"}
)
aws.msk.SingleScramSecretAssociation("devices", cluster_arn=cluster.arn, secret_arn=login.arn)
aws.msk.ServerlessCluster(
    "alarms",
    cluster_name="alarms",
    client_authentication={"sasl": {"iam": {"enabled": True}}},
    vpc_configs=[{"subnet_ids": subnet_ids, "security_group_ids": [brokers.id]}],
    tags={"data-class": "phi"},
)
access_logs = house.access_logs("clinic-device-access-logs")
plugins = house.bucket(PLUGINS, key, access_logs, {"data-class": "internal"})
plugin = aws.mskconnect.CustomPlugin(
    "sink",
    name="sink",
    content_type="ZIP",
    location={"s3": {"bucket_arn": plugins.arn, "file_key": "sink-10.5.zip", "object_version": "3HL4kqtJlcpXroDTDmjVBH40Nrjfkd"}},
)
worker = aws.mskconnect.WorkerConfiguration(
    "sink",
    name="sink",
    properties_file_content="key.converter=org.apache.kafka.connect.storage.StringConverter\n"
    "value.converter=org.apache.kafka.connect.json.JsonConverter\n",
)
connecting = data_grounds.acting(
    "devices-connect",
    "kafkaconnect.amazonaws.com",
    data_grounds.may(
        ["kafka-cluster:Connect", "kafka-cluster:ReadData", "kafka-cluster:DescribeTopic"],
        [f"{ARN}:cluster/devices/*", f"{ARN}:topic/devices/*"],
    ),
)
aws.mskconnect.Connector(
    "sink",
    name="sink",
    kafkaconnect_version="2.7.1",
    capacity={"provisioned_capacity": {"mcu_count": 1, "worker_count": 2}},
    connector_configuration={"connector.class": "io.confluent.connect.jdbc.JdbcSinkConnector", "tasks.max": "1", "topics": "vitals"},
    kafka_cluster={
        "apache_kafka_cluster": {
            "bootstrap_servers": cluster.bootstrap_brokers_sasl_iam,
            "vpc": {"security_groups": [brokers.id], "subnets": subnet_ids},
        }
    },
    kafka_cluster_client_authentication={"authentication_type": "IAM"},
    kafka_cluster_encryption_in_transit={"encryption_type": "TLS"},
    plugins=[{"custom_plugin": {"arn": plugin.arn, "revision": plugin.latest_revision}}],
    worker_configuration={"arn": worker.arn, "revision": worker.latest_revision},
    log_delivery={"worker_log_delivery": {"cloudwatch_logs": {"enabled": True, "log_group": logs.name}}},
    service_execution_role_arn=connecting.arn,
)
