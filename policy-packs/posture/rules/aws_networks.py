"""Addresses that belong to networks the judge knows: of the stack, of the plan, of declared peers, and those that the reviewer vouches for."""

from typing import Final

from posture.graph.addresses import AddressSet
from posture.readers.aws.tokens import VPC
from posture.rules.look import Scene

SECONDARY: Final = (
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
    "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
    "aws-native:ec2:VpcCidrBlock",
)
ADMINISTRATION: Final = (22, 3389, 5985, 5986)
"""Ports of SSH, RDP and WinRM."""
PRIVATE: Final = AddressSet.parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
"""What networks number themselves from: RFC 1918, RFC 6598, RFC 4193."""
_CIDRS: Final = ("cidrBlock", "ipv6CidrBlock")


def block(literal: object) -> AddressSet | None:
    """The addresses of a text that names some."""
    try:
        return AddressSet.parse(literal) if isinstance(literal, str) and literal else None
    except ValueError:
        return None


def known_addresses(scene: Scene) -> AddressSet:
    """Worked out once for a stack. The networks that a plan names count too: what they hold may stand in another stack."""
    if "known-addresses" not in scene.notes:
        written = [scene.look(resource).value(prop) for tokens in (VPC, SECONDARY) for resource in scene.of(tokens) for prop in _CIDRS]
        approved = scene.builder.approved
        literals = [*written, *approved.networks, *(entry.literal for entry in approved.asserted)]
        scene.notes["known-addresses"] = AddressSet.parse(*(literal for literal in literals if _is_network(literal)))
    found: AddressSet = scene.notes["known-addresses"]
    return found


def _is_network(literal: object) -> bool:
    return isinstance(literal, str) and "/" in literal and block(literal) is not None
