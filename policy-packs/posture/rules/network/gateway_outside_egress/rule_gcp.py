"""Cloud NAT and routes to the internet stand only in egress."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import EVERYWHERE, NETWORK
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_true

NAT: Final = gcp("compute:RouterNat")
ROUTE: Final = gcp("compute:Route")


@rule(*NAT, *ROUTE, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "Routes" (system-generated default routes); DESIGN, "What is proved"."""
    if look.zone in (None, ZoneName.EGRESS) or look.resource.external:
        return
    if look.resource.type in NAT:
        if look.text("type") != "PRIVATE":
            yield Fault(f"stands in zone {look.zone}, which must have no way to the internet", "router")
    elif look.resource.type in ROUTE:
        gateway = look.text("nextHopGateway")
        if isinstance(gateway, str) and gateway.endswith("default-internet-gateway") and look.text("destRange") in EVERYWHERE:
            yield Fault(f"leads to the internet, in zone {look.zone}", "nextHopGateway")
    else:
        yield from must_be_true(
            look, "deleteDefaultRoutesOnCreate", f"keeps the route to the internet that Google makes, in zone {look.zone}"
        )
