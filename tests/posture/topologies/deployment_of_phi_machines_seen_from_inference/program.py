"""A host of the inference network may look at the deployment group of machines of the PHI network, and start nothing."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import document, role, statement
from tests.posture.topologies.shared import Network

models = Network("models", "inference", "10.20.0.0/16", {"a": "10.20.0.0/24"})
phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24"})

aws.ec2.Instance(
    "charts", ami="ami-0abcdef1234567890", instance_type="c7i.large", subnet_id=phi.subnets["a"].id, tags={"program": "charts"}
)
deploys = role("deploys", "codedeploy")
aws.codedeploy.Application("charts", name="charts", compute_platform="Server")
aws.codedeploy.DeploymentGroup(
    "charts",
    app_name="charts",
    deployment_group_name="charts",
    service_role_arn=deploys.arn,
    ec2_tag_filters=[{"key": "program", "type": "KEY_AND_VALUE", "value": "charts"}],
)

allowed = statement("codedeploy:GetDeploymentGroup", "arn:aws:codedeploy:eu-west-1:111122223333:deploymentgroup:charts/charts")
profile = aws.iam.InstanceProfile("caller", name="caller", role=role("caller", "ec2", allowed).name)
doors = aws.ec2.SecurityGroup(
    "doors", vpc_id=models.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.20.0.0/16"]}]
)
aws.ec2.VpcEndpoint(
    "deployments",
    vpc_id=models.vpc.id,
    service_name="com.amazonaws.eu-west-1.codedeploy",
    vpc_endpoint_type="Interface",
    subnet_ids=[models.subnets["a"].id],
    security_group_ids=[doors.id],
    policy=document({**allowed, "Principal": "*"}),
)
aws.ec2.Instance(
    "caller",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=models.subnets["a"].id,
    iam_instance_profile=profile.name,
)
