"""A Glue job with a connection in the zone's subnets flattens the records."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.20.0.0/16", {"data-a": "10.20.1.0/24", "data-b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("jobs", vpc_id=phi.vpc.id, ingress=[{"protocol": "tcp", "from_port": 0, "to_port": 65535, "self": True}])
records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "flatten",
    name="flatten",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "flatten",
    role=role.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject"],
                    "Resource": "arn:aws:s3:::clinic-records-111122223333/*",
                }
            ],
        }
    ),
)
subnet = phi.subnets["data-a"]
place = aws.glue.Connection(
    "inside",
    name="inside",
    connection_type="NETWORK",
    physical_connection_requirements={
        "availability_zone": subnet.availability_zone,
        "subnet_id": subnet.id,
        "security_group_id_lists": [inside.id],
    },
)
aws.glue.Job(
    "flatten",
    name="flatten",
    role_arn=role.arn,
    connections=[place.name],
    command={"script_location": records.bucket.apply(lambda name: f"s3://{name}/scripts/flatten.py"), "python_version": "3"},
    glue_version="5.0",
)
