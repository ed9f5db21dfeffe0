"""What a Corefile forwards."""

import pytest

from posture.readers.kubernetes.corefile import Forwarding, parse_corefile

KUBERNETES = "kubernetes cluster.local in-addr.arpa {\n pods insecure\n fallthrough in-addr.arpa\n}\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f".:53 {{\n errors\n {KUBERNETES} cache 30\n}}", Forwarding()),
        (f".:53 {{\n {KUBERNETES} forward . /etc/resolv.conf {{\n max_concurrent 1000\n }}\n}}", Forwarding(("/etc/resolv.conf",))),
        (".:53 {\n forward . 8.8.8.8 tls://9.9.9.9\n}", Forwarding(("8.8.8.8", "tls://9.9.9.9"))),
        ("hospital.example:53 {\n forward . 10.0.0.2\n}\n.:53 {\n errors\n}", Forwarding((), ("hospital.example",))),
        (".:53 {\n forward hospital.example 10.0.0.2\n}", Forwarding((), ("hospital.example",))),
        (".:53 {\n template ANY ANY . {\n rcode NXDOMAIN\n }\n forward . 8.8.8.8\n}", Forwarding()),
        (".:53 {\n template ANY ANY {\n rcode NXDOMAIN\n fallthrough\n }\n forward . 8.8.8.8\n}", Forwarding(("8.8.8.8",))),
        (".:53 {\n import custom/*.override\n}", Forwarding(readable=False)),
        (".:53 {\n forward .\n}", Forwarding(readable=False)),
        (".:53 {\n # forward . 8.8.8.8\n errors\n}", Forwarding()),
        (".:53 {\n errors", Forwarding(readable=False)),
    ],
)
def test_a_corefile(text: str, found: Forwarding) -> None:
    assert parse_corefile(text) == found
