"""AWS policy documents as plain data, rendered the same way everywhere.

Source: IAM User Guide, "IAM JSON policy elements reference".
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

Statement = dict[str, Any]
Conditions = Mapping[str, Mapping[str, Any]]

ANYONE = "*"
"""Principal that names nobody; a statement with it must be narrowed by conditions. Gateway endpoints accept no other."""


def allow(
    sid: str,
    *,
    actions: Iterable[str],
    resources: Iterable[str],
    principal: Any = ANYONE,
    conditions: Conditions | None = None,
) -> Statement:
    """One `Allow` statement."""
    return _statement("Allow", sid, actions, resources, principal, conditions)


def deny(
    sid: str,
    *,
    actions: Iterable[str],
    resources: Iterable[str],
    principal: Any = ANYONE,
    conditions: Conditions | None = None,
) -> Statement:
    """One `Deny` statement: it wins over every `Allow`."""
    return _statement("Deny", sid, actions, resources, principal, conditions)


def render(statements: Iterable[Statement]) -> str:
    """The document as JSON text; the same statements always give the same text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def account_root(account_id: str, partition: str) -> dict[str, str]:
    """Principal "the account": whoever that account's own identity policies allow.

    Source: IAM User Guide, "AWS JSON policy elements: Principal", "AWS account principals".
    """
    return {"AWS": f"arn:{partition}:iam::{account_id}:root"}


def outside_organization(organization_id: str) -> dict[str, dict[str, str]]:
    """Conditions that hold for every caller but the organization's principals and AWS services.

    Source: AWS whitepaper "Building a Data Perimeter on AWS", "Only trusted identities": a missing `aws:PrincipalOrgID` counts as foreign.
    """
    return {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": organization_id},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }


def _statement(
    effect: str, sid: str, actions: Iterable[str], resources: Iterable[str], principal: Any, conditions: Conditions | None
) -> Statement:
    statement: Statement = {
        "Sid": sid,
        "Effect": effect,
        "Principal": principal,
        "Action": list(actions),
        "Resource": list(resources),
    }
    if conditions:
        statement["Condition"] = {operator: dict(keys) for operator, keys in conditions.items()}
    return statement
