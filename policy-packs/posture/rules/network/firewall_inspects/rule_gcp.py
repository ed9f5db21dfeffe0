"""Secure Web Proxy opens TLS wherever its policy can, and the pool that signs for it makes no authorities."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import cannot_tell, must_be_one_of, must_be_set, must_be_true
from posture.values import is_unknown

RULE: Final = gcp("networksecurity:GatewaySecurityPolicyRule")
POLICY: Final = gcp("networksecurity:GatewaySecurityPolicy")
INSPECTION: Final = gcp("networksecurity:TlsInspectionPolicy")
POOL: Final = gcp("certificateauthority:CaPool")
_NEW: Final = ("TLS_VERSION_UNSPECIFIED", "TLS_1_2", "TLS_1_3")
_IS_CA: Final = "issuancePolicy.baselineValues.caOptions.isCa"
_SERVERS: Final = "issuancePolicy.baselineValues.keyUsage.extendedKeyUsage.serverAuth"
_LIFETIME: Final = "issuancePolicy.maximumLifetime"
_ISSUES: Final = "issues what is asked for, authorities too, which whoever is inspected believes"


@rule(*RULE, *INSPECTION, *POOL)
def check(look: Look) -> Iterator[Fault]:
    """Secure Web Proxy documentation, "TLS inspection overview" (a flag of each rule); Certificate Authority Service documentation, "Issuance policies".

    Asked only where TLS is inspected at all: a proxy may also go by names alone.
    """
    if look.zone is None:
        return
    if look.resource.type in RULE:
        if look.flag("enabled") is not False and look.text("basicProfile") != "DENY" and _may_open(look):
            yield from must_be_true(look, "tlsInspectionEnabled", "lets sealed traffic pass: it does not open TLS, though its policy can")
    elif look.resource.type in INSPECTION:
        # Left out it is what Secure Web Proxy takes anyway, which does not honour it yet; what is written down is meant.
        yield from must_be_one_of(look, "minTlsVersion", _NEW, "speaks TLS older than 1.2", default=_NEW[0])
    elif look.companions(INSPECTION, "caPool"):
        if is_unknown(look.value("issuancePolicy")):
            yield cannot_tell("issuancePolicy", "whether it makes authorities")
        elif given(look, "issuancePolicy") is None or look.value(_IS_CA) is None:
            yield Fault(_ISSUES, "issuancePolicy")
        elif look.flag(_IS_CA) is True:
            yield Fault("makes an authority of whatever it signs, which whoever is inspected believes", _IS_CA)
        else:
            # Provider reference, `gcp.networksecurity.TlsInspectionPolicy`: servers' certificates, of two weeks.
            yield from must_be_true(look, _SERVERS, "signs for whatever use is asked for, not for servers alone")
            yield from must_be_set(look, _LIFETIME, "signs for as long as is asked for, and whoever is inspected believes it for years")


def _may_open(look: Look) -> bool:
    """Whether its policy names an inspection policy."""
    return any(one.value("tlsInspectionPolicy") not in (None, "") for one in look.targets("gatewaySecurityPolicy", POLICY))
