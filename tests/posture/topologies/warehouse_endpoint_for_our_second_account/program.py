"""Our second account may make an endpoint to the warehouse."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.20.0.0/16", {"db-a": "10.20.1.0/24", "db-b": "10.20.2.0/24"})
group = aws.ec2.SecurityGroup("warehouse", name="warehouse", vpc_id=phi.vpc.id, description="SQL of the zone")
warehouse = aws.redshift.Cluster(
    "warehouse",
    cluster_identifier="warehouse",
    node_type="ra3.xlplus",
    cluster_type="multi-node",
    number_of_nodes=2,
    database_name="records",
    master_username="owner",
    manage_master_password=True,
    encrypted="true",
    publicly_accessible=False,
    enhanced_vpc_routing=True,
    vpc_security_group_ids=[group.id],
    cluster_subnet_group_name=aws.redshift.SubnetGroup(
        "warehouse", name="warehouse", subnet_ids=[subnet.id for subnet in phi.subnets.values()]
    ).name,
    skip_final_snapshot=True,
    tags={"data-class": "phi"},
)
aws.redshift.EndpointAuthorization("analysts", cluster_identifier=warehouse.cluster_identifier, account="222233334444")
