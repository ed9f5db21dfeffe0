"""Every network sends 10/8 to one transit gateway; its own tables decide who meets whom."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

NETWORKS = {"phi": "10.80.0.0/16", "deidentification": "10.81.0.0/16", "inference": "10.82.0.0/16"}
MEETS = {"phi": ["deidentification"], "deidentification": ["phi", "inference"], "inference": ["deidentification"]}
OPENS = {("deidentification", "phi"): 5432, ("inference", "deidentification"): 443}

hub = aws.ec2transitgateway.TransitGateway(
    "hub", default_route_table_association="disable", default_route_table_propagation="disable", tags={"Name": "hub"}
)
tables, attachments = {}, {}
for zone, cidr in NETWORKS.items():
    vpc = aws.ec2.Vpc(zone, cidr_block=cidr, tags={"ai-zone": zone})
    subnet = aws.ec2.Subnet(f"{zone}-a", vpc_id=vpc.id, cidr_block=cidr.replace("/16", "/24"))
    attachments[zone] = aws.ec2transitgateway.VpcAttachment(
        zone,
        transit_gateway_id=hub.id,
        vpc_id=vpc.id,
        subnet_ids=[subnet.id],
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    table = aws.ec2.RouteTable(zone, vpc_id=vpc.id)
    aws.ec2.Route(
        zone,
        route_table_id=table.id,
        destination_cidr_block="10.0.0.0/8",
        transit_gateway_id=hub.id,
        opts=pulumi.ResourceOptions(depends_on=[attachments[zone]]),
    )
    aws.ec2.RouteTableAssociation(zone, subnet_id=subnet.id, route_table_id=table.id)
    group = aws.ec2.SecurityGroup(zone, vpc_id=vpc.id, name=f"{zone}-host")
    for (source, target), port in OPENS.items():
        if zone == source:
            aws.vpc.SecurityGroupEgressRule(
                f"{zone}-out", security_group_id=group.id, cidr_ipv4=NETWORKS[target], ip_protocol="tcp", from_port=port, to_port=port
            )
        if zone == target:
            aws.vpc.SecurityGroupIngressRule(
                f"{zone}-in", security_group_id=group.id, cidr_ipv4=NETWORKS[source], ip_protocol="tcp", from_port=port, to_port=port
            )
    aws.ec2.Instance(zone, ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=subnet.id, vpc_security_group_ids=[group.id])
    close_names(zone, vpc.id)
    tables[zone] = aws.ec2transitgateway.RouteTable(zone, transit_gateway_id=hub.id, tags={"Name": zone})
for zone, table in tables.items():
    aws.ec2transitgateway.RouteTableAssociation(
        zone, transit_gateway_attachment_id=attachments[zone].id, transit_gateway_route_table_id=table.id
    )
    for other in MEETS[zone]:
        aws.ec2transitgateway.RouteTablePropagation(
            f"{zone}-knows-{other}", transit_gateway_attachment_id=attachments[other].id, transit_gateway_route_table_id=table.id
        )
