"""Scans are dropped into a bucket; a function of an image, outside of any network, makes a thumbnail of each beside it."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.awsx_shapes import assumed_by

bucket = aws.s3.Bucket("scans", force_destroy=True)
repository = aws.ecr.Repository("thumbnailer", force_delete=True)
role = aws.iam.Role("thumbnailer", assume_role_policy=assumed_by("lambda.amazonaws.com"))
for policy in ("AWSLambda_FullAccess", "AmazonS3FullAccess"):
    aws.iam.RolePolicyAttachment(f"thumbnailer-{policy}", role=role.name, policy_arn=f"arn:aws:iam::aws:policy/{policy}")
function = aws.lambda_.Function(
    "thumbnailer",
    package_type="Image",
    image_uri=repository.repository_url.apply(lambda url: f"{url}:latest"),
    role=role.arn,
    timeout=900,
)
event = pulumi.ComponentResource("aws:s3:BucketEventSubscription", "on-new-scan", opts=pulumi.ResourceOptions(parent=bucket))
below = pulumi.ResourceOptions(parent=event)
permission = aws.lambda_.Permission(
    "on-new-scan",
    function=function.name,
    action="lambda:InvokeFunction",
    principal="s3.amazonaws.com",
    source_arn=bucket.arn,
    opts=below,
)
aws.s3.BucketNotification(
    "on-new-scan",
    bucket=bucket.id,
    lambda_functions=[{"lambda_function_arn": function.arn, "events": ["s3:ObjectCreated:*"], "filter_suffix": ".dcm"}],
    opts=pulumi.ResourceOptions(parent=event, depends_on=[permission]),
)
