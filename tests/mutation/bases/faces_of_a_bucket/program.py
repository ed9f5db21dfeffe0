"""One bucket with several faces: access points of a network, grants by prefix, an inventory, an analysis, a lens; tables and vectors beside it.

After https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html, "Managing access with S3 Access Grants", "Cataloging and
analyzing your data with S3 Inventory", "Amazon S3 analytics", "Amazon S3 Storage Lens", "Working with Amazon S3 Tables and table buckets",
"Working with S3 Vectors and vector buckets".
"""

import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

RECORDS, LISTS = "clinic-faced-records", "clinic-faced-lists"
POINTS = f"arn:aws:s3:{house.REGION}:{house.ACCOUNT}:accesspoint"
place = data_grounds.ground("faces", "10.91.0.0/16", names=(f"*.s3.{house.REGION}.amazonaws.com.",))
key = house.key("faces", "s3.amazonaws.com", "maintenance.s3tables.amazonaws.com", "indexing.s3vectors.amazonaws.com")
access_logs = house.access_logs("clinic-faced-access-logs")
delegated = {
    "Sid": "ByOurPoints",
    "Effect": "Allow",
    "Principal": {"AWS": "*"},
    "Action": ["s3:GetObject", "s3:ListBucket"],
    "Resource": [f"arn:aws:s3:::{RECORDS}", f"arn:aws:s3:::{RECORDS}/*"],
    "Condition": {"StringEquals": {"s3:DataAccessPointAccount": house.ACCOUNT, "s3:AccessPointNetworkOrigin": "VPC"}},
}
records = house.bucket(RECORDS, key, access_logs, {"data-class": "phi"}, (delegated,))
lists = house.bucket(
    LISTS,
    key,
    access_logs,
    {"data-class": "phi"},
    (
        {
            "Sid": "Lists",
            "Effect": "Allow",
            "Principal": {"Service": ["s3.amazonaws.com", "storage-lens.s3.amazonaws.com"]},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{LISTS}/*",
            "Condition": {"StringEquals": {"aws:SourceAccount": house.ACCOUNT}},
        },
    ),
)
viewer = aws.iam.Role("faces-viewer", name="faces-viewer", assume_role_policy=house.trust("ec2.amazonaws.com"))
aws.s3.AccessPoint(
    "wards",
    name="wards",
    bucket=records.bucket,
    bucket_account_id=house.ACCOUNT,
    vpc_configuration={"vpc_id": place.vpc.id},
    public_access_block_configuration={
        "block_public_acls": True,
        "block_public_policy": True,
        "ignore_public_acls": True,
        "restrict_public_buckets": True,
    },
    policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "s3:GetObject",
            "Resource": f"{POINTS}/wards/object/wards/*",
            "Condition": {
                "StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION},
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/faces-viewer"},
            },
        }
    ),
)
granting = aws.iam.Role(
    "faces-grants",
    name="faces-grants",
    assume_role_policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "access-grants.s3.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
            "Condition": {"StringEquals": {"aws:SourceAccount": house.ACCOUNT}},
        }
    ),
)
aws.iam.RolePolicy(
    "faces-grants",
    name="read-records",
    role=granting.name,
    policy=house.document(data_grounds.may(["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{RECORDS}", f"arn:aws:s3:::{RECORDS}/*"])),
)
instance = aws.s3control.AccessGrantsInstance("clinic", account_id=house.ACCOUNT)
location = aws.s3control.AccessGrantsLocation(
    "records",
    account_id=instance.account_id,
    iam_role_arn=granting.arn,
    location_scope=f"s3://{RECORDS}/*",
)
aws.s3control.AccessGrant(
    "wards",
    account_id=instance.account_id,
    access_grants_location_id=location.access_grants_location_id,
    access_grants_location_configuration={"s3_sub_prefix": "wards/*"},
    grantee={"grantee_type": "IAM", "grantee_identifier": viewer.arn},
    permission="READ",
)
aws.s3.Inventory(
    "records",
    name="records",
    bucket=records.bucket,
    enabled=True,
    included_object_versions="All",
    schedule={"frequency": "Daily"},
    optional_fields=["EncryptionStatus", "ObjectLockMode"],
    destination={
        "bucket": {
            "account_id": house.ACCOUNT,
            "bucket_arn": lists.arn,
            "format": "Parquet",
            "prefix": "inventory",
            "encryption": {"sse_kms": {"key_id": key.arn}},
        }
    },
)
aws.s3.AnalyticsConfiguration(
    "records",
    name="records",
    bucket=records.bucket,
    filter={"prefix": "wards/"},
    storage_class_analysis={
        "data_export": {
            "destination": {"s3_bucket_destination": {"bucket_arn": lists.arn, "bucket_account_id": house.ACCOUNT, "prefix": "analysis"}}
        }
    },
)
aws.s3control.StorageLensConfiguration(
    "clinic",
    config_id="clinic",
    account_id=house.ACCOUNT,
    storage_lens_configuration={
        "enabled": True,
        "account_level": {"activity_metrics": {"enabled": True}, "bucket_level": {"activity_metrics": {"enabled": True}}},
        "data_export": {
            "cloud_watch_metrics": {"enabled": True},
            "s3_bucket_destination": {
                "account_id": house.ACCOUNT,
                "arn": lists.arn,
                "format": "CSV",
                "output_schema_version": "V_1",
                "encryption": {"sse_kms": {"key_id": key.arn}},
            },
        },
    },
)
aws.s3.AccountPublicAccessBlock(
    "clinic",
    account_id=house.ACCOUNT,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
tables = aws.s3tables.TableBucket(
    "cohorts",
    name="cohorts",
    encryption_configuration={"sse_algorithm": "aws:kms", "kms_key_arn": key.arn},
    force_destroy=False,
    tags={"data-class": "phi", "ai-zone": "phi"},
)
aws.s3tables.TableBucketPolicy(
    "cohorts",
    table_bucket_arn=tables.arn,
    resource_policy=house.document(
        {
            "Sid": "OnlyOurs",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3tables:*",
            "Resource": f"arn:aws:s3tables:{house.REGION}:{house.ACCOUNT}:bucket/cohorts*",
            "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
space = aws.s3tables.Namespace("diabetes", namespace="diabetes", table_bucket_arn=tables.arn)
aws.s3tables.Table(
    "visits",
    name="visits",
    namespace=space.namespace,
    table_bucket_arn=tables.arn,
    format="ICEBERG",
    encryption_configuration={"sse_algorithm": "aws:kms", "kms_key_arn": key.arn},
    tags={"data-class": "phi", "ai-zone": "phi"},
)
vectors = aws.s3.VectorsVectorBucket(
    "notes",
    vector_bucket_name="clinic-note-vectors",
    encryption_configurations=[{"sse_type": "aws:kms", "kms_key_arn": key.arn}],
    force_destroy=False,
    tags={"data-class": "phi", "ai-zone": "phi"},
)
aws.s3.VectorsVectorBucketPolicy(
    "notes",
    vector_bucket_arn=vectors.vector_bucket_arn,
    policy=house.document(
        {
            "Sid": "OnlyOurs",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3vectors:*",
            "Resource": f"arn:aws:s3vectors:{house.REGION}:{house.ACCOUNT}:bucket/clinic-note-vectors*",
            "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
