"""Whoever logged in at a front on the internet logs in again after a day."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import LOAD_BALANCER
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.front_authenticates.rule import LISTENER_RULE, on_the_internet
from posture.rules.network.listener_encrypts.rule import LISTENER
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_DAY: Final = 24 * 60 * 60
_ABSENT: Final = 7 * _DAY
"""Elastic Load Balancing API Reference, AuthenticateCognitoActionConfig, AuthenticateOidcActionConfig: 604800 seconds (7 days)."""
_LOGINS: Final = ("authenticateOidc", "authenticateCognito")


@rule(*(token for token in LISTENER if not token.startswith("aws-native")), *LISTENER_RULE)
def check(look: Look) -> Iterator[Fault]:
    """NIST SP 800-63B-4, 2.2.3: at AAL2 people authenticate again after 24 hours at the latest."""
    listeners = look.targets("listenerArn", LISTENER) if look.resource.type in LISTENER_RULE else [look]
    if not any(on_the_internet(one) for listener in listeners for one in listener.targets("loadBalancerArn", LOAD_BALANCER)):
        return
    prop = "actions" if look.resource.type in LISTENER_RULE else "defaultActions"
    blocks = look.blocks(prop)
    if is_unknown(blocks):
        yield cannot_tell(prop, "how long a login lasts")
        return
    for block in blocks:
        for login in _LOGINS:
            if look.value(f"{block}.{login}") is None:
                continue
            path = f"{block}.{login}.sessionTimeout"
            seconds = look.number(path)
            if is_unknown(seconds):
                yield cannot_tell(path, "how long a login lasts")
            elif (lasts := _ABSENT if seconds is None else seconds) > _DAY:
                yield Fault(f"asks nobody again for {lasts} seconds after a login, more than a day", path)
