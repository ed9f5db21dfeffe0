"""ARNs of tables and of buckets for tables and vectors, as their services write them.

Sources: Service Authorization Reference, "Amazon DynamoDB", "Amazon S3 Tables" and "Amazon S3 Vectors" (resource types); Pulumi Registry (ids).
"""

from simulator.rules import Rules

items = Rules(
    "aws:dynamodb/table:Table",
    source="Service Authorization Reference, 'Amazon DynamoDB'; Pulumi Registry, aws.dynamodb.Table (the id is the name)",
    id="{name}",
    outputs={"arn": "arn:{partition}:dynamodb:{region}:{account}:table/{name}"},
)

bucket = Rules(
    "aws:s3tables/tableBucket:TableBucket",
    source="Service Authorization Reference, 'Amazon S3 Tables'; Pulumi Registry, aws.s3tables.TableBucket",
    id="arn:{partition}:s3tables:{region}:{account}:bucket/{name}",
    outputs={"arn": "{id}"},
)

table = Rules(
    "aws:s3tables/table:Table",
    source="Service Authorization Reference, 'Amazon S3 Tables' (a table's own id stands behind its bucket's ARN)",
    outputs={"arn": "{tableBucketArn}/table/{uuid}"},
)

vectors = Rules(
    "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
    source="Service Authorization Reference, 'Amazon S3 Vectors'; Pulumi Registry, aws.s3.VectorsVectorBucket",
    outputs={"vectorBucketArn": "arn:{partition}:s3vectors:{region}:{account}:bucket/{vectorBucketName}"},
)
