"""The authority by which Secure Web Proxy opens TLS can't be removed by one call, and can be brought back."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.doubt import any_pointing, either, if_concerned
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_true

AUTHORITY: Final = gcp("certificateauthority:Authority")
POOL: Final = gcp("certificateauthority:CaPool")
INSPECTION: Final = gcp("networksecurity:TlsInspectionPolicy")


@rule(*AUTHORITY)
def check(look: Look) -> Iterator[Fault]:
    """Certificate Authority Service documentation, "Delete CAs": deleted for good after 30 days, and not while certificates of it are valid.

    Asked of the authorities of a pool that signs for an inspection: whoever is inspected believes them, and has to be told of each new one.
    """
    if look.zone is not None:
        yield from if_concerned(either(any_pointing(pool, INSPECTION, "caPool") for pool in look.targets("pool", POOL)), _kept(look))


def _kept(look: Look) -> Iterator[Fault]:
    yield from must_be_true(look, "deletionProtection", "can be deleted by one call, and with it all inspection of TLS", default=True)
    yield from must_be_false(look, "skipGracePeriod", "can't be brought back once it is deleted")
    yield from must_be_false(look, "ignoreActiveCertificatesOnDeletion", "can be deleted while its certificates are in use")
