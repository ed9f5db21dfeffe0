"""Managed prefix lists that groups of zones name, and entries put into them, hold addresses of known networks only."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.aws.tokens import ROUTE_TABLE, SECURITY_GROUP
from posture.rules.aws_networks import block, known_addresses
from posture.rules.contract import Fault, rule
from posture.rules.look import Look, Scene
from posture.rules.network.routes_to_known_networks.rule import ROUTE
from posture.rules.network.security_group_narrow.rule import ONE_WAY, RULE
from posture.rules.words import cannot_tell
from posture.values import is_unknown

LIST: Final = ("aws:ec2/managedPrefixList:ManagedPrefixList", "aws-native:ec2:PrefixList")
ENTRY: Final = ("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",)
_FREE: Final = (ZoneName.EGRESS, ZoneName.ACCESS, None)
_NAMED_INLINE: Final = "prefix lists named inline"
_USES: Final = ((tuple(ONE_WAY), "prefixListId"), (RULE, "prefixListIds"))


@rule(*LIST, *ENTRY)
def check(look: Look) -> Iterator[Fault]:
    """A list is as wide as its widest entry, wherever it is named (Amazon VPC User Guide, "Customer-managed prefix lists")."""
    lists = look.targets("prefixListId", LIST) if look.resource.type in ENTRY else [look]
    if not any(_closes(one) for one in lists):
        return
    if look.resource.type in ENTRY:
        yield from _known(look, "cidr")
        return
    blocks = look.blocks("entries")
    if is_unknown(blocks):
        yield cannot_tell("entries", "which addresses it holds")
        return
    for entry in blocks:
        yield from _known(look, f"{entry}.cidr")


def _closes(listed: Look) -> bool:
    """Whether a group or route of a closed zone names the list."""
    users = [user for tokens, prop in _USES for user in listed.companions(tokens, prop)]
    tables = [
        table for route in listed.companions(ROUTE, "destinationPrefixListId") for table in route.targets("routeTableId", ROUTE_TABLE)
    ]
    return any(user.zone not in _FREE for user in (*users, *tables, *_inline(listed)))


def _inline(listed: Look) -> list[Look]:
    """Groups that name the list in rules of their own."""
    notes = listed.scene.notes
    if _NAMED_INLINE not in notes:
        notes[_NAMED_INLINE] = _named_inline(listed.scene)
    found: dict[str, list[Look]] = notes[_NAMED_INLINE]
    return found.get(listed.urn, [])


def _named_inline(scene: Scene) -> dict[str, list[Look]]:
    """The same for every list."""
    found: dict[str, list[Look]] = {}
    for resource in scene.of(SECURITY_GROUP):
        group = scene.look(resource)
        for side in ("ingress", "egress"):
            blocks = group.blocks(side)
            for written in [] if is_unknown(blocks) else blocks:
                for one in group.targets(f"{written}.prefixListIds", LIST):
                    found.setdefault(one.urn, []).append(group)
    return found


def _known(look: Look, prop: str) -> Iterator[Fault]:
    cidr = look.text(prop)
    if is_unknown(cidr):
        yield cannot_tell(prop, "which addresses it holds")
        return
    given = block(cidr)
    if given is not None and not known_addresses(look.scene).contains(given):
        yield Fault(f"holds {cidr}, more than any known network", prop)
