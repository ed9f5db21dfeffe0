"""A request to be judged: who does what to which resource, and what is known of its context.

Source: IAM User Guide, "Policy evaluation logic" (the request context).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from posture.iam.values import UNKNOWN, Absent, Unknown
from posture.record import record

ContextValue = str | tuple[str, ...] | Absent | Unknown
"""What is known of one condition key: one value, several values (multi-valued keys), absent, or nothing."""


class CallerKind(StrEnum):
    AWS = "aws"
    """A user, role, session or account root."""
    SERVICE = "service"
    """An AWS service with its own credentials, e.g. `cloudtrail.amazonaws.com`."""
    FEDERATED = "federated"
    """A web or SAML identity that asks STS for a role; `arn` is the provider."""
    CANONICAL_USER = "canonical-user"
    ANONYMOUS = "anonymous"
    ANYONE = "anyone"
    """Not known who: a principal element matches it only if it names everyone."""


@record
class Caller:
    """The principal of a request."""

    kind: CallerKind = CallerKind.ANYONE
    account: str | Unknown = UNKNOWN
    """Account id of an AWS principal."""
    arn: str | Unknown = UNKNOWN
    """ARN of the user, role or account root; of the provider if federated; canonical user id."""
    session_arn: str | None = None
    """`arn:aws:sts::...:assumed-role/...` if the caller is a known role session."""
    service: str | Unknown = UNKNOWN
    """Service name if the caller is a service."""
    tags: tuple[tuple[str, str], ...] | None = None
    """Tags that `aws:PrincipalTag/…` shows of the caller; one that is not here is absent. None: not known."""

    @staticmethod
    def role(arn: str, session_arn: str | None = None, tags: tuple[tuple[str, str], ...] | None = None) -> Caller:
        """A user or role by its ARN; the account is the ARN's."""
        parts = arn.split(":")
        return Caller(CallerKind.AWS, account=parts[4] if len(parts) > 5 else UNKNOWN, arn=arn, session_arn=session_arn, tags=tags)

    @staticmethod
    def of_account(account: str) -> Caller:
        """Some principal of this account, not known which."""
        return Caller(CallerKind.AWS, account=account)

    @staticmethod
    def aws_service(name: str) -> Caller:
        return Caller(CallerKind.SERVICE, service=name)


ANYONE = Caller()
ANONYMOUS = Caller(CallerKind.ANONYMOUS)


@record
class Request:
    """One request, or a family of them: `action` and `resource` may be patterns with `*` and `?`.

    A family is judged as a whole: a statement matches it TRUE if it matches every member, FALSE if none.
    """

    action: str
    resource: str
    caller: Caller = ANYONE
    context: Mapping[str, ContextValue] = field(default_factory=dict)
    """Condition key (any case) to what is known of it. `aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:PrincipalType`,
    `aws:PrincipalIsAWSService` and `aws:PrincipalServiceName` follow from the caller unless given here."""
    others: Absent | Unknown = UNKNOWN
    """What to assume of keys that `context` does not name."""
