"""A shop with a NAT gateway, classified by nobody, in one program with a closed network of records."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies import hospital

key = hospital.Key("records", (hospital.LOGS,), ("s3",), hospital.PHI)
network = hospital.Network("records", "10.20.0.0/16", key, {"ai-zone": "phi"})
records = hospital.Bucket("records", key, hospital.access_log({"ai-zone": "phi"}), hospital.PHI)
hospital.function("ingest", network, key, hospital.may(["s3:PutObject"], hospital.below(records.arn)))
shop = aws.ec2.Vpc("shop", cidr_block="10.80.0.0/16")
gateway = aws.ec2.InternetGateway("shop", vpc_id=shop.id)
subnets = {
    name: aws.ec2.Subnet(f"shop-{name}", vpc_id=shop.id, cidr_block=f"10.80.{place}.0/24", availability_zone="eu-west-1a")
    for place, name in enumerate(("public", "private"))
}
address = aws.ec2.Eip("shop", domain="vpc")
nat = aws.ec2.NatGateway("shop", subnet_id=subnets["public"].id, allocation_id=address.id)
for name, via in {"public": {"gateway_id": gateway.id}, "private": {"nat_gateway_id": nat.id}}.items():
    table = aws.ec2.RouteTable(f"shop-{name}", vpc_id=shop.id, routes=[{"cidr_block": "0.0.0.0/0", **via}])
    aws.ec2.RouteTableAssociation(f"shop-{name}", subnet_id=subnets[name].id, route_table_id=table.id)
aws.s3.Bucket("assets", bucket="stmarys-shop-assets")
sells = hospital.role(
    "shop",
    "lambda.amazonaws.com",
    trusts=hospital.trust("lambda.amazonaws.com", for_us=False),
    managed=["arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"],
)
group = aws.ec2.SecurityGroup(
    "shop", vpc_id=shop.id, egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]
)
aws.lambda_.Function(
    "shop",
    name="shop",
    role=sells.arn,
    runtime="python3.12",
    handler="app.handler",
    code=pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(event, context): ...")}),
    vpc_config={"subnet_ids": [subnets["private"].id], "security_group_ids": [group.id]},
)
