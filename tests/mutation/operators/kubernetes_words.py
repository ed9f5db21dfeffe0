"""Kubernetes and Istio: words switched to their documented opposites, wider matches, images of strangers, what shares the node.

Sources: the API reference of each kind (allowed values); Kubernetes documentation, "Pod Security Standards", "Using RBAC Authorization"; Istio
documentation, "PeerAuthentication", "Authorization Policy", "Sidecar", "Gateway", "Destination Rule".
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.mutation.edits import put, take
from tests.mutation.mutant import Mutant
from tests.mutation.operators.kubernetes_places import GUARDS, NAMESPACE, at, governed, kind, metadata, on_kubernetes
from tests.mutation.program import Program, Row, Where, plain
from tests.mutation.sites import sites

WEAKER: Final[dict[str, tuple[str, ...]]] = {
    "STRICT": ("PERMISSIVE", "DISABLE"),
    "REGISTRY_ONLY": ("ALLOW_ANY",),
    "Fail": ("Ignore",),
    "Deny": ("Warn",),
    "enforce": ("warn",),
    "Enforce": ("Audit",),
    "RuntimeDefault": ("Unconfined",),
    "HTTPS": ("HTTP",),
    "TLS": ("TCP",),
    "TLSV1_3": ("TLSV1_0",),
    "ISTIO_MUTUAL": ("DISABLE",),
    "SIMPLE": ("DISABLE", "AUTO_PASSTHROUGH"),
    "DENY": ("ALLOW",),
    "Always": ("Never",),
    "ClusterIP": ("LoadBalancer", "NodePort"),
    "runsc": ("runc",),
    "kata-qemu": ("runc",),
    "gvisor": ("runc",),
    "kata": ("runc",),
    "24h": ("8760h",),
}
"""Documented words and their weaker opposites."""
_ONLY: Final = {"Always": "rotationPolicy", "DNS": "resolution", "SIMPLE": "mode", "24h": "duration", "DENY": "action", "TLS": "protocol"}
"""Words that mean this only at one property."""
LABELS: Final = {
    "restricted": ("baseline", "privileged"),
    "enabled": ("disabled",),
    "ambient": ("none",),
    "v1.33": ("v1.20",),
    "true": ("false",),
}
"""Weaker values of labels by which something is enforced."""
PUBLIC_IMAGE: Final = "docker.io/vendor/program@sha256:" + "5" * 64
_HOST: Final = ("hostNetwork", "hostPID", "hostIPC")


def putting(urn: str, where: Where, value: Any) -> Callable[[Program], set[str]]:
    """Write a value; what the policy is about counts as changed too."""

    def change(program: Program) -> set[str]:
        put(program, urn, where, value)
        return governed(program, program.by_urn[urn])

    return change


def weaken_word(program: Program, row: Row) -> Iterator[Mutant]:
    """A word becomes its weaker opposite."""
    for site in sites(row) if on_kubernetes(row) else ():
        value = plain(site.value) if not isinstance(site.value, dict | list) else None
        if (
            not isinstance(value, str)
            or site.where[0] == "metadata"
            or site.last not in (_ONLY.get(value), site.last if value not in _ONLY else "")
        ):
            continue
        for weaker in WEAKER.get(value, ()):
            if value == "SIMPLE" and weaker == ("AUTO_PASSTHROUGH" if kind(row) == "DestinationRule" else "DISABLE"):
                continue
            yield Mutant("weaken-word", row.type, site.path, row.urn, putting(row.urn, site.where, weaker), weaker)


def weaken_label(program: Program, row: Row) -> Iterator[Mutant]:
    """A label by which something is enforced is left out, or says something weaker."""
    labels = metadata(row).get("labels") if on_kubernetes(row) and row.type == NAMESPACE else None
    for label in GUARDS if isinstance(labels, dict) else ():
        if label not in labels:
            continue

        def change(mutated: Program, label: str = label) -> set[str]:
            take(mutated, row.urn, ("metadata", "labels", label))
            return governed(mutated, mutated.by_urn[row.urn])

        path = f"metadata.labels.{label}"
        yield Mutant("drop-label", row.type, path, row.urn, change)
        for weaker in LABELS.get(str(plain(labels[label])), ()):
            yield Mutant("weaken-word", row.type, path, row.urn, putting(row.urn, ("metadata", "labels", label), weaker), weaker)


_STARS: Final = {
    ("Role", "verbs"): "action-to-star",
    ("Role", "resources"): "resource-to-star",
    ("Role", "apiGroups"): "resource-to-star",
    ("ClusterRole", "verbs"): "action-to-star",
    ("ClusterRole", "resources"): "resource-to-star",
    ("ClusterRole", "apiGroups"): "resource-to-star",
    ("AuthorizationPolicy", "principals"): "principal-to-star",
    ("AuthorizationPolicy", "requestPrincipals"): "principal-to-star",
    ("AuthorizationPolicy", "namespaces"): "principal-to-star",
    ("ServiceEntry", "exportTo"): "resource-to-star",
}
_WIDE: Final = {("Sidecar", "hosts"): "*/*", ("ServiceEntry", "hosts"): "*.example.com", ("Certificate", "dnsNames"): "*.example.com"}


def star(program: Program, row: Row) -> Iterator[Mutant]:
    """A list of what or whom is meant becomes everything or everybody."""
    for site in sites(row) if on_kubernetes(row) else ():
        if not isinstance(site.value, list) or not site.is_property:
            continue
        if (operator := _STARS.get((kind(row), site.last))) is not None and plain(at(row, ("spec", "action"))) != "DENY":
            yield Mutant(operator, row.type, site.path, row.urn, putting(row.urn, site.where, ["*"]))
        if (value := _WIDE.get((kind(row), site.last))) is not None:
            yield Mutant("resource-to-star", row.type, site.path, row.urn, putting(row.urn, site.where, [value]), value)


_RIGHTS: Final = {
    "secrets": {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]},
    "exec": {"apiGroups": [""], "resources": ["pods/exec"], "verbs": ["create"]},
    "tokens": {"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"]},
    "bind": {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "clusterroles"], "verbs": ["bind", "escalate"]},
    "impersonate": {"apiGroups": [""], "resources": ["users", "groups"], "verbs": ["impersonate"]},
    "policies": {"apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies"], "verbs": ["delete"]},
    "nodes": {"apiGroups": [""], "resources": ["nodes/proxy"], "verbs": ["get"]},
    "mesh": {"apiGroups": ["security.istio.io"], "resources": ["authorizationpolicies"], "verbs": ["update"]},
}


def more_rights(program: Program, row: Row) -> Iterator[Mutant]:
    """A role gives one thing more, and a binding names somebody more, or gives a greater role."""
    if not on_kubernetes(row):
        return
    if kind(row) in ("Role", "ClusterRole"):
        count = len(row.inputs.get("rules") or [])
        for name, right in _RIGHTS.items():
            yield Mutant("grant-more", row.type, "rules", row.urn, putting(row.urn, ("rules", count), dict(right)), name)
    if kind(row) in ("RoleBinding", "ClusterRoleBinding"):
        count = len(row.inputs.get("subjects") or [])
        for who in ("system:authenticated", "system:unauthenticated", "system:serviceaccounts"):
            group = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": who}
            yield Mutant("principal-to-star", row.type, "subjects", row.urn, putting(row.urn, ("subjects", count), group), who)
        admin = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"}
        yield Mutant("role-to-owner", row.type, "roleRef", row.urn, putting(row.urn, ("roleRef",), admin))


def other_image(program: Program, row: Row) -> Iterator[Mutant]:
    """An image by its tag; an image of a stranger's."""
    for site in sites(row) if on_kubernetes(row) else ():
        value = plain(site.value) if not isinstance(site.value, dict | list) else None
        if isinstance(value, str) and "@sha256:" in value and site.last in ("image", "reference"):
            tag = f"{value.partition('@')[0]}:latest"
            yield Mutant("image-by-tag", row.type, site.path, row.urn, putting(row.urn, site.where, tag))
            yield Mutant("image-of-strangers", row.type, site.path, row.urn, putting(row.urn, site.where, PUBLIC_IMAGE))


