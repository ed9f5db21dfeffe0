"""Istio's objects as rules look at them: their type tokens, and which of them concern a zone."""

from collections.abc import Iterator
from typing import Final

from posture.readers.kubernetes.kinds import tokens
from posture.readers.kubernetes.mesh import ROOT
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import things
from posture.rules.look import Look

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
