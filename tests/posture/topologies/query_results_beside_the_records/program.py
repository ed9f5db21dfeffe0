"""Athena queries over the records; results lie in a bucket of the same zone."""

import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
results = aws.s3.Bucket("results", bucket="clinic-results-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.glue.CatalogDatabase("clinic", name="clinic")
aws.athena.Workgroup(
    "analysts",
    name="analysts",
    configuration={
        "enforce_workgroup_configuration": True,
        "result_configuration": {
            "output_location": results.bucket.apply(lambda name: f"s3://{name}/analysts/"),
            "expected_bucket_owner": "111122223333",
        },
    },
)
