"""Tunnels of zones name the addresses at both ends, and take nothing else."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import known, parsed
from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

CONNECTION: Final = az("network:VirtualNetworkGatewayConnection")
GATEWAY: Final = az("network:VirtualNetworkGateway")
_SELECTORS: Final = "trafficSelectorPolicies"


@rule(*CONNECTION)
def check(look: Look) -> Iterator[Fault]:
    """IPsec only. Without selectors whatever is routed into a tunnel, from either end, comes out of it."""
    kind = look.text("connectionType")
    zones = [look.zone, *(gateway.zone for gateway in look.targets("virtualNetworkGateway1", GATEWAY))]
    if not any(zones) or not isinstance(kind, str) or kind.lower() != "ipsec":
        return
    yield from must_be_true(look, "usePolicyBasedTrafficSelectors", "takes whatever the other end sends into its tunnel")
    blocks = blocks_of(look, _SELECTORS)
    if not blocks:
        yield Fault("names no addresses at its ends", _SELECTORS)
    for block in blocks:
        for side in ("localAddressRanges", "remoteAddressRanges"):
            ranges = look.texts(f"{block}.{side}")
            if isinstance(ranges, list) and not ranges:
                yield Fault("names no addresses at one of its ends", f"{block}.{side}")
            for text in ranges if isinstance(ranges, list) else []:
                if isinstance(text, str) and not known(look.scene).contains(parsed(text)):
                    yield Fault(f"carries {text}, more than any known network", f"{block}.{side}")
