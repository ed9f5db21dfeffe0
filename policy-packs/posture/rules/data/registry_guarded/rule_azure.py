"""Container registries of zones keep their images inside, give back what is deleted and are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell, must_be_at_least
from posture.values import is_unknown

REGISTRY: Final = az("containerregistry:Registry")
REPLICA: Final = az("containerregistry:Replication")
_SOFT: Final = "policies.softDeletePolicy"
_UNTAGGED: Final = "policies.retentionPolicy.status"
_LEAST_DAYS: Final = 14
"""As for blobs (`bucket-recoverable`)."""
_AZURES_DAYS: Final = 7


@rule(*REGISTRY)
def check(look: Look) -> Iterator[Fault]:
    """Only Premium registries have private endpoints, keys of one's own and an export policy."""
    if not serves(look):
        return
    yield from must_say(look, "sku.name", ("premium",), "can't be closed: it is not Premium")
    yield from must_say(
        look, "policies.exportPolicy.status", ("disabled",), "lets its images be exported to other registries", default="enabled"
    )
    fault = "takes tokens that were made for Azure's control plane"
    yield from must_say(look, "policies.azureADAuthenticationAsArmPolicy.status", ("disabled",), fault, default="enabled")
    yield from _gives_back(look)
    yield from must_have_own_key(look)


def _gives_back(look: Look) -> Iterator[Fault]:
    """Azure refuses soft delete where there are replicas in other regions, and beside a policy that deletes untagged manifests: then none is asked."""
    if says(look, f"{_SOFT}.status", "enabled"):
        fault = f"keeps deleted images for less than {_LEAST_DAYS} days"
        yield from must_be_at_least(look, f"{_SOFT}.retentionDays", _LEAST_DAYS, fault, default=_AZURES_DAYS)
    elif says(look, _UNTAGGED, "enabled") or look.companions(REPLICA, "registryName", REGISTRY):
        return
    elif any(is_unknown(look.value(prop)) for prop in (f"{_SOFT}.status", _UNTAGGED)):
        yield cannot_tell(f"{_SOFT}.status", "whether deleted images come back")
    else:
        maybe = bool(look.maybe_companions(REPLICA, "registryName", REGISTRY))
        yield Fault("loses deleted images for good", f"{_SOFT}.status", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
