"""A distribution of a zone stands behind a web ACL that refuses something: it always faces the internet.

Source: Amazon CloudFront Developer Guide, "Use AWS WAF protections".
"""

from collections.abc import Iterator

from posture.readers.aws.web_firewalls import WEB_ACL
from posture.rules.aws_web_firewalls import refuses_something
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.network.listener_encrypts.rule_aws_fronts import DISTRIBUTION
from posture.rules.words import must_be_set


@rule(DISTRIBUTION)
def check(look: Look) -> Iterator[Fault]:
    """One that is switched off answers nobody."""
    if look.zone is None or look.flag("enabled") is False:
        return
    yield from must_be_set(look, "webAclId", "faces the internet without a web firewall")
    for acl in look.targets("webAclId", WEB_ACL):
        yield from refuses_something(acl)
