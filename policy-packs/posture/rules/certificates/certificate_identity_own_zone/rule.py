"""A role's URI SANs are of one zone: the pattern does not cover other zones or the whole trust domain."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.vault.kinds import PKI_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_SCHEME: Final = "spiffe://"


@rule(*PKI_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """`*` stands for any text, slashes too (Vault's globs), so only what stands before it binds."""
    yield from each(look, PKI_ROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    patterns = role.texts("allowed_uri_sans")
    if is_unknown(patterns) or any(is_unknown(one) for one in patterns):
        yield unclear(role, "allowed_uri_sans", "lets workloads be those of other zones")
        return
    zones = {zone for one in patterns if isinstance(one, str) and (zone := _zone(one))}
    for one in patterns:
        if isinstance(one, str) and (wide := _wide(one)):
            yield Fault(f"{wide}: {one}", role.prop("allowed_uri_sans"))
    if len(zones) > 1:
        yield Fault(f"is for several zones: {', '.join(sorted(zones))}", role.prop("allowed_uri_sans"))


def _wide(pattern: str) -> str:
    """Why a pattern covers too much; empty if it does not."""
    before, star, _ = pattern.partition("*")
    if not star:
        return ""
    if not before.startswith(_SCHEME):
        return "lets workloads have any identity" if not before.strip("/") or "://" not in before else ""
    domain, slash, path = before.removeprefix(_SCHEME).partition("/")
    if not domain or not slash or not path.strip("/"):
        return "lets workloads be any of the trust domain"
    head, _, rest = path.partition("/")
    if head == "zone" and "/" not in rest:
        return "lets workloads be those of other zones"
    return ""


def _zone(pattern: str) -> str:
    path = pattern.removeprefix(_SCHEME).partition("/")[2]
    steps = path.split("/")
    return steps[1] if len(steps) > 1 and steps[0] == "zone" and steps[1] in {str(zone) for zone in ZoneName} else ""
