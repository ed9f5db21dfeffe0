"""An application outside any VPC whose role reads records and writes to a vendor's bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")

aws.emrserverless.Application("jobs", name="jobs", release_label="emr-7.2.0", type="spark", tags={"ai-zone": "phi"})
role("jobs-role", "emr-serverless", reads("records"), statement("s3:PutObject", "arn:aws:s3:::vendor-out/*"))
