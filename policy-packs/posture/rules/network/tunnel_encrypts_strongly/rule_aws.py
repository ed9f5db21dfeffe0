"""VPN tunnels of zones speak IKEv2 with strong ciphers alone; a Direct Connect line that was ordered with MACsec carries nothing in the clear."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.circuits import VPN_CONNECTION
from posture.readers.aws.kinds import TRANSIT_GATEWAYS, VPN_GATEWAYS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

LINE: Final = ("aws:directconnect/connection:Connection",)
_ATTACHMENT: Final = ("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "aws-native:ec2:TransitGatewayVpcAttachment")
_WEAK: Final = {
    "IkeVersions": frozenset({"ikev1"}),
    "Phase1EncryptionAlgorithms": frozenset({"AES128", "AES128-GCM-16"}),
    "Phase2EncryptionAlgorithms": frozenset({"AES128", "AES128-GCM-16"}),
    "Phase1IntegrityAlgorithms": frozenset({"SHA1"}),
    "Phase2IntegrityAlgorithms": frozenset({"SHA1"}),
    "Phase1DhGroupNumbers": frozenset({2}),
    "Phase2DhGroupNumbers": frozenset({2, 5}),
}
"""What AWS takes by default too: an option that is left out accepts all of these.

Source: AWS Site-to-Site VPN User Guide, "Tunnel options for your AWS Site-to-Site VPN connection".
"""


@rule(*VPN_CONNECTION, *LINE)
def check(look: Look) -> Iterator[Fault]:
    """Both tunnels of each connection; of lines, those that can encrypt."""
    if look.resource.type in LINE:
        yield from _line(look)
        return
    if not of_a_zone(look) or look.resource.type.startswith("aws-native"):
        return
    for tunnel in ("tunnel1", "tunnel2"):
        for option, weak in _WEAK.items():
            yield from _accepts(look, tunnel + option, weak)


def of_a_zone(look: Look) -> bool:
    """Whether it ends in a network of a zone, by a VPN gateway or by a hub that one is attached to."""
    gateways = look.targets("vpnGatewayId", VPN_GATEWAYS.tokens)
    hubs = look.targets("transitGatewayId", TRANSIT_GATEWAYS.tokens)
    attached = (network for hub in hubs for one in hub.companions(_ATTACHMENT, "transitGatewayId") for network in one.targets("vpcId"))
    return look.zone is not None or any(one.zone is not None for one in (*gateways, *attached))


def _accepts(look: Look, prop: str, weak: frozenset[object]) -> Iterator[Fault]:
    value = look.view.listed(prop)
    if is_unknown(value) or any(not isinstance(one, (str, int, float)) for one in value or ()):
        yield cannot_tell(prop, "which ciphers it takes")
    elif not value:
        yield Fault(f"leaves {prop} to AWS's defaults, which take weak ones still", prop)
    else:
        for one in value:
            if one in weak:
                yield Fault(f"takes {one}, which is weak", prop)


def _line(look: Look) -> Iterator[Fault]:
    """AWS Direct Connect User Guide, "MAC Security (MACsec)": a line comes up as should_encrypt, which falls back to the clear."""
    if look.flag("requestMacsec") is not True or not look.scene.classified:
        return
    mode = look.text("encryptionMode")
    if is_unknown(mode) and look.value("encryptionMode") is not None:
        yield cannot_tell("encryptionMode", "whether the line may fall back to the clear")
    elif mode != "must_encrypt":
        yield Fault("falls back to sending in the clear when MACsec fails", "encryptionMode")
