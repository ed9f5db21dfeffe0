"""Kinds of value that a stack file may hold. Each refuses with what is allowed and how to mend it.

Source: Pulumi documentation, "Configuration", "Structured configuration".
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from ai_zones.plan.errors import choose, listed, shown
from ai_zones.plan.fields import refuse

LOG_RETENTION_DAYS: Final = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""What CloudWatch Logs accepts (API Reference, "PutRetentionPolicy"). 2192 days are six years (45 CFR 164.316(b)(2)(i))."""

STORE_RETENTION_DAYS_MIN: Final = 2190
ROLE: Final = re.compile(r"arn:aws(?:-[a-z]+)*:iam::([0-9]{12}):role/[\w+=,.@/-]+", re.ASCII)


class Break(StrEnum):
    """Faults that a stack for breaking builds on purpose, to see the packs refuse them."""

    NAT_ROUTE = "nat-route"
    """A default route from a PHI subnet's table to a NAT gateway."""
    ZONE_PEERING = "zone-peering"
    """A peering between the networks of phi and inference, with routes on both sides."""
    OPEN_ENDPOINT_POLICY = "open-endpoint-policy"
    """The PHI zone's S3 endpoint with a policy that allows everything to everybody."""


Way = TypeVar("Way", bound=StrEnum)

BREAKING_SUFFIX: Final = "-broken"
"""Only stacks whose name ends so may be broken: a switch that is left behind must not reach a real one."""


def log_retention(value: Any) -> int:
    """Days that CloudWatch Logs can keep events."""
    days = int(value) if isinstance(value, int) and not isinstance(value, bool) else None
    if days in LOG_RETENTION_DAYS:
        return days
    longer = next((d for d in LOG_RETENTION_DAYS if days is not None and d >= days), LOG_RETENTION_DAYS[-1])
    allowed = f"what CloudWatch Logs accepts: {', '.join(map(str, LOG_RETENTION_DAYS))}"
    raise refuse(f"{shown(value)} is not a retention in days", allowed=allowed, fix=f"write {longer}")


def days(value: Any, low: int, high: int, *, what: str, allowed: str, fix: str) -> int:
    """A number of days between two; `what` it is, and what is said where it is none."""
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    raise refuse(f"{shown(value)} is not {what}", allowed=allowed, fix=fix)


def store_retention(value: Any) -> int:
    """Days that cover six years."""
    low = STORE_RETENTION_DAYS_MIN
    allowed = f"{low} days (six years) to 36500"
    return days(value, low, 36500, what="a retention in days for PHI", allowed=allowed, fix=f"write {low}")


def role_arn(value: Any) -> str:
    """ARN of an IAM role."""
    if isinstance(value, str) and ROLE.fullmatch(value):
        return value
    allowed = "an IAM role's ARN such as 'arn:aws:iam::111122223333:role/ai-zones-deploy'"
    raise refuse(f"{shown(value)} is not a role", allowed=allowed, fix="copy the role's ARN from the IAM console")


def account(value: Any) -> str:
    """Id of an AWS account."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{12}", value, re.ASCII):
        return value
    # A number of a YAML file has already lost its leading zeros when it arrives here.
    fix = f'write it in quotes: "{value:012d}"' if type(value) is int and 0 <= value < 10**12 else "copy the id from the AWS console"
    raise refuse(f"{shown(value)} is not an AWS account id", allowed="12 digits, in quotes", fix=fix)


def text(value: Any) -> str:
    """A text that is not empty."""
    if isinstance(value, str) and value:
        return value
    raise refuse(f"{shown(value)} is not a text", allowed="a text", fix="write it in quotes")


def chosen(ways: type[Way], value: Any) -> tuple[Way, ...]:
    """One way to break a stack, or several."""
    names = list(ways)
    wanted = value if isinstance(value, list | tuple) else [value]
    for name in wanted:
        if not isinstance(name, str) or name not in names:
            raise refuse(f"{shown(name)} is not a way to break a stack", allowed=listed(names), fix=choose(name, names))
    return tuple(dict.fromkeys(ways(name) for name in wanted))


def breaks(value: Any) -> tuple[Break, ...]:
    """Ways to break a stack on AWS."""
    return chosen(Break, value)


def named_parts(value: Any) -> dict[Any, Any]:
    """Mappings by name, judged by the component that they are for."""
    if isinstance(value, Mapping) and all(isinstance(part, Mapping) for part in value.values()):
        return dict(value)
    raise refuse(f"{shown(value)} is not a mapping of mappings", allowed="keys with mappings below them", fix="see the component's inputs")


def reader_role_arns(value: Any) -> list[str]:
    """ARNs of IAM roles; an empty list is an answer too."""
    if isinstance(value, list | tuple):
        return [role_arn(one) for one in value]
    raise refuse(f"{shown(value)} is not a list", allowed="a list of IAM role ARNs", fix="write a list in [ ]")


def any_mapping(value: Any) -> dict[Any, Any]:
    """A mapping, judged later."""
    if isinstance(value, Mapping):
        return dict(value)
    raise refuse(f"{shown(value)} is not a mapping", allowed="a zone plan", fix="write the plan's keys below it")


def organization_id(value: Any) -> str:
    """Id of an AWS organization."""
    if isinstance(value, str) and re.fullmatch(r"o-[a-z0-9]{10,32}", value, re.ASCII):
        return value
    allowed = "an AWS organization id such as 'o-a1b2c3d4e5'"
    raise refuse(f"{shown(value)} is not an organization", allowed=allowed, fix="copy the id from the AWS Organizations console")


def stack_name(value: Any) -> str:
    """A stack of this project, or `<organization>/<project>/<stack>`."""
    part = r"[A-Za-z0-9_.-]{1,100}"
    if isinstance(value, str) and re.fullmatch(rf"({part}/{part}/)?{part}", value, re.ASCII):
        return value
    allowed = "the name of a stack of this project, or <organization>/<project>/<stack>"
    raise refuse(f"{shown(value)} is not a stack", allowed=allowed, fix="write the name that `pulumi stack ls` shows")


def instance_class(value: Any) -> str:
    """Class of a database instance."""
    if isinstance(value, str) and re.fullmatch(r"db\.[a-z0-9]+\.[a-z0-9]+", value, re.ASCII):
        return value
    allowed = "a class that Aurora PostgreSQL runs on, such as 'db.t4g.medium'"
    raise refuse(f"{shown(value)} is not a class of database instances", allowed=allowed, fix="write it as Aurora's documentation lists it")


def foundation_model(value: Any) -> str:
    """Id of a model that AWS hosts. No wildcard: each model is approved by its name."""
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9-]*\.[A-Za-z0-9.:-]+", value, re.ASCII):
        return value
    allowed = "a model id such as 'amazon.titan-embed-text-v2:0', without wildcards"
    raise refuse(f"{shown(value)} is not a model id", allowed=allowed, fix="copy the model id from the Amazon Bedrock console")
