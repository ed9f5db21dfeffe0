"""Gateways of a mesh with zones speak TLS 1.2 or later."""

from collections.abc import Iterator, Mapping
from typing import Any

from posture.readers.kubernetes.objects import KubernetesObject, value_at
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import GATEWAYS, concerned
from posture.rules.kubernetes_words import fault, rows, untold, word
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_OLD = ("TLSV1_0", "TLSV1_1")


@rule(*GATEWAYS)
def check(look: Look) -> Iterator[Fault]:
    """TLS 1.2 is the least by default. AUTO_PASSTHROUGH leads to every service of the mesh by its name alone."""
    for one in concerned(look):
        listed = rows(one, "spec.servers")
        if isinstance(listed, Unknown):
            yield untold(one, "spec.servers", "whether it encrypts")
            continue
        for path, item in listed:
            yield from _server(one, path, item)


def _server(one: KubernetesObject, path: str, item: Mapping[str, Any] | None) -> Iterator[Fault]:
    port, tls = value_at(item, "port"), value_at(item, "tls")
    protocol = word(port, "protocol")
    if item is None or is_unknown(protocol) or is_unknown(tls) or is_unknown(word(tls, "mode")):
        yield untold(one, path, "whether it encrypts")
    elif value_at(tls, "httpsRedirect") is True:
        return
    elif tls is None or str(protocol).upper() in ("HTTP", "HTTP2", "GRPC"):
        yield fault(one, "takes connections without TLS", f"{path}.tls")
    elif value_at(tls, "mode") == "AUTO_PASSTHROUGH":
        yield fault(one, "leads to every service of the mesh by its name alone", f"{path}.tls.mode")
    elif value_at(tls, "minProtocolVersion") in _OLD or value_at(tls, "maxProtocolVersion") in _OLD:
        yield fault(one, "takes TLS 1.0 or 1.1", f"{path}.tls.minProtocolVersion")
