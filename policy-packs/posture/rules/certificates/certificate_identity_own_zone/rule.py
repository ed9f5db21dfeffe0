"""A role's URI SANs are of one zone: the pattern does not cover other zones or the whole trust domain."""

from collections.abc import Iterator

from posture.readers.vault.kinds import PKI_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_identities import too_wide, zone_of
from posture.rules.vault_words import unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown


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
    if len(zones := {zone for one in known if (zone := zone_of(one))}) > 1:
        yield Fault(f"is for several zones: {', '.join(sorted(zones))}", role.prop("allowed_uri_sans"))
