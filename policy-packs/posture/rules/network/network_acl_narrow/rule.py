"""Network ACLs of closed zones let nothing through from everywhere to every port."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.readers.aws.kinds import ACLS
from posture.readers.aws.rule_words import LAST_PORT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown
from posture.view import Path

RULE: Final = ("aws:ec2/networkAclRule:NetworkAclRule", "aws-native:ec2:NetworkAclEntry")
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")


@rule(*ACLS.tokens, *RULE)
def check(look: Look) -> Iterator[Fault]:
    """An entry that allows all protocols, or all ports, from or to every address is no filter."""
    if look.resource.type in RULE:
        targets = [acl for acl in look.targets("networkAclId") if acl.zone in CLOSED_ZONES]
        if targets:
            yield from _open(look, "", "ruleAction")
        return
    if look.zone not in CLOSED_ZONES:
        return
    for side in ("ingress", "egress"):
        blocks = look.blocks(side)
        if not is_unknown(blocks):
            for block in blocks:
                yield from _open(look, f"{block}.", "action")


def _open(look: Look, base: Path, action: str) -> Iterator[Fault]:
    if look.text(base + action) != "allow":
        return
    for prop in ("cidrBlock", "ipv6CidrBlock"):
        cidr = look.text(base + prop)
        if cidr not in _EVERYWHERE:
            continue
        kind = look.text(f"{base}protocol")
        first, last = look.number(f"{base}fromPort"), look.number(f"{base}toPort")
        if kind in ("-1", "all") or (first in (0, 1) and last == LAST_PORT):
            yield Fault(f"lets everything pass for {cidr}", base + prop)
