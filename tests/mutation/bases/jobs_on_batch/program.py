"""Cohorts are counted each night by AWS Batch on Fargate: environment, queue, fair shares, a job that reads and writes our bucket.

Sources: AWS Batch User Guide, "AWS Batch on AWS Fargate" (https://docs.aws.amazon.com/batch/latest/userguide/fargate.html), "Fair-share scheduling",
"Job definition parameters", "IAM execution role"; Amazon VPC User Guide, "Gateway endpoints".
"""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

BUCKET = "clinic-cohort-counts"
place = workplace(
    "cohorts",
    "deidentification",
    78,
    {
        "ecr.api": ("ecr:GetAuthorizationToken", "ecr:BatchGetImage"),
        "ecr.dkr": ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
        "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
        "secretsmanager": ("secretsmanager:GetSecretValue",),
    },
    {"s3": (("s3:GetObject", "s3:PutObject"), (objects(BUCKET), "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"))},
)
key = house.key("cohorts", "s3.amazonaws.com", "ecr.amazonaws.com", "secretsmanager.amazonaws.com")
logs = house.access_logs("clinic-cohort-access-logs")
house.bucket(BUCKET, key, logs, {"data-class": "deidentified"})
house.bucket("clinic-cohort-records", key, logs, {"data-class": "phi"})
runs = role("cohorts-runs", "ecs-tasks.amazonaws.com", may(["s3:GetObject", "s3:PutObject"], objects(BUCKET)))
starts = role(
    "cohorts-starts",
    "ecs-tasks.amazonaws.com",
    may(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], arn("ecr", "repository/cohorts")),
    {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
    may(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/batch/cohorts:*")),
)
group = house.log_group("/batch/cohorts", place.logs_key)
environment = aws.batch.ComputeEnvironment(
    "cohorts",
    name="cohorts",
    type="MANAGED",
    state="ENABLED",
    service_role=f"arn:aws:iam::{house.ACCOUNT}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
    compute_resources={
        "type": "FARGATE",
        "max_vcpus": 64,
        "subnets": [subnet.id for subnet in place.subnets],
        "security_group_ids": [place.workers.id],
    },
    update_policy={"job_execution_timeout_minutes": 30, "terminate_jobs_on_update": False},
)
shares = aws.batch.SchedulingPolicy(
    "cohorts",
    name="cohorts",
    fair_share_policy={
        "compute_reservation": 1,
        "share_decay_seconds": 3600,
        "share_distributions": [{"share_identifier": "night*", "weight_factor": 0.1}],
    },
)
aws.batch.JobQueue(
    "cohorts",
    name="cohorts",
    state="ENABLED",
    priority=1,
    scheduling_policy_arn=shares.arn,
    compute_environment_orders=[{"order": 1, "compute_environment": environment.arn}],
    job_state_time_limit_actions=[
        {"action": "CANCEL", "max_time_seconds": 3600, "reason": "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", "state": "RUNNABLE"}
    ],
)
aws.batch.JobDefinition(
    "count",
    name="count",
    type="container",
    platform_capabilities=["FARGATE"],
    propagate_tags=True,
    scheduling_priority=1,
    retry_strategy={"attempts": 2, "evaluate_on_exits": [{"action": "RETRY", "on_status_reason": "Host EC2*"}]},
    timeout={"attempt_duration_seconds": 7200},
    # Roles by their names: a definition that is known before the update can be judged before it.
    container_properties=json.dumps(
        {
            "image": f"{house.ACCOUNT}.dkr.ecr.{house.REGION}.amazonaws.com/cohorts@sha256:{'2' * 64}",
            "jobRoleArn": f"arn:aws:iam::{house.ACCOUNT}:role/cohorts-runs",
            "executionRoleArn": f"arn:aws:iam::{house.ACCOUNT}:role/cohorts-starts",
            "user": "10001",
            "readonlyRootFilesystem": True,
            "resourceRequirements": [{"type": "VCPU", "value": "2"}, {"type": "MEMORY", "value": "4096"}],
            "networkConfiguration": {"assignPublicIp": "DISABLED"},
            "fargatePlatformConfiguration": {"platformVersion": "1.4.0"},
            "runtimePlatform": {"operatingSystemFamily": "LINUX", "cpuArchitecture": "ARM64"},
            "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/batch/cohorts", "awslogs-region": house.REGION}},
        }
    ),
    opts=pulumi.ResourceOptions(depends_on=[runs, starts, group]),
)
