"""An OpenSearch domain without VPC options, open by its policy."""

import json

import pulumi_aws as aws

aws.opensearch.Domain(
    "charts",
    domain_name="charts",
    engine_version="OpenSearch_2.15",
    cluster_config={"instance_type": "m7g.large.search"},
    ebs_options={"ebs_enabled": True, "volume_size": 20},
    access_policies=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "*"},
                    "Action": "es:*",
                    "Resource": "arn:aws:es:eu-west-1:111122223333:domain/charts/*",
                }
            ],
        }
    ),
    tags={"ai-zone": "phi", "data-class": "phi"},
)
