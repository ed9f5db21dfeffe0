"""SPIFFE identities that a pattern covers. `*` stands for any text, slashes too (Vault's globs), so only what stands before it binds.

Source: SPIFFE, "The SPIFFE Identity and Verifiable Identity Document"; Vault documentation, "PKI secrets engine (API)" (`allowed_uri_sans`).
"""

from typing import Final

from ai_zones.plan import ZoneName

_SCHEME: Final = "spiffe://"
_ZONES: Final = frozenset(str(zone) for zone in ZoneName)


def too_wide(pattern: str) -> str:
    """Whom a pattern covers that it should not: `any workload`, `any of the trust domain`, `those of other zones`; empty if none."""
    before, star, _ = pattern.partition("*")
    if not star:
        return ""
    if not before.startswith(_SCHEME):
        return "of any identity" if not before.strip("/") or "://" not in before else ""
    domain, slash, path = before.removeprefix(_SCHEME).partition("/")
    if not domain or not slash or not path.strip("/"):
        return "any of the trust domain"
    head, _, rest = path.partition("/")
    return "those of other zones" if head == "zone" and "/" not in rest else ""


def mesh_of(pattern: str) -> tuple[str, str] | None:
    """Trust domain and namespace of identities that a mesh writes (`ns/<namespace>/sa/<account>`); the namespace is empty where a pattern covers several."""
    domain, _, path = pattern.removeprefix(_SCHEME).partition("/")
    head, _, rest = path.partition("/")
    if not pattern.startswith(_SCHEME) or head != "ns" or "*" in domain:
        return None
    namespace, slash, _ = rest.partition("/")
    return domain, namespace if slash and "*" not in namespace else ""


def zone_of(pattern: str) -> str:
    """The zone that an identity names; empty if none."""
    steps = pattern.removeprefix(_SCHEME).partition("/")[2].split("/")
    return steps[1] if len(steps) > 1 and steps[0] == "zone" and steps[1] in _ZONES else ""
