"""Services of zones answer inside: no public balancer, no port of each node, no foreign addresses, no names of others."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_words import fault, k8s, noted, untold, zoned
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

SERVICE: Final = k8s("Service")
_INTERNAL: Final = {
    "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
    "networking.gke.io/load-balancer-type": "Internal",
    "cloud.google.com/load-balancer-type": "Internal",
    "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
    "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
}
"""Annotations by which a cloud gives the balancer an address of the network alone."""
_SCHEME: Final = "service.beta.kubernetes.io/aws-load-balancer-scheme"
_CONTROLLER: Final = "service.k8s.aws/nlb"
"""The AWS Load Balancer Controller's class: its balancers are internal unless they say otherwise."""


@rule(*SERVICE)
def check(look: Look) -> Iterator[Fault]:
    """In access people may come from outside: there the front before it is judged."""
    for one, zone in zoned(look):
        kind = one.text("spec.type")
        if is_unknown(kind):
            yield untold(one, "spec.type", "where it answers")
        elif kind == "LoadBalancer" and zone is not ZoneName.ACCESS:
            internal = _internal(one)
            if isinstance(internal, Unknown):
                yield untold(one, "metadata.annotations", "whether its balancer has a public address")
            elif not internal:
                yield fault(one, "has a balancer with a public address", "spec.type")
        elif kind == "NodePort":
            yield fault(one, "answers at every node's address", "spec.type")
        elif kind == "ExternalName":
            yield from _foreign(one)
        if one.value("spec.externalIPs") not in (None, [], ()):
            yield fault(one, "takes the traffic of addresses that are not the cluster's", "spec.externalIPs")


def _internal(one: KubernetesObject) -> bool | Unknown:
    if isinstance(one.annotations, Unknown):
        return UNKNOWN
    said = {note: noted(one, note) for note in _INTERNAL}
    if any(is_unknown(value) for value in said.values()):
        return UNKNOWN
    if one.text("spec.loadBalancerClass") == _CONTROLLER and said[_SCHEME] is None:
        return True
    return any(str(said[note]).lower() == wanted.lower() for note, wanted in _INTERNAL.items())


def _foreign(one: KubernetesObject) -> Iterator[Fault]:
    name = one.text("spec.externalName")
    if is_unknown(name):
        yield untold(one, "spec.externalName", "whose name it is")
    elif name is not None and not name.rstrip(".").endswith(".svc.cluster.local"):
        yield fault(one, "is a name for something outside of the cluster, which no policy names", "spec.externalName")
