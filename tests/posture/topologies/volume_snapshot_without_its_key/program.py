"""A snapshot is shared with a vendor, who may not use the key that it is encrypted with."""

import json

import pulumi_aws as aws

ours = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}
key = aws.kms.Key("disks", policy=json.dumps({"Version": "2012-10-17", "Statement": [ours]}), tags={"ai-zone": "phi"})
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
