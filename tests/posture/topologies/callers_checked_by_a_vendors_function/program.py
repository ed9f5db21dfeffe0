"""A function sees each request and says who may go on."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, VENDOR, document, function, role, statement
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24"})
check = function("check", role("check", "lambda"), network, tags={"ai-zone": "phi"})
answer = function("answer", role("answer", "lambda"), network, tags={"ai-zone": "phi"})
door = aws.ec2.VpcEndpoint(
    "door",
    vpc_id=network.vpc.id,
    service_name="com.amazonaws.eu-west-1.execute-api",
    vpc_endpoint_type="Interface",
    subnet_ids=[network.subnets["a"].id],
    private_dns_enabled=True,
    policy=document(statement("execute-api:Invoke", f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:*", principal="*")),
)
api = aws.apigateway.RestApi(
    "notes",
    name="notes",
    endpoint_configuration={"types": "PRIVATE", "vpc_endpoint_ids": [door.id]},
    policy=document(
        statement("execute-api:Invoke", "execute-api:/*", principal="*"),
        statement(
            "execute-api:Invoke",
            "execute-api:/*",
            effect="Deny",
            principal="*",
            condition={"StringNotEquals": {"aws:SourceVpce": "vpce-0"}},
        ),
    ),
    tags={"ai-zone": "phi"},
)
who = aws.apigateway.Authorizer(
    "who",
    rest_api=api.id,
    name="who",
    type="REQUEST",
    identity_source="method.request.header.Authorization",
    authorizer_uri=f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:{VENDOR}:function:check/invocations",
)
