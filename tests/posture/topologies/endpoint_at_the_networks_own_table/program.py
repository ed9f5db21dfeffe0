"""A function reads records by its role. Its network has no road but an endpoint for S3 without a policy, which stands at the table that came with the VPC."""

import json

import pulumi_aws as aws

records = aws.s3.Bucket("records", tags={"data-class": "phi"})
vpc = aws.ec2.Vpc("work", cidr_block="10.40.0.0/16")
subnet = aws.ec2.Subnet("work-a", vpc_id=vpc.id, cidr_block="10.40.1.0/24", availability_zone="eu-west-1a")
aws.ec2.VpcEndpoint(
    "objects",
    vpc_id=vpc.id,
    service_name="com.amazonaws.eu-west-1.s3",
    vpc_endpoint_type="Gateway",
    route_table_ids=[vpc.main_route_table_id],
)
trust = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}],
}
role = aws.iam.Role("reader", assume_role_policy=json.dumps(trust), managed_policy_arns=["arn:aws:iam::aws:policy/AmazonS3FullAccess"])
aws.lambda_.Function(
    "reader",
    role=role.arn,
    runtime="python3.12",
    handler="reader.handle",
    s3_bucket="programs",
    s3_key="reader.zip",
    vpc_config={"subnet_ids": [subnet.id], "security_group_ids": [vpc.default_security_group_id]},
)
