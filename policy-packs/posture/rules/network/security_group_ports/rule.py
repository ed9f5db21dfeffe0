"""Security groups of zones name their ports: no range takes in those of administration."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.readers.aws.tokens import SECURITY_GROUP
from posture.rules.aws_networks import ADMINISTRATION
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.security_group_narrow.rule import ONE_WAY, RULE, SIDES
from posture.values import is_unknown
from posture.view import Path

_OTHERS: Final = (
    "cidrBlocks",
    "ipv6CidrBlocks",
    "cidrIpv4",
    "cidrIpv6",
    "cidrIp",
    "securityGroups",
    "sourceSecurityGroupId",
    "referencedSecurityGroupId",
    "destinationSecurityGroupId",
)


@rule(*SECURITY_GROUP, *RULE, *ONE_WAY)
def check(look: Look) -> Iterator[Fault]:
    """In zones that handle records and models. Members of one group among themselves (`self`) are one system."""
    if look.zone not in CLOSED_ZONES:
        return
    if look.resource.type not in SECURITY_GROUP:
        yield from _range(look, "", _own(look))
        return
    for side in SIDES:
        blocks = look.blocks(side)
        for block in [] if is_unknown(blocks) else blocks:
            yield from _range(look, f"{block}.", None)


def _own(look: Look) -> str | None:
    """URN of the group that the rule belongs to."""
    return next((target.urn for prop in ("securityGroupId", "groupId") for target in look.targets(prop)), None)


def _range(look: Look, base: Path, own: str | None) -> Iterator[Fault]:
    if not _from_others(look, base, own):
        return
    kind = look.text(next((base + name for name in ("protocol", "ipProtocol") if look.value(base + name) is not None), base + "protocol"))
    if kind in ("-1", "all"):
        yield Fault("lets every protocol and port pass", base + "protocol")
        return
    first, last = look.number(base + "fromPort"), look.number(base + "toPort")
    if kind not in ("tcp", "udp", "6", "17") or first is None or last is None or is_unknown(first) or is_unknown(last):
        return
    inside = [port for port in ADMINISTRATION if first <= port <= last]
    if inside and first != last:
        yield Fault(f"lets ports {first} to {last} pass, those of administration among them ({inside[0]})", base + "fromPort")


def _from_others(look: Look, base: Path, own: str | None) -> bool:
    for name in _OTHERS:
        value = look.value(base + name)
        if value in (None, "", []):
            continue
        targets = {target.urn for target in look.targets(base + name)}
        if own is None or targets != {own}:
            return True
    return False
