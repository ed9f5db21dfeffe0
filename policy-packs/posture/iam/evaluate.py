"""Three-valued evaluation of one request (or family of requests) against one document."""

from __future__ import annotations

from dataclasses import dataclass

from posture.iam.document import AnyPolicy, Effect, Statement
from posture.iam.request import Request
from posture.iam.values import Truth, Unknown


@dataclass(frozen=True, slots=True)
class StatementMatch:
    """A statement that matches or may match."""

    index: int | None
    sid: str | None
    effect: Effect | Unknown
    truth: Truth


@dataclass(frozen=True, slots=True)
class Decision:
    allow: Truth
    """Whether some Allow statement matches, denies left aside."""
    deny: Truth
    """Whether some Deny statement matches (explicit deny)."""
    direct: Truth
    """As `allow`, without the statements that only delegate to an account (`root` or account id)."""
    allowed: Truth
    """Allow and no explicit deny: this document's answer."""
    statements: tuple[StatementMatch, ...] = ()

    @property
    def may_allow(self) -> bool:
        return self.allowed.possible

    @property
    def must_allow(self) -> bool:
        return self.allowed.certain

    @property
    def may_deny(self) -> bool:
        """An explicit deny may match."""
        return self.deny.possible

    @property
    def must_deny(self) -> bool:
        """An explicit deny certainly matches."""
        return self.deny.certain


def evaluate(policy: AnyPolicy, request: Request) -> Decision:
    raise NotImplementedError


def match_statement(statement: Statement, request: Request) -> Truth:
    raise NotImplementedError
