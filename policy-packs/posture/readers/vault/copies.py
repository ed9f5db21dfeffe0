"""What leaves a Vault: snapshots of all that it stores, and secrets that it keeps in step with other systems.

Sources: Vault documentation, "Automated integrated storage snapshots", "Secrets sync" (destinations).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.registry import joins, reads
from posture.readers.vault.endpoints import OPEN, unread
from posture.readers.vault.stores import KEPT
from posture.readers.vault.tokens import ENDPOINT, MOUNT, tokens
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

SNAPSHOTS: Final = tokens("RaftSnapshotAgentConfig")
SYNC: Final = tokens("secrets:SyncAssociation")
_PUBLIC: Final = tokens("secrets:SyncGhDestination", "secrets:SyncVercelDestination")
_PRIVATE: Final = tokens("secrets:SyncAwsDestination", "secrets:SyncAzureDestination", "secrets:SyncGcpDestination")
_BUCKETS: Final = ("awsS3Bucket", "azureContainerName", "googleGcsBucket")
_OUTSIDE: Final = {"gh": "GitHub", "vercel-project": "Vercel"}


@reads(*_PUBLIC, *_PRIVATE, *tokens("secrets:SyncConfig", "secrets:SyncGithubApps"))
def destination(resource: ResourceView, graph: GraphBuilder) -> None:
    """A destination alone holds nothing: `SyncAssociation` says which secret goes there."""


@reads(*SYNC, *SNAPSHOTS)
def copies(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read together with the stores, below."""


@joins
def leaving(graph: GraphBuilder) -> None:
    """Edges from what Vault keeps to where it is copied."""
    kept = [fact for fact in graph.of(StoreFact) if fact.service in KEPT]
    for resource in graph.stack:
        if resource.type in SNAPSHOTS:
            view = graph.view(resource.urn)
            for target, because in _snapshots_to(view, graph):
                for fact in kept:
                    _copied(graph, Reference.to(fact.urn), target, because)
        elif resource.type in SYNC:
            _synced(graph.view(resource.urn), graph)
        elif resource.type == ENDPOINT and (reason := unread(graph.view(resource.urn))):
            # It may take snapshots: whatever Vault keeps is concerned.
            for fact in kept:
                graph.unreadable(fact.urn, f"{resource.name} stands beside it, and {reason}", *OPEN)


def _snapshots_to(view: ResourceView, graph: GraphBuilder) -> Iterator[tuple[Reference, Because]]:
    for prop in _BUCKETS:
        value = view.value(prop)
        if value in (None, ""):
            continue
        found = view.refers_to(prop)
        target = found if found.targets else graph.somewhere("bucket", "an unknown bucket" if is_unknown(value) else str(value))
        yield target, Because(view.resource.urn, prop, "" if is_unknown(value) else str(value))


def _synced(view: ResourceView, graph: GraphBuilder) -> None:
    mount = view.text("mount")
    named = [one.urn for one in graph.stack.of_type(MOUNT) if isinstance(mount, str) and one.props.get("path") == mount.strip("/")]
    source = Reference.to(named[0]) if named else view.refers_to("mount", (MOUNT,))
    if not source.targets:
        graph.unreadable(view.resource.urn, "which secrets it copies is unknown: no engine of the stack is mounted there")
        return
    kind = view.text("type")
    name = _OUTSIDE.get(kind) if isinstance(kind, str) else None
    if name is not None:
        target = graph.named_outside(f"sync:{name}", name, Outside.INTERNET)
    else:
        said = view.text("name")
        target = graph.somewhere("destination", said if isinstance(said, str) else "an unknown destination")
    _copied(graph, source, target, Because(view.resource.urn, "name"))


def _copied(graph: GraphBuilder, source: Reference, target: Reference, because: Because) -> None:
    graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain and target.certain)
