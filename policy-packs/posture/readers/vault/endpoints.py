"""What is written to Vault by its API path, `vault:generic/endpoint:Endpoint`.

What sets an engine, a method or a policy up is judged by the rules as if a type of its own wrote it (`posture.readers.vault.kinds`). Any other path of `sys/` may send
snapshots and secrets elsewhere, or bring programs in, and leaves the theorems unproven.
Source: Vault documentation, "HTTP API: system backend".
"""

from posture.graph.builder import GraphBuilder
from posture.readers.registry import reads
from posture.readers.vault.kinds import kinds_at
from posture.readers.vault.tokens import ENDPOINT
from posture.values import is_unknown
from posture.view import ResourceView

_QUIET = (
    "sys/quotas/",
    "sys/config/cors",
    "sys/config/ui",
    "sys/config/auditing",
    "sys/policies/password/",
    "sys/namespaces/",
    "sys/leases/",
)


@reads(ENDPOINT)
def endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by its path."""
    path = resource.text("path")
    if is_unknown(path) or path is None:
        graph.unreadable(resource.resource.urn, "where it writes is unknown until the update")
        return
    path = path.strip("/")
    if path.startswith("sys/") and not path.startswith(_QUIET) and not kinds_at(path, None, ()):
        graph.unreadable(resource.resource.urn, f"it writes {path}, which nobody reads")
