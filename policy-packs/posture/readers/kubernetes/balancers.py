"""Whether the load balancer that a Service, Ingress or Gateway asks for answers the internet or the private network.

Sources: AWS Load Balancer Controller, "Service annotations", "Ingress annotations" (`scheme`: internal by default); Kubernetes documentation, "Service: internal
load balancer"; Azure documentation, "Use an internal load balancer with Azure Kubernetes Service", "Application Gateway Ingress Controller annotations"; Google
Cloud documentation, "LoadBalancer Service parameters", "Ingress for internal Application Load Balancers", "GatewayClass capabilities".
"""

from collections.abc import Mapping
from typing import Any, Final

from posture.readers.kubernetes.objects import KubernetesObject
from posture.values import is_unknown

_INTERNAL: Final[Mapping[str, tuple[str, ...]]] = {
    "service.beta.kubernetes.io/aws-load-balancer-internal": ("true", "0.0.0.0/0"),
    "service.beta.kubernetes.io/aws-load-balancer-scheme": ("internal",),
    "alb.ingress.kubernetes.io/scheme": ("internal",),
    "service.beta.kubernetes.io/azure-load-balancer-internal": ("true",),
    "appgw.ingress.kubernetes.io/use-private-ip": ("true",),
    "networking.gke.io/load-balancer-type": ("internal",),
    "cloud.google.com/load-balancer-type": ("internal",),
    "kubernetes.io/ingress.class": ("gce-internal",),
}
"""Annotation → values (in lower case) that keep it inside."""
_OUTWARD: Final[Mapping[str, tuple[str, ...]]] = {
    "service.beta.kubernetes.io/aws-load-balancer-scheme": ("internet-facing",),
    "alb.ingress.kubernetes.io/scheme": ("internet-facing",),
}
_INSIDE_BY_DEFAULT: Final = ("service.k8s.aws/nlb", "eks.amazonaws.com/nlb", "eks.amazonaws.com/alb", "ingress.k8s.aws/alb")
"""Classes and controllers whose default is internal."""
_INSIDE_TYPES: Final = ("external", "nlb-ip")
"""`aws-load-balancer-type`: handled by the controller, whose default is internal."""
INTERNAL_GATEWAYS: Final = ("gke-l7-rilb", "gke-l7-rilb-mc", "gke-l7-cross-regional-internal-managed-mc", "gke-td")
"""GatewayClasses of Google Cloud that answer the private network alone."""


def faces_internet(one: KubernetesObject, class_path: str = "") -> bool | None:
    """Whether it answers the internet; None when that is not known. `class_path`: where the object names its class."""
    notes = one.annotations
    if is_unknown(notes):
        return None
    said = {name: _word(notes[name]) for name in (*_INTERNAL, *_OUTWARD) if name in notes}
    if any(value in _OUTWARD.get(name, ()) for name, value in said.items()):
        return True
    if any(value in _INTERNAL.get(name, ()) for name, value in said.items()):
        return False
    if any(value is None for value in said.values()):
        return None
    kind = one.value(class_path) if class_path else None
    if is_unknown(kind):
        return None
    if kind in INTERNAL_GATEWAYS:
        return False
    by_controller = kind in _INSIDE_BY_DEFAULT or kind == "alb" or _word(notes.get("kubernetes.io/ingress.class")) == "alb"
    return not (by_controller or _word(notes.get("service.beta.kubernetes.io/aws-load-balancer-type")) in _INSIDE_TYPES)


def _word(value: Any) -> str | None:
    return value.strip().lower() if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else None
