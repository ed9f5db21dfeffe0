"""A database of the catalog in a resource share for a vendor."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket

lake = bucket("lake", "phi", "phi")
records = aws.glue.CatalogDatabase("records", name="records")
aws.glue.CatalogTable(
    "visits",
    database_name=records.name,
    name="visits",
    table_type="EXTERNAL_TABLE",
    storage_descriptor={"location": pulumi.Output.concat("s3://", lake.bucket, "/visits")},
)
share = aws.ram.ResourceShare("records", name="records", allow_external_principals=True)
aws.ram.ResourceAssociation("records", resource_arn=records.arn, resource_share_arn=share.arn)
aws.ram.PrincipalAssociation("other", principal=VENDOR, resource_share_arn=share.arn)