def pod_specs(row: Row) -> Iterator[Where]:
    """Where a pod's spec stands in what makes pods."""
    for where in (("spec",), ("spec", "template", "spec"), ("spec", "jobTemplate", "spec", "template", "spec")):
        found = at(row, where)
        if isinstance(found, dict) and "containers" in found:
            yield where


def share_the_node(program: Program, row: Row) -> Iterator[Mutant]:
    """What a pod leaves out, and what would make it more than a container, is set."""
    for where in pod_specs(row) if on_kubernetes(row) else ():
        base = ".".join(str(part) for part in where)
        for name in _HOST:
            yield Mutant("set-public", row.type, f"{base}.{name}", row.urn, putting(row.urn, (*where, name), True))
        spec = at(row, where)
        volume = {"name": "node", "hostPath": {"path": "/"}}
        count = len(spec.get("volumes") or [])
        yield Mutant("mount-node", row.type, f"{base}.volumes", row.urn, putting(row.urn, (*where, "volumes", count), volume))
        first = (*where, "containers", 0)
        for name, value in (("privileged", True), ("procMount", "Unmasked"), ("runAsUser", 0)):
            path = f"{base}.containers.securityContext.{name}"
            yield Mutant("set-public", row.type, path, row.urn, putting(row.urn, (*first, "securityContext", name), value))
        added = putting(row.urn, (*first, "securityContext", "capabilities", "add"), ["SYS_ADMIN"])
        yield Mutant("set-public", row.type, f"{base}.containers.securityContext.capabilities.add", row.urn, added)
        secret = {"name": "DATABASE_PASSWORD", "value": "not-a-real-one"}
        yield Mutant("write-secret", row.type, f"{base}.containers.env", row.urn, putting(row.urn, (*first, "env"), [secret]))
        port = putting(row.urn, (*first, "ports"), [{"containerPort": 8443, "hostPort": 8443}])
        yield Mutant("set-public", row.type, f"{base}.containers.ports.hostPort", row.urn, port)
        if len(where) > 1:
            yield from _annotations(row, (*where[:-1], "metadata"))


