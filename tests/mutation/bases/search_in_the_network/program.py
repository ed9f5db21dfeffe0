"""Notes to search: an OpenSearch domain inside a network, with fine-grained access by IAM, three managers, audit logs and its own endpoint.

After https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html, "Fine-grained access control in Amazon OpenSearch
Service", "Operational best practices", "Access an Amazon OpenSearch Service domain using an OpenSearch Service-managed VPC endpoint".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

DOMAIN = f"arn:aws:es:{house.REGION}:{house.ACCOUNT}:domain/notes"
place = data_grounds.ground("notes", "10.84.0.0/16", zones="abc")
key = house.key("notes", "es.amazonaws.com")
group = data_grounds.within(place, "notes-search", 443)
indexing = aws.iam.Role("notes-indexer", name="notes-indexer", assume_role_policy=house.trust("ecs-tasks.amazonaws.com"))
administration = aws.iam.Role("notes-admin", name="notes-admin", assume_role_policy=house.trust("ec2.amazonaws.com"))
logs = {
    kind: house.log_group(f"/aws/opensearch/notes/{kind.lower().replace('_', '-')}", place.log_key)
    for kind in ("AUDIT_LOGS", "ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS")
}
writing = aws.cloudwatch.LogResourcePolicy(
    "opensearch",
    policy_name="opensearch",
    policy_document=house.document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "es.amazonaws.com"},
            "Action": ["logs:PutLogEvents", "logs:CreateLogStream"],
            "Resource": f"arn:aws:logs:{house.REGION}:{house.ACCOUNT}:log-group:/aws/opensearch/notes/*",
            "Condition": {"ArnLike": {"aws:SourceArn": DOMAIN}},
        }
    ),
)
domain = aws.opensearch.Domain(
    "notes",
    domain_name="notes",
    engine_version="OpenSearch_2.17",
    cluster_config={
        "instance_type": "r7g.large.search",
        "instance_count": 3,
        "dedicated_master_enabled": True,
        "dedicated_master_count": 3,
        "dedicated_master_type": "m7g.large.search",
        "zone_awareness_enabled": True,
        "zone_awareness_config": {"availability_zone_count": 3},
        "multi_az_with_standby_enabled": True,
    },
    ebs_options={"ebs_enabled": True, "volume_type": "gp3", "volume_size": 200},
    vpc_options={"subnet_ids": [subnet.id for subnet in place.subnets], "security_group_ids": [group.id]},
    encrypt_at_rest={"enabled": True, "kms_key_id": key.arn},
    node_to_node_encryption={"enabled": True},
    domain_endpoint_options={"enforce_https": True, "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10"},
    advanced_security_options={
        "enabled": True,
        "anonymous_auth_enabled": False,
        "internal_user_database_enabled": False,
        "master_user_options": {"master_user_arn": administration.arn},
    },
    access_policies=house.document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{house.ACCOUNT}:role/notes-indexer"},
            "Action": ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpPut"],
            "Resource": f"{DOMAIN}/*",
        }
    ),
    log_publishing_options=[{"log_type": kind, "cloudwatch_log_group_arn": group.arn, "enabled": True} for kind, group in logs.items()],
    auto_tune_options={"desired_state": "ENABLED", "rollback_on_disable": "NO_ROLLBACK"},
    software_update_options={"auto_software_update_enabled": True},
    off_peak_window_options={"enabled": True, "off_peak_window": {"window_start_time": {"hours": 2, "minutes": 0}}},
    ip_address_type="ipv4",
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[writing]),
)
aws.opensearch.VpcEndpoint(
    "notes",
    domain_arn=domain.arn,
    vpc_options={"subnet_ids": [subnet.id for subnet in place.subnets], "security_group_ids": [group.id]},
)
