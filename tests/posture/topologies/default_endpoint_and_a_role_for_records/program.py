"""An endpoint with the default policy, and a function of inference that may read the stream of records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, function, role, statement
from tests.posture.topologies.shared import Network

network = Network("inference", "inference", "10.60.0.0/16", {"workload": "10.60.1.0/24"})
aws.kinesis.Stream(
    "records",
    name="records",
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    encryption_type="KMS",
    kms_key_id="alias/aws/kinesis",
    tags={"ai-zone": "phi", "data-class": "phi"},
)
inside = aws.ec2.SecurityGroup(
    "endpoint", vpc_id=network.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.60.0.0/16"]}]
)
aws.ec2.VpcEndpoint(
    "kinesis",
    vpc_id=network.vpc.id,
    service_name="com.amazonaws.eu-west-1.kinesis-streams",
    vpc_endpoint_type="Interface",
    private_dns_enabled=True,
    subnet_ids=[network.subnets["workload"].id],
    security_group_ids=[inside.id],
)
reads = statement(["kinesis:GetRecords", "kinesis:GetShardIterator"], f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/records")
function("agent", role("agent", "lambda", reads), network, tags={"ai-zone": "inference"})