def _annotations(row: Row, where: Where) -> Iterator[Mutant]:
    base = ".".join(str(part) for part in where)
    for note, value in (
        ("traffic.sidecar.istio.io/excludeOutboundPorts", "443"),
        ("traffic.sidecar.istio.io/excludeInboundPorts", "8443"),
        ("container.apparmor.security.beta.kubernetes.io/*", "unconfined"),
    ):
        yield Mutant("set-public", row.type, f"{base}.annotations", row.urn, putting(row.urn, (*where, "annotations"), {note: value}), note)
    yield Mutant(
        "set-public", row.type, f"{base}.labels", row.urn, putting(row.urn, (*where, "labels", "sidecar.istio.io/inject"), "false")
    )


def open_service(program: Program, row: Row) -> Iterator[Mutant]:
    """A service gets another type, addresses of others, or becomes a name for something outside."""
    if not on_kubernetes(row) or kind(row) != "Service":
        return
    for type_ in ("LoadBalancer", "NodePort"):
        yield Mutant("set-public", row.type, "spec.type", row.urn, putting(row.urn, ("spec", "type"), type_), type_)
    yield Mutant("set-public", row.type, "spec.externalIPs", row.urn, putting(row.urn, ("spec", "externalIPs"), ["203.0.113.7"]))


def hosts_without_tls(program: Program, row: Row) -> Iterator[Mutant]:
    """One more host of an Ingress, without a certificate; one more listener, without TLS."""
    if not on_kubernetes(row):
        return
    if kind(row) == "Ingress":
        rules = at(row, ("spec", "rules")) or []
        yield Mutant(
            "add-entry", row.type, "spec.rules", row.urn, putting(row.urn, ("spec", "rules", len(rules)), {"host": "plain.clinic.example"})
        )
    if kind(row) == "Gateway" and "gateway.networking" in row.type:
        where: Where = ("spec", "listeners", len(at(row, ("spec", "listeners")) or []))
        yield Mutant(
            "add-entry", row.type, "spec.listeners", row.urn, putting(row.urn, where, {"name": "plain", "port": 80, "protocol": "HTTP"})
        )
    elif kind(row) == "Gateway":
        where = ("spec", "servers", len(at(row, ("spec", "servers")) or []))
        plain_server = {"port": {"number": 80, "name": "http", "protocol": "HTTP"}, "hosts": ["*"]}
        yield Mutant("add-entry", row.type, "spec.servers", row.urn, putting(row.urn, where, plain_server))


OPERATORS = (weaken_word, weaken_label, star, more_rights, other_image, share_the_node, open_service, hosts_without_tls)
