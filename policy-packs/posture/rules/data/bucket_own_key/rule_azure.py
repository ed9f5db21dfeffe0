"""Storage accounts of zones are encrypted with a key of one's own, their queues and tables too."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_storage import ACCOUNT
from posture.rules.azure_words import az, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

SCOPE: Final = az("storage:EncryptionScope")


@rule(*ACCOUNT, *SCOPE)
def check(look: Look) -> Iterator[Fault]:
    """Azure Storage documentation, "Customer-managed keys": queues and tables take the account's key only if they are made so."""
    if not serves(look):
        return
    if look.resource.type in SCOPE:
        if look.parent is not None and not says(look.parent, "encryption.keySource", "microsoft.keyvault"):
            yield from must_say(look, "source", ("microsoft.keyvault",), "encrypts with a key of Microsoft's")
        return
    yield from must_have_own_key(look)
    for service in ("queue", "table"):
        if look.value(f"encryption.services.{service}") is not None:
            fault = f"does not encrypt its {service}s with its key"
            yield from must_say(look, f"encryption.services.{service}.keyType", ("account",), fault, default="Service")
