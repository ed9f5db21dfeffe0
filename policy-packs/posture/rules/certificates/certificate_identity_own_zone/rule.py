"""A role's URI SANs are of one zone: the pattern does not cover other zones or the whole trust domain."""

from collections.abc import Iterator

from posture.readers.vault.kinds import PKI_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.look import Look
from posture.rules.vault_identities import mesh_of, too_wide, zone_of
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, all_of, each
from posture.values import Unknown, is_unknown


@rule(*PKI_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Of every role that writes URIs."""
    yield from each(look, PKI_ROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    patterns = role.texts("allowed_uri_sans")
    if is_unknown(patterns) or any(is_unknown(one) for one in patterns):
        yield unclear(role, "allowed_uri_sans", "lets workloads be those of other zones")
        return
    known = [one for one in patterns if isinstance(one, str)]
    for one in known:
        if whom := too_wide(one):
            yield Fault(f"lets workloads be {whom}: {one}", role.prop("allowed_uri_sans"))
    for one in known:
        if (mesh := mesh_of(one)) and not mesh[1] and _shared(role, mesh[0]):
            message = f"lets workloads be those of any namespace, in a trust domain that another mesh shares: {one}"
            yield Fault(message, role.prop("allowed_uri_sans"))
    zones = {zone for one in known if (zone := zone_of(one))} | set(_of_namespaces(role, known))
    if len(zones) > 1:
        yield Fault(f"is for several zones: {', '.join(sorted(zones))}", role.prop("allowed_uri_sans"))


def _shared(role: Written, domain: str) -> bool:
    """Whether another role signs for a mesh of the same trust domain: each may write the identities of the other."""
    for other in all_of(role.look.scene, PKI_ROLE):
        if other.look.urn == role.look.urn:
            continue
        patterns = other.texts("allowed_uri_sans")
        if not isinstance(patterns, Unknown) and any(
            isinstance(one, str) and (mesh := mesh_of(one)) is not None and mesh[0] == domain for one in patterns
        ):
            return True
    return False


def _of_namespaces(role: Written, patterns: list[str]) -> Iterator[str]:
    """Zones of the namespaces that patterns name, as far as a cluster of the program has them, and all clusters mean the same by the name."""
    named = {mesh[1] for one in patterns if (mesh := mesh_of(one)) and mesh[1]}
    found: dict[str, set[str]] = {}
    for namespace, zone in ground(role.look.scene).zoned():
        if namespace.name in named:
            found.setdefault(str(namespace.name), set()).add(str(zone))
    for zones in found.values():
        if len(zones) == 1:
            yield from zones
