"""No wildcard certificates: Vault allows them unless a role says otherwise."""

from collections.abc import Iterator

from posture.readers.vault.kinds import PKI_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be
from posture.rules.vault_written import Written, each


@rule(*PKI_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """They need a role that allows names below a domain, patterns or any name; where none is allowed the flag opens nothing."""
    yield from each(look, PKI_ROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    ways = [role.flag(field, False) for field in ("allow_subdomains", "allow_glob_domains", "allow_any_name")]
    if any(one is not False for one in ways):
        yield from must_be(role, "allow_wildcard_certificates", False, "issues wildcard certificates", default=True)
