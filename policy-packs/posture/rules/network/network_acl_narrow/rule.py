"""Network ACLs of closed zones let through known networks, HTTPS to services and its answers, and no range with ports of administration among others.

A port of administration alone, for a known network, somebody meant: servers of SFTP answer there too.
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.addresses import AddressSet
from posture.proofs.dns_closed import CLOSED_ZONES
from posture.readers.aws.kinds import ACLS
from posture.readers.aws.rule_words import LAST_PORT
from posture.readers.aws.tokens import VPC_ENDPOINT
from posture.rules.aws_networks import known_addresses
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown
from posture.view import Path

RULE: Final = ("aws:ec2/networkAclRule:NetworkAclRule", "aws-native:ec2:NetworkAclEntry")
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")
_HTTPS: Final = 443
_SSH: Final = 22
_EPHEMERAL: Final = 1024
_WITH_PORTS: Final = ("tcp", "udp", "6", "17")
_LINUX: Final = (32768, 60999)
"""The least that answers to Linux hosts need (Amazon VPC User Guide, "Ephemeral ports")."""


@rule(*ACLS.tokens, *RULE)
def check(look: Look) -> Iterator[Fault]:
    """Each entry that allows; the default ACL, which AWS makes, only where the program writes its entries."""
    if look.resource.type in RULE:
        targets = [acl for acl in look.targets("networkAclId") if acl.zone in CLOSED_ZONES]
        if targets:
            yield from _open(look, "", "ruleAction", look.flag("egress") is not True)
        return
    if look.zone not in CLOSED_ZONES:
        return
    for side in ("ingress", "egress"):
        blocks = look.blocks(side)
        if not is_unknown(blocks):
            for block in blocks:
                yield from _open(look, f"{block}.", "action", side == "ingress")


def _open(look: Look, base: Path, action: str, inbound: bool | None) -> Iterator[Fault]:
    if look.text(base + action) != "allow":
        return
    kind = look.text(f"{base}protocol")
    first, last = look.number(f"{base}fromPort"), look.number(f"{base}toPort")
    if kind in _WITH_PORTS:
        # The provider sends 0 for a port that is left out (Pulumi Registry, aws.ec2.NetworkAclRule).
        first, last = (0 if first is None else first), (0 if last is None else last)
    ports = (first, last) if isinstance(first, int) and isinstance(last, int) else None
    everything = kind in ("-1", "all") or (first in (0, 1) and last == LAST_PORT)
    for prop in ("cidrBlock", "ipv6CidrBlock"):
        cidr = look.text(base + prop)
        if not isinstance(cidr, str) or not cidr:
            continue
        if everything and cidr in _EVERYWHERE:
            yield Fault(f"lets everything pass for {cidr}", base + prop)
        elif not _known(look, cidr) and not (_meets_services(look) and _of_services(kind, ports, inbound)):
            yield Fault(f"lets {cidr} pass, more than any known network", base + prop)
        elif ports is not None and ports[0] < _SSH <= ports[1]:
            # Ranges above 1024 are answers' ports; the other ports of administration lie among them.
            yield Fault(f"lets ports {ports[0]} to {ports[1]} pass, those of administration among them ({_SSH})", base + "fromPort")


def _known(look: Look, cidr: str) -> bool:
    try:
        return known_addresses(look.scene).contains(AddressSet.parse(cidr))
    except ValueError:
        return True


def _meets_services(look: Look) -> bool:
    """Whether the network has a gateway endpoint, or its zone a flow to egress."""
    acls = look.targets("networkAclId") if look.resource.type in RULE else [look]
    for acl in acls:
        networks = {network.urn for network in acl.targets("vpcId")}
        endpoints = (look.scene.look(one) for one in look.scene.of(VPC_ENDPOINT))
        if not networks or any(flow.source is acl.zone and flow.target is ZoneName.EGRESS for flow in look.approved.flows):
            return True
        if any(
            one.text("vpcEndpointType") in (None, "Gateway") and networks & {vpc.urn for vpc in one.targets("vpcId")} for one in endpoints
        ):
            return True
    return False


def _of_services(kind: object, ports: tuple[int, int] | None, inbound: bool | None) -> bool:
    """HTTPS to anywhere and its answers: gateway endpoints and inspected ways out have addresses that no ACL can name by a list.

    Source: Amazon VPC User Guide, "Gateway endpoints": network ACLs can't refer to prefix lists.
    """
    if kind not in ("tcp", "6") or ports is None:
        return False
    return ports == (_HTTPS, _HTTPS) if inbound is False else _EPHEMERAL <= ports[0] <= _LINUX[0] and ports[1] >= _LINUX[1]
