"""Documents in S3 behind a gateway endpoint: each bucket setting a resource of its own, security group rules of the newer type."""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

BUCKET = "clinic-records-documents"
vpc = aws.ec2.Vpc("documents", cidr_block="10.21.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "phi"})
house.closed_defaults("documents", vpc)
house.closed_names("documents", vpc.id, ("*.eu-west-1.amazonaws.com.",))
log_key = house.key("documents-logs", "logs.eu-west-1.amazonaws.com")
house.flow_logs("documents", vpc.id, log_key)
house.query_logs("documents", vpc.id, log_key)
table = aws.ec2.RouteTable("documents", vpc_id=vpc.id)
subnets = {}
for index, az in enumerate("ab"):
    subnets[az] = aws.ec2.Subnet(
        f"documents-{az}", vpc_id=vpc.id, cidr_block=f"10.21.{index}.0/24", availability_zone=f"eu-west-1{az}", tags={"ai-zone": "phi"}
    )
    aws.ec2.RouteTableAssociation(f"documents-{az}", subnet_id=subnets[az].id, route_table_id=table.id)

key = house.key("documents", "s3.amazonaws.com")
logs = house.access_logs("clinic-records-access-logs")
endpoint = aws.ec2.VpcEndpoint(
    "s3",
    vpc_id=vpc.id,
    vpc_endpoint_type="Gateway",
    service_name="com.amazonaws.eu-west-1.s3",
    route_table_ids=[table.id],
    policy=house.document(
        {
            "Sid": "OurBuckets",
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
            "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION, "aws:ResourceAccount": house.ACCOUNT}},
        }
    ),
)
documents = house.bucket(BUCKET, key, logs, {"data-class": "phi"})
aws.s3.AccessPoint(
    "intake",
    name="documents-intake",
    bucket=documents.bucket,
    vpc_configuration={"vpc_id": vpc.id},
    public_access_block_configuration={
        "block_public_acls": True,
        "block_public_policy": True,
        "ignore_public_acls": True,
        "restrict_public_buckets": True,
    },
)
for name, service, actions in (
    ("kms", "kms", ("kms:Decrypt", "kms:GenerateDataKey")),
    ("logs", "logs", ("logs:CreateLogStream", "logs:PutLogEvents")),
):
    group = aws.ec2.SecurityGroup(f"endpoint-{name}", vpc_id=vpc.id, description=f"HTTPS to {name}")
    for az in subnets:
        aws.vpc.SecurityGroupIngressRule(
            f"endpoint-{name}-{az}",
            security_group_id=group.id,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4=subnets[az].cidr_block,
            description="From the subnet",
        )
    aws.ec2.VpcEndpoint(
        name,
        vpc_id=vpc.id,
        vpc_endpoint_type="Interface",
        service_name=f"com.amazonaws.eu-west-1.{service}",
        subnet_ids=[subnet.id for subnet in subnets.values()],
        security_group_ids=[group.id],
        private_dns_enabled=True,
        policy=house.endpoint_policy(*actions),
    )

reader = aws.iam.Role("reader", name="documents-reader", assume_role_policy=house.trust("ec2.amazonaws.com"), max_session_duration=3600)
aws.iam.RolePolicy(
    "reader",
    name="read-documents",
    role=reader.name,
    policy=house.document({"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": f"arn:aws:s3:::{BUCKET}/*"}),
)
group = aws.ec2.SecurityGroup("reader", vpc_id=vpc.id, description="The reader")
aws.vpc.SecurityGroupEgressRule(
    "reader-https", security_group_id=group.id, ip_protocol="tcp", from_port=443, to_port=443, cidr_ipv4="10.21.0.0/16"
)
machine = aws.ec2.Instance(
    "reader",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=subnets["a"].id,
    vpc_security_group_ids=[group.id],
    iam_instance_profile=aws.iam.InstanceProfile("reader", name="documents-reader", role=reader.name).name,
    associate_public_ip_address=False,
    metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
    root_block_device={"encrypted": True, "kms_key_id": key.arn, "volume_type": "gp3", "volume_size": 50},
    monitoring=True,
    disable_api_termination=True,
    opts=pulumi.ResourceOptions(protect=True),
)
volume = aws.ebs.Volume(
    "scratch", availability_zone="eu-west-1a", size=100, type="gp3", encrypted=True, kms_key_id=key.arn, tags={"data-class": "phi"}
)
aws.ec2.VolumeAttachment("scratch", device_name="/dev/sdf", instance_id=machine.id, volume_id=volume.id)
