"""Stores of records are protected against deletion by Google, and not by the program alone."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import FIRESTORE, SPANNER, SQL, is_replica
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_true

BIGTABLE_TABLE: Final = gcp("bigtable:Table")
_FAULT: Final = "can be deleted by one command"


@rule(*SQL, *SPANNER, *FIRESTORE, *BIGTABLE_TABLE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Prevent deletion of an instance"; provider reference, `gcp.spanner.Database`, `gcp.firestore.Database`: off unless it is given."""
    if not look.holds_records or (look.resource.type in SQL and (is_replica(look) or look.value("settings") is None)):
        return
    if look.resource.type in SQL:
        yield from must_be_true(look, "settings.deletionProtectionEnabled", _FAULT)
    elif look.resource.type in SPANNER:
        yield from must_be_true(look, "enableDropProtection", _FAULT)
    elif look.resource.type in FIRESTORE:
        yield from must_be_one_of(look, "deleteProtectionState", ("DELETE_PROTECTION_ENABLED",), _FAULT)
    else:
        yield from must_be_one_of(look, "deletionProtection", ("PROTECTED",), _FAULT)
