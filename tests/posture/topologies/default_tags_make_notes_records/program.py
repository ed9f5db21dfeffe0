"""The notes are records by the provider's default tags, and models read them."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import function, named, reads, role, s3_endpoint
from tests.posture.topologies.shared import Network

tagged = aws.Provider("tagged", region="eu-west-1", default_tags={"tags": {"ai-zone": "phi", "data-class": "phi"}})
aws.s3.Bucket("notes", bucket=named("notes"), opts=pulumi.ResourceOptions(provider=tagged))
models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24"})
s3_endpoint("s3", models)
function("model", role("model", "lambda", reads("notes")), models)
