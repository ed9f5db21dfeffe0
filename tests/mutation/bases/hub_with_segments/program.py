"""Four zones on one transit gateway, held apart by its tables; each zone's provider writes the tag by default."""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

log_key = house.key("hub-logs", "logs.eu-west-1.amazonaws.com")
hub = aws.ec2transitgateway.TransitGateway(
    "hub",
    description="Between networks of the same zone",
    default_route_table_association="disable",
    default_route_table_propagation="disable",
    auto_accept_shared_attachments="disable",
    dns_support="enable",
    vpn_ecmp_support="enable",
)
for number, zone in enumerate(("phi", "training", "deidentification", "inference")):
    provider = aws.Provider(
        zone,
        region="eu-west-1",
        allowed_account_ids=[house.ACCOUNT],
        default_tags={"tags": {"ai-zone": zone, "team": "platform"}},
    )
    opts = pulumi.ResourceOptions(provider=provider)
    segment = aws.ec2transitgateway.RouteTable(zone, transit_gateway_id=hub.id)
    for letter in "ab":
        name = f"{zone}-{letter}"
        octet = 64 + number * 2 + "ab".index(letter)
        vpc = aws.ec2.Vpc(name, cidr_block=f"10.{octet}.0.0/16", enable_dns_hostnames=True, opts=opts)
        house.closed_defaults(name, vpc, opts)
        house.closed_names(name, vpc.id, (), opts)
        house.flow_logs(name, vpc.id, log_key, opts)
        house.query_logs(name, vpc.id, log_key, opts)
        subnet = aws.ec2.Subnet(name, vpc_id=vpc.id, cidr_block=f"10.{octet}.0.0/24", availability_zone="eu-west-1a", opts=opts)
        attachment = aws.ec2transitgateway.VpcAttachment(
            name,
            transit_gateway_id=hub.id,
            vpc_id=vpc.id,
            subnet_ids=[subnet.id],
            transit_gateway_default_route_table_association=False,
            transit_gateway_default_route_table_propagation=False,
            appliance_mode_support="disable",
            opts=opts,
        )
        aws.ec2transitgateway.RouteTableAssociation(
            name, transit_gateway_attachment_id=attachment.id, transit_gateway_route_table_id=segment.id, opts=opts
        )
        aws.ec2transitgateway.RouteTablePropagation(
            name, transit_gateway_attachment_id=attachment.id, transit_gateway_route_table_id=segment.id, opts=opts
        )
        table = aws.ec2.RouteTable(
            name,
            vpc_id=vpc.id,
            routes=[{"cidr_block": "10.64.0.0/12", "transit_gateway_id": hub.id}],
            opts=pulumi.ResourceOptions(provider=provider, depends_on=[attachment]),
        )
        aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id, opts=opts)
