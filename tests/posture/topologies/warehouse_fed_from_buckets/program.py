"""The shape of a well-known sample, in our words: a warehouse in a private subnet, a Glue job that loads it, an S3 endpoint as it comes."""

import json

import pulumi
import pulumi_aws as aws


def role_for(name: str, service: str, *policies: str) -> aws.iam.Role:
    """A role of an AWS service with managed policies."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}],
    }
    role = aws.iam.Role(name, assume_role_policy=json.dumps(trust))
    for i, policy in enumerate(policies):
        aws.iam.RolePolicyAttachment(f"{name}-{i}", role=role.name, policy_arn=policy)
    return role


events = aws.s3.Bucket("phi-events", force_destroy=True)
vpc = aws.ec2.Vpc("phi-warehouse", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
subnet = aws.ec2.Subnet("warehouse-subnet", vpc_id=vpc.id, cidr_block="10.0.1.0/24")
aws.ec2.VpcEndpoint("warehouse-s3", vpc_id=vpc.id, service_name="com.amazonaws.eu-west-1.s3", route_table_ids=[vpc.main_route_table_id])
reader = role_for("warehouse-reader", "redshift.amazonaws.com", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
warehouse = aws.redshift.Cluster(
    "warehouse",
    cluster_identifier="warehouse",
    database_name="events",
    master_username="owner",
    master_password=pulumi.Output.secret("Correct-horse-1-battery"),
    node_type="ra3.large",
    cluster_type="single-node",
    cluster_subnet_group_name=aws.redshift.SubnetGroup("warehouse", subnet_ids=[subnet.id]).name,
    vpc_security_group_ids=[vpc.default_security_group_id],
    iam_roles=[reader.arn],
    publicly_accessible=False,
    skip_final_snapshot=True,
)
connection = aws.glue.Connection(
    "warehouse",
    connection_type="JDBC",
    connection_properties={
        "JDBC_CONNECTION_URL": warehouse.endpoint.apply(lambda endpoint: f"jdbc:redshift://{endpoint}/events"),
        "USERNAME": "owner",
        "PASSWORD": pulumi.Output.secret("Correct-horse-1-battery"),
    },
    physical_connection_requirements={
        "security_group_id_lists": [vpc.default_security_group_id],
        "availability_zone": subnet.availability_zone,
        "subnet_id": subnet.id,
    },
)
loader = role_for(
    "warehouse-loader",
    "glue.amazonaws.com",
    "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    "arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole",
)
scripts = aws.s3.Bucket("scripts", force_destroy=True)
script = aws.s3.BucketObject("load", bucket=scripts.id, key="load.py", source=pulumi.StringAsset("print()"))
aws.glue.Job(
    "load",
    role_arn=loader.arn,
    connections=[connection.name],
    command={"script_location": pulumi.Output.concat("s3://", scripts.bucket, "/", script.key), "python_version": "3"},
    default_arguments={"--TempDir": pulumi.Output.concat("s3://", scripts.bucket, "/tmp")},
)
