"""Istio's objects as rules look at them: their type tokens, and which of them concern a zone."""

from collections.abc import Callable, Iterator
from typing import Final

from posture.readers.kubernetes.kinds import tokens
from posture.readers.kubernetes.mesh import ROOT
from posture.readers.kubernetes.mesh_callers import action_of
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import things, untold
from posture.rules.look import Look
from posture.values import Unknown

_NETWORK: Final = ("networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3")
PEERS: Final = tokens("PeerAuthentication")
CALLERS: Final = tokens("AuthorizationPolicy")
ENTRIES: Final = tokens("ServiceEntry")
SIDECARS: Final = tokens("Sidecar")
DESTINATIONS: Final = tokens("DestinationRule")
GATEWAYS: Final = tokens("Gateway", groups=_NETWORK)
ROUTES: Final = tokens("VirtualService")
OPAQUE: Final = (
    *tokens("EnvoyFilter", groups=_NETWORK),
    *tokens("WasmPlugin", "TrafficExtension", groups=("extensions.istio.io/v1alpha1", "extensions.istio.io/v1")),
)
TELEMETRY: Final = tokens("Telemetry", groups=("telemetry.istio.io/v1", "telemetry.istio.io/v1alpha1"))


def concerned(look: Look) -> Iterator[KubernetesObject]:
    """Objects in a zone, and those of the root namespace, which hold for all zones of the cluster."""
    for one in things(look):
        if ground(look.scene).zone(one) is not None or (
            one.namespace == ROOT and any(namespace.cluster == one.cluster for namespace, _ in ground(look.scene).zoned())
        ):
            yield one


def each_that_allows(look: Look, judged: Callable[[KubernetesObject], Iterator[Fault]]) -> Iterator[Fault]:
    """What is said of each AuthorizationPolicy that concerns a zone and allows; one whose action nobody knows is told."""
    for one in concerned(look):
        if one.kind != "AuthorizationPolicy":
            continue
        action = action_of(one)
        if isinstance(action, Unknown):
            yield untold(one, "spec.action", "what it does")
        elif action == "ALLOW":
            yield from judged(one)
