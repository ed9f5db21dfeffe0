"""Things that belong to AWS itself: neither ours nor a stranger's.

Buckets that AWS services read on a customer's behalf, and the accounts from which Elastic Load Balancing writes access logs.
A bucket counts only with the actions listed: they bring data in, they cannot take any out.
"""

from __future__ import annotations

import re
from typing import Final

from posture.record import record

# fmt: off
REGIONS: Final = frozenset({
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
    "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6",
    "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2",
    "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1", "cn-north-1", "cn-northwest-1",
})
# fmt: on
"""Source: AWS Regions and Availability Zones User Guide, "AWS Regions"."""


@record
class AwsOwnedBuckets:
    names: tuple[str, ...]
    """Bucket names; `{region}` stands for a region code and for nothing else."""
    actions: frozenset[str]
    source: str


_READ_OBJECTS: Final = frozenset({"s3:getobject"})

AWS_OWNED_BUCKETS: Final = (
    AwsOwnedBuckets(
        names=("prod-{region}-starport-layer-bucket",),
        actions=_READ_OBJECTS,
        source='Amazon ECR User Guide, "Amazon ECR interface VPC endpoints: Create the Amazon S3 gateway endpoint"',
    ),
    AwsOwnedBuckets(
        names=(
            "aws-ssm-{region}",
            "aws-windows-downloads-{region}",
            "amazon-ssm-{region}",
            "amazon-ssm-packages-{region}",
            "{region}-birdwatcher-prod",
            "aws-ssm-distributor-file-{region}",
            "aws-ssm-document-attachments-{region}",
            "patch-baseline-snapshot-{region}",
            "aws-patchmanager-macos-{region}",
        ),
        actions=_READ_OBJECTS,
        source='AWS Systems Manager User Guide, "SSM Agent communications with AWS managed S3 buckets"',
    ),
    AwsOwnedBuckets(
        names=(
            "packages.{region}.amazonaws.com",
            "repo.{region}.amazonaws.com",
            "amazonlinux.{region}.amazonaws.com",
            "amazonlinux-2-repos-{region}",
            "al2023-repos-{region}-de612dc2",
            "al2023-{region}",
            "repo.{region}.emr.amazonaws.com",
        ),
        actions=_READ_OBJECTS,
        source='Amazon Linux 2 and 2023 User Guides, package repositories on Amazon S3; aws-samples "Data perimeter policy examples"',
    ),
    AwsOwnedBuckets(
        names=(
            "amazoncloudwatch-agent",
            "amazoncloudwatch-agent-{region}",
            "aws-codedeploy-{region}",
            "ec2imagebuilder-toe-{region}-prod",
            "ec2imagebuilder-managed-resources-{region}-prod",
        ),
        actions=_READ_OBJECTS,
        source='aws-samples "Data perimeter policy examples", s3_endpoint_policy (AWS-owned resources)',
    ),
)

# fmt: off
LOAD_BALANCER_LOG_ACCOUNTS: Final = frozenset({
    "127311923021", "033677994240", "027434742980", "797873946194", "098369216593", "985666609251", "054676820928",
    "156460612806", "652711504416", "635631232127", "009996457667", "897822967062", "754344448648", "589379963580",
    "383597477331", "600734575887", "114774131450", "783225319266", "582318560864", "076674570225", "507241528517",
    "718504428378",
})
# fmt: on
"""Accounts of Elastic Load Balancing that write access logs (`s3:PutObject` only).

Source: Elastic Load Balancing, User Guide for Application Load Balancers, "Enable access logs": account ids by region.
"""

_REGION = "|".join(sorted(REGIONS, key=len, reverse=True))


# fmt: off
ADD_ON_REGISTRIES: Final = frozenset({
    "602401143452", "877085696533", "800184023465", "296578399912", "918309763551", "961992271922", "900612956339", "590381155156",
    "455263428931", "066635153087", "759879836304", "558608220178", "151742754352", "013241004608",
})
# fmt: on
"""Accounts from whose registries nodes of Amazon EKS fetch the images of add-ons.

Source: Amazon EKS User Guide, "View Amazon container image registries for Amazon EKS add-ons".
"""

_ADD_ON_IMAGE: Final = re.compile(
    r"arn:aws[a-z-]*:ecr:[a-z0-9-]+:(?P<account>\d{12}):repository/"
    r"(?:amazon-k8s-cni|amazon-k8s-cni-init|amazon/[a-z0-9-]+|eks/[a-z0-9-]+(?:/[a-z0-9-]+)*)"
)


def aws_owned_image(arn: str, action: str) -> bool:
    """Whether the repository is one of AWS's own for add-ons, named in full, and the action only reads from it."""
    found = _ADD_ON_IMAGE.fullmatch(arn)
    reads = action.lower() in ("ecr:batchgetimage", "ecr:getdownloadurlforlayer", "ecr:batchchecklayeravailability")
    return reads and found is not None and found["account"] in ADD_ON_REGISTRIES


def aws_owned_bucket(name: str, action: str, buckets: tuple[AwsOwnedBuckets, ...] = AWS_OWNED_BUCKETS) -> bool:
    """Whether the bucket is AWS's own and the action only reads from it."""
    return any(
        action.lower() in group.actions
        and any(re.fullmatch(re.escape(known).replace(r"\{region\}", f"(?:{_REGION})"), name) for known in group.names)
        for group in buckets
    )
