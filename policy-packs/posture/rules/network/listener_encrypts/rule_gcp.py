"""Proxies of load balancers in zones speak TLS 1.2 or later."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_set

HTTP: Final = gcp("compute:TargetHttpProxy", "compute:RegionTargetHttpProxy")
HTTPS: Final = gcp("compute:TargetHttpsProxy", "compute:RegionTargetHttpsProxy")
_PROFILES: Final = ("MODERN", "RESTRICTED", "CUSTOM", "FIPS_202205")
_NEW_ALONE: Final = ("RESTRICTED",)
"""Its suites are those of TLS 1.2 and later, whatever version is the least."""
_WEAK: Final = "TLS_RSA_WITH_"
"""Suites in which the key of the certificate opens every recorded session, 3DES among them."""
SSL_POLICY: Final = gcp("compute:SSLPolicy", "compute:RegionSslPolicy")


@rule(*HTTP, *HTTPS, *SSL_POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Load Balancing documentation, "SSL policies overview": without one, TLS 1.0 is taken."""
    if look.resource.type in SSL_POLICY:
        if look.scene.classified:
            if look.text("profile") not in _NEW_ALONE:
                yield from must_be_one_of(look, "minTlsVersion", ("TLS_1_2", "TLS_1_3"), "lets TLS older than 1.2 by", default="TLS_1_0")
            yield from must_be_one_of(look, "profile", _PROFILES, "lets weak ciphers by", default="COMPATIBLE")
            features = look.texts("customFeatures")
            for name in features if look.text("profile") == "CUSTOM" and isinstance(features, list) else ():
                if isinstance(name, str) and name.startswith(_WEAK):
                    yield Fault(f"lets weak ciphers by ({name})", "customFeatures")
    elif look.zone is not None and look.resource.type in HTTP:
        yield Fault("speaks HTTP without TLS", "the resource")
    elif look.zone is not None:
        yield from must_be_set(look, "sslPolicy", "lets TLS older than 1.2 by: it has no SSL policy")
