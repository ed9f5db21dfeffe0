"""Scans are copied from our file system into our bucket each hour: DataSync, with logs and verification.

After https://docs.aws.amazon.com/datasync/latest/userguide/create-efs-location.html ("Configuring transfers with
Amazon EFS"), "Configuring transfers with Amazon S3", "Configuring how AWS DataSync verifies data integrity".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

SCANS = "clinic-incoming-scans"
DATASYNC = f"arn:aws:datasync:{house.REGION}:{house.ACCOUNT}"
place = data_grounds.ground("incoming", "10.89.0.0/16")
key = house.key("incoming", "s3.amazonaws.com", "elasticfilesystem.amazonaws.com", "datasync.amazonaws.com")
access_logs = house.access_logs("clinic-incoming-access-logs")
bucket = house.bucket(SCANS, key, access_logs, {"data-class": "phi"})
nfs = data_grounds.within(place, "incoming-nfs", 2049)
files = aws.efs.FileSystem(
    "incoming",
    creation_token="incoming",
    encrypted=True,
    kms_key_id=key.arn,
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
mounts = [
    aws.efs.MountTarget(f"incoming-{index}", file_system_id=files.id, subnet_id=subnet.id, security_groups=[nfs.id])
    for index, subnet in enumerate(place.subnets)
]
aws.efs.BackupPolicy("incoming", file_system_id=files.id, backup_policy={"status": "ENABLED"})
reading = data_grounds.acting(
    "incoming-sync",
    "datasync.amazonaws.com",
    data_grounds.may(
        ["s3:GetBucketLocation", "s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:GetObjectTagging"],
        [f"arn:aws:s3:::{SCANS}", f"arn:aws:s3:::{SCANS}/*"],
    ),
)
mounting = aws.iam.Role("incoming-mount", name="incoming-mount", assume_role_policy=house.trust("datasync.amazonaws.com"))
aws.efs.FileSystemPolicy(
    "incoming",
    file_system_id=files.id,
    policy=house.document(
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "*",
            "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            "Sid": "DataSync",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"],
            "Resource": "*",
            "Condition": {
                "StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION},
                "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/incoming-mount"},
            },
        },
    ),
)
point = aws.efs.AccessPoint("incoming", file_system_id=files.id, root_directory={"path": "/incoming"}, posix_user={"uid": 0, "gid": 0})
objects = aws.datasync.S3Location(
    "scans",
    s3_bucket_arn=bucket.arn,
    subdirectory="/scans",
    s3_storage_class="STANDARD",
    s3_config={"bucket_access_role_arn": reading.arn},
)
mounted = aws.datasync.EfsLocation(
    "scans",
    efs_file_system_arn=mounts[0].file_system_arn,
    access_point_arn=point.arn,
    file_system_access_role_arn=mounting.arn,
    in_transit_encryption="TLS1_2",
    subdirectory="/scans",
    ec2_config={"subnet_arn": place.subnets[0].arn, "security_group_arns": [nfs.arn]},
)
logs = house.log_group("/aws/datasync/incoming", place.log_key)
aws.datasync.Task(
    "scans",
    name="scans",
    source_location_arn=mounted.arn,
    destination_location_arn=objects.arn,
    cloudwatch_log_group_arn=logs.arn,
    schedule={"schedule_expression": "cron(0 * * * ? *)"},
    options={
        "verify_mode": "POINT_IN_TIME_CONSISTENT",
        "log_level": "TRANSFER",
        "overwrite_mode": "NEVER",
        "preserve_deleted_files": "PRESERVE",
        "object_tags": "PRESERVE",
        "posix_permissions": "PRESERVE",
        "transfer_mode": "CHANGED",
    },
    excludes={"filter_type": "SIMPLE_PATTERN", "value": "*.tmp"},
)
