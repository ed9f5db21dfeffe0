"""Storage accounts of zones are encrypted with a key of one's own, their queues and tables too."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_storage import ACCOUNT
from posture.rules.azure_words import az, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.parts import given
from posture.rules.words import must_be_true

CONTAINER: Final = az("storage:BlobContainer")
_WITHOUT: Final = ("filestorage", "blockblobstorage", "blobstorage")
"""Kinds of accounts that have neither queues nor tables."""
SCOPE: Final = az("storage:EncryptionScope")


@rule(*ACCOUNT, *SCOPE, *CONTAINER)
def check(look: Look) -> Iterator[Fault]:
    """Azure Storage documentation, "Customer-managed keys": queues and tables take the account's key only if they are made so."""
    if not serves(look):
        return
    if look.resource.type in CONTAINER:
        if given(look, "defaultEncryptionScope") is not None:
            yield from must_be_true(look, "denyEncryptionScopeOverride", "lets its writers choose another key")
        return
    if look.resource.type in SCOPE:
        if look.parent is not None and not says(look.parent, "encryption.keySource", "microsoft.keyvault"):
            yield from must_say(look, "source", ("microsoft.keyvault",), "encrypts with a key of Microsoft's")
        return
    yield from must_have_own_key(look)
    if says(look, "encryption.keySource", "microsoft.keyvault") and not _has_identity(look):
        yield Fault("names no identity that may use its key", "encryption.encryptionIdentity")
    for service in () if str(look.text("kind")).lower() in _WITHOUT else ("queue", "table"):
        if says(look, "encryption.keySource", "microsoft.keyvault"):
            fault = f"does not encrypt its {service}s with its key"
            yield from must_say(look, f"encryption.services.{service}.keyType", ("account",), fault, default="Service")


def _has_identity(look: Look) -> bool:
    """A user-assigned one that is named for the key, or the account's own, which it takes without being told."""
    named = look.value("encryption.encryptionIdentity.encryptionUserAssignedIdentity") not in (None, "")
    kind = look.text("identity.type")
    return named or (isinstance(kind, str) and "systemassigned" in kind.lower())
