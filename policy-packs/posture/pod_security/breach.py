"""One control of the Pod Security Standards that a pod does not keep."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from posture.record import record


@record
class Breach:
    """What a pod does that its level forbids."""

    control: str
    """The control by the name of Kubernetes' own check: `hostNamespaces`, `runAsNonRoot`."""
    message: str
    """What the pod does, without values that only the program knows: `container web is privileged`."""
    path: str
    """Where it stands, below the pod: `spec.containers[0].securityContext.privileged`."""
    known: bool = True
    """False: it can't be told until the update."""


Check = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[Breach]]
"""A control: the pod's metadata and spec → what breaks it."""
