"""A pipeline unpacks an export of records beside them."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, statement, writes

bucket("records", "phi", "phi")
bucket("artifacts", "phi", "phi")
works = role("pipeline", "codepipeline", reads("records"), writes("artifacts"), statement("s3:PutObject", "*"))
source = {"S3Bucket": named("records"), "S3ObjectKey": "export.zip"}
deploy = {"BucketName": named("records"), "Extract": "true"}
aws.codepipeline.Pipeline(
    "pipeline",
    name="pipeline",
    role_arn=works.arn,
    artifact_stores=[{"location": named("artifacts"), "type": "S3"}],
    stages=[
        {
            "name": stage,
            "actions": [
                {
                    "name": stage,
                    "category": stage,
                    "owner": "AWS",
                    "provider": "S3",
                    "version": "1",
                    "configuration": settings,
                    **artifacts,
                }
            ],
        }
        for stage, settings, artifacts in (
            ("Source", source, {"output_artifacts": ["export"]}),
            ("Deploy", deploy, {"input_artifacts": ["export"]}),
        )
    ],
)
