"""Storage accounts of zones refuse connections without TLS."""

from collections.abc import Iterator

from posture.rules.azure_storage import ACCOUNT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false, must_be_true


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """On unless it is switched off; NFS has no TLS."""
    if serves(look):
        yield from must_be_true(look, "enableHttpsTrafficOnly", "takes connections without TLS", default=True)
        yield from must_be_false(look, "enableNfsV3", "speaks NFS, which is not encrypted")
