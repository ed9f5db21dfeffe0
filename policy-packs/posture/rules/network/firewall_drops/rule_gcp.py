"""Secure Web Proxy lets by what lists of our own say."""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import foreign
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

RULE: Final = gcp("networksecurity:GatewaySecurityPolicyRule")
_LIST: Final = re.compile(r"projects/([^/'\"]+)/locations/[^/'\"]+/urlLists/[^/'\"]+")


@rule(*RULE)
def check(look: Look) -> Iterator[Fault]:
    """Secure Web Proxy documentation, "Use a URL list", "CEL matcher language reference" (`inUrlList`): who writes the list says what passes."""
    if look.zone is None or look.flag("enabled") is False or look.text("basicProfile") == "DENY":
        return
    for prop in ("sessionMatcher", "applicationMatcher"):
        text = look.text(prop)
        for project in dict.fromkeys(_LIST.findall(text)) if isinstance(text, str) else ():
            if foreign(look, project):
                yield Fault(f"lets by what a list of project {project} says, which is not listed as ours", prop)
