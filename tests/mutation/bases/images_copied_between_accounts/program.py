"""Images of the tools: signed, scanned, immutable, copied to our second account in the region; public images come by a cache.

After https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html, "Image tag mutability", "Private repository policies", "Sync an
upstream registry with an Amazon ECR private registry", "Templates to control repositories created during a pull through cache".
"""

import json

import pulumi_aws as aws

from tests.mutation.bases import house

SECOND = "222233334444"
key = house.key("images", "ecr.amazonaws.com", "secretsmanager.amazonaws.com")
repository = aws.ecr.Repository(
    "tools",
    name="tools",
    image_tag_mutability="IMMUTABLE",
    image_scanning_configuration={"scan_on_push": True},
    encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}],
    force_delete=False,
    tags={"ai-zone": "management", "data-class": "internal"},
)
aws.ecr.RepositoryPolicy(
    "tools",
    repository=repository.name,
    policy=house.document(
        {
            "Sid": "Pull",
            "Effect": "Allow",
            "Principal": {"AWS": [house.ROOT, f"arn:aws:iam::{SECOND}:root"]},
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"],
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
aws.ecr.LifecyclePolicy(
    "tools",
    repository=repository.name,
    policy=json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "description": "Untagged images go after two weeks",
                    "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14},
                    "action": {"type": "expire"},
                }
            ]
        }
    ),
)
aws.ecr.RegistryScanningConfiguration(
    "all",
    scan_type="ENHANCED",
    rules=[{"scan_frequency": "CONTINUOUS_SCAN", "repository_filters": [{"filter": "*", "filter_type": "WILDCARD"}]}],
)
aws.ecr.ReplicationConfiguration(
    "second",
    replication_configuration={
        "rules": [
            {
                "destinations": [{"region": house.REGION, "registry_id": SECOND}],
                "repository_filters": [{"filter": "tools", "filter_type": "PREFIX_MATCH"}],
            }
        ]
    },
)
aws.ecr.AccountSetting("scans", name="BASIC_SCAN_TYPE_VERSION", value="AWS_NATIVE")
credentials = aws.secretsmanager.Secret(
    "upstream", name="ecr-pullthroughcache/upstream", kms_key_id=key.arn, recovery_window_in_days=30, tags={"data-class": "internal"}
)
aws.ecr.PullThroughCacheRule(
    "upstream", ecr_repository_prefix="upstream", upstream_registry_url="registry-1.docker.io", credential_arn=credentials.arn
)
aws.ecr.RepositoryCreationTemplate(
    "upstream",
    prefix="upstream",
    description="What the cache makes",
    applied_fors=["PULL_THROUGH_CACHE"],
    image_tag_mutability="IMMUTABLE",
    encryption_configurations=[{"encryption_type": "AES256"}],
)
records = aws.secretsmanager.Secret(
    "records", name="records/key", kms_key_id=key.arn, recovery_window_in_days=30, tags={"data-class": "phi"}
)
