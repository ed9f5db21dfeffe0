"""A database of records is a member of a global database, by the name that the program gave it. The other member lies in another region."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

network = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
group = aws.rds.SubnetGroup("records", subnet_ids=[subnet.id for subnet in network.subnets.values()])
whole = aws.rds.GlobalCluster("whole", global_cluster_identifier="records-everywhere", engine="aurora-postgresql", engine_version="16.4")
first = aws.rds.Cluster(
    "records",
    global_cluster_identifier=whole.global_cluster_identifier,
    engine="aurora-postgresql",
    engine_version="16.4",
    master_username="clinic",
    manage_master_user_password=True,
    db_subnet_group_name=group.name,
    skip_final_snapshot=True,
    tags={"data-class": "phi"},
)
abroad = aws.Provider("abroad", region="us-east-1")
aws.rds.Cluster(
    "copy",
    global_cluster_identifier=whole.global_cluster_identifier,
    engine="aurora-postgresql",
    engine_version="16.4",
    skip_final_snapshot=True,
    opts=pulumi.ResourceOptions(provider=abroad, depends_on=[first]),
)
