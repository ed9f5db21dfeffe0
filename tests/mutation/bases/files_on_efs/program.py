"""Scans on a file system: mount targets, an access point, a policy that demands TLS and IAM, backups, a replica in our own second system.

After https://docs.aws.amazon.com/efs/latest/ug/security-considerations.html, "Creating file system policies", "Working with access points",
"Replicating EFS file systems", "Backing up EFS file systems".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

place = data_grounds.ground("scans", "10.82.0.0/16")
key = house.key("scans", "elasticfilesystem.amazonaws.com", "backup.amazonaws.com")
nfs = data_grounds.within(place, "scans-nfs", 2049)
reading = aws.iam.Role("scans-reader", name="scans-reader", assume_role_policy=house.trust("ec2.amazonaws.com"))


def system(name: str, policy: bool, protection: str) -> aws.efs.FileSystem:
    """One encrypted file system in both subnets."""
    made = aws.efs.FileSystem(
        name,
        creation_token=name,
        encrypted=True,
        kms_key_id=key.arn,
        performance_mode="generalPurpose",
        throughput_mode="elastic",
        lifecycle_policies=[{"transition_to_ia": "AFTER_90_DAYS"}, {"transition_to_primary_storage_class": "AFTER_1_ACCESS"}],
        protection={"replication_overwrite": protection},
        tags={"data-class": "phi"},
        opts=pulumi.ResourceOptions(protect=True),
    )
    for index, subnet in enumerate(place.subnets):
        aws.efs.MountTarget(f"{name}-{index}", file_system_id=made.id, subnet_id=subnet.id, security_groups=[nfs.id])
    aws.efs.BackupPolicy(name, file_system_id=made.id, backup_policy={"status": "ENABLED"})
    if policy:
        aws.efs.FileSystemPolicy(
            name,
            file_system_id=made.id,
            bypass_policy_lockout_safety_check=False,
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
                    "Sid": "Readers",
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{house.ACCOUNT}:role/scans-reader"},
                    "Action": ["elasticfilesystem:ClientMount"],
                    "Resource": "*",
                    "Condition": {
                        "Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"},
                        "StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION},
                    },
                },
            ),
        )
    return made


scans = system("scans", True, "ENABLED")
copy = system("scans-copy", True, "DISABLED")
aws.efs.ReplicationConfiguration("scans", source_file_system_id=scans.id, destination={"file_system_id": copy.id, "region": house.REGION})
aws.efs.AccessPoint(
    "viewer",
    file_system_id=scans.id,
    posix_user={"uid": 1001, "gid": 1001},
    root_directory={"path": "/viewer", "creation_info": {"owner_uid": 1001, "owner_gid": 1001, "permissions": "0750"}},
)
