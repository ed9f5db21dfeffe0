"""Files for wards on Filestore, and scans on a disk that is copied each night.

Modelled on Filestore, "Create an instance by using private services access", "Encrypt data with customer-managed encryption keys", "Backups"; Compute
Engine, "Create schedules for disk snapshots".
"""

import pulumi
from pulumi_gcp import compute, filestore, servicenetworking

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", cidr="10.190.0.0/24", apis=("file", "servicenetworking"))
grounds.perimeters(phi)
assert phi.network is not None
assert phi.subnet is not None
PRODUCERS = "10.190.16.0"
lent = compute.GlobalAddress(
    "producers",
    name="producers",
    project=phi.project_id,
    purpose="VPC_PEERING",
    address_type="INTERNAL",
    address=PRODUCERS,
    prefix_length=24,
    network=phi.network.id,
)
peered = servicenetworking.Connection(
    "producers", network=phi.network.id, service="servicenetworking.googleapis.com", reserved_peering_ranges=[lent.name], opts=phi.opts
)
phi.firewall("to-files", "EGRESS", [f"{PRODUCERS}/24"], ["111", "2046", "2049", "2050", "4045"])
wards = filestore.Instance(
    "wards",
    name="wards",
    project=phi.project_id,
    location=phi.region,
    tier="REGIONAL",
    protocol="NFS_V4_1",
    kms_key_name=phi.key("file").id,
    file_shares={
        "name": "wards",
        "capacity_gb": 1024,
        "nfs_export_options": [
            {"ip_ranges": [phi.cidr], "access_mode": "READ_WRITE", "squash_mode": "ROOT_SQUASH", "anon_uid": 65534, "anon_gid": 65534}
        ],
    },
    networks=[{"network": phi.network.id, "modes": ["MODE_IPV4"], "connect_mode": "PRIVATE_SERVICE_ACCESS"}],
    deletion_protection_enabled=True,
    deletion_protection_reason="Holds records",
    labels=phi.labels("phi"),
    opts=pulumi.ResourceOptions.merge(phi.keyed("file", protect=True), grounds.after(peered)),
)
ZONE = f"{phi.region}-b"
scans = compute.Disk(
    "scans",
    name="scans",
    project=phi.project_id,
    zone=ZONE,
    type="pd-balanced",
    size=500,
    disk_encryption_key={"kms_key_self_link": phi.key("compute").id},
    labels=phi.labels("phi"),
    opts=phi.keyed("compute", protect=True),
)
nightly = compute.ResourcePolicy(
    "nightly",
    name="nightly",
    project=phi.project_id,
    region=phi.region,
    snapshot_schedule_policy={
        "schedule": {"daily_schedule": {"days_in_cycle": 1, "start_time": "02:00"}},
        "retention_policy": {"max_retention_days": 35, "on_source_disk_delete": "KEEP_AUTO_SNAPSHOTS"},
        "snapshot_properties": {"storage_locations": phi.region, "guest_flush": False},
    },
    opts=phi.opts,
)
compute.DiskResourcePolicyAttachment("nightly", name=nightly.name, project=phi.project_id, disk=scans.name, zone=ZONE)
clients = phi.account("ward-clients")
compute.Instance(
    "ward-client",
    name="ward-client",
    project=phi.project_id,
    zone=ZONE,
    machine_type="e2-standard-4",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}, "kms_key_self_link": phi.key("compute").id},
    attached_disks=[{"source": scans.self_link, "mode": "READ_WRITE", "kms_key_self_link": phi.key("compute").id}],
    network_interfaces=[{"subnetwork": phi.subnet.id}],
    service_account={"email": clients.email, "scopes": ["cloud-platform"]},
    shielded_instance_config={"enable_secure_boot": True, "enable_vtpm": True, "enable_integrity_monitoring": True},
    metadata={"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE"},
    labels=phi.labels(),
    opts=phi.keyed("compute"),
)
