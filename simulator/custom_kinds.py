"""The shape of an object whose kind a cluster has learned by a CustomResourceDefinition: the SDK has no class for it.

The SDK's `CustomResource` makes tokens `kubernetes:<group>/<version>:<Kind>` of whatever it is given. Of such an object only the metadata is
known; the rest is judged by its definition, where that stands in the simulated cluster. Source: Pulumi Registry, kubernetes.apiextensions.CustomResource.
"""

import re
from collections.abc import Callable

from simulator.schema import Property, TypeSchema

_TOKEN = re.compile(r"kubernetes:((?:[a-z0-9-]+\.)+[a-z0-9-]+/v\d[a-z0-9]*):([A-Z]\w*)")
_METADATA = "kubernetes:core/v1:ConfigMap"
_PATCH_METADATA = "kubernetes:core/v1:ConfigMapPatch"


def custom_schema(token: str, known_versions: Callable[[str], bool], read: Callable[[str], TypeSchema]) -> TypeSchema | None:
    """The schema of a custom kind; None where the token is of a group and version of Kubernetes' own, whose kinds the SDK lists in full."""
    match = _TOKEN.fullmatch(token)
    if match is None or known_versions(match[1]):
        return None
    is_patch = match[2].endswith("Patch")
    like = read(_PATCH_METADATA if is_patch else _METADATA)
    shapes = {"apiVersion": Property("str", True), "kind": Property("str", True), "metadata": like.inputs["metadata"]}
    return TypeSchema(
        token, {**shapes, "spec": Property("any", False)}, dict.fromkeys(shapes, Property("any", False)), like.objects, is_open=True
    )
