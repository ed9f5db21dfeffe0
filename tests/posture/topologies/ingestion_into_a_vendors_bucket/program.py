"""A pipeline takes changes of a table and writes them into a bucket that nobody here knows."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, role, statement
from tests.posture.topologies.shared import Network

network = Network("phi", "phi", "10.20.0.0/16", {"workload": "10.20.1.0/24"})
inside = aws.ec2.SecurityGroup("pipeline", vpc_id=network.vpc.id)
records = bucket("records", "phi", "phi")
aws.kinesis.Stream(
    "visits",
    name="visits",
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    encryption_type="KMS",
    kms_key_id="alias/aws/kinesis",
    tags={"ai-zone": "phi", "data-class": "phi"},
)
body = {
    "version": "2",
    "visits": {
        "source": {"kinesis": {"streams": [{"stream_name": "visits"}]}},
        "sink": [
            {
                "s3": {
                    "bucket": named("records"),
                    "codec": {"ndjson": {}},
                    "threshold": {"event_collect_timeout": "60s"},
                    "dlq": {"s3": {"bucket": "vendor-intake", "region": "eu-west-1"}},
                }
            }
        ],
    },
}
aws.opensearchingest.Pipeline(
    "visits",
    pipeline_name="visits",
    min_units=1,
    max_units=2,
    pipeline_role_arn=role("pipeline", "osis-pipelines", statement(["kinesis:GetRecords", "s3:PutObject"])).arn,
    vpc_options={"subnet_ids": [network.subnets["workload"].id], "security_group_ids": [inside.id]},
    pipeline_configuration_body=json.dumps(body),
    tags={"ai-zone": "phi"},
)
