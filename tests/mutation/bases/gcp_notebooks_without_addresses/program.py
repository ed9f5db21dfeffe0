"""Notebooks for training, reached by tunnel alone. The records stand beside them, joined to nothing.

Modelled on Vertex AI Workbench, "Create an instance", "Network configuration options", "Manage features through metadata".
"""

from pulumi_gcp import storage, workbench

from tests.mutation.bases import gcp_grounds as grounds

REGION = "europe-west2"
train = grounds.ground("train", "training", cidr="10.100.0.0/24", region=REGION, apis=("iap", "notebooks"))
phi = grounds.ground("phi", "phi", cidr="10.101.0.0/24", region=REGION)
grounds.perimeters(train, phi)
phi.bucket("clinic-records", "phi")
runs = train.bucket("clinic-training-runs", "deidentified", keep=None, versioning={"enabled": True}, enable_object_retention=True)

assert train.network is not None
assert train.subnet is not None
for person in ("ada", "grace"):
    acts_as = train.account(f"notebook-{person}")
    storage.BucketIAMMember(f"notebook-{person}", bucket=runs.name, role="roles/storage.objectUser", member=acts_as.member)
    workbench.Instance(
        f"notebook-{person}",
        name=f"notebook-{person}",
        project=train.project_id,
        location=f"{REGION}-b",
        instance_owners=[f"{person}@clinic.example"],
        disable_proxy_access=True,
        enable_deletion_protection=True,
        gce_setup={
            "machine_type": "n2-standard-8",
            "vm_image": {"project": "cloud-notebooks-managed", "family": "workbench-instances"},
            "disable_public_ip": True,
            "enable_ip_forwarding": False,
            "boot_disk": {"disk_size_gb": "150", "disk_type": "PD_BALANCED", "disk_encryption": "CMEK", "kms_key": train.key("compute").id},
            "data_disks": {"disk_size_gb": "200", "disk_type": "PD_SSD", "disk_encryption": "CMEK", "kms_key": train.key("compute").id},
            "network_interfaces": [{"network": train.network.id, "subnet": train.subnet.id, "nic_type": "GVNIC"}],
            "service_accounts": [{"email": acts_as.email}],
            "shielded_instance_config": {"enable_secure_boot": True, "enable_vtpm": True, "enable_integrity_monitoring": True},
            "metadata": {
                "notebook-disable-root": "true",
                "notebook-disable-downloads": "true",
                "notebook-disable-nbconvert": "true",
                "notebook-disable-terminal": "false",
                "notebook-upgrade-schedule": "00 19 * * SAT",
                "serial-port-logging-enable": "false",
            },
        },
        labels=train.labels(),
        opts=train.keyed("compute"),
    )
