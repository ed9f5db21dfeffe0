"""A pod that every rule admits, and changes to it."""

import copy
from typing import Any

REGISTRY = "registry.clinic.internal/signed"
IMAGE = f"{REGISTRY}/server@sha256:{'0' * 64}"


def container(**changes: Any) -> dict[str, Any]:
    """A container without anything of the node."""
    secured = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    return {"name": "program", "image": IMAGE, "securityContext": {**secured, **changes.pop("secured", {})}, **changes}


def pod(**changes: Any) -> dict[str, Any]:
    """A pod of the zone inference; `labels` and `notes` are its metadata's, all else is its spec's."""
    labels = {"ai-zone": "inference", "ai-service": "model", **changes.pop("labels", {})}
    about = {"name": "one", "labels": {key: value for key, value in labels.items() if value is not None}}
    if notes := changes.pop("notes", None):
        about["annotations"] = notes
    spec = {
        "serviceAccountName": "model",
        "automountServiceAccountToken": False,
        "runtimeClassName": "gvisor",
        "containers": [container()],
        **changes,
    }
    return {"apiVersion": "v1", "kind": "Pod", "metadata": about, "spec": spec}


def made_by(kind: str, one: dict[str, Any]) -> dict[str, Any]:
    """The object of a kind that makes such pods."""
    template = {"metadata": copy.deepcopy(one["metadata"]), "spec": one["spec"]}
    spec: dict[str, Any] = {"template": template}
    if kind == "CronJob":
        spec = {"jobTemplate": {"spec": spec}}
    return {"kind": kind, "metadata": {"name": "maker"}, "spec": spec}
