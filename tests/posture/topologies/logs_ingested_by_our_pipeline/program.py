"""Programs beside records send to a pipeline of ingestion by an endpoint of their own network."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND, bucket
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
aws.opensearchingest.PipelineEndpoint(
    "logs",
    pipeline_arn=f"arn:aws:osis:eu-west-1:{SECOND}:pipeline/logs",
    vpc_options={"subnet_ids": subnets, "security_group_ids": [inside.id]},
)
