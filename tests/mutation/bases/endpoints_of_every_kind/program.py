"""Services by private endpoints only: gateway and interface, policies inline and apart, places inline and apart.

Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html,
https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html (private DNS only for the inbound resolver)
"""

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("records-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("records", "sqs.amazonaws.com", "sns.amazonaws.com", "cloudwatch.amazonaws.com")
net = closed_network("records", "phi", "10.71.0.0/16", log_key, "abc", ("*.eu-west-1.amazonaws.com.",))
clients = aws.ec2.SecurityGroup("clients", vpc_id=net.vpc.id, description="Who may call services", ingress=[], egress=[])
doors = aws.ec2.SecurityGroup("doors", vpc_id=net.vpc.id, description="The endpoints", ingress=[], egress=[])
logs = house.access_logs("clinic-endpoint-records-logs")
records = house.bucket("clinic-endpoint-records", key, logs, {"data-class": "phi"})

storage = aws.ec2.VpcEndpoint(
    "s3",
    vpc_id=net.vpc.id,
    vpc_endpoint_type="Gateway",
    service_name="com.amazonaws.eu-west-1.s3",
    route_table_ids=[net.table.id],
    policy=house.document(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
            "Resource": ["arn:aws:s3:::clinic-endpoint-records", "arn:aws:s3:::clinic-endpoint-records/*"],
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
tables = aws.ec2.VpcEndpoint("dynamodb", vpc_id=net.vpc.id, service_name="com.amazonaws.eu-west-1.dynamodb")
aws.ec2.VpcEndpointRouteTableAssociation("dynamodb", vpc_endpoint_id=tables.id, route_table_id=net.table.id)
aws.ec2.VpcEndpointPolicy(
    "dynamodb",
    vpc_endpoint_id=tables.id,
    policy=house.endpoint_policy("dynamodb:GetItem", "dynamodb:PutItem"),
)
keys = aws.ec2.VpcEndpoint(
    "kms",
    vpc_id=net.vpc.id,
    vpc_endpoint_type="Interface",
    service_name="com.amazonaws.eu-west-1.kms",
    security_group_ids=[doors.id],
    subnet_ids=net.subnet_ids,
    private_dns_enabled=True,
    policy=house.endpoint_policy("kms:Decrypt", "kms:GenerateDataKey"),
)
secrets = aws.ec2.VpcEndpoint(
    "secretsmanager",
    vpc_id=net.vpc.id,
    vpc_endpoint_type="Interface",
    service_name="com.amazonaws.eu-west-1.secretsmanager",
    policy=house.endpoint_policy("secretsmanager:GetSecretValue"),
)
for index, subnet in enumerate(net.subnets):
    aws.ec2.VpcEndpointSubnetAssociation(f"secretsmanager-{index}", vpc_endpoint_id=secrets.id, subnet_id=subnet.id)
aws.ec2.SecurityGroupAssociation("secretsmanager", vpc_endpoint_id=secrets.id, security_group_id=doors.id, replace_default_association=True)
aws.vpc.EndpointPrivateDns("secretsmanager", vpc_endpoint_id=secrets.id, private_dns_enabled=True)
for name, listed in (("s3", storage.prefix_list_id), ("dynamodb", tables.prefix_list_id)):
    aws.vpc.SecurityGroupEgressRule(
        name, security_group_id=clients.id, ip_protocol="tcp", from_port=443, to_port=443, prefix_list_id=listed, description=name
    )
aws.vpc.SecurityGroupEgressRule(
    "doors",
    security_group_id=clients.id,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
    referenced_security_group_id=doors.id,
    description="Doors",
)
aws.vpc.SecurityGroupIngressRule(
    "doors",
    security_group_id=doors.id,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
    referenced_security_group_id=clients.id,
    description="Clients",
)
