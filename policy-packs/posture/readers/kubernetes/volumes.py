"""Volumes: what pods keep, and what they share by it.

A claim is a store of its namespace. A volume that names storage by itself (a handle, a file server) leads there. Two zones that mount the same part of
a node's disk may meet on one node.
Sources: Kubernetes documentation, "Volumes", "Persistent Volumes" (a claim is bound to one volume; `hostPath` is the node's own file system).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Outside
from posture.readers.kubernetes.beyond import Beyond
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.namespaces import PART
from posture.readers.kubernetes.objects import KubernetesObject, value_at
from posture.readers.kubernetes.pods import Made, in_template, template_path
from posture.reference import Reference
from posture.values import is_unknown

_SERVERS: Final = {"nfs": "server", "iscsi": "targetPortal", "glusterfs": "endpoints", "cephfs": "monitors"}
_HANDLES: Final = {
    "csi": "volumeHandle",
    "awsElasticBlockStore": "volumeID",
    "gcePersistentDisk": "pdName",
    "azureDisk": "diskURI",
    "azureFile": "shareName",
}


def say_volumes(graph: GraphBuilder, layout: Layout, beyond: Beyond) -> None:
    """Claims, volumes, and paths of nodes that several zones mount."""
    for claim in layout.of_kind("PersistentVolumeClaim"):
        if (home := layout.home_of(claim)) is not None:
            graph.add(StoreFact(claim.key, "volume", network=Reference.to(home.key)))
            _bound(graph, layout, beyond, claim)
    for made in layout.pods:
        for path, volume in _volumes(made):
            _mount(graph, layout, beyond, made, path, volume)
    _shared_paths(graph, layout)


def _volumes(made: Made) -> Iterator[tuple[str, Any]]:
    listed = in_template(made.object, "spec.volumes")
    for index, volume in enumerate(listed if isinstance(listed, (list, tuple)) else ()):
        yield template_path(made.object, f"spec.volumes[{index}]"), volume


def _mount(graph: GraphBuilder, layout: Layout, beyond: Beyond, made: Made, path: str, volume: Any) -> None:
    mine = Reference.to(made.pod.key)
    name = value_at(volume, "persistentVolumeClaim.claimName")
    if name is not None:
        because = Because(made.object.urn, made.object.prop(path), "claim")
        for claim in layout.of_kind("PersistentVolumeClaim"):
            if layout.home_of(claim) is made.home and (is_unknown(name) or claim.name == name):
                graph.edge(mine, Reference.to(claim.key), EdgeKind.USE, because, certain=not is_unknown(name))
        return
    _leads_out(graph, beyond, made.object, mine, path, volume, made.home.zone)


def _bound(graph: GraphBuilder, layout: Layout, beyond: Beyond, claim: KubernetesObject) -> None:
    """A claim that names its volume leads to what the volume names."""
    name = claim.text("spec.volumeName")
    for volume in layout.of_kind("PersistentVolume") if name is not None else ():
        if is_unknown(name) or volume.name == name:
            home = layout.home_of(claim)
            _leads_out(graph, beyond, volume, Reference.to(claim.key), "spec", volume.value("spec"), home.zone if home else None)


def _leads_out(graph: GraphBuilder, beyond: Beyond, one: KubernetesObject, mine: Reference, path: str, volume: Any, zone: Any) -> None:
    if not isinstance(volume, Mapping):
        return
    for kind, prop in _HANDLES.items():
        handle = value_at(volume, f"{kind}.{prop}")
        if handle is None:
            continue
        because = Because(one.urn, one.prop(f"{path}.{kind}.{prop}"), "volume")
        if not isinstance(handle, str):
            came = sorted({urn for urns in one.resource.property_dependencies.values() for urn in urns if urn in graph.stack.by_urn})
            found = Reference(tuple(came), certain=len(came) == 1)
        else:
            owners = tuple(owner.urn for owner in graph.stack.named(handle.split("::", 1)[0]))
            found = Reference(owners, handle, len(owners) == 1) if owners else graph.somewhere("volume", handle)
        graph.edge(mine, found, EdgeKind.USE, because, certain=found.certain)
    for kind, prop in _SERVERS.items():
        server = value_at(volume, f"{kind}.{prop}")
        if server is None:
            continue
        because = Because(one.urn, one.prop(f"{path}.{kind}.{prop}"), "file server")
        for end, certain in _server(graph, beyond, server, zone):
            graph.edge(mine, end, EdgeKind.USE, because, certain=certain)


def _server(graph: GraphBuilder, beyond: Beyond, server: Any, zone: Any) -> Iterator[tuple[Reference, bool]]:
    """Whoever keeps the files: by address, else by a name that nobody can follow. The node mounts them, so no policy holds it."""
    if isinstance(server, str):
        try:
            addresses = AddressSet.parse(server.rsplit(":", 1)[0] if server.count(":") == 1 else server)
        except ValueError:
            yield graph.somewhere("file-server", server), True
            return
        yield from ((end.reference, end.certain) for end in beyond.at(addresses, zone))
        return
    yield graph.named_outside("file-server:unknown", "a file server that is unknown until the update", Outside.UNKNOWN), False


def _shared_paths(graph: GraphBuilder, layout: Layout) -> None:
    mounts = [
        (made, path, host)
        for made in layout.pods
        for path, volume in _volumes(made)
        if (host := value_at(volume, "hostPath.path")) is not None
    ]
    for made, path, host in mounts:
        others = [(other, there) for other, _, there in mounts if other.home.zone is not made.home.zone and _meet(host, there)]
        for _, there in others:
            shown = min((one for one in (host, there) if isinstance(one, str)), key=len, default="unknown")
            key = f"{layout.key}{PART}host path {shown}"
            if all(fact.urn != key for fact in graph.of(StoreFact)):
                graph.tags.setdefault(key, {})
                graph.add(StoreFact(key, "host path"))
            because = Because(made.object.urn, made.object.prop(f"{path}.hostPath"), f"hostPath {shown}")
            graph.edge(Reference.to(made.pod.key), Reference.to(key), EdgeKind.USE, because, certain=made.everywhere)


def _meet(one: Any, other: Any) -> bool:
    """Whether two paths of a node overlap."""
    if not isinstance(one, str) or not isinstance(other, str):
        return True
    first, second = (f"{path.rstrip('/')}/" for path in (one, other))
    return first.startswith(second) or second.startswith(first)
