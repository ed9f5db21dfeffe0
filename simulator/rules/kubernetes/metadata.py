"""Metadata of every object: names by kind, namespaces only where the kind has them, labels and annotations.

Sources: Kubernetes documentation, "Object Names and IDs", "Labels and Selectors", "Annotations"; Kubernetes 1.36, `ValidateObjectMeta` and the
name validation of each kind; pulumi-kubernetes, `provider.go` (Patch resources need a name).
"""

from collections.abc import Iterator

from simulator.packages.kubernetes_kinds import Kind
from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.values import UNKNOWN, Properties

_SUBDOMAIN: syntax.Form = syntax.subdomain
_NAMES: dict[tuple[str, str], syntax.Form] = {
    ("", "Namespace"): syntax.label,
    ("", "Service"): syntax.label_1035,
    ("rbac.authorization.k8s.io", "Role"): syntax.path_segment,
    ("rbac.authorization.k8s.io", "ClusterRole"): syntax.path_segment,
    ("rbac.authorization.k8s.io", "RoleBinding"): syntax.path_segment,
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): syntax.path_segment,
}
_SHORTER = {("batch", "CronJob"): 52, ("apps", "StatefulSet"): 63, ("batch", "Job"): 63}
"""Lengths below a subdomain's: what the controller appends must still be a label."""
_LARGEST = 256 * 1024


def metadata_faults(kind: Kind, inputs: Properties) -> Iterator[Fault]:
    """Every (path, reason)."""
    metadata = inputs.get("metadata")
    if not isinstance(metadata, dict):
        if metadata is None and kind.is_patch:
            yield "metadata.name", "is required: a patch names the object that it changes"
        return
    yield from _name_faults(kind, metadata)
    yield from _word_faults(kind, inputs)
    yield from label_faults(metadata, "metadata")


def label_faults(metadata: Properties, path: str) -> Iterator[Fault]:
    """Labels and annotations; also those of a pod template."""
    labels = metadata.get("labels")
    yield from labels_faults(labels, f"{path}.labels")
    annotations = metadata.get("annotations")
    size = 0
    for key, text in annotations.items() if isinstance(annotations, dict) else ():
        if reason := syntax.label_key(key.lower()):
            yield f'{path}.annotations["{key}"]', reason
        size += len(key) + (len(text) if isinstance(text, str) else 0)
    if size > _LARGEST:
        yield f"{path}.annotations", f"hold {size} bytes; at most {_LARGEST}"


def labels_faults(labels: object, path: str) -> Iterator[Fault]:
    """A map of labels, or of labels to match."""
    for key, text in labels.items() if isinstance(labels, dict) else ():
        if reason := syntax.label_key(key):
            yield f'{path}["{key}"]', reason
        if isinstance(text, str) and (reason := syntax.label_value(text)):
            yield f'{path}["{key}"]', reason


def _name_faults(kind: Kind, metadata: Properties) -> Iterator[Fault]:
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if kind.is_patch and name is None:
        yield "metadata.name", "is required: a patch names the object that it changes"
    form = _NAMES.get((kind.group, kind.kind), _SUBDOMAIN)
    if isinstance(name, str):
        longest = _SHORTER.get((kind.group, kind.kind))
        if longest and len(name) > longest:
            yield "metadata.name", f"{name!r} has {len(name)} characters; at most {longest}"
        elif reason := form(name):
            yield "metadata.name", reason
    prefix = metadata.get("generateName")
    if isinstance(prefix, str) and name is None and (reason := form(prefix + "x")):
        yield "metadata.generateName", reason
    if isinstance(namespace, str):
        if not kind.namespaced:
            yield "metadata.namespace", f"may not be set: a {kind.kind} stands in no namespace"
        elif reason := syntax.label(namespace):
            yield "metadata.namespace", reason


def _word_faults(kind: Kind, inputs: Properties) -> Iterator[Fault]:
    """What the manifest calls itself must be what its type says."""
    for name, wanted in (("apiVersion", kind.api_version), ("kind", kind.kind)):
        given = inputs.get(name)
        if given is not None and given is not UNKNOWN and given != wanted:
            yield name, f"{given!r} does not fit the resource's type; it must be {wanted!r}"
