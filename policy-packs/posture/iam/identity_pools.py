"""Identities of Amazon Cognito that a role's trust policy is tried with: those of a stranger's pool, and of each pool that the policy names.

Every customer's pools have one issuer. A token's `aud` is the id of the pool that gave it, which nobody chooses for himself; its `amr` is
`unauthenticated`, or `authenticated` and the ways by which its bearer signed in.
Source: Amazon Cognito Developer Guide, "IAM roles", "Role trust and permissions", "Security best practices for identity pools".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from posture.iam.document import Statement
from posture.iam.ours import IdentityPool, Ours
from posture.iam.parties import conditions
from posture.iam.patterns import glob, is_literal, sample
from posture.iam.request import ContextValue
from posture.iam.values import UNKNOWN
from posture.record import record

COGNITO: Final = "cognito-identity.amazonaws.com"
_GUEST, _SIGNED_IN = "unauthenticated", "authenticated"
_STRANGERS_POOL: Final = "us-east-1:00000000-0000-4000-8000-000000000000"


@record
class PoolIdentity:
    """One who comes with a token of a pool."""

    name: str
    audience: str
    means: tuple[str, ...]
    """`amr` of the token."""
    subject: ContextValue
    may_be_ours: bool
    says: str

    def keys(self, others: Mapping[str, ContextValue]) -> tuple[tuple[str, ContextValue], ...]:
        """The keys of its request."""
        own: dict[str, ContextValue] = {f"{COGNITO}:aud": self.audience, f"{COGNITO}:amr": self.means, f"{COGNITO}:sub": self.subject}
        return tuple({**others, **own}.items())


def pool_identities(statement: Statement, ours: Ours) -> Iterator[PoolIdentity]:
    """Everybody of a pool who is not ours, as far as the statement can tell them apart."""
    signed_in = tuple(dict.fromkeys((_SIGNED_IN, *(text for text in _values(statement, "amr") if text != _GUEST))))
    pools = {pool.id: pool for pool in ours.identity_pools}
    # Whether a named identity is a stranger's is not told by its number.
    subject: ContextValue = UNKNOWN if _values(statement, "sub") else "zz-stranger"
    for means in ((_GUEST,), signed_in):
        yield PoolIdentity(COGNITO, _STRANGERS_POOL, means, subject, False, "issues tokens to anybody")
    for audience in _values(statement, "aud"):
        name = f"{COGNITO}: {audience}"
        if audience in ours.identity_providers or f"{COGNITO}:{audience}" in ours.identity_providers:
            continue
        if not is_literal(glob(audience)):
            for means in ((_GUEST,), signed_in):
                yield PoolIdentity(name, sample(glob(audience), "zz-stranger"), means, subject, False, "anybody can make a pool for")
        elif (pool := pools.get(audience)) is not None:
            yield from _of(pool, name, signed_in, subject)
        else:
            for means in ((_GUEST,), signed_in):
                yield PoolIdentity(name, audience, means, subject, True, "is an identity pool that is no resource of the stack")


def _of(pool: IdentityPool, name: str, signed_in: tuple[str, ...], subject: ContextValue) -> Iterator[PoolIdentity]:
    if pool.guests.possible:
        says = "gives identities to people who have not signed in"
        yield PoolIdentity(name, pool.id, (_GUEST,), subject, not pool.guests.certain, says)
    if pool.strangers.possible:
        says = "lets anybody sign in" if pool.strangers.certain else "takes sign-ins of a provider that is not known to be ours"
        yield PoolIdentity(name, pool.id, signed_in, subject, not pool.strangers.certain, says)


def _values(statement: Statement, key: str) -> list[str]:
    """What the statement asks of a key of the token, as far as it is known."""
    asked = [condition for condition in conditions(statement) if condition.key.lower() == f"{COGNITO}:{key}"]
    return [value for condition in asked for value in condition.values if isinstance(value, str)]
