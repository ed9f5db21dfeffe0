"""Container registries of zones keep their images inside and are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

REGISTRY: Final = az("containerregistry:Registry")


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
    yield from must_have_own_key(look)
