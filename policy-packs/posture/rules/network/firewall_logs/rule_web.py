"""A web ACL of a zone records the requests that it judges.

Sources: AWS WAF Developer Guide, "Logging web ACL traffic" (off until a logging configuration is made); AWS WAF API Reference, LoggingFilter ("the
default handling": what no filter names is kept or dropped); AWS Security Hub User Guide, "AWS WAF controls" (WAF.11).
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.web_firewalls import WEB_ACL
from posture.rules.aws_web_firewalls import LOGGING, acl_zone
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_have_companion
from posture.values import is_unknown

_FAULT: Final = "records nothing of what it refuses or lets pass"
_FILTER: Final = "loggingFilter"


@rule(*WEB_ACL)
def check(look: Look) -> Iterator[Fault]:
    """A logging configuration that names it, and keeps something: which requests are kept is its owner's matter."""
    if acl_zone(look) is None:
        return
    yield from must_have_companion(look, LOGGING, "resourceArn", _FAULT)
    for logging in look.companions(LOGGING, "resourceArn"):
        filters = logging.blocks(f"{_FILTER}.filters")
        if logging.text(f"{_FILTER}.defaultBehavior") != "DROP" or is_unknown(filters):
            continue
        kept = [logging.text(f"{block}.behavior") for block in filters]
        if not any(is_unknown(word) or word == "KEEP" for word in kept):
            yield Fault(_FAULT, f"{_FILTER}.defaultBehavior", urn=logging.urn)
