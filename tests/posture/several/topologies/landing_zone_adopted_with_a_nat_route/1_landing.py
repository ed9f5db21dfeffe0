"""A landing zone of the classic kind: public and private subnets in two zones, a NAT gateway for the public tier's hosts, nothing tagged by us."""

import json

import pulumi
import pulumi_aws as aws

ZONES = ("eu-west-1a", "eu-west-1b")

vpc = aws.ec2.Vpc("landing", cidr_block="10.44.0.0/16", enable_dns_hostnames=True, tags={"Name": "lz-records", "ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("landing", vpc_id=vpc.id)
tables = {
    "public": aws.ec2.RouteTable("public", vpc_id=vpc.id),
    "private": aws.ec2.RouteTable("private", vpc_id=vpc.id),
    "endpoint": aws.ec2.RouteTable("endpoint", vpc_id=vpc.id),
}
subnets = {}
for tier, block in {"private": 0, "endpoint": 16}.items():
    for index, zone in enumerate(ZONES):
        label = f"{tier}-{zone}"
        subnets[label] = aws.ec2.Subnet(label, vpc_id=vpc.id, cidr_block=f"10.44.{block + index}.0/24", availability_zone=zone)
        aws.ec2.RouteTableAssociation(label, subnet_id=subnets[label].id, route_table_id=tables[tier].id)
filters = aws.ec2.NetworkAcl(
    "private",
    vpc_id=vpc.id,
    subnet_ids=[subnet.id for label, subnet in subnets.items() if label.startswith("private")],
    ingress=[{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "10.44.0.0/16", "from_port": 0, "to_port": 0}],
    egress=[{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}],
)
programs = aws.ec2.SecurityGroup(
    "programs",
    vpc_id=vpc.id,
    description="Programs",
    egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.44.0.0/16"]}],
)
endpoints = aws.ec2.SecurityGroup(
    "endpoints",
    vpc_id=vpc.id,
    description="Endpoints",
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.44.0.0/16"]}],
)
ACCOUNT = "111122223333"
USE = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
key = aws.kms.Key(
    "logs",
    description="Logs of the landing zone",
    enable_key_rotation=True,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*"},
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "logs.eu-west-1.amazonaws.com"},
                    "Action": USE,
                    "Resource": "*",
                    "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:*"}},
                },
            ],
        }
    ),
)
for name, value in {
    "vpc": vpc.id,
    "acl": filters.id,
    "internet": gateway.id,
    "programs": programs.id,
    "endpoints": endpoints.id,
    "key": key.arn,
    **{f"table-{label}": table.id for label, table in tables.items()},
    **{f"subnet-{label}": subnet.id for label, subnet in subnets.items()},
}.items():
    pulumi.export(name, value)
# "Private" as landing zones mean it: nobody gets in, everything gets out.
public = aws.ec2.Subnet("public-a", vpc_id=vpc.id, cidr_block="10.44.32.0/24", availability_zone=ZONES[0])
aws.ec2.RouteTableAssociation("public-a", subnet_id=public.id, route_table_id=tables["public"].id)
aws.ec2.Route("public-out", route_table_id=tables["public"].id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
nat = aws.ec2.NatGateway("central", subnet_id=public.id, allocation_id=aws.ec2.Eip("central", domain="vpc").id)
aws.ec2.Route("private-out", route_table_id=tables["private"].id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
pulumi.export("nat", nat.id)
pulumi.export("subnet-public-a", public.id)
