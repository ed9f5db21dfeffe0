"""Tunnels of zones name their ciphers, none of them weak."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

CONNECTION: Final = az("network:VirtualNetworkGatewayConnection")
GATEWAY: Final = az("network:VirtualNetworkGateway")
_WEAK: Final = {
    "ikeEncryption": ("des", "des3", "aes128"),
    "ikeIntegrity": ("md5", "sha1"),
    "ipsecEncryption": ("none", "des", "des3", "aes128"),
    "ipsecIntegrity": ("md5", "sha1"),
    "dhGroup": ("none", "dhgroup1", "dhgroup2"),
    "pfsGroup": ("none", "pfs1", "pfs2"),
}


@rule(*CONNECTION)
def check(look: Look) -> Iterator[Fault]:
    """IPsec only; an ExpressRoute circuit is no tunnel."""
    kind = look.text("connectionType")
    zones = [look.zone, *(gateway.zone for gateway in look.targets("virtualNetworkGateway1", GATEWAY))]
    if not any(zones) or not isinstance(kind, str) or kind.lower() != "ipsec":
        return
    yield from must_say(look, "connectionProtocol", ("ikev2",), "speaks IKEv1", default="IKEv2")
    blocks = blocks_of(look, "ipsecPolicies")
    if not blocks:
        yield Fault("leaves its ciphers to whatever the other end proposes", "ipsecPolicies")
    for block in blocks:
        for prop, weak in _WEAK.items():
            value = look.text(f"{block}.{prop}")
            if isinstance(value, str) and value.lower() in weak:
                yield Fault(f"takes a weak cipher ({value})", f"{block}.{prop}")
