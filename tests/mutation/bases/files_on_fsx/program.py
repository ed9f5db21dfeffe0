"""File systems for imaging: Lustre linked to a bucket, ONTAP with a locked volume, OpenZFS; all in one closed network.

After https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html; Amazon FSx for NetApp ONTAP User Guide, "Creating
file systems", "Working with SnapLock"; Amazon FSx for OpenZFS User Guide, "Creating a file system".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

STUDIES = "clinic-studies"
place = data_grounds.ground("studies", "10.83.0.0/16")
key = house.key("studies", "fsx.amazonaws.com", "s3.amazonaws.com", "secretsmanager.amazonaws.com")
access_logs = house.access_logs("clinic-studies-access-logs")
studies = house.bucket(STUDIES, key, access_logs, {"data-class": "phi"})
lustre_group = data_grounds.within(place, "studies-lustre", 988)
nas_group = data_grounds.within(place, "studies-nas", 111, 2049, 445)
lustre = aws.fsx.LustreFileSystem(
    "studies",
    subnet_ids=place.subnets[0].id,
    security_group_ids=[lustre_group.id],
    deployment_type="PERSISTENT_2",
    storage_capacity=1200,
    per_unit_storage_throughput=125,
    kms_key_id=key.arn,
    automatic_backup_retention_days=35,
    copy_tags_to_backups=True,
    daily_automatic_backup_start_time="02:00",
    file_system_type_version="2.15",
    root_squash_configuration={"root_squash": "65534:65534"},
    skip_final_backup=False,
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
aws.fsx.DataRepositoryAssociation(
    "studies",
    file_system_id=lustre.id,
    file_system_path="/studies",
    data_repository_path=f"s3://{STUDIES}/studies/",
    batch_import_meta_data_on_create=True,
    delete_data_in_filesystem=False,
    s3={"auto_import_policy": {"events": ["NEW", "CHANGED"]}, "auto_export_policy": {"events": ["NEW", "CHANGED"]}},
)
ontap = aws.fsx.OntapFileSystem(
    "archive",
    subnet_ids=[subnet.id for subnet in place.subnets],
    preferred_subnet_id=place.subnets[0].id,
    security_group_ids=[nas_group.id],
    deployment_type="MULTI_AZ_1",
    storage_capacity=1024,
    throughput_capacity=128,
    kms_key_id=key.arn,
    automatic_backup_retention_days=35,
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
machine = aws.fsx.OntapStorageVirtualMachine("archive", file_system_id=ontap.id, name="archive", root_volume_security_style="UNIX")
aws.fsx.OntapVolume(
    "archive",
    name="archive",
    storage_virtual_machine_id=machine.id,
    junction_path="/archive",
    size_in_megabytes=102400,
    security_style="UNIX",
    storage_efficiency_enabled=True,
    copy_tags_to_backups=True,
    skip_final_backup=False,
    snaplock_configuration={
        "snaplock_type": "COMPLIANCE",
        "privileged_delete": "DISABLED",
        "autocommit_period": {"type": "DAYS", "value": 1},
        "retention_period": {
            "default_retention": {"type": "YEARS", "value": 6},
            "minimum_retention": {"type": "YEARS", "value": 6},
            "maximum_retention": {"type": "YEARS", "value": 10},
        },
    },
)
zfs = aws.fsx.OpenZfsFileSystem(
    "workbench",
    subnet_ids=[place.subnets[0].id],
    security_group_ids=[nas_group.id],
    deployment_type="SINGLE_AZ_1",
    storage_capacity=256,
    throughput_capacity=128,
    kms_key_id=key.arn,
    automatic_backup_retention_days=35,
    copy_tags_to_backups=True,
    copy_tags_to_volumes=True,
    skip_final_backup=False,
    root_volume_configuration={
        "data_compression_type": "ZSTD",
        "nfs_exports": {"client_configurations": [{"clients": place.block, "options": ["rw", "crossmnt", "sync"]}]},
    },
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
aws.fsx.OpenZfsVolume(
    "notes",
    name="notes",
    parent_volume_id=zfs.root_volume_id,
    nfs_exports={"client_configurations": [{"clients": place.block, "options": ["rw", "sync"]}]},
    copy_tags_to_snapshots=True,
)
