"""A database whose backups are kept in America."""

from pulumi_gcp import sql

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
sql.DatabaseInstance(
    "records",
    name="records",
    project=ward.project.project_id,
    region=shared.REGION,
    database_version="POSTGRES_16",
    deletion_protection=False,
    settings={
        "tier": "db-custom-2-7680",
        "edition": "ENTERPRISE",
        "user_labels": {"data-class": "phi"},
        "ip_configuration": {"ipv4_enabled": False, "psc_configs": [{"psc_enabled": True, "allowed_consumer_projects": [shared.PHI]}]},
        "backup_configuration": {"enabled": True, "location": "us"},
    },
    opts=shared.enable("sqladmin", ward),
)
