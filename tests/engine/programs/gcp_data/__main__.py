"""What a PHI zone keeps on Google Cloud: keys, logs, records. Removable, so that a test can take it down."""

import pulumi

from ai_zones.gcp import GcpKeys, GcpLogArchive, GcpPhiStore, GcpZoneProject

PROJECT, REGION, ZONE = "acme-prod-phi", "europe-west3", "phi"

home = GcpZoneProject(
    "phi", {"zone": ZONE, "project": PROJECT, "services": ["sqladmin", "healthcare", "bigquery", "datacatalog", "pubsub"]}
)
there = pulumi.ResourceOptions(depends_on=[home])
keys = GcpKeys(
    "keys",
    {
        "zone": ZONE,
        "project": PROJECT,
        "region": REGION,
        "purposes": ["bigquery", "healthcare", "logging", "pubsub", "sql", "storage"],
        "data_project_number": home.project_number,
        "removable": True,
    },
    opts=there,
)
encrypted = pulumi.ResourceOptions(depends_on=[home, keys])

GcpLogArchive(
    "logs",
    {
        "organization": "acme",
        "environment": "prod",
        "project": PROJECT,
        "region": REGION,
        "kms_key": keys.keys["logging"],
        "archive_kms_key": keys.keys["storage"],
        "readers": ["group:reviewers@example.com"],
        "folder_id": "123456789012",
        "source_projects": [PROJECT],
        "locked": False,
        "removable": True,
    },
    opts=encrypted,
)

GcpPhiStore(
    "store",
    {
        "zone": ZONE,
        "project": PROJECT,
        "region": REGION,
        "organization": "acme",
        "environment": "prod",
        "kms_key": keys.keys["storage"],
        "principals": {
            "feed": {"member": "serviceAccount:feed@acme-prod-phi.iam.gserviceaccount.com", "adds_only": True},
            "redaction": {"member": "serviceAccount:redaction@acme-prod-deid.iam.gserviceaccount.com"},
        },
        "removable": True,
    },
    opts=encrypted,
)
