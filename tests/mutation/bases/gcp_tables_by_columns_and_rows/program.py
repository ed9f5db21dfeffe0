"""Visits in BigQuery: columns by policy tags, rows by ward, a report by an authorized view.

Modelled on BigQuery, "Restrict access with column-level access control", "Use row-level security", "Create an authorized view".
"""

import json

import pulumi
from pulumi_gcp import bigquery, bigquerydatapolicy, datacatalog

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", apis=("bigquery", "bigquerydatapolicy", "datacatalog"))
grounds.perimeters(phi)
key = phi.key("bigquery")

taxonomy = datacatalog.Taxonomy(
    "visits",
    project=phi.project_id,
    region=phi.region,
    display_name="visits",
    activated_policy_types=["FINE_GRAINED_ACCESS_CONTROL"],
    opts=phi.opts,
)
names = datacatalog.PolicyTag("names", taxonomy=taxonomy.id, display_name="names")
datacatalog.PolicyTagIamBinding(
    "names", policy_tag=names.name, role="roles/datacatalog.categoryFineGrainedReader", members=["group:clinicians@clinic.example"]
)
masked = bigquerydatapolicy.DataPolicy(
    "names",
    project=phi.project_id,
    location=phi.region,
    data_policy_id="names_hashed",
    data_policy_type="DATA_MASKING_POLICY",
    policy_tag=names.name,
    data_masking_policy={"predefined_expression": "SHA256"},
)
bigquerydatapolicy.DataPolicyIamMember(
    "names",
    project=phi.project_id,
    location=phi.region,
    data_policy_id=masked.data_policy_id,
    role="roles/bigquerydatapolicy.maskedReader",
    member="group:quality@clinic.example",
)
encrypted = {"kms_key_name": key.id}
visits = bigquery.Dataset(
    "visits",
    dataset_id="visits",
    project=phi.project_id,
    location=phi.region,
    default_encryption_configuration=encrypted,
    max_time_travel_hours="168",
    delete_contents_on_destroy=False,
    labels=phi.labels("phi"),
    opts=phi.keyed("bigquery", protect=True),
)
bigquery.DatasetIamBinding(
    "visits-owners",
    project=phi.project_id,
    dataset_id=visits.dataset_id,
    role="roles/bigquery.dataOwner",
    members=["group:data@clinic.example"],
)
bigquery.DatasetIamMember(
    "visits-readers",
    project=phi.project_id,
    dataset_id=visits.dataset_id,
    role="roles/bigquery.dataViewer",
    member="group:clinicians@clinic.example",
)
columns = names.name.apply(
    lambda tag: json.dumps(
        [
            {"name": "day", "type": "DATE", "mode": "REQUIRED"},
            {"name": "ward", "type": "STRING", "mode": "NULLABLE"},
            {"name": "patient", "type": "STRING", "mode": "NULLABLE", "policyTags": {"names": [tag]}},
        ]
    )
)
table = bigquery.Table(
    "visits",
    dataset_id=visits.dataset_id,
    project=phi.project_id,
    table_id="visits",
    schema=columns,
    time_partitioning={"type": "DAY", "field": "day"},
    require_partition_filter=True,
    encryption_configuration=encrypted,
    deletion_protection=True,
    labels=phi.labels("phi"),
    opts=pulumi.ResourceOptions(protect=True),
)
for ward in ("oncology", "cardiology"):
    bigquery.RowAccessPolicy(
        ward,
        project=phi.project_id,
        dataset_id=visits.dataset_id,
        table_id=table.table_id,
        policy_id=ward,
        filter_predicate=f'ward = "{ward}"',
        grantees=[f"group:{ward}@clinic.example"],
    )
reports = bigquery.Dataset(
    "reports",
    dataset_id="reports",
    project=phi.project_id,
    location=phi.region,
    default_encryption_configuration=encrypted,
    labels=phi.labels("phi"),
    opts=phi.keyed("bigquery", protect=True),
)
monthly = bigquery.Table(
    "by-month",
    dataset_id=reports.dataset_id,
    project=phi.project_id,
    table_id="by_month",
    view={
        "query": f"SELECT DATE_TRUNC(day, MONTH) AS month, COUNT(*) AS visits FROM `{phi.project_id}.visits.visits` WHERE day > '2020-01-01' GROUP BY 1",
        "use_legacy_sql": False,
    },
    deletion_protection=True,
    labels=phi.labels("phi"),
    opts=grounds.after(table),
)
bigquery.DatasetAccess(
    "by-month",
    project=phi.project_id,
    dataset_id=visits.dataset_id,
    view={"project_id": phi.project_id, "dataset_id": reports.dataset_id, "table_id": monthly.table_id},
)
