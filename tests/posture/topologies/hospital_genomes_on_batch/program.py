"""Nextflow's jobs on AWS Batch, on machines in closed subnets."""

import json

import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "phi"}
key = hospital.Key("genomes", (hospital.LOGS,), ("s3", "ec2"), hospital.PHI)
network = hospital.Network(
    "genomes", "10.31.0.0/16", key, ZONE, interfaces=("logs", "kms", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "batch")
)
work = hospital.Bucket("genomes", key, hospital.access_log(ZONE), hospital.PHI)
host = hospital.role(
    "genomes-host",
    "ec2.amazonaws.com",
    trusts=hospital.trust("ec2.amazonaws.com", for_us=False),
    managed=["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"],
)
profile = aws.iam.InstanceProfile("genomes-host", role=host.name)
job = hospital.role(
    "genomes-job", "ecs-tasks.amazonaws.com", hospital.may(["s3:GetObject", "s3:PutObject"], hospital.below(work.arn)), tags=ZONE
)
template = aws.ec2.LaunchTemplate("genomes", name="genomes", metadata_options={"http_tokens": "required"}, tags=ZONE)
machines = aws.batch.ComputeEnvironment(
    "genomes",
    name="genomes",
    type="MANAGED",
    compute_resources={
        "type": "SPOT",
        "max_vcpus": 256,
        "instance_types": ["r6i"],
        "instance_role": profile.arn,
        "subnets": network.subnet_ids,
        "security_group_ids": [network.group("genomes").id],
        "launch_template": {"launch_template_id": template.id, "version": "$Latest"},
    },
    tags=ZONE,
)
aws.batch.JobQueue(
    "genomes",
    name="genomes",
    state="ENABLED",
    priority=1,
    compute_environment_orders=[{"order": 1, "compute_environment": machines.arn}],
    tags=ZONE,
)
image = f"{hospital.ACCOUNT}.dkr.ecr.{hospital.REGION}.amazonaws.com/bwa:0.7.17"
aws.batch.JobDefinition(
    "align",
    name="align",
    type="container",
    container_properties=job.arn.apply(
        lambda arn: json.dumps(
            {
                "image": image,
                "jobRoleArn": arn,
                "resourceRequirements": [{"type": "VCPU", "value": "16"}, {"type": "MEMORY", "value": "65536"}],
            }
        )
    ),
    tags=ZONE,
)
