"""Security groups of zones name addresses of known networks only."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.addresses import AddressSet
from posture.readers.aws.tokens import SECURITY_GROUP, SUBNET, VPC
from posture.rules.aws_networks import SECONDARY, known_addresses
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown
from posture.view import Path

RULE: Final = ("aws:ec2/securityGroupRule:SecurityGroupRule",)
ONE_WAY: Final = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "ingress",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "egress",
    "aws-native:ec2:SecurityGroupIngress": "ingress",
    "aws-native:ec2:SecurityGroupEgress": "egress",
}
SIDES: Final = {"ingress": "ingress", "egress": "egress", "securityGroupIngress": "ingress", "securityGroupEgress": "egress"}
"""Where a group writes its rules, by the one provider or the other, and which way they let pass."""
_NUMBERED: Final = frozenset((*VPC, *SUBNET, *SECONDARY))
"""What hands on addresses of a network of the stack."""
_CIDRS: Final = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6", "cidrIp")


@rule(*SECURITY_GROUP, *RULE, *ONE_WAY)
def check(look: Look) -> Iterator[Fault]:
    """Every CIDR lies in a network of the stack, of the plan, or of a declared peer. Egress opens to the world; access may be entered from it."""
    kind = look.resource.type
    if look.zone is None:
        return
    if kind in SECURITY_GROUP:
        for prop, side in SIDES.items():
            blocks = look.blocks(prop)
            if is_unknown(blocks):
                yield cannot_tell(prop, "which addresses it lets through")
                continue
            for block in blocks:
                yield from _wide(look, f"{block}.", side)
    else:
        written = look.text("type")
        yield from _wide(look, "", ONE_WAY.get(kind) or (written if isinstance(written, str) else "ingress"))


def _wide(look: Look, base: Path, side: str) -> Iterator[Fault]:
    if (side, look.zone) in (("egress", ZoneName.EGRESS), ("ingress", ZoneName.ACCESS)):
        return
    known = known_addresses(look.scene)
    for prop in _CIDRS:
        cidrs = look.texts(base + prop)
        if is_unknown(cidrs) or any(is_unknown(cidr) for cidr in cidrs):
            if not _of_networks(look, base + prop):
                yield cannot_tell(base + prop, "which addresses it lets through")
            continue
        for cidr in (cidr for cidr in cidrs if isinstance(cidr, str)):
            try:
                given = AddressSet.parse(cidr)
            except ValueError:
                continue
            if not known.contains(given):
                yield Fault(f"lets {side} pass for {cidr}, more than any known network", base + prop)


def _of_networks(look: Look, path: Path) -> bool:
    """Whether an unknown block can only be a network's own: its addresses are what the field takes of the one thing that it depends on.

    An IPv6 block that AWS assigns is known only after the update (Amazon VPC User Guide, "IPv6 VPC CIDR blocks").
    """
    top = path.partition("[")[0].partition(".")[0]
    depends_on = look.resource.property_dependencies.get(top, frozenset())
    stack = look.scene.stack
    kinds = {stack.by_urn[urn].type for urn in depends_on if urn in stack.by_urn}
    return bool(kinds & _NUMBERED) and kinds <= _NUMBERED | set(SECURITY_GROUP)
