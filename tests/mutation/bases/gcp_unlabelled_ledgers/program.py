"""A ledger of prescriptions in Spanner and its drafts in Firestore, in a program without labels.

Modelled on Spanner, "Secure a database with CMEK", "Prevent accidental database deletion"; Firestore, "CMEK for Firestore", "Backups".
"""

from pulumi_gcp import firestore, spanner

from tests.mutation.bases import gcp_grounds as grounds

ledger = grounds.ground("ledger", "phi", cidr="10.120.0.0/24", region="europe-west3", apis=("firestore", "spanner"), labelled=False)
grounds.perimeters(ledger)

prescriptions = spanner.Instance(
    "ledger",
    name="ledger",
    project=ledger.project_id,
    config="regional-europe-west3",
    display_name="ledger",
    edition="ENTERPRISE",
    num_nodes=1,
    force_destroy=False,
    default_backup_schedule_type="NONE",
    opts=ledger.keyed("spanner", protect=True),
)
database = spanner.Database(
    "prescriptions",
    name="prescriptions",
    project=ledger.project_id,
    instance=prescriptions.name,
    database_dialect="POSTGRESQL",
    encryption_config={"kms_key_name": ledger.key("spanner").id},
    version_retention_period="7d",
    enable_drop_protection=True,
    deletion_protection=True,
    opts=ledger.keyed("spanner", protect=True),
)
spanner.BackupSchedule(
    "nightly",
    name="nightly",
    project=ledger.project_id,
    instance=prescriptions.name,
    database=database.name,
    retention_duration="31536000s",
    spec={"cron_spec": {"text": "0 2 * * *"}},
    full_backup_spec={},
    encryption_config={"encryption_type": "USE_DATABASE_ENCRYPTION"},
)
clerk = ledger.account("ledger-clerk")
spanner.DatabaseIAMBinding(
    "clerk",
    project=ledger.project_id,
    instance=prescriptions.name,
    database=database.name,
    role="roles/spanner.databaseUser",
    members=[clerk.member],
)
drafts = firestore.Database(
    "drafts",
    name="ledger-drafts",
    project=ledger.project_id,
    location_id="europe-west3",
    type="FIRESTORE_NATIVE",
    concurrency_mode="PESSIMISTIC",
    point_in_time_recovery_enablement="POINT_IN_TIME_RECOVERY_ENABLED",
    delete_protection_state="DELETE_PROTECTION_ENABLED",
    cmek_config={"kms_key_name": ledger.key("firestore").id},
    deletion_policy="ABANDON",
    opts=ledger.keyed("firestore", protect=True),
)
firestore.BackupSchedule("drafts", project=ledger.project_id, database=drafts.name, retention="8467200s", daily_recurrence={})
