"""A role issues certificates for the names that it is for, and for no others."""

from collections.abc import Iterator
from typing import Final

from posture.readers.vault.kinds import PKI_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_be, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_WIDE: Final = frozenset(
    {
        "com",
        "org",
        "net",
        "io",
        "co.uk",
        "dev",
        "app",
        "cloud",
        "health",
        "local",
        "internal",
        "lan",
        "corp",
        "home",
        "svc",
        "cluster.local",
    }
)
"""Names that belong to everybody, or to every service of a network: a domain of one's own stands below them."""


@rule(*PKI_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """PKI documentation, "Create or update role"."""
    yield from each(look, PKI_ROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    yield from must_be(role, "allow_any_name", False, "issues certificates for any name", default=False)
    yield from must_be(role, "allow_glob_domains", False, "takes * anywhere in the names that it allows", default=False)
    yield from must_be(role, "enforce_hostnames", True, "issues certificates for names that are no host names", default=True)
    for field in ("allowed_other_sans", "allowed_serial_numbers", "allowed_user_ids"):
        values = role.texts(field)
        if is_unknown(values):
            yield unclear(role, field, "allows any of them")
        elif any(isinstance(one, str) and one.rpartition(":")[2].strip() == "*" for one in values):
            yield Fault(f"allows any {field.removeprefix('allowed_').replace('_', ' ')}", role.prop(field))
    validations = role.texts("cn_validations")
    if not is_unknown(validations) and "disabled" in validations:
        yield Fault("does not look at common names", role.prop("cn_validations"))
    yield from _domains(role)


def _domains(role: Written) -> Iterator[Fault]:
    domains, below = role.texts("allowed_domains"), role.flag("allow_subdomains", False)
    if is_unknown(domains) or any(is_unknown(one) for one in domains):
        yield unclear(role, "allowed_domains", "allows names that are not its own")
        return
    for one in domains:
        if isinstance(one, str) and one.strip() in ("*", "*.*"):
            yield Fault("allows every domain", role.prop("allowed_domains"))
        elif isinstance(one, str) and below is True and one.strip(".*").lower() in _WIDE:
            yield Fault(f"allows every name below {one}", role.prop("allowed_domains"))
