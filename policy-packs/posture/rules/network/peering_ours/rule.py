"""Networks of zones are peered only with networks of ours."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.kinds import PEERINGS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_OWNER: Final = "peerOwnerId"


@rule(*PEERINGS.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Also without a route: the road is built, and one route opens it."""
    if not any(end.zone is not None for prop in ("vpcId", "peerVpcId") for end in look.targets(prop)):
        return
    owner, own = look.text(_OWNER), look.scene.builder.own_accounts
    if is_unknown(owner):
        if _OWNER in (look.resource.declared or ()) and not look.targets(_OWNER):
            yield cannot_tell(_OWNER, "with whose network it peers")
    elif owner is not None and own and owner not in own:
        stated = look.approved.organization.stated
        said = f"joins a zone to a network of account {owner}, which is not listed as ours"
        yield Fault(said, _OWNER, Verdict.VIOLATED if stated else Verdict.UNPROVEN)
