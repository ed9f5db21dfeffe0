"""Two networks peered; routes both ways, security groups that leave PostgreSQL from the redaction hosts to the database."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names


class Zone(pulumi.ComponentResource):
    """A network of one zone with two subnets and a table, as a platform team would wrap it."""

    def __init__(self, name: str, zone: str, second: int, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("acme:network:Zone", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.cidr = f"10.{second}.0.0/16"
        self.vpc = aws.ec2.Vpc(name, cidr_block=self.cidr, tags={"Name": name, "ai-zone": zone}, opts=child)
        self.table = aws.ec2.RouteTable(name, vpc_id=self.vpc.id, opts=child)
        self.subnets = []
        for i, az in enumerate("ab"):
            subnet = aws.ec2.Subnet(
                f"{name}-{az}", vpc_id=self.vpc.id, cidr_block=f"10.{second}.{i}.0/24", availability_zone=f"eu-west-1{az}", opts=child
            )
            aws.ec2.RouteTableAssociation(f"{name}-{az}", subnet_id=subnet.id, route_table_id=self.table.id, opts=child)
            self.subnets.append(subnet)
        close_names(name, self.vpc.id, opts=child)
        self.register_outputs({"vpcId": self.vpc.id})


records = Zone("records", "phi", 61)
redaction = Zone("redaction", "deidentification", 62)
peering = aws.ec2.VpcPeeringConnection("records-redaction", vpc_id=redaction.vpc.id, peer_vpc_id=records.vpc.id, auto_accept=True)
for here, there in ((records, redaction), (redaction, records)):
    aws.ec2.Route(
        f"{here.cidr}-to-{there.cidr}",
        route_table_id=here.table.id,
        destination_cidr_block=there.cidr,
        vpc_peering_connection_id=peering.id,
    )

database = aws.ec2.SecurityGroup(
    "database",
    vpc_id=records.vpc.id,
    ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=5432, to_port=5432, cidr_blocks=[redaction.cidr])],
    egress=[],
)
redactors = aws.ec2.SecurityGroup(
    "redactors",
    vpc_id=redaction.vpc.id,
    ingress=[],
    egress=[aws.ec2.SecurityGroupEgressArgs(protocol="tcp", from_port=5432, to_port=5432, cidr_blocks=[records.cidr])],
)
cluster = aws.rds.Cluster(
    "vectors",
    cluster_identifier="vectors",
    engine="aurora-postgresql",
    database_name="vectors",
    master_username="owner",
    manage_master_user_password=True,
    db_subnet_group_name=aws.rds.SubnetGroup("vectors", name="vectors", subnet_ids=[s.id for s in records.subnets]).name,
    vpc_security_group_ids=[database.id],
    storage_encrypted=True,
    skip_final_snapshot=True,
)
aws.rds.ClusterInstance("vectors-0", cluster_identifier=cluster.id, engine="aurora-postgresql", instance_class="db.r6g.large")
for i, subnet in enumerate(redaction.subnets):
    aws.ec2.Instance(
        f"redactor-{i}", ami="ami-0abcdef1234567890", instance_type="c7i.large", subnet_id=subnet.id, vpc_security_group_ids=[redactors.id]
    )
