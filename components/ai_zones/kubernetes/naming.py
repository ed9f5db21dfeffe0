"""Names and labels in a cluster.

A namespaced object has the name that is given, never a random suffix, so policies can name it before it exists.
Sources: Kubernetes documentation, "Object names and IDs" (RFC 1123 labels, 63 characters), "Labels and selectors", "Well-known labels"
(`kubernetes.io/metadata.name`, which the API server sets on every namespace itself); docs/decisions/0001 (the tags that posture reads).
"""

from collections.abc import Mapping
from typing import Any, Final

from ai_zones.plan import tags

ZONE: Final = tags.ZONE
SERVICE: Final = tags.SERVICE
FLOW: Final = tags.FLOW
DATA_CLASS: Final = tags.DATA_CLASS
QUARANTINE: Final = "ai-quarantine"
"""The one label that cuts a workload off."""
QUARANTINED: Final = "true"
"""Its only value: Istio's selectors know no other comparison."""
GATE: Final = "ai-gate"
"""The gate that a service is."""
GATE_PROGRAM: Final = "ai-zones/gate-program"
"""Annotation of a gate's service: `present`, or `missing` until an image is given."""
NAMESPACE_NAME: Final = "kubernetes.io/metadata.name"
SIGNATURES: Final = "policy.sigstore.dev/include"
"""Label by which Sigstore's policy controller judges a namespace's images."""
PASSED_OVER: Final = "webhooks.knative.dev/exclude"
"""Label, whatever its value, by which it leaves out a namespace all the same: the library of its webhooks writes that into them itself."""
RESERVED: Final = (*tags.RESERVED, QUARANTINE, GATE, NAMESPACE_NAME, SIGNATURES, PASSED_OVER)
"""Labels that the components set themselves, or never."""


def child(name: str, *parts: str) -> str:
    """Name of a child in Pulumi, derived from its component's."""
    return "-".join((name, *parts))


def metadata(
    name: str,
    namespace: str | None = None,
    *,
    zone: str | None = None,
    service: str | None = None,
    flow: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Metadata of an object: its fixed name, and what it belongs to. Ours win over `labels`."""
    own = {ZONE: zone, SERVICE: service, FLOW: flow}
    marked = {**(labels or {}), **{key: value for key, value in own.items() if value is not None}}
    found: dict[str, Any] = {"name": name}
    if namespace is not None:
        found["namespace"] = namespace
    if marked:
        found["labels"] = dict(sorted(marked.items()))
    if annotations:
        found["annotations"] = dict(sorted(annotations.items()))
    return found
