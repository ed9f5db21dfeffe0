"""A lake whose tables are read by grants of Lake Formation: a registered bucket, a catalog, tags, filters of cells, a crawler, Athena.

After https://docs.aws.amazon.com/lake-formation/latest/dg/initial-lf-config.html ("Setting up AWS Lake Formation": change the default
permission model), "Registering an Amazon S3 location", "Granting table permissions", "Data filters".
"""

import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

LAKE, RESULTS = "clinic-lake", "clinic-lake-results"
key = house.key("lake", "s3.amazonaws.com", "glue.amazonaws.com", "athena.amazonaws.com", f"logs.{house.REGION}.amazonaws.com")
access_logs = house.access_logs("clinic-lake-access-logs")
lake = house.bucket(LAKE, key, access_logs, {"data-class": "phi"})
results = house.bucket(RESULTS, key, access_logs, {"data-class": "phi"})
registrar = data_grounds.acting(
    "lake-registrar",
    "lakeformation.amazonaws.com",
    data_grounds.may(["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{LAKE}", f"arn:aws:s3:::{LAKE}/*"]),
)
steward = aws.iam.Role(
    "lake-steward",
    name="lake-steward",
    assume_role_policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "sts:AssumeRole",
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
researcher = aws.iam.Role(
    "lake-researcher",
    name="lake-researcher",
    assume_role_policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "sts:AssumeRole",
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
aws.lakeformation.DataLakeSettings(
    "lake",
    admins=[steward.arn],
    create_database_default_permissions=[],
    create_table_default_permissions=[],
    allow_external_data_filtering=False,
    allow_full_table_external_data_access=False,
    parameters={"CROSS_ACCOUNT_VERSION": "4"},
)
aws.lakeformation.Resource("lake", arn=lake.arn, role_arn=registrar.arn, hybrid_access_enabled=False)
aws.glue.DataCatalogEncryptionSettings(
    "lake",
    data_catalog_encryption_settings={
        "connection_password_encryption": {"return_connection_password_encrypted": True, "aws_kms_key_id": key.arn},
        "encryption_at_rest": {"catalog_encryption_mode": "SSE-KMS", "sse_aws_kms_key_id": key.arn},
    },
)
database = aws.glue.CatalogDatabase("visits", name="visits", location_uri=f"s3://{LAKE}/visits/")
table = aws.glue.CatalogTable(
    "visits",
    name="visits",
    database_name=database.name,
    table_type="EXTERNAL_TABLE",
    parameters={"classification": "parquet"},
    storage_descriptor={
        "location": f"s3://{LAKE}/visits/",
        "input_format": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        "output_format": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        "ser_de_info": {"serialization_library": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
        "columns": [{"name": "ward", "type": "string"}, {"name": "mrn", "type": "string"}, {"name": "admitted", "type": "date"}],
    },
)
sensitivity = aws.lakeformation.LfTag("sensitivity", key="sensitivity", values=["identified", "open"])
aws.lakeformation.ResourceLfTags("visits", database={"name": database.name}, lf_tags=[{"key": sensitivity.key, "value": "identified"}])
aws.lakeformation.DataCellsFilter(
    "wards",
    table_data={
        "database_name": database.name,
        "name": "wards",
        "table_catalog_id": house.ACCOUNT,
        "table_name": table.name,
        "column_names": ["ward", "admitted"],
        "row_filter": {"filter_expression": "ward <> 'psychiatry'"},
    },
)
aws.lakeformation.Permissions(
    "columns",
    principal=researcher.arn,
    permissions=["SELECT"],
    permissions_with_grant_options=[],
    table_with_columns={"database_name": database.name, "name": table.name, "column_names": ["ward", "admitted"]},
)
security = aws.glue.SecurityConfiguration(
    "lake",
    name="lake",
    encryption_configuration={
        "cloudwatch_encryption": {"cloudwatch_encryption_mode": "SSE-KMS", "kms_key_arn": key.arn},
        "job_bookmarks_encryption": {"job_bookmarks_encryption_mode": "CSE-KMS", "kms_key_arn": key.arn},
        "s3_encryption": {"s3_encryption_mode": "SSE-KMS", "kms_key_arn": key.arn},
    },
)
crawling = data_grounds.acting(
    "lake-crawler",
    "glue.amazonaws.com",
    data_grounds.may(["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{LAKE}", f"arn:aws:s3:::{LAKE}/*"]),
)
aws.glue.Crawler(
    "visits",
    name="visits",
    database_name=database.name,
    role=crawling.arn,
    security_configuration=security.name,
    schedule="cron(0 3 * * ? *)",
    s3_targets=[{"path": f"s3://{LAKE}/visits/"}],
    lake_formation_configuration={"account_id": house.ACCOUNT, "use_lake_formation_credentials": True},
    recrawl_policy={"recrawl_behavior": "CRAWL_EVERYTHING"},
    schema_change_policy={"delete_behavior": "LOG", "update_behavior": "UPDATE_IN_DATABASE"},
)
aws.athena.Workgroup(
    "researchers",
    name="researchers",
    force_destroy=False,
    configuration={
        "enforce_workgroup_configuration": True,
        "publish_cloudwatch_metrics_enabled": True,
        "requester_pays_enabled": False,
        "result_configuration": {
            "output_location": f"s3://{RESULTS}/researchers/",
            "expected_bucket_owner": house.ACCOUNT,
            "encryption_configuration": {"encryption_option": "SSE_KMS", "kms_key_arn": key.arn},
        },
    },
)
