"""Changes of the records' database, copied into the lake by DMS; the login, and with it the host, stands in a secret."""

import json

import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "phi"}
key = hospital.Key("lake", (hospital.LOGS,), ("s3", "dms", "secretsmanager"), hospital.PHI)
network = hospital.Network("lake", "10.43.0.0/16", key, ZONE, interfaces=("logs", "kms", "secretsmanager", "dms"))
lake = hospital.Bucket("lake", key, hospital.access_log(ZONE), hospital.PHI)
login = aws.secretsmanager.Secret("login", name="lake/login", kms_key_id=key.arn, tags=ZONE)
asks = hospital.role("lake-login", f"dms.{hospital.REGION}.amazonaws.com", hospital.may(["secretsmanager:GetSecretValue"], login.arn))
writes = hospital.role("lake-writes", "dms.amazonaws.com", hospital.may(["s3:PutObject"], hospital.below(lake.arn)))
subnets = aws.dms.ReplicationSubnetGroup(
    "lake", replication_subnet_group_id="lake", replication_subnet_group_description="lake", subnet_ids=network.subnet_ids, tags=ZONE
)
machine = aws.dms.ReplicationInstance(
    "lake",
    replication_instance_id="lake",
    replication_instance_class="dms.r6i.large",
    kms_key_arn=key.arn,
    publicly_accessible=False,
    replication_subnet_group_id=subnets.replication_subnet_group_id,
    vpc_security_group_ids=[network.group("lake").id],
    tags=hospital.PHI,
)
source = aws.dms.Endpoint(
    "records",
    endpoint_id="records",
    endpoint_type="source",
    engine_name="aurora-postgresql",
    ssl_mode="require",
    database_name="ehr",
    secrets_manager_access_role_arn=asks.arn,
    secrets_manager_arn=login.arn,
    kms_key_arn=key.arn,
    tags=hospital.PHI,
)
target = aws.dms.S3Endpoint(
    "lake",
    endpoint_id="lake",
    endpoint_type="target",
    bucket_name=lake.name,
    service_access_role_arn=writes.arn,
    encryption_mode="SSE_KMS",
    server_side_encryption_kms_key_id=key.arn,
    expected_bucket_owner=hospital.ACCOUNT,
    tags=hospital.PHI,
)
everything = {"object-locator": {"schema-name": "public", "table-name": "%"}, "rule-action": "include"}
aws.dms.ReplicationTask(
    "changes",
    replication_task_id="changes",
    migration_type="full-load-and-cdc",
    replication_instance_arn=machine.replication_instance_arn,
    source_endpoint_arn=source.endpoint_arn,
    target_endpoint_arn=target.endpoint_arn,
    table_mappings=json.dumps({"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "all", **everything}]}),
    tags=hospital.PHI,
)
