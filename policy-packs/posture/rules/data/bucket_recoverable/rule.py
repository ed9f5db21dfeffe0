"""What is deleted from a storage account of records or logs comes back for two weeks or more, and every change is written down."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_storage import ACCOUNT, BLOBS, FILES, blob_services, holds_files, keeps
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least, must_be_false, must_be_true

SHARE: Final = az("storage:FileShare")
_LEAST_DAYS: Final = 14
_POLICIES: Final = {"deleteRetentionPolicy": "blobs", "containerDeleteRetentionPolicy": "containers"}


SETTINGS: Final = az("appconfiguration:ConfigurationStore")
"""Azure App Configuration documentation, "Soft delete": on in the Standard tier and above; purge protection is not, unless it is switched on."""


@rule(*ACCOUNT, *SETTINGS)
def check(look: Look) -> Iterator[Fault]:
    """Soft delete of blobs and containers, and the change feed; of settings, that nobody purges what was deleted."""
    if look.resource.type in SETTINGS:
        if look.holds_records:
            yield from must_be_true(look, "enablePurgeProtection", "can be purged when it was deleted")
        return
    if not keeps(look) or look.flag("isHnsEnabled") is True:
        return
    if holds_files(look):
        yield from _shares(look)
        return
    services = blob_services(look)
    if not services:
        maybe = bool(look.maybe_companions(BLOBS, "accountName", ACCOUNT))
        yield Fault("loses for good what is deleted", "blob service", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
    for service in services:
        for fault in _keeps(service):
            yield Fault(fault.message, fault.prop, fault.verdict, service.urn)
    if look.companions(SHARE, "accountName", ACCOUNT):
        yield from _shares(look)


def _shares(look: Look) -> Iterator[Fault]:
    services = look.companions(FILES, "accountName", ACCOUNT)
    if not services:
        maybe = bool(look.maybe_companions(FILES, "accountName", ACCOUNT))
        yield Fault("loses for good what is deleted", "file service", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
    for service in services:
        yield from (
            Fault(found.message, found.prop, found.verdict, service.urn) for found in _one(service, "shareDeleteRetentionPolicy", "shares")
        )


def _keeps(service: Look) -> Iterator[Fault]:
    for prop, what in _POLICIES.items():
        yield from _one(service, prop, what)
    yield from must_be_true(service, "changeFeed.enabled", "does not write down what changes")


def _one(service: Look, prop: str, what: str) -> Iterator[Fault]:
    yield from must_be_true(service, f"{prop}.enabled", f"loses deleted {what} for good")
    yield from must_be_at_least(service, f"{prop}.days", _LEAST_DAYS, f"keeps deleted {what} for less than {_LEAST_DAYS} days")
    yield from must_be_false(service, f"{prop}.allowPermanentDelete", f"lets deleted {what} be deleted for good")
