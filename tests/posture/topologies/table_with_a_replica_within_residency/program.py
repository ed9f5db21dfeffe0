"""A global table over two regions that the reviewer allows."""

import pulumi_aws as aws

aws.dynamodb.Table(
    "visits",
    name="visits",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[aws.dynamodb.TableAttributeArgs(name="id", type="S")],
    stream_enabled=True,
    stream_view_type="NEW_AND_OLD_IMAGES",
    replicas=[aws.dynamodb.TableReplicaArgs(region_name="eu-central-1")],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
