"""The records, and nothing that says who reads them: roles do, and they stand elsewhere."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24"}, ("s3.eu-west-1.amazonaws.com.", "*.s3.eu-west-1.amazonaws.com."))
records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
pulumi.export("bucket", records.arn)
pulumi.export("subnet", phi.subnets["a"].id)
pulumi.export("vpc", phi.vpc.id)
