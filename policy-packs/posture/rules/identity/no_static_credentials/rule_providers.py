"""Whoever deploys logs in for the hour: a provider holds no key that never ends.

Sources: Pulumi Registry, AWS installation and configuration (`accessKey`, `secretKey`; with `token` they are of a session, which ends); IAM User Guide,
"Security best practices in IAM" (temporary credentials in place of long-term access keys).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look

PROVIDERS: Final = ("pulumi:providers:aws", "pulumi:providers:aws-native")


@rule(*PROVIDERS)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if look.scene.classified and look.value("token") in (None, ""):
        for prop in ("secretKey", "accessKey"):
            if look.value(prop) not in (None, ""):
                yield Fault("is logged in by an access key that never ends", prop)
                return
