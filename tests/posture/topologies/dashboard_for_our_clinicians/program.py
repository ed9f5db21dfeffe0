"""A dashboard over the records is shown to a group of our own account."""

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
source = aws.quicksight.DataSource(
    "visits",
    data_source_id="visits",
    name="visits",
    type="S3",
    parameters={"s3": {"manifest_file_location": {"bucket": records.bucket, "key": "manifest.json"}}},
    tags={"ai-zone": "phi", "data-class": "phi"},
)
rows = aws.quicksight.DataSet(
    "visits",
    data_set_id="visits",
    name="visits",
    import_mode="SPICE",
    physical_table_maps=[
        {
            "physical_table_map_id": "visits",
            "s3_source": {
                "data_source_arn": source.arn,
                "input_columns": [{"name": "patient", "type": "STRING"}],
                "upload_settings": {"format": "CSV"},
            },
        }
    ],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
aws.quicksight.Dashboard(
    "visits",
    dashboard_id="visits",
    name="visits",
    version_description="first",
    permissions=[
        {
            "principal": "arn:aws:quicksight:eu-west-1:111122223333:group/default/clinicians",
            "actions": ["quicksight:DescribeDashboard", "quicksight:QueryDashboard"],
        }
    ],
    source_entity={
        "source_template": {
            "arn": "arn:aws:quicksight:eu-west-1:111122223333:template/visits",
            "data_set_references": [{"data_set_arn": rows.arn, "data_set_placeholder": "visits"}],
        }
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
)
