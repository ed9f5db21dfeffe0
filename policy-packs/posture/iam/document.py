"""A policy document as data: what `parse_policy` returns and `evaluate` judges.

Source: IAM User Guide, "IAM JSON policy element reference" and "Grammar of the IAM JSON policy language".
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from posture.iam.values import Unknown
from posture.record import record


class PolicyKind(StrEnum):
    """Where a document is attached: decides which elements a statement must or must not have."""

    IDENTITY = "identity"
    """Identity policy, permission boundary, SCP: no Principal, a Resource."""
    RESOURCE = "resource"
    """Bucket, key, secret, queue or repository policy: a Principal; where Resource is missing (ECR) the holder is meant."""
    TRUST = "trust"
    """Role trust policy: a Principal, no Resource."""
    ENDPOINT = "endpoint"
    """VPC endpoint policy: a Principal and a Resource."""
    ANY = "any"
    """Not said: statements without Principal are read as an identity policy's; a mix of both is a fault."""


class Effect(StrEnum):
    ALLOW = "Allow"
    DENY = "Deny"


Text = str | Unknown
"""A string of the document, or a leaf that is not known yet."""


@record
class Match:
    """`Action`/`NotAction`, `Resource`/`NotResource`: patterns, and whether they are excluded instead of included."""

    patterns: tuple[Text, ...]
    negated: bool = False
    variables: bool = field(init=False, repr=False, compare=False)
    """Whether a pattern holds what may be a policy variable."""
    _hashed: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "variables", any(isinstance(text, str) and "${" in text for text in self.patterns))
        object.__setattr__(self, "_hashed", hash((self.patterns, self.negated)))

    def __hash__(self) -> int:
        """Worked out once: answers are remembered by it."""
        return self._hashed


class PrincipalKind(StrEnum):
    AWS = "AWS"
    SERVICE = "Service"
    FEDERATED = "Federated"
    CANONICAL_USER = "CanonicalUser"
    EVERYONE = "*"
    UNKNOWN = "unknown"


@record
class PrincipalEntry:
    """One principal that a statement names. `"*"` and `{"AWS": "*"}` both have the kind `EVERYONE`."""

    kind: PrincipalKind
    value: Text


@record
class Principals:
    """`Principal` or `NotPrincipal`."""

    entries: tuple[PrincipalEntry, ...]
    negated: bool = False


@record
class Condition:
    """One key of one operator, e.g. `"ForAllValues:StringLike": {"aws:TagKeys": ["a*"]}`.

    `operator` and `key` keep the document's spelling; both are compared without regard to case.
    """

    operator: str
    key: str
    values: tuple[Text, ...]


@record
class Statement:
    index: int
    sid: str | None
    effect: Effect | Unknown
    principals: Principals | Unknown | None
    """None: the statement has no Principal element."""
    actions: Match | Unknown
    resources: Match | Unknown | None
    """None: the statement has no Resource element."""
    conditions: tuple[Condition, ...] | Unknown

    @property
    def label(self) -> str:
        """How findings name it: `statement 2 (DenyInsecureTransport)`."""
        return f"statement {self.index} ({self.sid})" if self.sid else f"statement {self.index}"


@record
class Policy:
    """A well-formed document. Some of its leaves may still be unknown."""

    statements: tuple[Statement, ...]
    kind: PolicyKind = PolicyKind.ANY
    variables: bool = True
    """Whether `${...}` is a policy variable (Version 2012-10-17) or literal text (2008-10-17, the default)."""
    open_ended: bool = False
    """The list of statements itself holds unknowns: there may be more statements than these."""
    boundary: AnyPolicy | None = None
    """The permissions boundary of the identity that has this policy: it allows nothing, and nothing passes that it does not allow."""
    _hashed: int = field(default=0, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Worked out once: documents are what answers are remembered by, and are asked for it again and again."""
        if not self._hashed:
            object.__setattr__(self, "_hashed", hash((self.statements, self.kind, self.variables, self.open_ended, self.boundary)) or 1)
        return self._hashed


@record
class UnknownPolicy:
    """The whole document is unknown, as in a preview: it may allow and may deny anything."""

    kind: PolicyKind = PolicyKind.ANY


@record
class NoPolicy:
    """No document is attached. On a VPC endpoint this means full access, elsewhere nothing is allowed by it."""

    kind: PolicyKind = PolicyKind.ANY


@record
class PolicyFault:
    """The document is malformed. AWS would refuse it, so what stands in its place is not known: treat as unproven."""

    path: str
    """JSON path, e.g. `$.Statement[0].Effect`."""
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


AnyPolicy = Policy | UnknownPolicy | NoPolicy | PolicyFault
