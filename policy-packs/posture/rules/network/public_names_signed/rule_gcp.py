"""Public zones of Cloud DNS are signed, and not with SHA-1."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import must_be_one_of

ZONE: Final = gcp("dns:ManagedZone")
_SPECS: Final = "dnssecConfig.defaultKeySpecs"


@rule(*ZONE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud DNS documentation, "Manage DNSSEC configuration": off unless it is given; private zones can't be signed. RFC 8624: RSASHA1 is not to be signed with."""
    if look.zone is None or look.text("visibility") == "private":
        return
    yield from must_be_one_of(look, "dnssecConfig.state", ("on",), "gives answers that nobody has signed", default="off")
    for block in items(look, _SPECS):
        if look.text(f"{block}.algorithm") == "rsasha1":
            yield Fault("signs with SHA-1", f"{block}.algorithm")
