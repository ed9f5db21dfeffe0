"""Who reaches the platform's pods, and whom they reach, is what a table says that a person wrote, in cyclonus's reading and in ours.

Sources: Istio documentation, "Ports used by Istio"; cert-manager documentation, "Best practice installation"; policy-controller chart.
"""

from pathlib import Path

import pytest

from tests.live.cyclonus import MissingError, allowed, find
from tests.live.plan_worlds import CUT, ISTIO_CSR, ISTIOD, RESOLVER, SYSTEM, Opening, World
from tests.live.stack_worlds import TABLES, of_stack, registered
from tests.live.two_readings import Ours, as_cyclonus_asks

pytestmark = pytest.mark.live
PLATFORM = ("cert-manager", "cosign-system", "istio-system")
API = {"kubernetes-clinical": ("10.66.32.0/21", "10.66.96.0/21", "10.66.160.0/21"), "kubernetes-dev": ("10.115.32.0/21",)}
REGISTRY = {"kubernetes-clinical": API["kubernetes-clinical"], "kubernetes-dev": ("10.115.40.0/21",)}
VAULT = {"kubernetes-clinical": API["kubernetes-clinical"], "kubernetes-dev": ("10.119.32.0/21",)}
CREDENTIALS = {"kubernetes-clinical": ("169.254.170.23/32",), "kubernetes-dev": ()}
PODS = {
    "cert-manager/webhook": {"app": "webhook"},
    "cert-manager/cainjector": {"app": "cainjector"},
    "cosign-system/policy-controller": {"app.kubernetes.io/name": "policy-controller", "app.kubernetes.io/instance": "policy-controller"},
    "cosign-system/other": {"app": "other"},
    "istio-system/other": {"app": "other"},
    f"istio-system/istiod{CUT}": {"app": "istiod", "ai-quarantine": "true"},
}
"""Beside those that the flows of a plan meet."""
OUTSIDE = ("10.66.100.7", "10.115.33.7", "10.115.41.7", "10.119.39.9", "169.254.170.23", "203.0.113.9")


def world(stack: str) -> World:
    """The stack's cluster, of which the platform is asked about."""
    made = of_stack(stack, registered(stack))
    for name, labels in PODS.items():
        made.add(name, labels)
    # Few of each kind are enough: the zones' own pods are asked about by their plan's test.
    kept = {"agents/agent-summary", "models/api", "elsewhere/other", "claims-inference/api", f"agents/agent-summary{CUT}", *SYSTEM, *PODS}
    made.set.pods[:] = [one for one in made.set.pods if made.name(one) in kept]
    made.judged, made.outside = PLATFORM, OUTSIDE
    made.ports = ((53, "UDP"), *((port, "TCP") for port in (80, 443, 6443, 8200, 8443, 10250, 15012, 15017)))
    zones = tuple(f"{one}/*" for one in TABLES[stack].zones)
    everybody = tuple(f"{one}/*" for one in PLATFORM)
    made.openings = [
        Opening(everybody, (RESOLVER,), frozenset({(53, "UDP"), (53, "TCP")})),
        Opening(everybody, API[stack], frozenset({(443, "TCP")})),
        Opening(API[stack], ("cert-manager/webhook",), frozenset({(10250, "TCP")})),
        Opening(API[stack], ("cosign-system/policy-controller",), frozenset({(8443, "TCP")})),
        Opening(API[stack], (ISTIOD,), frozenset({(15017, "TCP")})),
        Opening(("cert-manager/controller",), VAULT[stack], frozenset({(8200, "TCP")})),
        Opening(("cosign-system/policy-controller",), REGISTRY[stack], frozenset({(443, "TCP")})),
        Opening(("cosign-system/policy-controller",), CREDENTIALS[stack], frozenset({(80, "TCP")})),
        Opening(zones, (ISTIOD,), frozenset({(15012, "TCP")})),
        Opening(zones, (ISTIO_CSR,), frozenset({(6443, "TCP")})),
    ]
    return made


@pytest.mark.parametrize("stack", TABLES)
def test_the_platform_reaches_and_is_reached_by_exactly_what_it_needs(stack: str, tmp_path: Path) -> None:
    try:
        cyclonus = find()
    except MissingError as missing:
        pytest.skip(str(missing))
    given = world(stack)
    asked = list(given.questions())
    said = allowed(cyclonus, given.set.policies, [as_cyclonus_asks(given.set, *one) for one in asked], tmp_path)
    ours, wrong, open_ones = Ours(given.set), [], 0
    for (source, target, port, protocol), theirs in zip(asked, said, strict=True):
        wanted, judged = given.expected(source, target, port, protocol), ours.allows(source, target, port, protocol)
        open_ones += wanted
        if not wanted == theirs == judged:
            wrong.append(
                f"{given.name(source)} → {given.name(target)}:{port}/{protocol}: expected {wanted}, cyclonus {theirs}, we {judged}"
            )
    assert wrong == []
    assert open_ones > 20
