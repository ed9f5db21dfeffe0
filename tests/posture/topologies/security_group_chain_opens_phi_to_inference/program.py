"""The same tiers with one rule too many, in the older resource type: the models' group may open the database's port."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("hospital", cidr_block="10.51.0.0/16")
phi = aws.ec2.Subnet("records-a", vpc_id=vpc.id, cidr_block="10.51.0.0/24", tags={"ai-zone": "phi"})
inference = aws.ec2.Subnet("models-a", vpc_id=vpc.id, cidr_block="10.51.1.0/24", tags={"ai-zone": "inference"})

models = aws.ec2.SecurityGroup(
    "models", vpc_id=vpc.id, egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]
)
records = aws.ec2.SecurityGroup("records", vpc_id=vpc.id)
aws.ec2.SecurityGroupRule(
    "records-from-models",
    type="ingress",
    security_group_id=records.id,
    source_security_group_id=models.id,
    protocol="tcp",
    from_port=5432,
    to_port=5432,
)
aws.ec2.Instance("records", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=phi.id, vpc_security_group_ids=[records.id])
aws.ec2.Instance(
    "models", ami="ami-0abcdef1234567890", instance_type="g6.xlarge", subnet_id=inference.id, vpc_security_group_ids=[models.id]
)
close_names("hospital", vpc.id)
