"""A model on a confidential machine. The records stand beside it, joined to nothing.

Modelled on Confidential VM, "Create a Confidential VM instance" and Compute Engine, "Protect resources by using Cloud KMS keys", "Shielded VM".
"""

from pulumi_gcp import compute

from tests.mutation.bases import gcp_grounds as grounds

llm = grounds.ground("llm", "inference", cidr="10.80.0.0/24")
phi = grounds.ground("phi", "phi", cidr="10.81.0.0/24")
grounds.perimeters(llm, phi)
phi.bucket("clinic-records", "phi")

ZONE = f"{llm.region}-d"
key = {"kms_key_self_link": llm.key("compute").id}
weights = compute.Disk(
    "weights",
    name="weights",
    project=llm.project_id,
    zone=ZONE,
    type="hyperdisk-balanced",
    size=500,
    enable_confidential_compute=True,
    disk_encryption_key=key,
    labels=llm.labels("internal"),
    opts=llm.keyed("compute", protect=True),
)
# Copies of the weights, made each night and kept for a month.
nightly = compute.ResourcePolicy(
    "nightly",
    name="nightly",
    project=llm.project_id,
    region=llm.region,
    snapshot_schedule_policy={
        "schedule": {"daily_schedule": {"days_in_cycle": 1, "start_time": "02:00"}},
        "retention_policy": {"max_retention_days": 30, "on_source_disk_delete": "KEEP_AUTO_SNAPSHOTS"},
        "snapshot_properties": {"storage_locations": llm.region, "guest_flush": False},
    },
    opts=llm.opts,
)
compute.DiskResourcePolicyAttachment("nightly", name=nightly.name, project=llm.project_id, disk=weights.name, zone=ZONE)
assert llm.subnet is not None
runs_as = llm.account("answers")
compute.Instance(
    "answers",
    name="answers",
    project=llm.project_id,
    zone=ZONE,
    machine_type="c3-standard-22",
    confidential_instance_config={"confidential_instance_type": "TDX"},
    scheduling={"on_host_maintenance": "TERMINATE"},
    boot_disk={
        "initialize_params": {"image": "projects/cos-cloud/global/images/family/cos-tdx-stable", "type": "pd-balanced"},
        "auto_delete": True,
        **key,
    },
    attached_disks=[{"source": weights.self_link, "mode": "READ_ONLY", **key}],
    network_interfaces=[{"subnetwork": llm.subnet.name, "nic_type": "GVNIC"}],
    service_account={"email": runs_as.email, "scopes": ["cloud-platform"]},
    shielded_instance_config={"enable_secure_boot": True, "enable_vtpm": True, "enable_integrity_monitoring": True},
    metadata={"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE", "serial-port-enable": "FALSE"},
    can_ip_forward=False,
    deletion_protection=True,
    labels=llm.labels(),
    opts=llm.keyed("compute"),
)
