"""What the data-perimeter questions answer with: ways out or in, each with its witness."""

from __future__ import annotations

from enum import StrEnum

from posture.record import record


class Certainty(StrEnum):
    CERTAIN = "certain"
    """The witness is certainly allowed by the document."""
    UNKNOWN = "unknown"
    """Not decided: an unknown value, a key we know nothing of, or a name that may be ours."""


class WitnessKind(StrEnum):
    ANY = "any"
    """Anyone or anything: a fresh account outside ours passes."""
    ACCOUNT = "account"
    ORGANIZATION = "organization"
    NO_ORGANIZATION = "no-organization"
    """Accounts that belong to no organization, whose org keys are absent from the request."""
    BUCKET = "bucket"
    RESOURCE = "resource"
    PRINCIPAL = "principal"
    ANONYMOUS = "anonymous"
    SERVICE = "service"
    IDENTITY_PROVIDER = "identity-provider"
    NETWORK = "network"
    DOCUMENT = "document"
    """The document itself could not be judged (unknown or malformed)."""


@record
class Opening:
    """One way through a policy document."""

    statement: int | None
    """Index of the Allow statement that opens; None if the whole document is to blame."""
    sid: str | None
    witness_kind: WitnessKind
    witness: str
    """The account id, organization id, bucket name, principal, range ... that passes; `any` if everyone does."""
    actions: tuple[str, ...]
    """Data-carrying actions that pass."""
    reason: str
    """One sentence for a finding."""
    certainty: Certainty
    directions: frozenset[str] = frozenset({"read", "write"})
    """Which way data moves: `read` out of the resource, `write` into it."""

    @property
    def certain(self) -> bool:
        return self.certainty is Certainty.CERTAIN
