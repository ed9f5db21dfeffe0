"""Keys in a project of their own, for records in another. Who administers them is written as one policy of their ring.

Modelled on Cloud KMS, "Separation of duties", "Using IAM with Cloud KMS", "Key rotation", "Cloud HSM".
"""

import pulumi
from pulumi_gcp import bigquery, kms, organizations, storage

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", cidr="10.160.0.0/24", apis=("bigquery",))
# The keys of this zone alone: a key project of its own for each zone.
keys = grounds.ground("keyring", "phi", network=False, ring="of-the-clinic")
grounds.perimeters(phi, keys)
DAY = 86_400
waits = pulumi.InvokeOutputOptions(depends_on=[*phi.apis])
# An agent is made when it is asked for; its address follows from the number of its project.
AGENTS = {
    "objects": (
        storage.get_project_service_account_output(project=phi.project_id, opts=waits).email_address,
        pulumi.Output.concat("service-", phi.project.number, "@gs-project-accounts.iam.gserviceaccount.com"),
    ),
    "tables": (
        bigquery.get_default_service_account_output(project=phi.project_id, opts=waits).email,
        pulumi.Output.concat("bq-", phi.project.number, "@bigquery-encryption.iam.gserviceaccount.com"),
    ),
}
made: dict[str, kms.CryptoKey] = {}
used: dict[str, kms.CryptoKeyIAMBinding] = {}
for name, (asked, address) in AGENTS.items():
    made[name] = kms.CryptoKey(
        f"{name}-key",
        name=f"clinic-{name}",
        key_ring=keys.ring.id,
        rotation_period=f"{30 * DAY}s",
        destroy_scheduled_duration=f"{120 * DAY}s",
        version_template={"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protection_level": "HSM"},
        deletion_policy="PREVENT",
        opts=pulumi.ResourceOptions(protect=True),
    )
    used[name] = kms.CryptoKeyIAMBinding(
        f"{name}-users",
        crypto_key_id=made[name].id,
        role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
        members=[pulumi.Output.all(asked, address).apply(lambda both: f"serviceAccount:{both[1]}")],
    )
# Who administers keys is written as one policy of their ring: what somebody adds beside the program is taken out again.
whole = organizations.get_iam_policy(
    bindings=[
        {"role": "roles/cloudkms.admin", "members": ["group:key-administrators@clinic.example"]},
        {"role": "roles/cloudkms.viewer", "members": ["group:auditors@clinic.example"]},
    ]
)
kms.KeyRingIAMPolicy("administrators", key_ring_id=keys.ring.id, policy_data=whole.policy_data)
only_ours = {"restriction_mode": "FullyRestricted"}
storage.Bucket(
    "clinic-charts",
    name="clinic-charts",
    project=phi.project_id,
    location=phi.region,
    uniform_bucket_level_access=True,
    public_access_prevention="enforced",
    retention_policy={"retention_period": str(2192 * DAY), "is_locked": True},
    soft_delete_policy={"retention_duration_seconds": 90 * DAY},
    encryption={
        "default_kms_key_name": made["objects"].id,
        "google_managed_encryption_enforcement_config": only_ours,
        "customer_supplied_encryption_enforcement_config": only_ours,
    },
    labels=phi.labels("phi"),
    opts=grounds.after(used["objects"], *phi.apis, protect=True),
)
bigquery.Dataset(
    "charts",
    dataset_id="charts",
    project=phi.project_id,
    location=phi.region,
    default_encryption_configuration={"kms_key_name": made["tables"].id},
    labels=phi.labels("phi"),
    opts=grounds.after(used["tables"], *phi.apis, protect=True),
)
