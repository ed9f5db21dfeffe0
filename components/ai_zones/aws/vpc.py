"""A VPC whose defaults let nothing through.

Every VPC is born with a main route table, a default security group that lets its members talk, and a default network ACL that allows all.
Whoever forgets an association lands on them, so they are adopted and emptied.
Sources: Amazon VPC User Guide, "Default security groups", "Default network ACL", "Main route table", "DNS attributes", "DHCP option sets";
AWS Security Hub control EC2.2.
"""

import ipaddress
from collections.abc import Mapping

import pulumi
from pulumi_aws import ec2

from ai_zones.aws.naming import child
from ai_zones.aws.tags import tags_for

AMAZON_TIME_SERVER = "169.254.169.123"
"""Amazon EC2 User Guide, "Amazon Time Sync Service": link-local, so it needs no road out."""


def instance_domain(region: str) -> str:
    """Domain of a region's private host names (Amazon VPC User Guide, "DHCP option sets": us-east-1 has its own)."""
    return "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"


def build_vpc(
    name: str,
    *,
    zone: str,
    region: str,
    cidr: ipaddress.IPv4Network,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> ec2.Vpc:
    """VPC with DNS for private endpoints, IPv4 only, and its default table, group and ACL emptied."""
    opts = pulumi.ResourceOptions(parent=parent)

    def tags(label: str) -> dict[str, str]:
        return tags_for(zone, child(name, label) if label else name, extra=extra_tags)

    vpc = ec2.Vpc(
        child(name, "vpc"),
        cidr_block=str(cidr),
        enable_dns_support=True,
        enable_dns_hostnames=True,
        assign_generated_ipv6_cidr_block=False,
        instance_tenancy="default",
        tags=tags(""),
        opts=opts,
    )
    ec2.DefaultRouteTable(
        child(name, "default-routes"),
        default_route_table_id=vpc.default_route_table_id,
        routes=[],
        propagating_vgws=[],
        tags=tags("default-unused"),
        opts=opts,
    )
    ec2.DefaultSecurityGroup(child(name, "default-group"), vpc_id=vpc.id, ingress=[], egress=[], tags=tags("default-unused"), opts=opts)
    ec2.DefaultNetworkAcl(
        child(name, "default-acl"),
        default_network_acl_id=vpc.default_network_acl_id,
        ingress=[],
        egress=[],
        tags=tags("default-unused"),
        # New subnets pass through the default ACL until their own takes them; that is not a change of ours.
        opts=pulumi.ResourceOptions(parent=parent, ignore_changes=["subnet_ids"]),
    )
    dhcp = ec2.VpcDhcpOptions(
        child(name, "dhcp"),
        domain_name=instance_domain(region),
        domain_name_servers=["AmazonProvidedDNS"],
        ntp_servers=[AMAZON_TIME_SERVER],
        tags=tags("dhcp"),
        opts=opts,
    )
    ec2.VpcDhcpOptionsAssociation(child(name, "dhcp-of-vpc"), vpc_id=vpc.id, dhcp_options_id=dhcp.id, opts=opts)
    return vpc
