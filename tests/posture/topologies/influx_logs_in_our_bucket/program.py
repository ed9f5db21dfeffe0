"""A time series database delivers its engine logs."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
aws.timestreaminfluxdb.DbInstance(
    "ward",
    name="ward",
    allocated_storage=20,
    bucket="ward",
    organization="clinic",
    username="admin1",
    password="example-only-1",
    db_instance_type="db.influx.medium",
    vpc_subnet_ids=subnets,
    vpc_security_group_ids=[inside.id],
    publicly_accessible=False,
    log_delivery_configuration={"s3_configuration": {"bucket_name": records.id, "enabled": True}},
    tags=PHI,
)
