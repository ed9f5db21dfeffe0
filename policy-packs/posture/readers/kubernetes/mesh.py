"""Istio's objects in a cluster: whether it has a mesh, which namespaces are in it, and what the whole mesh is told.

Sources: Istio documentation, "Installing the Sidecar" (labels, and which wins), "Add workloads to an ambient mesh", "Global Mesh Options".
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from posture.readers.kubernetes.objects import KubernetesObject, objects, value_at
from posture.resource import Resource
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, is_unknown

ROOT: Final = "istio-system"
"""The root namespace, unless the mesh is told another: its policies hold for all namespaces."""
GROUPS: Final = ("security.istio.io", "networking.istio.io", "telemetry.istio.io", "extensions.istio.io")
_INJECTS: Final = "istio-injection"
_REVISION: Final = "istio.io/rev"
_AMBIENT: Final = "istio.io/dataplane-mode"
CHARTS: Final = ("kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart")


def has_mesh(stack: Stack, cluster: str) -> bool:
    """Whether a cluster has a mesh: an object of Istio's, or a namespace that asks for it."""
    return any(
        one.group in GROUPS or (one.kind == "Namespace" and in_mesh(one) is True) for one in objects(stack) if one.cluster == cluster
    )


def in_mesh(namespace: KubernetesObject) -> bool | Unknown:
    """Whether pods of a namespace are in the mesh, by its labels: a sidecar that is injected, or the ambient mode."""
    labels = namespace.labels
    if isinstance(labels, Unknown):
        return UNKNOWN
    said = [labels.get(label) for label in (_INJECTS, _REVISION, _AMBIENT)]
    injects, revision, ambient = said
    if injects == "enabled" or ambient == "ambient":
        return True
    if injects == "disabled":
        return False
    if any(not isinstance(value, (str, type(None))) for value in said):
        return UNKNOWN
    return revision is not None


def root_is_here(stack: Stack, cluster: str) -> bool:
    """Whether the program holds the root namespace, or something in it: then what is not there is not anywhere."""
    return any(
        one.cluster == cluster and (one.namespace == ROOT or (one.kind == "Namespace" and one.name == ROOT)) for one in objects(stack)
    )


def mesh_settings(stack: Stack, cluster: str) -> Iterator[Mapping[str, Any] | Unknown]:
    """What the program tells the whole mesh: the ConfigMap `istio`, an IstioOperator, or values of the chart `istiod`."""
    for _, _, said in mesh_settings_at(stack, cluster):
        yield said


def mesh_settings_at(stack: Stack, cluster: str) -> Iterator[tuple[Resource, str, Mapping[str, Any] | Unknown]]:
    """The same, with the resource and the property that say it."""
    for one in objects(stack):
        if one.cluster != cluster:
            continue
        if one.kind == "ConfigMap" and one.namespace == ROOT and str(one.name).startswith("istio") and one.value("data.mesh") is not None:
            yield one.resource, one.prop("data.mesh"), _parsed(one.value("data.mesh"))
        elif one.kind == "IstioOperator":
            found = one.value("spec.meshConfig")
            yield one.resource, one.prop("spec.meshConfig"), found if isinstance(found, Mapping) else UNKNOWN if is_unknown(found) else {}
    for resource in stack:
        if resource.type not in CHARTS or "istiod" not in (
            resource.props.get("chart"),
            str(resource.props.get("chart")).rsplit("/", 1)[-1],
        ):
            continue
        values = resource.props.get("values")
        found = value_at(values, "meshConfig")
        known = found if isinstance(found, Mapping) else UNKNOWN if is_unknown(found) or is_unknown(values) else {}
        yield resource, "values.meshConfig", known


def _parsed(text: Any) -> Mapping[str, Any] | Unknown:
    if not isinstance(text, str):
        return UNKNOWN
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):
        return UNKNOWN
    return found if isinstance(found, Mapping) else UNKNOWN
