"""An object as the API server answers with it: what was asked for, defaults, what the server sets, and the state of what is ready.

Sources: Kubernetes API conventions, "Metadata", "Spec and status"; Kubernetes documentation, "Service: type LoadBalancer", "Virtual IPs";
pulumi-kubernetes, `checkpointObject` (`__fieldManager`, `__initialApiVersion`, `__inputs`) and `pkg/await`: a create returns when the object
is ready, so what is shown is ready.
"""

import ipaddress
from typing import Any

from simulator.action import Action
from simulator.packages.kubernetes_defaults import defaulted
from simulator.packages.kubernetes_kinds import Kind
from simulator.packages.kubernetes_trees import as_manifest
from simulator.values import UNKNOWN, Properties

_SERVICES = ipaddress.ip_network("10.96.0.0/12")
_BALANCERS = ipaddress.ip_network("203.0.113.0/24")
_NODE_PORTS = range(30000, 32768)
_WITHOUT_GENERATION = {
    "": {
        "Namespace",
        "Service",
        "ConfigMap",
        "Secret",
        "ServiceAccount",
        "Endpoints",
        "LimitRange",
        "ResourceQuota",
        "PersistentVolumeClaim",
        "PersistentVolume",
    },
    "rbac.authorization.k8s.io": {"Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"},
    "storage.k8s.io": {"StorageClass", "CSIDriver"},
    "node.k8s.io": {"RuntimeClass"},
    "autoscaling": {"HorizontalPodAutoscaler"},
}
_DATA = ("apiVersion", "kind", "metadata", "status")


def planned_object(kind: Kind, inputs: Properties) -> Properties:
    """What a dry run would answer, as far as it is always the same: no identity and no status; the addresses of a service are unknown."""
    planned = defaulted(kind, as_manifest(inputs))
    if (kind.group, kind.kind) == ("", "Service") and planned["spec"]["type"] != "ExternalName" and not planned["spec"].get("clusterIP"):
        planned["spec"] |= {"clusterIP": UNKNOWN, "clusterIPs": UNKNOWN}
    return planned


def live_object(kind: Kind, action: Action, before: Properties) -> Properties:
    """The object after a create (`before` is empty) or an update."""
    live = defaulted(kind, as_manifest(action.inputs))
    old = before.get("metadata") or {}
    metadata = live.setdefault("metadata", {})
    metadata["uid"] = old.get("uid") or action.uuid("uid")
    metadata["creationTimestamp"] = old.get("creationTimestamp") or action.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata["resourceVersion"] = str(int(action.now().timestamp()))
    if kind.kind not in _WITHOUT_GENERATION.get(kind.group, ()):
        metadata["generation"] = _generation(old, before, live)
    if (kind.group, kind.kind) == ("", "Service"):
        _addresses(action, live, before.get("spec") or {})
    status = _status(kind, action, live)
    if status is not None:
        live["status"] = status
    return live


def field_manager(action: Action, before: Properties) -> str:
    """The name under which the provider applies one resource's fields; it stays the resource's."""
    annotations = (action.inputs.get("metadata") or {}).get("annotations") or {}
    given = annotations.get("pulumi.com/patchFieldManager") or before.get("__fieldManager")
    return str(given) if given else f"pulumi-kubernetes-{action.hex(8, 'manager')}"


def _generation(old: Properties, before: Properties, live: Properties) -> int:
    if not before:
        return 1
    changed = any(before.get(name) != live.get(name) for name in {*before, *live} if name not in _DATA and not name.startswith("__"))
    return int(old.get("generation") or 1) + int(changed)


def _addresses(action: Action, live: Properties, before: Properties) -> None:
    """Addresses of the cluster, which stay those of the service."""
    spec = live["spec"]
    if spec["type"] == "ExternalName":
        return
    given = (
        spec.get("clusterIP")
        or before.get("clusterIP")
        or str(_SERVICES[int(action.hex(8, "address"), 16) % (_SERVICES.num_addresses - 512) + 256])
    )
    spec["clusterIP"], spec["clusterIPs"] = given, spec.get("clusterIPs") or [given]
    if spec["type"] == "NodePort" or (spec["type"] == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts")):
        kept = {port.get("port"): port.get("nodePort") for port in before.get("ports") or ()}
        for port in spec.get("ports") or ():
            fallback = kept.get(port.get("port")) or _NODE_PORTS[int(action.hex(8, f"port{port.get('port')}"), 16) % len(_NODE_PORTS)]
            port.setdefault("nodePort", fallback)


def _status(kind: Kind, action: Action, live: Properties) -> Properties | None:
    spec = live.get("spec") or {}
    count = spec.get("replicas", 1) if isinstance(spec, dict) else 1
    match kind.group, kind.kind:
        case "", "Namespace":
            return {"phase": "Active"}
        case "", "Pod":
            return {
                "phase": "Running",
                "conditions": [_true("Ready"), _true("ContainersReady"), _true("Initialized"), _true("PodScheduled")],
            }
        case "", "Service":
            address = str(_BALANCERS[int(action.hex(4, "balancer"), 16) % 254 + 1])
            is_balancer = spec.get("type") == "LoadBalancer"
            return {"loadBalancer": {"ingress": [{"ip": address, "ipMode": "VIP"}]} if is_balancer else {}}
        case "", "PersistentVolumeClaim":
            requests = (spec.get("resources") or {}).get("requests") or {}
            return {"phase": "Bound", "accessModes": spec.get("accessModes") or [], "capacity": requests}
        case "", "ResourceQuota":
            hard = spec.get("hard") or {}
            return {"hard": hard, "used": dict.fromkeys(hard, "0")}
        case "apps", "Deployment":
            conditions = [_true("Available"), _true("Progressing")]
            return {**_counts(live, count, "replicas", "updatedReplicas", "readyReplicas", "availableReplicas"), "conditions": conditions}
        case "apps", "StatefulSet":
            return _counts(live, count, "replicas", "currentReplicas", "updatedReplicas", "readyReplicas", "availableReplicas")
        case "apps", "DaemonSet":
            scheduled = ("currentNumberScheduled", "desiredNumberScheduled", "updatedNumberScheduled")
            return {**_counts(live, 1, *scheduled, "numberReady", "numberAvailable"), "numberMisscheduled": 0}
        case "batch", "Job":
            return {"succeeded": spec.get("completions") or 1, "conditions": [_true("Complete")]}
        case "apiextensions.k8s.io", "CustomResourceDefinition":
            return {"conditions": [_true("NamesAccepted"), _true("Established")]}
        case "networking.k8s.io", "Ingress":
            return {"loadBalancer": {}}
        case _:
            return None


def _counts(live: Properties, count: int, *names: str) -> Properties:
    return {"observedGeneration": live["metadata"]["generation"], **dict.fromkeys(names, count)}


def _true(condition: str) -> dict[str, Any]:
    return {"type": condition, "status": "True"}
