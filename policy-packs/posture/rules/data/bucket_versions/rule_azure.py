"""Storage accounts of records and logs keep earlier versions of blobs."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_storage import ACCOUNT, BLOBS, blob_services, holds_files, keeps
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

_FAULT: Final = "keeps no earlier versions of its blobs"


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """By the account's blob service, a resource of its own. A hierarchical namespace knows no versions."""
    if not keeps(look) or holds_files(look) or look.flag("isHnsEnabled") is True:
        return
    services = blob_services(look)
    for service in services:
        for fault in must_be_true(service, "isVersioningEnabled", _FAULT):
            yield Fault(fault.message, fault.prop, fault.verdict, service.urn)
    if not services:
        maybe = bool(look.maybe_companions(BLOBS, "accountName", ACCOUNT))
        yield Fault(_FAULT, "blob service", Verdict.UNPROVEN if maybe else Verdict.VIOLATED)
