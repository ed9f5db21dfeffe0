"""A vector collection whose data access policy lets a partner's role read."""

import json

import pulumi
import pulumi_aws as aws

encrypted = aws.opensearch.ServerlessSecurityPolicy(
    "encrypted",
    name="encrypted",
    type="encryption",
    policy=json.dumps({"Rules": [{"ResourceType": "collection", "Resource": ["collection/notes"]}], "AWSOwnedKey": True}),
)
aws.opensearch.ServerlessSecurityPolicy(
    "from",
    name="from",
    type="network",
    policy=json.dumps(
        [
            {
                "Rules": [{"ResourceType": "collection", "Resource": ["collection/notes"]}],
                "AllowFromPublic": False,
                "SourceVPCEs": ["vpce-0123456789abcdef0"],
            }
        ]
    ),
)
aws.opensearch.ServerlessCollection(
    "notes",
    name="notes",
    type="VECTORSEARCH",
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(depends_on=[encrypted]),
)
aws.opensearch.ServerlessAccessPolicy(
    "whom",
    name="whom",
    type="data",
    policy=json.dumps(
        [
            {
                "Rules": [{"ResourceType": "index", "Resource": ["index/notes/*"], "Permission": ["aoss:ReadDocument"]}],
                "Principal": ["arn:aws:iam::999988887777:role/research"],
            }
        ]
    ),
)
