"""Services: ports and their names, what a type needs, ranges of sources.

Source: Kubernetes API reference, Service; Kubernetes 1.36, `pkg/apis/core/validation` (ValidateService, validateServicePort).
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.rules.kubernetes.metadata import labels_faults
from simulator.rules.kubernetes.walking import given, listed, part, repeated, values, word
from simulator.values import UNKNOWN

_SOURCE = "Kubernetes API reference, Service; pkg/apis/core/validation"
_TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
_NODE_PORTS = range(30000, 32768)

service = Rules("kubernetes:core/v1:Service", source=_SOURCE)


@service.check(source=_SOURCE, even_unknown=True)
def sound(inputs: Properties) -> Iterator[Fault]:
    """The whole of a service."""
    spec = part(inputs, "spec")
    if not spec or spec.get("type") is UNKNOWN or spec.get("clusterIP") is UNKNOWN:
        return
    type_ = word(spec, "type") or "ClusterIP"
    if type_ not in _TYPES:
        yield "spec.type", f"{type_!r} is not allowed; allowed: {', '.join(_TYPES)}"
    yield from labels_faults(spec.get("selector"), "spec.selector")
    name = word(spec, "externalName")
    if type_ == "ExternalName":
        if not given(spec, "externalName"):
            yield "spec.externalName", "is required when type is ExternalName"
        elif name is not None and (reason := syntax.subdomain(name.removesuffix("."))):
            yield "spec.externalName", reason
    elif not given(spec, "ports") and word(spec, "clusterIP") != "None":
        yield "spec.ports", "is required"
    if word(spec, "clusterIP") == "None" and type_ in ("NodePort", "LoadBalancer"):
        yield "spec.clusterIP", f"may not be set to 'None' for {type_} services"
    yield from _ports(spec, type_)
    for i, block in enumerate(values(spec, "loadBalancerSourceRanges")):
        if isinstance(block, str) and not _is_block(block.strip()):
            yield f"spec.loadBalancerSourceRanges[{i}]", f"{block!r} must be a valid CIDR value, such as 10.9.8.0/24"


def _ports(spec: Properties, type_: str) -> Iterator[Fault]:
    ports = list(listed(spec, "ports", "spec"))
    for where, port in ports:
        name = word(port, "name")
        if name and (reason := syntax.label(name)):
            yield f"{where}.name", reason
        if len(ports) > 1 and not given(port, "name"):
            yield f"{where}.name", "is required when there are several ports"
        if reason := syntax.port(port.get("port")):
            yield f"{where}.port", reason
        target = port.get("targetPort")
        if (isinstance(target, str) and (reason := syntax.port_name(target))) or (reason := syntax.port(target)):
            yield f"{where}.targetPort", reason
        node = port.get("nodePort")
        if isinstance(node, int | float) and node != 0:
            if type_ == "ClusterIP":
                yield f"{where}.nodePort", "may not be used when `type` is 'ClusterIP'"
            elif node not in _NODE_PORTS:
                yield f"{where}.nodePort", f"{node:g}: provided port is not in the valid range. The range of valid ports is 30000-32767"
    for i, name in repeated([word(port, "name") for _, port in ports]):
        yield f"{ports[i][0]}.name", f"{name!r} is there twice"


def _is_block(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return "/" in text
