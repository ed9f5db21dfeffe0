"""Records on their way into a bucket are handed to a function."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, role, writes

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
aws.kinesis.FirehoseDeliveryStream(
    "visits",
    name="visits",
    destination="extended_s3",
    extended_s3_configuration={
        "role_arn": role("visits", "firehose", writes("records")).arn,
        "bucket_arn": records.arn,
        "buffering_size": 64,
        "processing_configuration": {
            "enabled": True,
            "processors": [
                {
                    "type": "Lambda",
                    "parameters": [
                        {"parameter_name": "LambdaArn", "parameter_value": f"arn:aws:lambda:eu-west-1:{VENDOR}:function:mask:$LATEST"}
                    ],
                }
            ],
        },
    },
    server_side_encryption={"enabled": True},
    tags=PHI,
)
