"""AWS service principals: which of them act for customers other than the owner of the policy.

Source: IAM User Guide, "The confused deputy problem" (cross-service prevention with `aws:SourceAccount`, `aws:SourceArn`,
`aws:SourceOrgID`) and "Granting a user permissions to pass a role to an AWS service" (a role can be passed only within its account).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class ActsFor(StrEnum):
    OWNER = "owner"
    """Only for whoever could pass it the role: the role's own account."""
    ANYONE = "anyone"
    """For any customer that names the resource in its own configuration."""
    UNKNOWN = "unknown"


_DEPUTIES: Final = frozenset(
    {
        "appflow",
        "aps",
        "backup",
        "bedrock",
        "billingreports",
        "budgets",
        "cloudfront",
        "cloudtrail",
        "cloudwatch",
        "codestar-notifications",
        "config",
        "connect",
        "costalerts",
        "delivery.logs",
        "dynamodb",
        "events",
        "export.rds",
        "guardduty",
        "inspector2",
        "iotanalytics",
        "lex",
        "lexv2",
        "logdelivery.elasticloadbalancing",
        "logging.s3",
        "logs",
        "macie",
        "pinpoint",
        "redshift",
        "s3",
        "scheduler",
        "secretsmanager",
        "securitylake",
        "ses",
        "sns",
        "sqs",
        "ssm",
        "storage-lens.s3",
        "vpc-flow-logs",
        "wafv2",
    }
)
"""Service names that write to or read from a customer's resource on behalf of any customer."""


def acts_for(service: str, *, assumes_role: bool) -> ActsFor:
    """For whom a service principal acts: when it assumes a role, or when it calls a resource by that resource's policy."""
    if assumes_role:
        return ActsFor.OWNER
    name = re.sub(r"\.amazonaws\.com(\.cn)?$", "", service.lower())
    if name in _DEPUTIES or re.sub(r"\.[a-z]{2}(-[a-z]+)+-\d$", "", name) in _DEPUTIES:
        return ActsFor.ANYONE
    return ActsFor.UNKNOWN


MULTI_TENANT_PROVIDERS: Final = frozenset(
    {
        "accounts.google.com",
        "agent.buildkite.com",
        "api.bitbucket.org",
        "api.pulumi.com/oidc",
        "app.terraform.io",
        "cognito-identity.amazonaws.com",
        "gitlab.com",
        "graph.facebook.com",
        "oidc.circleci.com",
        "token.actions.githubusercontent.com",
        "vstoken.dev.azure.com",
        "www.amazon.com",
    }
)
"""Identity providers that issue tokens to anyone. Source: IAM User Guide, "Identity-provider controls for shared OIDC providers"."""


def provider_host(provider: str) -> str:
    """`arn:aws:iam::111122223333:oidc-provider/gitlab.com` gives `gitlab.com`."""
    return provider.split(":oidc-provider/", 1)[-1]


def names_no_tenant(subject: str) -> bool:
    """Whether a wildcard stands where a shared provider names its customer: `repo:*`, `repo:acme*/infra:*`, not `repo:acme/*`."""
    kind, _, rest = subject.replace("/", ":").partition(":")
    return any(mark in part for part in (kind, rest.partition(":")[0]) for mark in "*?")
