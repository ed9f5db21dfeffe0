"""Proxies of load balancers in zones speak TLS 1.2 or later."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_set

HTTP: Final = gcp("compute:TargetHttpProxy", "compute:RegionTargetHttpProxy")
HTTPS: Final = gcp("compute:TargetHttpsProxy", "compute:RegionTargetHttpsProxy")
SSL_POLICY: Final = gcp("compute:SSLPolicy", "compute:RegionSslPolicy")


@rule(*HTTP, *HTTPS, *SSL_POLICY)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Load Balancing documentation, "SSL policies overview": without one, TLS 1.0 is taken."""
    if look.resource.type in SSL_POLICY:
        if look.scene.classified:
            yield from must_be_one_of(look, "minTlsVersion", ("TLS_1_2", "TLS_1_3"), "lets TLS older than 1.2 by", default="TLS_1_0")
    elif look.zone is not None and look.resource.type in HTTP:
        yield Fault("speaks HTTP without TLS", "the resource")
    elif look.zone is not None:
        yield from must_be_set(look, "sslPolicy", "lets TLS older than 1.2 by: it has no SSL policy")
