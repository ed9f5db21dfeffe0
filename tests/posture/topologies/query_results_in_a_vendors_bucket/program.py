"""Athena queries over the records whose results are written for an analytics company."""

import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.glue.CatalogDatabase("clinic", name="clinic")
aws.athena.Workgroup(
    "analysts",
    name="analysts",
    configuration={
        "enforce_workgroup_configuration": True,
        "result_configuration": {"output_location": "s3://vendor-results/clinic/", "expected_bucket_owner": "999988887777"},
    },
)
