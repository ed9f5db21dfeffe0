"""A snapshot is shared with a vendor, and the key that it is encrypted with too."""

import json

import pulumi_aws as aws

ours = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}
theirs = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::999988887777:root"},
    "Action": ["kms:DescribeKey", "kms:CreateGrant", "kms:Decrypt", "kms:ReEncrypt*"],
    "Resource": "*",
}
key = aws.kms.Key("disks", policy=json.dumps({"Version": "2012-10-17", "Statement": [ours, theirs]}), tags={"ai-zone": "phi"})
volume = aws.ebs.Volume(
    "records",
    availability_zone="eu-west-1a",
    size=40,
    encrypted=True,
    kms_key_id=key.arn,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
snapshot = aws.ebs.Snapshot("for-the-vendor", volume_id=volume.id)
aws.ec2.SnapshotCreateVolumePermission("vendor", snapshot_id=snapshot.id, account_id="999988887777")
