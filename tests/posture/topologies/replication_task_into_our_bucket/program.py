"""Database Migration Service captures changes of the records into a bucket of the zone."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.20.0.0/16", {"data-a": "10.20.1.0/24", "data-b": "10.20.2.0/24"})
subnets = aws.rds.SubnetGroup("records", name="records", subnet_ids=[subnet.id for subnet in phi.subnets.values()])
inside = aws.ec2.SecurityGroup("data", vpc_id=phi.vpc.id, description="Databases and their copies")
cluster = aws.rds.Cluster(
    "records",
    cluster_identifier="records",
    engine="aurora-postgresql",
    db_subnet_group_name=subnets.name,
    vpc_security_group_ids=[inside.id],
    storage_encrypted=True,
    manage_master_user_password=True,
    master_username="keeper",
    skip_final_snapshot=True,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
changes = aws.s3.Bucket("changes", bucket="clinic-changes-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "write",
    name="write-changes",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
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
    vpc_security_group_ids=[inside.id],
    publicly_accessible=False,
)
source = aws.dms.Endpoint(
    "source", endpoint_id="source", endpoint_type="source", engine_name="aurora-postgresql", server_name=cluster.endpoint, port=5432
)
target = aws.dms.S3Endpoint(
    "target", endpoint_id="target", endpoint_type="target", bucket_name=changes.bucket, service_access_role_arn=role.arn
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
