"""Requests may use one model of the region."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, document, function, role, statement
from tests.posture.topologies.shared import Network

records = bucket("records", "phi", "phi")
net = Network("net", "deidentification", "10.20.0.0/16", {"a": "10.20.0.0/24"})
group = aws.ec2.SecurityGroup(
    "bedrock", vpc_id=net.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.20.0.0/16"]}]
)
aws.ec2.VpcEndpoint(
    "bedrock",
    vpc_id=net.vpc.id,
    vpc_endpoint_type="Interface",
    service_name="com.amazonaws.eu-west-1.bedrock-runtime",
    subnet_ids=[net.subnets["a"].id],
    security_group_ids=[group.id],
    private_dns_enabled=True,
    policy=document(
        statement(
            ["bedrock:InvokeModel"],
            ["arn:aws:bedrock:eu-west-1::foundation-model/cohere.embed-v4:0"],
            principal="*",
            condition={"StringEquals": {"aws:PrincipalOrgID": "o-clinic00"}},
        )
    ),
)
worker = role("embed", "lambda", statement("bedrock:InvokeModel", "*"))
function("embed", worker, net, tags={"ai-zone": "deidentification"})
