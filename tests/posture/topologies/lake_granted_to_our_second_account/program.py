"""A table of the lake is granted to the hospital's own second account."""

import pulumi_aws as aws

records = aws.s3.Bucket("records", bucket="clinic-lake-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.lakeformation.Resource("lake", arn=records.arn, use_service_linked_role=True)
database = aws.glue.CatalogDatabase("visits", name="visits")
aws.lakeformation.Permissions(
    "readers",
    principal="222233334444",
    permissions=["SELECT"],
    table={"database_name": database.name, "name": "visits"},
)
