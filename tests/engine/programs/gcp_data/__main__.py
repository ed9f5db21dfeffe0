"""What zones keep on Google Cloud: keys, logs, records, messages, models, images. Removable, so that a test can take it down;
the stack `kept` is as strict as the components are by themselves."""

import pulumi
import pulumi_gcp as gcp

from ai_zones.gcp import (
    GcpAlloyDb,
    GcpArtifactRegistry,
    GcpBigQueryStore,
    GcpClinicalStore,
    GcpConfidentialMachine,
    GcpDatabaseLink,
    GcpDeidentificationTemplates,
    GcpImageAdmission,
    GcpKeys,
    GcpLogArchive,
    GcpMessages,
    GcpModelEndpoint,
    GcpPhiDatabase,
    GcpPhiStore,
    GcpPromptShield,
    GcpSecrets,
    GcpVectorSearch,
    GcpVertexMetadata,
    GcpZoneProject,
)

REMOVABLE = pulumi.Config().get_bool("removable") is not False
PROJECT, REGION, ZONE, USER = "acme-prod-phi", "europe-west3", "phi", "acme-prod-deid"

home = GcpZoneProject(
    "phi",
    {
        "zone": ZONE,
        "project": PROJECT,
        "services": ["alloydb", "sqladmin", "healthcare", "bigquery", "datacatalog", "bigquerydatapolicy", "pubsub", "secretmanager"],
    },
)
there = pulumi.ResourceOptions(depends_on=[home])
keys = GcpKeys(
    "keys",
    {
        "zone": ZONE,
        "project": PROJECT,
        "region": REGION,
        "purposes": ["alloydb", "bigquery", "healthcare", "logging", "pubsub", "secrets", "sql", "storage"],
        "data_project_number": home.project_number,
        "removable": REMOVABLE,
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
        "removable": REMOVABLE,
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
        "removable": REMOVABLE,
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
        "removable": REMOVABLE,
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
        "removable": REMOVABLE,
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
        "removable": REMOVABLE,
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
        "removable": REMOVABLE,
    },
    opts=encrypted,
)

deid = GcpZoneProject(
    "deid",
    {
        "zone": "deidentification",
        "project": USER,
        "services": ["aiplatform", "artifactregistry", "binaryauthorization", "compute", "containeranalysis", "dlp", "modelarmor"],
    },
)
deid_keys = GcpKeys(
    "deid-keys",
    {
        "zone": "deidentification",
        "project": USER,
        "region": REGION,
        "purposes": ["artifacts", "compute", "vertex"],
        "data_project_number": deid.project_number,
        "removable": REMOVABLE,
    },
    opts=pulumi.ResourceOptions(depends_on=[deid]),
)
deid_encrypted = pulumi.ResourceOptions(depends_on=[deid, deid_keys])

vectors = GcpAlloyDb(
    "vectors",
    {
        "project": PROJECT,
        "region": REGION,
        "kms_key": keys.keys["alloydb"],
        "consumers": {USER: deid.project_number},
        "users": {"retrieval": {"member": "serviceAccount:retrieval@acme-prod-deid.iam.gserviceaccount.com"}},
        "read_nodes": 1,
        "removable": REMOVABLE,
    },
    opts=pulumi.ResourceOptions(depends_on=[home, keys, deid]),
)
GcpDatabaseLink(
    "deid-vectors",
    {
        "zone": "deidentification",
        "project": USER,
        "region": REGION,
        "network": f"projects/{USER}/global/networks/deid",
        "endpoint_subnetwork": f"projects/{USER}/regions/{REGION}/subnetworks/deid-endpoints",
        "address": "10.20.0.251",
        "service_attachment": vectors.service_attachment,
        "dns_name": vectors.dns_name,
        "engine": "alloydb",
    },
    opts=pulumi.ResourceOptions(depends_on=[endpoints]),
)

GcpMessages(
    "messages",
    {
        "zone": ZONE,
        "project": PROJECT,
        "project_number": home.project_number,
        "region": REGION,
        "kms_key": keys.keys["pubsub"],
        "topics": {
            "admissions": {
                "publishers": ["serviceAccount:feed@acme-prod-phi.iam.gserviceaccount.com"],
                "subscriptions": {"worker": ["serviceAccount:worker@acme-prod-phi.iam.gserviceaccount.com"]},
            }
        },
        "removable": REMOVABLE,
    },
    opts=encrypted,
)

templates = GcpDeidentificationTemplates(
    "redaction",
    {"zone": "deidentification", "project": USER, "region": REGION, "record_number": "[0-9]{8}"},
    opts=pulumi.ResourceOptions(depends_on=[deid]),
)
GcpPromptShield(
    "shield",
    {"zone": "deidentification", "project": USER, "region": REGION, "inspect_template": templates.inspect_template},
    opts=pulumi.ResourceOptions(depends_on=[deid, templates]),
)
GcpModelEndpoint(
    "embedding",
    {
        "zone": "deidentification",
        "project": USER,
        "region": REGION,
        "kms_key": deid_keys.keys["vertex"],
        "consumer_projects": [USER],
        "label": "embedding",
    },
    opts=deid_encrypted,
)
GcpVectorSearch(
    "search",
    {
        "zone": "deidentification",
        "project": USER,
        "region": REGION,
        "kms_key": deid_keys.keys["vertex"],
        "consumer_projects": [USER],
        "callers": ["retrieval@acme-prod-deid.iam.gserviceaccount.com"],
        "dimensions": 768,
        "removable": REMOVABLE,
    },
    opts=deid_encrypted,
)
GcpVertexMetadata(
    "lineage",
    {"zone": "deidentification", "project": USER, "region": REGION, "kms_key": deid_keys.keys["vertex"], "removable": REMOVABLE},
    opts=deid_encrypted,
)
GcpArtifactRegistry(
    "images",
    {
        "zone": "deidentification",
        "project": USER,
        "region": REGION,
        "kms_key": deid_keys.keys["artifacts"],
        "repositories": {"models": {"format": "DOCKER", "readers": ["serviceAccount:redaction@acme-prod-deid.iam.gserviceaccount.com"]}},
        "removable": REMOVABLE,
    },
    opts=deid_encrypted,
)
GcpImageAdmission(
    "admission",
    {"zone": "deidentification", "project": USER, "attestors": {}, "removable": REMOVABLE},
    opts=pulumi.ResourceOptions(depends_on=[deid]),
)
GcpConfidentialMachine(
    "redactor",
    {
        "zone": "deidentification",
        "project": USER,
        "region": REGION,
        "subnetwork": f"projects/{USER}/regions/{REGION}/subnetworks/deid-endpoints",
        "kms_key": deid_keys.keys["compute"],
        "label": "redactor",
        "removable": REMOVABLE,
    },
    opts=pulumi.ResourceOptions(depends_on=[deid, deid_keys, endpoints]),
)
