"""Every topic of a cluster is replicated to one of our second account."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND, role, statement
from tests.posture.topologies.shared import Network

network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("brokers", vpc_id=network.vpc.id)
events = aws.msk.Cluster(
    "events",
    cluster_name="events",
    kafka_version="3.6.0",
    number_of_broker_nodes=2,
    broker_node_group_info={
        "instance_type": "kafka.m5.large",
        "client_subnets": [one.id for one in network.subnets.values()],
        "security_groups": [inside.id],
    },
    client_authentication={"sasl": {"iam": True}},
    encryption_info={"encryption_in_transit": {"client_broker": "TLS"}},
    tags={"ai-zone": "phi", "data-class": "phi"},
)
there = f"arn:aws:kafka:eu-west-1:{SECOND}:cluster/copy/11111111-2222-4333-8444-555555555555-1"
placed = {"subnet_ids": [one.id for one in network.subnets.values()], "security_groups_ids": [inside.id]}
aws.msk.Replicator(
    "copy",
    replicator_name="copy",
    service_execution_role_arn=role("copy", "kafka", statement("kafka-cluster:*")).arn,
    kafka_clusters=[
        {"amazon_msk_cluster": {"msk_cluster_arn": events.arn}, "vpc_config": placed},
        {"amazon_msk_cluster": {"msk_cluster_arn": there}, "vpc_config": placed},
    ],
    replication_info_list={
        "source_kafka_cluster_arn": events.arn,
        "target_kafka_cluster_arn": there,
        "target_compression_type": "NONE",
        "topic_replications": [{"topics_to_replicates": [".*"]}],
        "consumer_group_replications": [{"consumer_groups_to_replicates": [".*"]}],
    },
)
