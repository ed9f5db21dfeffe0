"""One of two managed policies of the role reads the records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, document, reads, s3_endpoint, trust
from tests.posture.topologies.shared import Network

records = bucket("records", "phi", "phi")
prompts = bucket("prompts", "inference", "deidentified")
models = Network("models", "inference", "10.30.0.0/16", {"a": "10.30.0.0/24"})
s3_endpoint("s3", models, "records", "prompts")
first = aws.iam.Policy("first", policy=document(reads("prompts")))
second = aws.iam.Policy("second", policy=document(reads("records")))
runs_as = aws.iam.Role(
    "models",
    assume_role_policy=trust({"Service": ["ec2.amazonaws.com"]}),
    managed_policy_arns=[first.arn, second.arn, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
)
profile = aws.iam.InstanceProfile("models", role=runs_as.name)

group_host = aws.ec2.SecurityGroup(
    "host", vpc_id=models.vpc.id, egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]
)
aws.ec2.Instance(
    "host",
    ami="ami-0abcdef1234567890",
    instance_type="g6.xlarge",
    subnet_id=models.subnets["a"].id,
    vpc_security_group_ids=[group_host.id],
    iam_instance_profile=profile.name,
)
