"""A tuning job trains on records and writes what it finds."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, reads, role, writes
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
runs = role("model", "sagemaker", reads("records"), writes("records"))
aws.sagemaker.HyperParameterTuningJob(
    "triage",
    name="triage",
    config={
        "strategy": "Bayesian",
        "resource_limits": {"max_number_of_training_jobs": 2, "max_parallel_training_jobs": 1},
        "objective": {"type": "Minimize", "metric_name": "loss"},
    },
    training_job_definition={
        "role_arn": runs.arn,
        "algorithm_specification": {"training_image": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/triage:1", "training_input_mode": "File"},
        "output_data_config": {"s3_output_path": "s3://vendor-tuning/out"},
        "resource_config": {"instance_count": 1, "instance_type": "ml.m5.large", "volume_size_in_gb": 10},
        "stopping_condition": {"max_runtime_in_seconds": 600},
        "enable_network_isolation": True,
        "vpc_config": {"subnets": subnets, "security_group_ids": [inside.id]},
    },
    tags={"ai-zone": "phi"},
)
