"""The stack of the redaction: attached to the hub, and to its own table there."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

hub = pulumi.StackReference("organization/hub/dev")
network = Network("redaction", "deidentification", "10.81.0.0/16", {"a": "10.81.0.0/24"})
side = aws.ec2transitgateway.VpcAttachment(
    "redaction",
    transit_gateway_id=hub.require_output("hub"),
    vpc_id=network.vpc.id,
    subnet_ids=[network.subnets["a"].id],
    transit_gateway_default_route_table_association=False,
    transit_gateway_default_route_table_propagation=False,
)
aws.ec2.Route(
    "redaction",
    route_table_id=network.table.id,
    destination_cidr_block="10.0.0.0/8",
    transit_gateway_id=hub.require_output("hub"),
    opts=pulumi.ResourceOptions(depends_on=[side]),
)
aws.ec2transitgateway.RouteTableAssociation(
    "redaction", transit_gateway_attachment_id=side.id, transit_gateway_route_table_id=hub.require_output("table-redaction")
)
group = aws.ec2.SecurityGroup("redaction", vpc_id=network.vpc.id)
aws.vpc.SecurityGroupEgressRule(
    "postgres", security_group_id=group.id, cidr_ipv4="10.80.0.0/16", ip_protocol="tcp", from_port=5432, to_port=5432
)
aws.ec2.Instance(
    "redaction",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=network.subnets["a"].id,
    vpc_security_group_ids=[group.id],
)
pulumi.export("side-redaction", side.id)
records = pulumi.StackReference("organization/records/dev")
for table, attachment in (("records", side.id), ("redaction", records.require_output("side-records"))):
    aws.ec2transitgateway.RouteTablePropagation(
        f"into-{table}", transit_gateway_attachment_id=attachment, transit_gateway_route_table_id=hub.require_output(f"table-{table}")
    )
