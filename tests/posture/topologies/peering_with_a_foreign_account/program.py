"""Two accounts, two providers, default tags for zones; peering with an accepter in the other account."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

ACCOUNTS = {"phi": "111122223333", "deidentification": "222233334444"}
CIDRS = {"phi": "10.57.0.0/16", "deidentification": "10.58.0.0/16"}
opts = {
    zone: pulumi.ResourceOptions(
        provider=aws.Provider(
            zone,
            region="eu-west-1",
            assume_roles=[aws.ProviderAssumeRoleArgs(role_arn=f"arn:aws:iam::{account}:role/deploy")],
            default_tags=aws.ProviderDefaultTagsArgs(tags={"ai-zone": zone}),
        )
    )
    for zone, account in ACCOUNTS.items()
}
vpcs = {zone: aws.ec2.Vpc(zone, cidr_block=CIDRS[zone], opts=opts[zone]) for zone in ACCOUNTS}
subnets = {
    zone: aws.ec2.Subnet(zone, vpc_id=vpcs[zone].id, cidr_block=CIDRS[zone].replace("/16", "/24"), opts=opts[zone]) for zone in ACCOUNTS
}
peering = aws.ec2.VpcPeeringConnection(
    "phi-deid",
    vpc_id=vpcs["phi"].id,
    peer_vpc_id=vpcs["deidentification"].id,
    peer_owner_id=ACCOUNTS["deidentification"],
    auto_accept=False,
    opts=opts["phi"],
)
accepted = aws.ec2.VpcPeeringConnectionAccepter(
    "phi-deid", vpc_peering_connection_id=peering.id, auto_accept=True, opts=opts["deidentification"]
)
for zone, other in (("phi", "deidentification"), ("deidentification", "phi")):
    table = aws.ec2.RouteTable(zone, vpc_id=vpcs[zone].id, opts=opts[zone])
    aws.ec2.Route(
        zone,
        route_table_id=table.id,
        destination_cidr_block=CIDRS[other],
        vpc_peering_connection_id=accepted.id,
        opts=opts[zone],
    )
    aws.ec2.RouteTableAssociation(zone, subnet_id=subnets[zone].id, route_table_id=table.id, opts=opts[zone])
    close_names(zone, vpcs[zone].id, opts=opts[zone])
database = aws.ec2.SecurityGroup("database", vpc_id=vpcs["phi"].id, description="no egress", opts=opts["phi"])
redactor = aws.ec2.SecurityGroup("redactor", vpc_id=vpcs["deidentification"].id, opts=opts["deidentification"])
aws.vpc.SecurityGroupIngressRule(
    "postgres",
    security_group_id=database.id,
    cidr_ipv4=CIDRS["deidentification"],
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
    opts=opts["phi"],
)
aws.vpc.SecurityGroupEgressRule(
    "postgres",
    security_group_id=redactor.id,
    cidr_ipv4=CIDRS["phi"],
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
    opts=opts["deidentification"],
)
for zone, group in (("phi", database), ("deidentification", redactor)):
    aws.ec2.Instance(
        zone,
        ami="ami-0abcdef1234567890",
        instance_type="m7i.large",
        subnet_id=subnets[zone].id,
        vpc_security_group_ids=[group.id],
        opts=opts[zone],
    )
