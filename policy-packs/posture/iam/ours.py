"""What the reviewer lists as ours: everything else is outside."""

from __future__ import annotations

import re
from dataclasses import field
from functools import lru_cache
from typing import Final

from posture.iam.values import Truth
from posture.record import record

_DIGITS: Final = re.compile(r"\d{12,}")


@record
class IdentityPool:
    """An identity pool of ours (Amazon Cognito), and whom it gives tokens to beside our own people.

    Source: Amazon Cognito Developer Guide, "IAM roles", "Role trust and permissions": the token's `aud` is the pool's id, its `amr` says
    whether its bearer has signed in.
    """

    id: str
    guests: Truth
    """Whether it gives identities to people who have not signed in."""
    strangers: Truth
    """Whether anybody can sign in: by a social network's account, or by an account that he makes for himself."""


@record
class Ours:
    """Organizations, accounts and named things that are inside. All sets may be empty; empty means "nothing of that kind"."""

    organization_ids: frozenset[str] = field(default_factory=frozenset)
    account_ids: frozenset[str] = field(default_factory=frozenset)
    resource_arns: frozenset[str] = field(default_factory=frozenset)
    """ARNs (no wildcards) known to be ours, for resources whose ARN has no account."""
    bucket_names: frozenset[str] = field(default_factory=frozenset)
    vpc_ids: frozenset[str] = field(default_factory=frozenset)
    vpc_endpoint_ids: frozenset[str] = field(default_factory=frozenset)
    cidrs: frozenset[str] = field(default_factory=frozenset)
    """Public ranges from which only we call."""
    identity_providers: frozenset[str] = field(default_factory=frozenset)
    """OIDC issuer hosts or provider ARNs whose every subject is ours (our EKS clusters, our directory); of a shared provider
    `host:subject`, as the policy writes the subject (`token.actions.githubusercontent.com:repo:acme/infra:*`)."""
    identity_pools: frozenset[IdentityPool] = field(default_factory=frozenset)
    """Identity pools of the stack, by id."""
    canonical_user_ids: frozenset[str] = field(default_factory=frozenset)

    @property
    def sorted_accounts(self) -> tuple[str, ...]:
        """The accounts in order: sorted once, for an organization has hundreds."""
        return _sorted(self.account_ids)

    def accounts_in(self, text: str) -> list[str]:
        """Accounts that stand in the text, in order: those among its digits, so that it is not searched for each of hundreds."""
        if not _all_numbers(self.account_ids):
            return [account for account in self.sorted_accounts if account in text]
        found = {digits[at : at + 12] for digits in _DIGITS.findall(text) for at in range(len(digits) - 11)}
        return sorted(found & self.account_ids)


@lru_cache(maxsize=16)
def _sorted(accounts: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(accounts))


@lru_cache(maxsize=16)
def _all_numbers(accounts: frozenset[str]) -> bool:
    return all(len(account) == 12 and _DIGITS.fullmatch(account) for account in accounts)
