"""Where an object of Kubernetes stands: its cluster is its provider's, its namespace the one that it names; and what a policy is about.

Sources: Kubernetes documentation, "Namespaces", "API Overview"; Istio documentation, "Global Mesh Options" (the root namespace).
"""

import re
from typing import Any, Final

from tests.mutation.program import Late, Program, Row, Twin, Where, plain
from tests.mutation.sites import Site

PREFIX: Final = "kubernetes:"
NAMESPACE: Final = "kubernetes:core/v1:Namespace"
ROOT: Final = "istio-system"
GUARDS: Final = (
    "pod-security.kubernetes.io/enforce",
    "pod-security.kubernetes.io/enforce-version",
    "istio-injection",
    "istio.io/rev",
    "istio.io/dataplane-mode",
    "policy.sigstore.dev/include",
)
"""Labels of a namespace by which something is enforced in it. All others but `ai-zone` are for people and selectors."""
_POLICIES: Final = re.compile(
    r":(NetworkPolicy|ResourceQuota|LimitRange|\w*AdmissionPolicy(Binding)?|\w+WebhookConfiguration|PeerAuthentication|AuthorizationPolicy|Sidecar|"
    r"Telemetry|ClusterImagePolicy|ClusterPolicy|ServiceAccount|RoleBinding|ClusterRoleBinding|StorageClass|RuntimeClass|Service)$"
)
_NAMES: Final = frozenset(
    {"name", "generateName", "namespace", "hostname", "subdomain", "description", "message", "reason", "appProtocol", "kind", "apiVersion"}
)


def on_kubernetes(row: Row) -> bool:
    """Whether it is an object that the program makes in a cluster."""
    return row.type.startswith(PREFIX) and row.simulated


def kind(row: Row) -> str:
    """`Deployment`."""
    return row.type.rsplit(":", 1)[-1]


def metadata(row: Row) -> dict[str, Any]:
    """Its metadata, as it is given."""
    found = row.inputs.get("metadata")
    return found if isinstance(found, dict) else {}


def name_of(row: Row) -> str:
    """Its name in the cluster."""
    return str(plain(metadata(row).get("name")))


def namespace_of(program: Program, row: Row) -> Row | None:
    """The namespace in which it stands, where the program makes it."""
    named = plain(metadata(row).get("namespace"))
    return next(
        (one for one in program.of_type(NAMESPACE) if one.provider == row.provider and named is not None and name_of(one) == named), None
    )


def beside(program: Program, row: Row) -> set[str]:
    """What stands in the same namespace, and the namespace itself; for what stands in none, the namespaces of its cluster."""
    namespace = row if row.type == NAMESPACE else namespace_of(program, row)
    if namespace is None or name_of(namespace) == ROOT:
        return {one.urn for one in program.of_type(NAMESPACE) if one.provider == row.provider}
    held = {one.urn for one in program.rows if on_kubernetes(one) and namespace_of(program, one) is namespace}
    return {namespace.urn, *held}


def governed(program: Program, row: Row) -> set[str]:
    """What a policy is about: a change of it is one of the namespaces, and of the pods in them, for which it holds."""
    return beside(program, row) if on_kubernetes(row) and (_POLICIES.search(row.type) or row.type == NAMESPACE) else set()


def is_name(site: Site) -> bool:
    """A name is free to choose; what ends in `Name` refers to something."""
    return site.last in _NAMES


def in_labels(site: Site) -> bool:
    """Labels and annotations, which operators of their own change; what selects pods; the names of fields in a reference."""
    return any(part in ("labels", "annotations", "matchLabels") for part in site.where if isinstance(part, str)) or (
        site.where[0] == "metadata"
    )


_ASKED: Final = frozenset({"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration"})
"""What asks before something is admitted: without a selector it asks about more."""
_KEEPS: Final = frozenset({"readOnly", "audience"})


def _of_a_pod(site: Site) -> bool:
    """A volume, a mount, a port or a program less: the pod has less, or does not start. What closes a volume or a token is another matter."""
    parts = [part for part in site.where if isinstance(part, str)]
    held = {"volumes", "volumeMounts", "volumeClaimTemplates", "initContainers"} & set(parts)
    if parts[-1] == "containers" and not site.is_property:
        return True
    if parts[-1] in ("ports", "volumes", "volumeMounts", "initContainers", "volumeClaimTemplates"):
        return "containers" in parts or "initContainers" in parts or bool(held)
    return bool(held & {"volumes", "volumeMounts"}) and parts[-1] not in _KEEPS


def narrows(row: Row, site: Site) -> bool:
    """Whether leaving it out only narrows: whom a policy lets in, what a role gives, who holds it, what a webhook is asked about."""
    what = kind(row)
    head = str(site.where[0])
    if _of_a_pod(site):
        return True
    if what in _ASKED:
        return site.last in (
            "namespaceSelector",
            "objectSelector",
            "matchExpressions",
            "matchResources",
            "scope",
            "matchLabels",
            "matchConditions",
        )
    if what in ("Role", "ClusterRole"):
        return head == "rules" and site.last != "resourceNames"
    if what in ("RoleBinding", "ClusterRoleBinding"):
        return head == "subjects"
    if what == "NetworkPolicy":
        return len(site.where) > 1 and site.where[1] in ("ingress", "egress") and site.last not in ("ports", "from", "to", "podSelector")
    if what == "Ingress":
        return len(site.where) > 1 and site.where[1] == "rules"
    if what == "RequestAuthentication":
        return True  # Without the proof of a login nobody has one, and whom a policy lets in by it stays out.
    if what == "AuthorizationPolicy":
        if plain(_at(row, ("spec", "action"))) == "DENY":
            # All parts of a source or an operation must match: one less, and more is denied. One source less denies fewer.
            return "rules" in site.where[:-1] and site.is_property
        return site.last in ("spec", "rules")  # A policy without rules lets nobody in.
    return False


def _at(row: Row, where: Where) -> Any:
    tree: Any = row.inputs
    for part in where:
        if isinstance(tree, Late | Twin) or not isinstance(tree, dict | list):
            return None
        tree = tree.get(part) if isinstance(tree, dict) else tree[part] if isinstance(part, int) else None
    return tree


at = _at
