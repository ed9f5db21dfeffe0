"""Database Migration Service captures changes of the records into a stream of another company."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.20.0.0/16", {"data-a": "10.20.1.0/24", "data-b": "10.20.2.0/24"})
subnets = aws.rds.SubnetGroup("records", name="records", subnet_ids=[subnet.id for subnet in phi.subnets.values()])
cluster = aws.rds.Cluster(
    "records",
    cluster_identifier="records",
    engine="aurora-postgresql",
    db_subnet_group_name=subnets.name,
    storage_encrypted=True,
    manage_master_user_password=True,
    master_username="keeper",
    skip_final_snapshot=True,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
place = aws.dms.ReplicationSubnetGroup(
    "place",
    replication_subnet_group_id="place",
    replication_subnet_group_description="Within the zone",
    subnet_ids=[subnet.id for subnet in phi.subnets.values()],
)
machine = aws.dms.ReplicationInstance(
    "machine",
    replication_instance_id="machine",
    replication_instance_class="dms.t3.medium",
    replication_subnet_group_id=place.id,
    publicly_accessible=False,
)
source = aws.dms.Endpoint(
    "source", endpoint_id="source", endpoint_type="source", engine_name="aurora-postgresql", server_name=cluster.endpoint, port=5432
)
target = aws.dms.Endpoint(
    "target",
    endpoint_id="target",
    endpoint_type="target",
    engine_name="kinesis",
    kinesis_settings={"stream_arn": "arn:aws:kinesis:eu-west-1:999988887777:stream/changes", "message_format": "json"},
)
aws.dms.ReplicationTask(
    "changes",
    replication_task_id="changes",
    migration_type="cdc",
    replication_instance_arn=machine.replication_instance_arn,
    source_endpoint_arn=source.endpoint_arn,
    target_endpoint_arn=target.endpoint_arn,
    table_mappings='{"rules":[]}',
)
