"""A serverless warehouse of records whose workgroup names no subnets: the service takes those of the default network."""

import pulumi_aws as aws

records = aws.redshiftserverless.Namespace("records", namespace_name="records", tags={"data-class": "phi"})
aws.redshiftserverless.Workgroup("records", workgroup_name="records", namespace_name=records.namespace_name, tags={"ai-zone": "phi"})
