"""What the AWS components' inputs must look like: ids, names, ranges and retention in AWS's own forms. `ai_zones.inputs` parses them."""

from typing import Annotated

import pydantic

from ai_zones.aws import tags as zone_tags
from ai_zones.inputs import ZONES, Cidr, ComponentInput, InvalidInputError, Port, Reference, ZoneText
from ai_zones.inputs import matches as _matches

__all__ = [
    "RETENTION_DAYS",
    "SIX_YEARS_DAYS",
    "ZONES",
    "AccountId",
    "AvailabilityZone",
    "BackupVaultArn",
    "Cidr",
    "ComponentInput",
    "ExtraTags",
    "IamRoleArn",
    "InvalidInputError",
    "OrganizationId",
    "Port",
    "Reference",
    "Region",
    "RetentionDays",
    "TrailArn",
    "ZoneText",
]

RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""Amazon CloudWatch Logs API Reference, "PutRetentionPolicy": the only values of retentionInDays."""

SIX_YEARS_DAYS = 2192
"""The shortest allowed retention that covers six years: 45 CFR 164.316(b)(2)(i)."""


def _retention(value: int) -> int:
    if value not in RETENTION_DAYS:
        raise ValueError(f"must be one of the days that CloudWatch Logs allows: {', '.join(map(str, RETENTION_DAYS))}")
    return value


def _extra_tags(value: dict[str, str]) -> dict[str, str]:
    if taken := sorted(set(value) & set(zone_tags.RESERVED)):
        raise ValueError(f"must leave out {', '.join(taken)}: the component sets these itself")
    return value


AccountId = Annotated[str, _matches(r"\d{12}", "an AWS account id: twelve digits, quoted")]

OrganizationId = Annotated[str, _matches(r"o-[a-z0-9]{10,32}", "an AWS organization id, such as o-a1b2c3d4e5")]

Region = Annotated[str, _matches(r"[a-z]{2}(-[a-z]+)+-\d", "an AWS region, such as eu-west-1")]

AvailabilityZone = Annotated[str, _matches(r"[a-z]{2}(-[a-z]+)+-\d[a-z]", "an availability zone, such as eu-west-1a")]

IamRoleArn = Annotated[
    str,
    _matches(
        r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]{1,512}", "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/reviewer"
    ),
]

TrailArn = Annotated[
    str,
    _matches(r"arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\d{12}:trail/[\w.-]{3,128}", "the ARN of a CloudTrail trail"),
]

BackupVaultArn = Annotated[
    str,
    _matches(
        r"arn:aws[a-z-]*:backup:[a-z0-9-]+:\d{12}:backup-vault:[A-Za-z0-9_-]{1,50}",
        "the ARN of a backup vault, such as arn:aws:backup:eu-west-1:111122223333:backup-vault:copies",
    ),
]

RetentionDays = Annotated[int, pydantic.AfterValidator(_retention)]
"""Days that CloudWatch Logs keeps events."""

ExtraTags = Annotated[dict[str, str], pydantic.AfterValidator(_extra_tags)]
"""The caller's own tags; the classification tags are not among them."""
