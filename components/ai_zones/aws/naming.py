"""Names and ARNs, computed before anything exists.

A policy document that is built from an output is unknown in a preview and can't be judged. So every physical name is a plain function
of the plan, and the ARN of what we name ourselves is a plain string.
"""

import hashlib
import re

HASH_LENGTH = 8

MAX_IAM_NAME = 64
"""IAM User Guide, "IAM and AWS STS quotas": role names have at most 64 characters."""


def child(component: str, *parts: str) -> str:
    """Pulumi name of a child: the component's name, then its parts (`phi` + `subnet`, `eu-west-1a` → `phi-subnet-eu-west-1a`)."""
    return "-".join([component, *parts])


def short_hash(*parts: str) -> str:
    """Eight hexadecimal digits that depend on all parts and on where one ends and the next begins."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:HASH_LENGTH]


def physical_name(*parts: str, limit: int) -> str:
    """The parts joined by hyphens; a name over the limit is cut and ends in a hash of the whole, so two long names stay different."""
    name = re.sub(r"[^A-Za-z0-9-]", "-", "-".join(part for part in parts if part))
    if len(name) <= limit:
        return name
    return f"{name[: limit - HASH_LENGTH - 1].rstrip('-')}-{short_hash(*parts)}"


def global_name(*parts: str, organization: str, environment: str, account_id: str, limit: int = 63) -> str:
    """A name that is unique in all of AWS, such as a bucket's: lower case, ending in a hash of organization, environment and account."""
    suffix = short_hash(organization, environment, account_id)
    stem = physical_name(*parts, limit=limit - HASH_LENGTH - 1).lower()
    return f"{stem}-{suffix}"


def partition_of(region: str) -> str:
    """AWS partition of a region.

    Source: AWS General Reference, "Amazon Resource Names (ARNs)": `aws`, `aws-cn`, `aws-us-gov`.
    """
    if region.startswith("cn-"):
        return "aws-cn"
    if region.startswith("us-gov-"):
        return "aws-us-gov"
    return "aws"


def dns_suffix_of(region: str) -> str:
    """Domain under which a region's service endpoints stand."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def arn(service: str, resource: str, *, region: str, account_id: str) -> str:
    """ARN of a regional resource: `arn:aws:logs:eu-west-1:111122223333:log-group:x`."""
    return f"arn:{partition_of(region)}:{service}:{region}:{account_id}:{resource}"


def iam_arn(resource: str, *, region: str, account_id: str) -> str:
    """ARN of an IAM resource, which has no region of its own; `region` only tells the partition."""
    return f"arn:{partition_of(region)}:iam::{account_id}:{resource}"


def log_group_arn(log_group: str, *, region: str, account_id: str) -> str:
    """ARN of a log group, without the trailing `:*` that some IAM statements need."""
    return arn("logs", f"log-group:{log_group}", region=region, account_id=account_id)
