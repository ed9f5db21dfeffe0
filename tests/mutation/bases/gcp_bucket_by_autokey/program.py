"""Buckets whose keys Autokey makes, in a project for keys alone.

Modelled on Cloud KMS, "Enable Cloud KMS Autokey" and "Create protected resources using Cloud KMS Autokey".
"""

from pulumi_gcp import kms, projects, storage

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", cidr="10.12.0.0/22")
keys = grounds.ground("keys", "management", network=False)
grounds.perimeters(phi)

agent = projects.ServiceIdentity("keys-kms", project=keys.project_id, service="cloudkms.googleapis.com", opts=keys.opts)
administers = projects.IAMMember("keys-kms", project=keys.project_id, role="roles/cloudkms.admin", member=agent.member)
autokey = kms.AutokeyConfig(
    "clinic",
    folder=f"folders/{grounds.FOLDER}",
    key_project=f"projects/{keys.project_id}",
    key_project_resolution_mode="DEDICATED_KEY_PROJECT",
    opts=grounds.after(administers, protect=True),
)
handle = kms.KeyHandle(
    "records",
    name="records",
    project=phi.project_id,
    location=phi.region,
    resource_type_selector="storage.googleapis.com/Bucket",
    opts=grounds.after(autokey, *phi.apis),
)
ours = {"restriction_mode": "FullyRestricted"}
for name, data_class in (("clinic-letters", "phi"), ("clinic-scans", "phi")):
    storage.Bucket(
        name,
        name=name,
        project=phi.project_id,
        location=phi.region,
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        encryption={
            "default_kms_key_name": handle.kms_key,
            "google_managed_encryption_enforcement_config": ours,
            "customer_supplied_encryption_enforcement_config": ours,
        },
        retention_policy={"retention_period": "189388800", "is_locked": True},
        soft_delete_policy={"retention_duration_seconds": 7776000},
        autoclass={"enabled": True, "terminal_storage_class": "ARCHIVE"},
        labels={"ai-zone": "phi", "data-class": data_class},
        opts=grounds.after(handle, protect=True),
    )
