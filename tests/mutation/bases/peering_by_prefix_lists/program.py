"""Redaction reads the records over a peering whose routes and groups are written by managed prefix lists; entries inline and apart.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html,
https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
"""

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("peering-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("peering", "ec2.amazonaws.com", "elasticfilesystem.amazonaws.com")
records = closed_network("records", "phi", "10.78.0.0/16", log_key)
redaction = closed_network("redaction", "deidentification", "10.178.0.0/16", log_key)
peering = aws.ec2.VpcPeeringConnection(
    "records",
    vpc_id=redaction.vpc.id,
    peer_vpc_id=records.vpc.id,
    auto_accept=True,
)
aws.ec2.PeeringConnectionOptions(
    "records",
    vpc_peering_connection_id=peering.id,
    accepter={"allow_remote_vpc_dns_resolution": False},
    requester={"allow_remote_vpc_dns_resolution": False},
)
lists = {
    "records": aws.ec2.ManagedPrefixList(
        "records", name="records", address_family="IPv4", max_entries=5, entries=[{"cidr": "10.78.0.0/23", "description": "Databases"}]
    ),
    "redaction": aws.ec2.ManagedPrefixList("redaction", name="redaction", address_family="IPv4", max_entries=5),
}
aws.ec2.ManagedPrefixListEntry("redaction", prefix_list_id=lists["redaction"].id, cidr="10.178.0.0/23", description="Workers")
for near, far in (("records", "redaction"), ("redaction", "records")):
    net = records if near == "records" else redaction
    aws.ec2.Route(near, route_table_id=net.table.id, destination_prefix_list_id=lists[far].id, vpc_peering_connection_id=peering.id)
for name, net, rules in (
    ("records", records, ((False, 5432, 5432, "10.178.0.0/16"), (True, 1024, 65535, "10.178.0.0/16"))),
    ("redaction", redaction, ((True, 5432, 5432, "10.78.0.0/16"), (False, 1024, 65535, "10.78.0.0/16"))),
):
    acl = aws.ec2.NetworkAcl(name, vpc_id=net.vpc.id, subnet_ids=net.subnet_ids)
    for egress, first, last, block in rules:
        aws.ec2.NetworkAclRule(
            f"{name}-{'out' if egress else 'in'}",
            network_acl_id=acl.id,
            rule_number=100,
            egress=egress,
            protocol="tcp",
            rule_action="allow",
            cidr_block=block,
            from_port=first,
            to_port=last,
        )
database = aws.ec2.SecurityGroup("database", vpc_id=records.vpc.id, description="PostgreSQL on hosts", ingress=[], egress=[])
worker = aws.ec2.SecurityGroup("worker", vpc_id=redaction.vpc.id, description="Workers", ingress=[], egress=[])
aws.vpc.SecurityGroupIngressRule(
    "database",
    security_group_id=database.id,
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
    prefix_list_id=lists["redaction"].id,
    description="Workers",
)
aws.vpc.SecurityGroupEgressRule(
    "worker",
    security_group_id=worker.id,
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
    prefix_list_id=lists["records"].id,
    description="Database",
)
for name, net, group in (("database", records, database), ("worker", redaction, worker)):
    for az, subnet in zip("ab", net.subnets, strict=True):
        aws.ec2.Instance(
            f"{name}-{az}",
            ami="ami-0abcdef1234567890",
            instance_type="r7i.large",
            subnet_id=subnet.id,
            vpc_security_group_ids=[group.id],
            associate_public_ip_address=False,
            monitoring=True,
            metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
            root_block_device={"encrypted": True, "kms_key_id": key.arn},
        )
