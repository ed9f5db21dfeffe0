"""Networks of zones are peered only with networks of ours, and led only into those.

Sources: Amazon VPC Peering Guide; AWS Cloud WAN User Guide, "Shared core network"; AWS PrivateLink Guide, "Access service networks through AWS
PrivateLink" (another account shares its network with AWS RAM, and decides what stands in it).
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.kinds import PEERINGS
from posture.readers.aws.tokens import ROUTE_TABLE, VPC_ENDPOINT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_OWNER: Final = "peerOwnerId"


_LEADS: Final = ("coreNetworkArn", "serviceNetworkArn")
"""Networks of others. One resource of a vendor's, by PrivateLink, is the reviewer's to approve."""
_ROUTES: Final = ("aws:ec2/route:Route", "aws-native:ec2:Route")
_ARN: Final = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?P<account>\d{12}):")


@rule(*PEERINGS.tokens, *_ROUTES, *ROUTE_TABLE, *VPC_ENDPOINT)
def check(look: Look) -> Iterator[Fault]:
    """Also without a route: the road is built, and one route opens it."""
    if look.resource.type not in PEERINGS.tokens:
        yield from _led(look)
        return
    if not any(end.zone is not None for prop in ("vpcId", "peerVpcId") for end in look.targets(prop)):
        return
    owner, own = look.text(_OWNER), look.scene.builder.own_accounts
    if is_unknown(owner):
        if _OWNER in (look.resource.declared or ()) and not look.targets(_OWNER):
            yield cannot_tell(_OWNER, "with whose network it peers")
    elif owner is not None and own and owner not in own:
        yield _theirs(look, "joins a zone to", owner, _OWNER)


def _led(look: Look) -> Iterator[Fault]:
    """An ARN says whose network a route or an endpoint leads into; what it leads to in ours is the theorems' matter."""
    blocks = look.blocks("routes")
    bases = ["", *(f"{block}." for block in (blocks if isinstance(blocks, list) else ()))]
    own = look.scene.builder.own_accounts
    for prop in (base + name for base in bases for name in _LEADS):
        arn = look.value(prop)
        found = _ARN.match(arn) if isinstance(arn, str) else None
        if found is not None and own and found["account"] not in own and _of_a_zone(look):
            yield _theirs(look, "leads a zone into", found["account"], prop)


def _of_a_zone(look: Look) -> bool:
    tables = look.targets("routeTableId", ROUTE_TABLE)
    networks = [network for one in (look, *tables) for network in one.targets("vpcId")]
    return any(one.zone is not None for one in (look, *tables, *networks))


def _theirs(look: Look, joins: str, account: str, prop: str) -> Fault:
    stated = look.approved.organization.stated
    said = f"{joins} a network of account {account}, which is not listed as ours"
    return Fault(said, prop, Verdict.VIOLATED if stated else Verdict.UNPROVEN)
