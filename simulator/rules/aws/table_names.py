"""ARNs of tables, of buckets for tables, vectors and one zone, of parameters and API destinations, as their services write them.

Sources: Service Authorization Reference, "Amazon DynamoDB", "Amazon S3 Tables" and "Amazon S3 Vectors" (resource types); Pulumi Registry (ids).
"""

from simulator.rules import Action, AutoName, Pattern, Properties, Rules
from simulator.rules.aws.kinds import DIRECTORY_BUCKET

items = Rules(
    "aws:dynamodb/table:Table",
    source="Service Authorization Reference, 'Amazon DynamoDB'; Pulumi Registry, aws.dynamodb.Table (the id is the name)",
    id="{name}",
    outputs={"arn": "arn:{partition}:dynamodb:{region}:{account}:table/{name}"},
)


@items.computes
def stream_of_changes(action: Action) -> Properties:
    """A table whose changes are streamed has a stream, named by when it was switched on."""
    if action.inputs.get("streamEnabled") is not True:
        return {"streamArn": "", "streamLabel": ""}
    label = "2026-01-01T00:00:00.000"
    arn = f"arn:{action.partition}:dynamodb:{action.region}:{action.account}:table/{action.inputs.get('name') or action.name}"
    return {"streamArn": f"{arn}/stream/{label}", "streamLabel": label}


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

directory = Rules(
    DIRECTORY_BUCKET,
    source="Amazon S3 User Guide, 'Directory bucket naming rules'; Service Authorization Reference, 'Amazon S3 Express'",
    checks=(
        Pattern(
            "bucket",
            r"[a-z0-9][a-z0-9-]*--[a-z0-9-]+--x-s3",
            source="Amazon S3 User Guide, 'Directory bucket naming rules'",
            saying="a base name, the id of its zone and x-s3, with two hyphens between them: clinic--euw1-az1--x-s3",
        ),
    ),
    id="{bucket}",
    outputs={"arn": "arn:{partition}:s3express:{region}:{account}:bucket/{bucket}"},
)

parameter = Rules(
    "aws:ssm/parameter:Parameter",
    source="Service Authorization Reference, 'AWS Systems Manager'; Pulumi Registry, aws.ssm.Parameter (the id is the name)",
    id="{name}",
)


@parameter.computes
def parameter_arn(action: Action) -> Properties:
    """A name with a path stands behind `parameter` as it is, a plain one behind a slash."""
    name = str(action.inputs.get("name") or action.name)
    arn = f"arn:{action.partition}:ssm:{action.region}:{action.account}:parameter{'' if name.startswith('/') else '/'}{name}"
    return {"arn": arn}


api_destination = Rules(
    "aws:cloudwatch/eventApiDestination:EventApiDestination",
    source="Service Authorization Reference, 'Amazon EventBridge'; Pulumi Registry, aws.cloudwatch.EventApiDestination (the id is the name)",
    autoname=AutoName("name", 64),
    id="{name}",
    outputs={"arn": "arn:{partition}:events:{region}:{account}:api-destination/{name}/{uuid}"},
)

catalogue = Rules(
    "aws:glue/catalogDatabase:CatalogDatabase",
    source="Service Authorization Reference, 'AWS Glue'; Pulumi Registry, aws.glue.CatalogDatabase (the id is the catalogue and the name)",
    autoname=AutoName("name", 255),
    id="{account}:{name}",
    outputs={"arn": "arn:{partition}:glue:{region}:{account}:database/{name}", "catalogId": "{account}"},
)

consumer = Rules(
    "aws:kinesis/streamConsumer:StreamConsumer",
    source="Service Authorization Reference, 'Amazon Kinesis Data Streams'; Pulumi Registry, aws.kinesis.StreamConsumer (the id is the ARN)",
    id="{streamArn}/consumer/{name}:1767225600",
    outputs={"arn": "{id}"},
)
