"""The registry's own policy lets a vendor pull every image."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, VENDOR, document, statement

aws.ecr.Repository("models", name="models", image_tag_mutability="IMMUTABLE", tags={"ai-zone": "phi", "data-class": "phi"})
aws.ecr.RegistryPolicy(
    "registry",
    policy=document(
        statement(
            ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            f"arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/*",
            principal={"AWS": f"arn:aws:iam::{VENDOR}:root"},
        )
    ),
)
