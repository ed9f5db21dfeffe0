"""What a PHI zone keeps on Google Cloud: keys, logs, records. Removable, so that a test can take it down."""

import pulumi
import pulumi_gcp as gcp

from ai_zones.gcp import (
    GcpBigQueryStore,
    GcpClinicalStore,
    GcpDatabaseLink,
    GcpKeys,
    GcpLogArchive,
    GcpPhiDatabase,
    GcpPhiStore,
    GcpSecrets,
    GcpZoneProject,
)

PROJECT, REGION, ZONE, USER = "acme-prod-phi", "europe-west3", "phi", "acme-prod-deid"

home = GcpZoneProject(
    "phi",
    {
        "zone": ZONE,
        "project": PROJECT,
        "services": ["sqladmin", "healthcare", "bigquery", "datacatalog", "bigquerydatapolicy", "pubsub", "secretmanager"],
    },
)
there = pulumi.ResourceOptions(depends_on=[home])
keys = GcpKeys(
    "keys",
    {
        "zone": ZONE,
        "project": PROJECT,
        "region": REGION,
        "purposes": ["bigquery", "healthcare", "logging", "pubsub", "secrets", "sql", "storage"],
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
        "locked": True,
        "removable": True,
    },
    opts=encrypted,
)

database = GcpPhiDatabase(
    "database",
    {
        "project": PROJECT,
        "region": REGION,
        "kms_key": keys.keys["sql"],
        "consumer_projects": [USER],
        "users": {
            "retrieval": {"member": "serviceAccount:retrieval@acme-prod-deid.iam.gserviceaccount.com"},
            "administrators": {"member": "group:dba@example.com", "administrator": True},
        },
        "removable": True,
    },
    opts=encrypted,
)

network = gcp.compute.Network("deid", name="deid", project=USER, auto_create_subnetworks=False, delete_default_routes_on_create=True)
endpoints = gcp.compute.Subnetwork(
    "deid-endpoints", name="deid-endpoints", project=USER, region=REGION, network=network.id, ip_cidr_range="10.20.0.0/24"
)
GcpDatabaseLink(
    "deid-database",
    {
        "zone": "deidentification",
        "project": USER,
        "region": REGION,
        "network": f"projects/{USER}/global/networks/deid",
        "endpoint_subnetwork": f"projects/{USER}/regions/{REGION}/subnetworks/deid-endpoints",
        "address": "10.20.0.250",
        "service_attachment": database.service_attachment,
        "dns_name": database.dns_name,
    },
    opts=pulumi.ResourceOptions(depends_on=[endpoints]),
)

GcpBigQueryStore(
    "tables",
    {
        "zone": ZONE,
        "project": PROJECT,
        "region": REGION,
        "kms_key": keys.keys["bigquery"],
        "owners": ["group:data-owners@example.com"],
        "readers": ["serviceAccount:redaction@acme-prod-deid.iam.gserviceaccount.com"],
        "authorized_views": ["acme-prod-deid.reports.visits_by_month"],
        "column_tags": {
            "names": {"readers": ["group:clinicians@example.com"], "masked_readers": ["group:analysts@example.com"], "mask": "SHA256"}
        },
        "tables": {
            "visits": {
                "columns": {
                    "day": {"type": "DATE", "required": True},
                    "patient": {"type": "STRING", "tag": "names"},
                    "ward": {"type": "STRING"},
                },
                "partitioned_by": "day",
                "row_policies": {"oncology": {"filter": 'ward = "oncology"', "grantees": ["group:oncology@example.com"]}},
            }
        },
        "removable": True,
    },
    opts=encrypted,
)

GcpClinicalStore(
    "clinical",
    {
        "project": PROJECT,
        "region": REGION,
        "kms_key": keys.keys["healthcare"],
        "principals": {
            "feed": {"member": "serviceAccount:feed@acme-prod-phi.iam.gserviceaccount.com", "store": "hl7", "access": "add"},
            "redaction": {"member": "serviceAccount:redaction@acme-prod-deid.iam.gserviceaccount.com", "store": "fhir"},
        },
        "removable": True,
    },
    opts=encrypted,
)

GcpSecrets(
    "secrets",
    {
        "zone": ZONE,
        "project": PROJECT,
        "region": REGION,
        "kms_key": keys.keys["secrets"],
        "secrets": {"lab-api-key": {"readers": ["serviceAccount:feed@acme-prod-phi.iam.gserviceaccount.com"]}},
        "removable": True,
    },
    opts=encrypted,
)
