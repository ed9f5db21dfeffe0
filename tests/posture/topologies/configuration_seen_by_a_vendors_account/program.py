"""AWS Config lets a monitoring company's account collect what it records."""

import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.cfg.AggregateAuthorization("vendor", account_id="999988887777", authorized_aws_region="eu-west-1")
