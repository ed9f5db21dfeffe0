"""Templates that take identifiers out of notes, and an inspection whose findings go to a table beside them. The records stand beside it, joined to nothing.

Modelled on Sensitive Data Protection, "De-identification templates", "Inspect storage and databases", "Transformation reference".
"""

from pulumi_gcp import bigquery, dataloss, storage

from tests.mutation.bases import gcp_grounds as grounds

deid = grounds.ground("deid", "deidentification", cidr="10.180.0.0/24", apis=("bigquery", "dlp"))
phi = grounds.ground("phi", "phi", cidr="10.181.0.0/24")
grounds.perimeters(deid, phi)
phi.bucket("clinic-records", "phi")

parent = f"projects/{deid.project_id}/locations/{deid.region}"
KINDS = ("PERSON_NAME", "DATE_OF_BIRTH", "PHONE_NUMBER", "EMAIL_ADDRESS", "STREET_ADDRESS", "MEDICAL_RECORD_NUMBER")
notes = deid.bucket("clinic-notes", "deidentified")
findings = bigquery.Dataset(
    "findings",
    dataset_id="findings",
    project=deid.project_id,
    location=deid.region,
    default_encryption_configuration={"kms_key_name": deid.key("bigquery").id},
    labels=deid.labels("deidentified"),
    opts=deid.keyed("bigquery", protect=True),
)
looked_for = dataloss.PreventionInspectTemplate(
    "identifiers",
    parent=parent,
    template_id="identifiers",
    display_name="identifiers",
    inspect_config={"info_types": [{"name": kind} for kind in KINDS], "min_likelihood": "POSSIBLE", "include_quote": False},
    opts=deid.opts,
)
# The service unwraps the key of surrogates with one of KMS.
wraps = deid.key("dlp")
dataloss.PreventionDeidentifyTemplate(
    "surrogates",
    parent=parent,
    template_id="surrogates",
    display_name="surrogates",
    deidentify_config={
        "info_type_transformations": {
            "transformations": [
                {
                    "info_types": [{"name": kind} for kind in KINDS],
                    "primitive_transformation": {
                        "crypto_deterministic_config": {
                            "crypto_key": {"kms_wrapped": {"wrapped_key": "CiQA0wrapped", "crypto_key_name": wraps.id}},
                            "surrogate_info_type": {"name": "SURROGATE"},
                        }
                    },
                }
            ]
        }
    },
    opts=deid.keyed("dlp"),
)
dataloss.PreventionJobTrigger(
    "weekly",
    parent=parent,
    trigger_id="weekly",
    display_name="what was missed",
    status="HEALTHY",
    triggers=[{"schedule": {"recurrence_period_duration": "604800s"}}],
    inspect_job={
        "inspect_template_name": looked_for.id,
        "storage_config": {
            "cloud_storage_options": {"file_set": {"url": notes.url.apply(lambda one: f"{one}/**")}, "sample_method": "RANDOM_START"},
            "timespan_config": {"enable_auto_population_of_timespan_config": True},
        },
        "actions": [
            {
                "save_findings": {
                    "output_config": {"table": {"project_id": deid.project_id, "dataset_id": findings.dataset_id, "table_id": "weekly"}}
                }
            }
        ],
    },
)
hides = deid.account("hides-identifiers")
storage.BucketIAMMember("hides", bucket=notes.name, role="roles/storage.objectCreator", member=hides.member)
