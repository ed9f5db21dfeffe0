"""Tokens of workloads are made without the policy `default`."""

from collections.abc import Iterator
from typing import Final

from posture.readers.vault.kinds import APPROLE, CERT_ROLE, CLOUD_ROLE, JWT_ROLE, KUBERNETES_ROLE, TOKEN_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, of_people
from posture.rules.vault_written import Written, each

WORKLOADS: Final = (KUBERNETES_ROLE, JWT_ROLE, CERT_ROLE, APPROLE, TOKEN_ROLE, CLOUD_ROLE)


@rule(*dict.fromkeys(token for kind in WORKLOADS for token in kind.tokens))
def check(look: Look) -> Iterator[Fault]:
    """People's tokens may have it: Vault's pages use it."""
    for kind in WORKLOADS:
        yield from each(look, kind, _role)


def _role(role: Written) -> Iterator[Fault]:
    if not (role.kind is JWT_ROLE and of_people(role)):
        yield from must_be(role, "token_no_default_policy", True, "gives tokens the policy default, too", default=False)
