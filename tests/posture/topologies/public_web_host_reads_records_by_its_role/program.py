"""A public web host in an untagged network, whose instance profile reads the records."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "reader",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "reader",
    role=role.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:ListBucket"],
                    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
                }
            ],
        }
    ),
)
vpc = aws.ec2.Vpc("web", cidr_block="10.68.0.0/16")
gateway = aws.ec2.InternetGateway("web", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("web", vpc_id=vpc.id, cidr_block="10.68.0.0/24", map_public_ip_on_launch=True)
table = aws.ec2.RouteTable("web", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("web", subnet_id=subnet.id, route_table_id=table.id)
aws.ec2.Instance(
    "web",
    ami="ami-0abcdef1234567890",
    instance_type="t3.small",
    subnet_id=subnet.id,
    iam_instance_profile=aws.iam.InstanceProfile("web", role=role.name).name,
)
