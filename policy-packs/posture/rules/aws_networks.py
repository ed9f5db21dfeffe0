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
_CIDRS: Final = ("cidrBlock", "ipv6CidrBlock")


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
    if not isinstance(literal, str) or "/" not in literal:
        return False
    try:
        AddressSet.parse(literal)
    except ValueError:
        return False
    return True
