"""The vendor may make volumes of the snapshot, to look into a fault."""

import pulumi_aws as aws

volume = aws.ebs.Volume("records", availability_zone="eu-west-1a", size=40, encrypted=True, tags={"ai-zone": "phi", "data-class": "phi"})
snapshot = aws.ebs.Snapshot("for-the-vendor", volume_id=volume.id)
aws.ec2.SnapshotCreateVolumePermission("vendor", snapshot_id=snapshot.id, account_id="999988887777")
