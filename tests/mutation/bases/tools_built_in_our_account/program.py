"""Images of the tools are built in our own network: sources, a build and a pipeline, all under one key.

Sources: AWS CodeBuild User Guide, "Use AWS CodeBuild with Amazon Virtual Private Cloud"
(https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html), "Data protection"; AWS CodePipeline User Guide, "Security best practices".
"""

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, may_work_in_network, objects, role, workplace

ARTIFACTS = "clinic-build-artifacts"
place = workplace(
    "builds",
    "management",
    82,
    {
        "ecr.api": ("ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:PutImage", "ecr:InitiateLayerUpload"),
        "ecr.dkr": ("ecr:UploadLayerPart", "ecr:CompleteLayerUpload"),
        "logs": ("logs:CreateLogStream", "logs:PutLogEvents"),
    },
    {"s3": (("s3:GetObject", "s3:PutObject"), (objects(ARTIFACTS), "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"))},
)
key = house.key("builds", "s3.amazonaws.com", "codebuild.amazonaws.com", "codecommit.amazonaws.com", "ecr.amazonaws.com")
logs = house.access_logs("clinic-build-access-logs")
house.bucket(ARTIFACTS, key, logs, {"data-class": "internal"})
house.bucket("clinic-build-records", key, logs, {"data-class": "phi"})
aws.codecommit.Repository(
    "tools", repository_name="tools", kms_key_id=key.arn, description="Programs of the tools", tags={"data-class": "internal"}
)
builds = role(
    "tools-builds",
    "codebuild.amazonaws.com",
    may(["s3:GetObject", "s3:PutObject"], objects(ARTIFACTS)),
    may(
        ["ecr:BatchCheckLayerAvailability", "ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"],
        arn("ecr", "repository/tools"),
    ),
    {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
    may(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/codebuild/tools:*")),
    *may_work_in_network(),
)
group = house.log_group("/codebuild/tools", place.logs_key)
aws.codebuild.ReportGroup(
    "tools",
    name="tools",
    type="TEST",
    export_config={
        "type": "S3",
        "s3_destination": {"bucket": ARTIFACTS, "encryption_key": key.arn, "encryption_disabled": False},
    },
)
aws.codebuild.Project(
    "tools",
    name="tools",
    service_role=builds.arn,
    encryption_key=key.arn,
    project_visibility="PRIVATE",
    artifacts={"type": "CODEPIPELINE"},
    source={"type": "CODEPIPELINE", "buildspec": "buildspec.yaml"},
    environment={
        "type": "LINUX_CONTAINER",
        "compute_type": "BUILD_GENERAL1_SMALL",
        "image": "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
        "image_pull_credentials_type": "CODEBUILD",
        "privileged_mode": False,
    },
    logs_config={
        "cloudwatch_logs": {"status": "ENABLED", "group_name": group.name},
        "s3_logs": {"status": "DISABLED", "encryption_disabled": False},
    },
    vpc_config={
        "vpc_id": place.vpc.id,
        "subnets": [subnet.id for subnet in place.subnets],
        "security_group_ids": [place.workers.id],
    },
)
hands = role(
    "tools-pipeline",
    "codepipeline.amazonaws.com",
    may(["s3:GetObject", "s3:PutObject"], objects(ARTIFACTS)),
    may(["codebuild:StartBuild", "codebuild:BatchGetBuilds"], arn("codebuild", "project/tools")),
    may(
        ["codecommit:GetBranch", "codecommit:GetCommit", "codecommit:UploadArchive", "codecommit:GetUploadArchiveStatus"],
        arn("codecommit", "tools"),
    ),
)
aws.codepipeline.Pipeline(
    "tools",
    name="tools",
    pipeline_type="V2",
    role_arn=hands.arn,
    artifact_stores=[{"type": "S3", "location": ARTIFACTS, "encryption_key": {"id": key.arn, "type": "KMS"}}],
    stages=[
        {
            "name": "Source",
            "actions": [
                {
                    "name": "Source",
                    "category": "Source",
                    "owner": "AWS",
                    "provider": "CodeCommit",
                    "version": "1",
                    "output_artifacts": ["source"],
                    "configuration": {"RepositoryName": "tools", "BranchName": "main", "PollForSourceChanges": "false"},
                }
            ],
        },
        {
            "name": "Build",
            "actions": [
                {
                    "name": "Build",
                    "category": "Build",
                    "owner": "AWS",
                    "provider": "CodeBuild",
                    "version": "1",
                    "input_artifacts": ["source"],
                    "configuration": {"ProjectName": "tools"},
                }
            ],
        },
    ],
    tags={"ai-zone": "management"},
)
