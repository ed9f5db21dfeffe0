"""A global datastore with its second cluster in Virginia."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network, close_names

network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
near = aws.elasticache.SubnetGroup("near", name="near", subnet_ids=[one.id for one in network.subnets.values()])
sessions = aws.elasticache.ReplicationGroup(
    "sessions",
    replication_group_id="sessions",
    description="sessions of the records' front",
    node_type="cache.r7g.large",
    num_cache_clusters=2,
    at_rest_encryption_enabled=True,
    transit_encryption_enabled=True,
    automatic_failover_enabled=True,
    subnet_group_name=near.name,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
both = aws.elasticache.GlobalReplicationGroup("both", global_replication_group_id_suffix="both", primary_replication_group_id=sessions.id)
there = pulumi.ResourceOptions(provider=aws.Provider("there", region="us-east-1"))
vpc = aws.ec2.Vpc("far", cidr_block="10.30.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "phi"}, opts=there)
close_names("far", vpc.id, opts=there)
subnet = aws.ec2.Subnet("far", vpc_id=vpc.id, cidr_block="10.30.1.0/24", availability_zone="us-east-1a", opts=there)
far = aws.elasticache.SubnetGroup("far", name="far", subnet_ids=[subnet.id], opts=there)
aws.elasticache.ReplicationGroup(
    "second",
    replication_group_id="second",
    description="the same, further away",
    global_replication_group_id=both.global_replication_group_id,
    num_cache_clusters=1,
    subnet_group_name=far.name,
    opts=there,
)
