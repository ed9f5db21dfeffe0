"""A connector writes topics of a cluster as objects, and its logs beside them."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import both, bucket, role, statement
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
events = aws.msk.Cluster(
    "events",
    cluster_name="events",
    kafka_version="3.6.0",
    number_of_broker_nodes=2,
    broker_node_group_info={"instance_type": "kafka.m5.large", "client_subnets": subnets, "security_groups": [inside.id]},
    client_authentication={"sasl": {"iam": True}},
    encryption_info={"encryption_in_transit": {"client_broker": "TLS"}},
    tags=PHI,
)
plugin = aws.mskconnect.CustomPlugin(
    "sink", name="sink", content_type="ZIP", location={"s3": {"bucket_arn": both("records")[0], "file_key": "sink.zip"}}
)
aws.mskconnect.Connector(
    "sink",
    name="sink",
    kafkaconnect_version="2.7.1",
    capacity={"provisioned_capacity": {"mcu_count": 1, "worker_count": 1}},
    connector_configuration={
        "connector.class": "io.confluent.connect.s3.S3SinkConnector",
        "topics": "visits",
        "s3.region": "eu-west-1",
        "s3.bucket.name": "vendor-topics",
        "tasks.max": "1",
    },
    kafka_cluster={
        "apache_kafka_cluster": {
            "bootstrap_servers": events.bootstrap_brokers_sasl_iam,
            "vpc": {"security_groups": [inside.id], "subnets": subnets},
        }
    },
    kafka_cluster_client_authentication={"authentication_type": "IAM"},
    kafka_cluster_encryption_in_transit={"encryption_type": "TLS"},
    plugins=[{"custom_plugin": {"arn": plugin.arn, "revision": 1}}],
    service_execution_role_arn=role("sink", "kafkaconnect", statement("s3:PutObject", "*"), statement("kafka-cluster:*")).arn,
    tags={"ai-zone": "phi"},
)
