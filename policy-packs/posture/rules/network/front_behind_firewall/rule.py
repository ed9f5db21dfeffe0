"""An application load balancer on the internet stands behind a web ACL that has rules."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import LOAD_BALANCER
from posture.readers.aws.web_firewalls import ASSOCIATION, WEB_ACL
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.front_authenticates.rule import on_the_internet
from posture.rules.words import cannot_tell, must_have_companion
from posture.values import is_unknown

BALANCER: Final = tuple(token for token in LOAD_BALANCER if not token.startswith("aws-native"))


@rule(*BALANCER)
def check(look: Look) -> Iterator[Fault]:
    """An association, and at least one rule in what is associated, none of which only counts."""
    if not on_the_internet(look):
        return
    yield from must_have_companion(look, ASSOCIATION, "resourceArn", "faces the internet without a web firewall", BALANCER)
    for association in look.companions(ASSOCIATION, "resourceArn", BALANCER):
        for acl in association.targets("webAclArn", WEB_ACL):
            blocks = acl.blocks("rules")
            if is_unknown(blocks):
                yield cannot_tell("rules", f"what {acl.name} refuses")
            elif not any(
                acl.value(f"{block}.overrideAction.count") is None and acl.value(f"{block}.action.count") is None for block in blocks
            ):
                yield Fault("faces the internet behind a web firewall that refuses nothing", "rules", urn=acl.urn)
