"""A host of the inference network may see which functions there are, and neither call nor change one."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


models = Network("models", "inference", "10.20.0.0/16", {"a": "10.20.0.0/24"})

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

statement = {
    "Effect": "Allow",
    "Action": "lambda:GetFunctionConfiguration",
    "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charts",
}
caller = role("caller", "ec2.amazonaws.com")
aws.iam.RolePolicy("caller", role=caller.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
profile = aws.iam.InstanceProfile("caller", name="caller", role=caller.name)
inside = aws.ec2.SecurityGroup("charts", vpc_id=phi.vpc.id)
aws.lambda_.Function(
    "charts",
    name="charts",
    role=role("charts", "lambda.amazonaws.com").arn,
    runtime="python3.13",
    handler="charts.answer",
    s3_bucket="clinic-code-111122223333",
    s3_key="charts.zip",
    vpc_config={"subnet_ids": [phi.subnets["a"].id], "security_group_ids": [inside.id]},
)
doors = aws.ec2.SecurityGroup(
    "doors", vpc_id=models.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"]}]
)
aws.ec2.VpcEndpoint(
    "functions",
    vpc_id=models.vpc.id,
    service_name="com.amazonaws.eu-west-1.lambda",
    vpc_endpoint_type="Interface",
    subnet_ids=[models.subnets["a"].id],
    security_group_ids=[doors.id],
    policy=json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Principal": "*"}]}),
)
aws.ec2.Instance(
    "caller",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=models.subnets["a"].id,
    iam_instance_profile=profile.name,
)
