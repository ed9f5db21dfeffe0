"""Records in a dual-stack network and one subnet of IPv6 alone; no family has a way out, filters name both.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html,
https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html, https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

BLOCK = "10.70.0.0/16"
log_key = house.key("records-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("records", "ec2.amazonaws.com")
vpc = aws.ec2.Vpc(
    "records",
    cidr_block=BLOCK,
    assign_generated_ipv6_cidr_block=True,
    enable_dns_hostnames=True,
    tags={"ai-zone": "phi"},
)
house.closed_defaults("records", vpc)
house.closed_names("records", vpc.id)
house.flow_logs("records", vpc.id, log_key)
house.query_logs("records", vpc.id, log_key)
table = aws.ec2.RouteTable("records", vpc_id=vpc.id)


def part(index: int) -> pulumi.Output[str]:
    """The /64 with this number in the VPC's /56."""
    block: pulumi.Output[str] = vpc.ipv6_cidr_block
    return block.apply(lambda text: text.replace("00::/56", f"0{index}::/64"))


subnets = [
    aws.ec2.Subnet(
        f"records-{az}",
        vpc_id=vpc.id,
        cidr_block=f"10.70.{index}.0/24",
        ipv6_cidr_block=part(index),
        availability_zone=f"eu-west-1{az}",
        assign_ipv6_address_on_creation=True,
        enable_resource_name_dns_aaaa_record_on_launch=True,
        private_dns_hostname_type_on_launch="resource-name",
    )
    for index, az in enumerate("ab")
]
subnets.append(
    aws.ec2.Subnet(
        "records-native",
        vpc_id=vpc.id,
        ipv6_native=True,
        ipv6_cidr_block=part(2),
        availability_zone="eu-west-1a",
        assign_ipv6_address_on_creation=True,
        enable_resource_name_dns_aaaa_record_on_launch=True,
        private_dns_hostname_type_on_launch="resource-name",
    )
)
for index, subnet in enumerate(subnets):
    aws.ec2.RouteTableAssociation(f"records-{index}", subnet_id=subnet.id, route_table_id=table.id)
acl = aws.ec2.NetworkAcl("records", vpc_id=vpc.id, subnet_ids=[subnet.id for subnet in subnets])
for egress in (False, True):
    word = "out" if egress else "in"
    aws.ec2.NetworkAclRule(
        f"inside-{word}-v4", network_acl_id=acl.id, rule_number=100, egress=egress, protocol="-1", rule_action="allow", cidr_block=BLOCK
    )
    aws.ec2.NetworkAclRule(
        f"inside-{word}-v6",
        network_acl_id=acl.id,
        rule_number=110,
        egress=egress,
        protocol="-1",
        rule_action="allow",
        ipv6_cidr_block=vpc.ipv6_cidr_block,
    )
group = aws.ec2.SecurityGroup(
    "hosts",
    vpc_id=vpc.id,
    description="Hosts of the records",
    ingress=[
        {
            "protocol": "tcp",
            "from_port": 8443,
            "to_port": 8443,
            "cidr_blocks": [BLOCK],
            "ipv6_cidr_blocks": [vpc.ipv6_cidr_block],
            "description": "Inside",
        }
    ],
    egress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "self": True, "description": "Each other"}],
)
interface = aws.ec2.NetworkInterface(
    "records",
    subnet_id=subnets[0].id,
    ipv6_address_count=1,
    security_groups=[group.id],
    source_dest_check=True,
    description="A stable address",
)
aws.ec2.Instance(
    "records",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    primary_network_interface={"network_interface_id": interface.id},
    monitoring=True,
    metadata_options={
        "http_tokens": "required",
        "http_endpoint": "enabled",
        "http_put_response_hop_limit": 1,
        "http_protocol_ipv6": "enabled",
    },
    root_block_device={"encrypted": True, "kms_key_id": key.arn},
)
aws.ec2.Instance(
    "native",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=subnets[2].id,
    ipv6_address_count=1,
    vpc_security_group_ids=[group.id],
    monitoring=True,
    metadata_options={
        "http_tokens": "required",
        "http_endpoint": "enabled",
        "http_put_response_hop_limit": 1,
        "http_protocol_ipv6": "enabled",
    },
    root_block_device={"encrypted": True, "kms_key_id": key.arn},
)
