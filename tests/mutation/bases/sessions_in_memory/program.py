"""Sessions of the portal in memory: MemoryDB with lists of access, a serverless cache, an engine that writes nothing outside.

After https://docs.aws.amazon.com/memorydb/latest/devguide/getting-started.html, "Authenticating users with Access Control Lists (ACLs)";
Amazon ElastiCache User Guide, "Creating a serverless cache", "Role-Based Access Control (RBAC)", "Scheduling automatic backups".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

place = data_grounds.ground("sessions", "10.85.0.0/16", zones="abc")
key = house.key("sessions", "memorydb.amazonaws.com", "elasticache.amazonaws.com", "dax.amazonaws.com")
group = data_grounds.within(place, "sessions-memory", 6379)
alarms = aws.sns.Topic("sessions-alarms", name="sessions-alarms", kms_master_key_id=key.arn, tags={"data-class": "internal"})
portal = aws.memorydb.User(
    "portal",
    user_name="portal",
    access_string="on ~session:* resetchannels -@all +@read +@write",
    authentication_mode={"type": "iam"},
)
acl = aws.memorydb.Acl("sessions", name="sessions", user_names=[portal.user_name])
parameters = aws.memorydb.ParameterGroup(
    "sessions", name="sessions", family="memorydb_valkey7", parameters=[{"name": "activedefrag", "value": "yes"}]
)
subnets = aws.memorydb.SubnetGroup("sessions", name="sessions", subnet_ids=[subnet.id for subnet in place.subnets])
cluster = aws.memorydb.Cluster(
    "sessions",
    name="sessions",
    acl_name=acl.name,
    engine="valkey",
    engine_version="7.3",
    node_type="db.r7g.large",
    num_shards=2,
    num_replicas_per_shard=1,
    port=6379,
    parameter_group_name=parameters.name,
    subnet_group_name=subnets.name,
    security_group_ids=[group.id],
    tls_enabled=True,
    kms_key_arn=key.arn,
    snapshot_retention_limit=35,
    snapshot_window="02:00-04:00",
    auto_minor_version_upgrade=True,
    sns_topic_arn=alarms.arn,
    final_snapshot_name="sessions-final",
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
aws.memorydb.Snapshot(
    "before-upgrade", name="before-upgrade", cluster_name=cluster.name, kms_key_arn=key.arn, tags={"ai-zone": "phi", "data-class": "phi"}
)
nobody = aws.elasticache.User(
    "nobody",
    user_id="nobody",
    user_name="default",
    engine="valkey",
    access_string="off -@all",
    authentication_mode={"type": "no-password-required"},
)
wards = aws.elasticache.User(
    "wards",
    user_id="wards",
    user_name="wards",
    engine="valkey",
    access_string="on ~ward:* -@all +@read",
    authentication_mode={"type": "iam"},
)
users = aws.elasticache.UserGroup("wards", user_group_id="wards", engine="valkey", user_ids=[nobody.user_id])
aws.elasticache.UserGroupAssociation("wards", user_group_id=users.user_group_id, user_id=wards.user_id)
aws.elasticache.ServerlessCache(
    "wards",
    name="wards",
    engine="valkey",
    major_engine_version="8",
    description="Ward lists of the day",
    subnet_ids=[subnet.id for subnet in place.subnets],
    security_group_ids=[group.id],
    user_group_id=users.user_group_id,
    kms_key_id=key.arn,
    snapshot_retention_limit=35,
    daily_snapshot_time="03:00",
    cache_usage_limits={"data_storage": {"maximum": 10, "unit": "GB"}, "ecpu_per_seconds": [{"maximum": 5000}]},
    tags={"data-class": "phi"},
)
