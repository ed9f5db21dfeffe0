"""Google's own addresses: the virtual addresses by which its APIs answer, and the ranges from which its fronts and health checks come.

Sources: Google Cloud documentation, "Configure Private Google Access" (domains and ranges), "Private Google Access with VPC Service Controls"
(the ranges are not announced to the internet), "Health checks overview" (probe ranges), "Using IAP for TCP forwarding" (35.235.240.0/20).
"""

from typing import Final

from posture.graph.addresses import AddressSet

RESTRICTED: Final = "restricted.googleapis.com"
PRIVATE: Final = "private.googleapis.com"
RANGES: Final = {
    RESTRICTED: AddressSet.parse("199.36.153.4/30", "2600:2d00:2:1000::/56"),
    PRIVATE: AddressSet.parse("199.36.153.8/30", "2600:2d00:2:2000::/56"),
}
_DIRECT: Final = AddressSet.parse("34.126.0.0/18", "2001:4860:8040::/42")
"""Direct connectivity of some services, beside either of the two."""
VIPS: Final = RANGES[RESTRICTED] | RANGES[PRIVATE] | _DIRECT
FRONTS: Final = AddressSet.parse("35.191.0.0/16", "130.211.0.0/22", "35.235.240.0/20", "209.85.152.0/22", "209.85.204.0/22", "2600:2d00:1:b029::/64",
                                 "2600:2d00:1:1::/64", "2600:1901:8001::/48")  # fmt: skip
"""Load balancers, health checks and Identity-Aware Proxy: what comes from there comes from no stranger's machine."""


def access_key(network: str, domain: str) -> str:
    """Key of the endpoint that a domain of Google's APIs is in a network."""
    return f"{network}#{domain}"
