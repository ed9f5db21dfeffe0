"""Networks numbered by IPAM: pools by region and zone, private IPv6, a reservation, a pool shared within the organization alone.

Sources: https://docs.aws.amazon.com/vpc/latest/ipam/create-top-level-pool.html, https://docs.aws.amazon.com/vpc/latest/ipam/share-pool-ipam.html,
https://docs.aws.amazon.com/vpc/latest/ipam/private-ipv6-addressing.html (unique local addresses), https://docs.aws.amazon.com/vpc/latest/ipam/how-it-works-ipam.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

log_key = house.key("records-logs", "logs.eu-west-1.amazonaws.com")
ipam = aws.ec2.VpcIpam(
    "clinic",
    description="Addresses of the clinic",
    operating_regions=[{"region_name": "eu-west-1"}],
)
scope = aws.ec2.VpcIpamScope("clinic", ipam_id=ipam.id, description="Zones")
top = aws.ec2.VpcIpamPool("top", ipam_scope_id=scope.id, address_family="ipv4", description="All zones")
given = aws.ec2.VpcIpamPoolCidr("top", ipam_pool_id=top.id, cidr="10.96.0.0/11")
pool = aws.ec2.VpcIpamPool(
    "phi",
    ipam_scope_id=scope.id,
    source_ipam_pool_id=top.id,
    address_family="ipv4",
    locale="eu-west-1",
    allocation_default_netmask_length=16,
    allocation_min_netmask_length=16,
    allocation_max_netmask_length=20,
    allocation_resource_tags={"ai-zone": "phi"},
    opts=pulumi.ResourceOptions(depends_on=[given]),
)
part = aws.ec2.VpcIpamPoolCidr("phi", ipam_pool_id=pool.id, cidr="10.96.0.0/14")
local = aws.ec2.VpcIpamPool("phi-v6", ipam_scope_id=scope.id, address_family="ipv6", locale="eu-west-1", description="Private IPv6")
local_part = aws.ec2.VpcIpamPoolCidr("phi-v6", ipam_pool_id=local.id, cidr="fd12:3456:7890::/48")
aws.ec2.VpcIpamPoolCidrAllocation(
    "campus",
    ipam_pool_id=pool.id,
    cidr="10.99.0.0/16",
    description="The campus has these already",
    opts=pulumi.ResourceOptions(depends_on=[part]),
)
vpc = aws.ec2.Vpc(
    "records",
    ipv4_ipam_pool_id=pool.id,
    cidr_block="10.96.0.0/16",
    enable_dns_hostnames=True,
    enable_network_address_usage_metrics=True,
    tags={"ai-zone": "phi"},
    opts=pulumi.ResourceOptions(depends_on=[part]),
)
house.closed_defaults("records", vpc)
house.closed_names("records", vpc.id)
house.flow_logs("records", vpc.id, log_key)
house.query_logs("records", vpc.id, log_key)
more = aws.ec2.VpcIpv4CidrBlockAssociation(
    "records", vpc_id=vpc.id, ipv4_ipam_pool_id=pool.id, cidr_block="10.97.0.0/20", opts=pulumi.ResourceOptions(depends_on=[part])
)
six = aws.ec2.VpcIpv6CidrBlockAssociation(
    "records",
    vpc_id=vpc.id,
    ipv6_ipam_pool_id=local.id,
    ipv6_cidr_block="fd12:3456:7890::/56",
    opts=pulumi.ResourceOptions(depends_on=[local_part]),
)
table = aws.ec2.RouteTable("records", vpc_id=vpc.id)
subnets = []
for index, (az, block) in enumerate((("a", "10.96.0.0/24"), ("b", "10.97.0.0/24"))):
    subnet = aws.ec2.Subnet(
        f"records-{az}",
        vpc_id=vpc.id,
        cidr_block=block,
        ipv6_cidr_block=f"fd12:3456:7890:{index}::/64",
        availability_zone=f"eu-west-1{az}",
        opts=pulumi.ResourceOptions(depends_on=[more, six]),
    )
    aws.ec2.RouteTableAssociation(f"records-{az}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)
aws.ec2.SubnetCidrReservation(
    "addresses", subnet_id=subnets[0].id, cidr_block="10.96.0.64/28", reservation_type="explicit", description="Fixed addresses"
)
share = aws.ram.ResourceShare("pools", name="pools", allow_external_principals=False)
aws.ram.ResourceAssociation("pools", resource_share_arn=share.arn, resource_arn=pool.arn)
aws.ram.PrincipalAssociation(
    "pools", resource_share_arn=share.arn, principal=f"arn:aws:organizations::{house.ACCOUNT}:organization/{house.ORGANIZATION}"
)
