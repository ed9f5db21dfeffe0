"""Authorities of AWS say which certificates are revoked, or give out only such as end before anybody would ask.

Source: AWS Private CA User Guide, "Plan your AWS Private CA certificate revocation method", "Understand AWS Private CA CA modes"
(`SHORT_LIVED_CERTIFICATE`: at most seven days, no revocation needed).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look

AUTHORITY: Final = ("aws:acmpca/certificateAuthority:CertificateAuthority",)
_LISTS: Final = ("revocationConfiguration.crlConfiguration.enabled", "revocationConfiguration.ocspConfiguration.enabled")


@rule(*AUTHORITY)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if not look.scene.classified or look.text("usageMode") == "SHORT_LIVED_CERTIFICATE":
        return
    if all(look.flag(path) in (None, False) for path in _LISTS):
        yield Fault("gives out certificates that outlive a week, and says of none that it is revoked", "revocationConfiguration")
