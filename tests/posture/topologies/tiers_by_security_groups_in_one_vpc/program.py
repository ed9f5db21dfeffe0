"""One untagged VPC, a zone for each tier by subnet tags, and security groups that name each other in a chain."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("hospital", cidr_block="10.50.0.0/16")
subnets = {
    zone: aws.ec2.Subnet(f"{zone}-a", vpc_id=vpc.id, cidr_block=f"10.50.{i}.0/24", tags={"ai-zone": zone})
    for i, zone in enumerate(("phi", "deidentification", "inference"))
}
groups = {zone: aws.ec2.SecurityGroup(f"{zone}-sg", vpc_id=vpc.id, description=zone) for zone in subnets}


def may_open(source: str, target: str, port: int) -> None:
    """A connection from group to group, said on both ends."""
    name = f"{source}-to-{target}"
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=groups[source].id,
        referenced_security_group_id=groups[target].id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
    )
    aws.vpc.SecurityGroupIngressRule(
        name,
        security_group_id=groups[target].id,
        referenced_security_group_id=groups[source].id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
    )


may_open("inference", "deidentification", 443)
may_open("deidentification", "phi", 5432)
for zone, subnet in subnets.items():
    aws.ec2.Instance(
        f"{zone}-host",
        ami="ami-0abcdef1234567890",
        instance_type="m7i.large",
        subnet_id=subnet.id,
        vpc_security_group_ids=[groups[zone].id],
    )
close_names("hospital", vpc.id)
