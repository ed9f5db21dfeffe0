"""A model whose process fails leaves a dump of its memory."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, reads, role, writes
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
runs = role("model", "sagemaker", reads("records"), writes("records"))
model = aws.sagemaker.Model(
    "triage",
    name="triage",
    execution_role_arn=runs.arn,
    enable_network_isolation=True,
    primary_container={"image": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/triage:1"},
    vpc_config={"subnets": subnets, "security_group_ids": [inside.id]},
    tags={"ai-zone": "phi"},
)
config = aws.sagemaker.EndpointConfiguration(
    "triage",
    name="triage",
    production_variants=[
        {
            "variant_name": "a",
            "model_name": model.name,
            "instance_type": "ml.m5.large",
            "initial_instance_count": 1,
            "core_dump_config": {"destination_s3_uri": "s3://vendor-dumps/dumps"},
        }
    ],
    tags={"ai-zone": "phi"},
)
aws.sagemaker.Endpoint("triage", name="triage", endpoint_config_name=config.name, tags={"ai-zone": "phi"})
