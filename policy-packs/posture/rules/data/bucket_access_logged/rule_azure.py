"""Reads, writes and deletions in a storage account of records are recorded."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_logs import maybe_settings_of, records_all, settings_of
from posture.rules.azure_storage import ACCOUNT, blob_services
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_FAULT: Final = "does not record who reads and changes it"


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """A diagnostic setting of one of its services; the account itself logs nothing but metrics."""
    if not look.holds_records:
        return
    settings = [*settings_of(look), *(setting for service in blob_services(look) for setting in settings_of(service))]
    told = {records_all(setting) for setting in settings}
    if True not in told:
        maybe = None in told or bool(maybe_settings_of(look))
        # A setting that records nothing is what is to be mended; without one it is the account.
        yield Fault(_FAULT, "diagnostic setting", Verdict.UNPROVEN if maybe else Verdict.VIOLATED, settings[0].urn if settings else "")
