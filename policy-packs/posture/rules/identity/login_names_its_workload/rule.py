"""A role of Kubernetes, JWT or certificate logins names whom it lets in."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.readers.vault.kinds import CERT_ROLE, JWT_ROLE, KUBERNETES_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import of_people, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_SANS: Final = (
    "allowed_common_names", "allowed_names", "allowed_dns_sans", "allowed_uri_sans", "allowed_email_sans", "allowed_organizational_units", "required_extensions",
)  # fmt: skip


@rule(*KUBERNETES_ROLE.tokens, *JWT_ROLE.tokens, *CERT_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """A pattern with something before its `*` is a choice; `*` alone is none."""
    yield from each(look, KUBERNETES_ROLE, _kubernetes)
    yield from each(look, JWT_ROLE, _jwt)
    yield from each(look, CERT_ROLE, _certificate)


def _kubernetes(role: Written) -> Iterator[Fault]:
    for field, whom in (("bound_service_account_names", "service account"), ("bound_service_account_namespaces", "namespace")):
        values = role.texts(field)
        if is_unknown(values):
            yield unclear(role, field, f"takes every {whom}")
        elif any(_all(one) for one in values):
            yield Fault(f"takes every {whom}", role.prop(field))
    selector = role.text("bound_service_account_namespace_selector")
    if isinstance(selector, str) and selector.replace(" ", "") in ("{}", '{"matchLabels":{}}'):
        yield Fault("takes every namespace", role.prop("bound_service_account_namespace_selector"))


def _jwt(role: Written) -> Iterator[Fault]:
    audiences, subject, claims = role.texts("bound_audiences"), role.text("bound_subject"), role.raw("bound_claims")
    if is_unknown(audiences) or is_unknown(subject) or is_unknown(claims):
        yield unclear(role, "bound_claims", "takes every subject of its issuer")
        return
    people = of_people(role)
    if not audiences and not people:
        yield Fault("takes tokens that were made for others: it names no audience", role.prop("bound_audiences"))
    chosen = list(claims.values()) if isinstance(claims, Mapping) else []
    globs = role.text("bound_claims_type") == "glob"
    if globs and any(_all(part) for value in chosen for part in _parts(value)):
        yield Fault("takes any value of a claim", role.prop("bound_claims"))
    elif subject is None and not [name for name in (claims if isinstance(claims, Mapping) else ()) if name not in ("aud", "iss")]:
        yield Fault("takes every subject of its issuer: it names neither a subject nor claims", role.prop("bound_claims"))


def _certificate(role: Written) -> Iterator[Fault]:
    lists = {field: role.texts(field) for field in _SANS}
    if any(is_unknown(values) or any(is_unknown(one) for one in values) for values in lists.values()):
        yield unclear(role, "allowed_uri_sans", "takes every certificate of its authority")
        return
    if not any(not is_unknown(values) and any(not _all(one) for one in values) for values in lists.values()):
        yield Fault("takes every certificate of its authority: it names nobody", role.prop("allowed_uri_sans"))
    for field in _SANS[:-1]:
        values = lists[field]
        if not is_unknown(values) and any(_all(one) for one in values):
            yield Fault(f"takes any of {field}", role.prop(field))
    uris = lists["allowed_uri_sans"]
    for one in uris if not is_unknown(uris) else ():
        if (
            isinstance(one, str)
            and one.startswith("spiffe://")
            and "*" in one
            and not one.partition("*")[0].removeprefix("spiffe://").partition("/")[2].strip("/")
        ):
            yield Fault(f"takes every workload of the trust domain: {one}", role.prop("allowed_uri_sans"))


def _parts(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _all(value: Any) -> bool:
    """`*`, and patterns that mean no more: `**`, `*.*`, `system:serviceaccount:*:*` is a choice of kind, not of workload."""
    return (
        isinstance(value, str)
        and bool(value.strip())
        and (not value.strip("*.?/ ") or value in ("system:serviceaccount:*", "system:serviceaccount:*:*"))
    )
