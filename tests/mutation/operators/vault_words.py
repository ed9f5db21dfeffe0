"""Vault's words: lengths of time, lists of who is let in, policies, statements and addresses become weaker. Described by the API's reference, not by a rule.

- `weaken-lifetime`: a length of time becomes ten years;
- `widen-names`: a list of names, subjects, roles or policies becomes `*`, and a claim's value too;
- `weaken-word`: a word becomes its documented weaker one (`internal`: `exported`);
- `weaken-number`: a key becomes shorter, a chain of authorities endless;
- `weaken-address`: TLS in an address is no longer asked for;
- `widen-path`, `widen-capabilities`, `drop-constraint`: a path of a policy spans more, allows more, or takes any parameter;
- `widen-statement`: SQL that makes a login grants everything, or makes an administrator.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from posture.readers.vault.acl import parse_policy
from tests.mutation.edits import put
from tests.mutation.mutant import Mutant
from tests.mutation.operators.operation import concerns_operation
from tests.mutation.program import Late, Program, Row
from tests.mutation.sites import Site, sites

PREFIX: Final = "vault:"
TEN_YEARS: Final = 315_360_000
_LENGTH: Final = re.compile(r"ttl|period$|expiry|leaseTtlSeconds|lifetime", re.I)
_WHOM: Final = re.compile(
    r"^(allowed(Roles|Domains|UriSans|CommonNames|DnsSans|ClientIds|PoliciesGlobs?|OtherSans)|boundServiceAccount\w+|boundClaims\.\w+|assignments)(\[\])?$"
)
"""Lists in which a `*`, or the word for all, means everybody. What is compared letter by letter (an audience, a subject, a policy's name) is left alone."""
_EVERYBODY: Final = {"assignments": "allow_all"}
_WEAKER: Final[dict[str, dict[str, str]]] = {
    "type": {"internal": "exported", "aes256-gcm96": "rsa-2048", "ecdsa-p384": "rsa-2048", "ecdsa-p256": "rsa-2048"},
    "keyType": {"ec": "any"},
    "eabPolicy": {"always-required": "not-required"},
    "defaultDirectoryPolicy": {"forbid": "sign-verbatim", "role": "sign-verbatim"},
    "leafNotAfterBehavior": {"err": "permit"},
    "roleType": {"jwt": "oidc"},
    "listingVisibility": {"hidden": "unauth"},
    "options.version": {"2": "1"},
    "options.log_raw": {"false": "true"},
    "options.hmac_accessor": {"true": "false"},
    "options.file_path": {"/vault/logs/audit.log": "/dev/null"},
}
"""Property → word → its weaker one. Source: Vault documentation, "HTTP API"."""
_WEAKER_NUMBERS: Final = {
    ("SecretBackendRootCert", "keyBits"): 224,
    ("SecretBackendIntermediateCertRequest", "keyBits"): 224,
    ("SecretBackendRole", "keyBits"): 224,
    ("SecretBackendRootSignIntermediate", "maxPathLength"): -1,
}
"""(Class, property) → its weaker number: the shortest curve that Vault makes; no end."""
_STATEMENTS: Final = (
    ("grant-all", r"GRANT [A-Z, ]+ ON", "GRANT ALL ON"),
    ("superuser", r"NOSUPERUSER", "SUPERUSER"),
    ("createrole", r"NOCREATEROLE", "CREATEROLE"),
    ("no-end", r" VALID UNTIL '\{\{expiration\}\}'", ""),
    ("grant-option", r'TO "\{\{name\}\}";', 'TO "{{name}}" WITH GRANT OPTION;'),
    ("public", r'TO "\{\{name\}\}"', "TO PUBLIC"),
)


def _considered(row: Row) -> Iterator[Site]:
    if row.type.startswith(PREFIX):
        yield from (one for one in sites(row) if not concerns_operation(row.type, one.path) and not isinstance(one.value, dict | list))


def _mutant(operator: str, row: Row, site: Site, value: Any, variant: str = "", path: str = "") -> Mutant:
    def change(program: Program) -> set[str]:
        put(program, row.urn, site.where, Late(value) if isinstance(site.value, Late) else value)
        return set()

    return Mutant(operator, row.type, path or site.path, row.urn, change, variant)


def longer(program: Program, row: Row) -> Iterator[Mutant]:
    """Ten years."""
    for site in _considered(row):
        value = site.plain
        if not _LENGTH.search(site.last) or isinstance(value, bool):
            continue
        if isinstance(value, int | float):
            yield _mutant("weaken-lifetime", row, site, TEN_YEARS)
        elif isinstance(value, str) and re.fullmatch(r"\d+[a-z]*", value):
            yield _mutant("weaken-lifetime", row, site, str(TEN_YEARS) if value.isdigit() else "87600h")


def wider_names(program: Program, row: Row) -> Iterator[Mutant]:
    """`*`: everybody; and of an identity, all that begin like it."""
    for site in _considered(row):
        value = site.plain
        if not isinstance(value, str) or not _WHOM.search(site.path) or value == "*":
            continue
        if site.path.startswith("boundClaims") and row.inputs.get("boundClaimsType") != "glob":
            continue  # Compared letter by letter.
        yield _mutant("widen-names", row, site, _EVERYBODY.get(str(site.where[0]), "*"), "everybody")
        if value.startswith("spiffe://"):
            domain = "/".join(value.split("/")[:3])
            yield _mutant("widen-names", row, site, f"{domain}/*", "trust-domain")
            yield _mutant("widen-names", row, site, f"{domain}/zone/*", "zones")


def weaker_words(program: Program, row: Row) -> Iterator[Mutant]:
    """A documented weaker word."""
    for site in _considered(row):
        value = site.plain
        weaker = _WEAKER.get(site.path, {}).get(value) if isinstance(value, str) and "identity" not in row.type else None
        if weaker:
            yield _mutant("weaken-word", row, site, weaker, weaker)
        if isinstance(value, str) and "sslmode=verify-full" in value:
            for mode in ("disable", "require"):
                yield _mutant("weaken-address", row, site, value.replace("verify-full", mode), mode)
        if isinstance(value, str) and "{{password}}" in value and "://" in value:
            yield _mutant("weaken-address", row, site, value.replace("{{password}}", "hunter22"), "password")
        if isinstance(value, str) and value.startswith("https://") and re.search(r"(Url|Uris?|Host)$", site.last):
            yield _mutant("weaken-address", row, site, value.replace("https://", "http://"), "http")


def weaker_numbers(program: Program, row: Row) -> Iterator[Mutant]:
    """A documented weaker number."""
    for site in _considered(row):
        weaker = _WEAKER_NUMBERS.get((row.type.rsplit(":", 1)[-1], site.path))
        if weaker is not None and site.plain != weaker:
            yield _mutant("weaken-number", row, site, weaker)


def wider_policies(program: Program, row: Row) -> Iterator[Mutant]:
    """Each path of a policy in HCL or JSON, by text: a glob instead of its last part, of all its parts, and more capabilities."""
    if row.type != "vault:index/policy:Policy":
        return
    for site in _considered(row):
        text = site.plain
        if site.path != "policy" or not isinstance(text, str):
            continue
        for grant in parse_policy(text) or ():
            if not grant.allows:
                continue
            quoted = f'"{grant.path}"'
            head, _, last = grant.path.rpartition("/")
            yield _mutant("widen-path", row, site, text.replace(quoted, '"*"'), f"{grant.path}: everything", "policy")
            yield _mutant(
                "widen-path",
                row,
                site,
                text.replace(quoted, f'"+/{grant.path.partition("/")[2]}"'),
                f"{grant.path}: every engine",
                "policy",
            )
            if last not in ("*", "+") and _one_of_many(head):
                yield _mutant("widen-path", row, site, text.replace(quoted, f'"{head}/*"'), f"{grant.path}: every role", "policy")
            yield _mutant(
                "widen-capabilities", row, site, text.replace(quoted, '"sys/policies/acl/*"', 1), f"{grant.path}: policies", "policy"
            )
            if not grant.writes:
                continue
            yield _mutant(
                "widen-capabilities", row, site, text.replace(quoted, '"auth/token/create"', 1), f"{grant.path}: tokens", "policy"
            )
        if "denied_parameters" in text:
            yield _mutant("drop-constraint", row, site, re.sub(r"\s*denied_parameters\s*=\s*\{[^}]*\}", "", text), "", "policy")
        yield _mutant(
            "widen-capabilities", row, site, re.sub(r'("?capabilities"?\s*[=:]\s*\[)', r'\1"sudo", ', text, count=1), "sudo", "policy"
        )


def _one_of_many(head: str) -> bool:
    """Whether the last part of a path names one role or key of an engine."""
    return bool(re.search(r"(^|/)(creds|static-creds|issue|sign|encrypt|decrypt|verify)$", head))


def wider_statements(program: Program, row: Row) -> Iterator[Mutant]:
    """SQL of a login."""
    for site in _considered(row):
        value = site.plain
        if site.path != "creationStatements[]" and not site.path.startswith("creationStatements"):
            continue
        for variant, pattern, instead in _STATEMENTS:
            if isinstance(value, str) and re.search(pattern, value):
                yield _mutant("widen-statement", row, site, re.sub(pattern, instead, value), variant, f"creationStatements {variant}")


OPERATORS = (longer, wider_names, weaker_words, weaker_numbers, wider_policies, wider_statements)
