"""Groups are wide towards the peer; the network ACL of the database subnets leaves 5432 in and answers out."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

PHI, DEID = "10.63.0.0/16", "10.64.0.0/16"
phi = aws.ec2.Vpc("phi", cidr_block=PHI, tags={"ai-zone": "phi"})
deid = aws.ec2.Vpc("deid", cidr_block=DEID, tags={"ai-zone": "deidentification"})
peering = aws.ec2.VpcPeeringConnection("phi-deid", vpc_id=phi.id, peer_vpc_id=deid.id)
aws.ec2.VpcPeeringConnectionAccepter("phi-deid", vpc_peering_connection_id=peering.id, auto_accept=True)
hosts = {}
for name, vpc, other in (("phi", phi, DEID), ("deid", deid, PHI)):
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id, routes=[{"cidr_block": other, "vpc_peering_connection_id": peering.id}])
    subnet = aws.ec2.Subnet(f"{name}-a", vpc_id=vpc.id, cidr_block=vpc.cidr_block.apply(lambda block: block.replace("0.0/16", "7.0/24")))
    aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id)
    hosts[name] = subnet
    close_names(name, vpc.id)

acl = aws.ec2.NetworkAcl("phi-database", vpc_id=phi.id)
aws.ec2.NetworkAclAssociation("phi-a", network_acl_id=acl.id, subnet_id=hosts["phi"].id)
aws.ec2.NetworkAclRule(
    "postgres-in", network_acl_id=acl.id, egress=False, rule_number=100, rule_action="allow", protocol="tcp", cidr_block=DEID, from_port=5432, to_port=5432
)  # fmt: skip
aws.ec2.NetworkAclRule(
    "answers-out", network_acl_id=acl.id, egress=True, rule_number=100, rule_action="allow", protocol="tcp", cidr_block=DEID, from_port=1024, to_port=65535
)  # fmt: skip

database = aws.ec2.SecurityGroup(
    "database", vpc_id=phi.id, ingress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [DEID]}], egress=[]
)
redactor = aws.ec2.SecurityGroup(
    "redactor", vpc_id=deid.id, ingress=[], egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [PHI]}]
)
aws.ec2.Instance(
    "database", ami="ami-0abcdef1234567890", instance_type="r7i.large", subnet_id=hosts["phi"].id, vpc_security_group_ids=[database.id]
)
aws.ec2.Instance(
    "redactor", ami="ami-0abcdef1234567890", instance_type="c7i.large", subnet_id=hosts["deid"].id, vpc_security_group_ids=[redactor.id]
)
