"""A web ACL of a zone records the requests that it judges.

Sources: AWS WAF Developer Guide, "Logging web ACL traffic" (off until a logging configuration is made); AWS Security Hub User Guide, "AWS WAF
controls" (WAF.11).
"""

from collections.abc import Iterator

from posture.readers.aws.web_firewalls import WEB_ACL
from posture.rules.aws_web_firewalls import LOGGING, acl_zone
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_have_companion


@rule(*WEB_ACL)
def check(look: Look) -> Iterator[Fault]:
    """A logging configuration that names it."""
    if acl_zone(look) is not None:
        yield from must_have_companion(look, LOGGING, "resourceArn", "records nothing of what it refuses or lets pass")
