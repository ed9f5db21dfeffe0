"""`--kubernetes real`: manifests go to an API server on loopback. A dry run judges them on Check, a server-side apply makes and changes them.

One server stands for every cluster that a program's providers name. Charts are not rendered: a release is remembered, and makes its
namespace where it is asked to. Definitions of Istio and cert-manager are served from the start, as their charts would have brought them.
Sources: pulumi-kubernetes, `provider.go` and `pkg/await` (Create refuses what stands; Update applies under the resource's field manager; a
deleted Patch gives its fields up); Kubernetes documentation, "Server-Side Apply".
"""

import time
from pathlib import Path
from typing import Any

from simulator.action import Action
from simulator.clusters.api import Api, ApiError, Manifest, Resource
from simulator.clusters.processes import end as end_process
from simulator.clusters.processes import runs
from simulator.clusters.server import Cluster
from simulator.clusters.unavailable import ServersUnavailableError
from simulator.diff import difference
from simulator.errors import CloudError, UserError
from simulator.live.through import Backend
from simulator.packages import kubernetes_releases as releases
from simulator.packages.kubernetes_kinds import RELEASE, Kind, kind_of, name_of, namespace_of, qualified
from simulator.packages.kubernetes_live import field_manager
from simulator.packages.kubernetes_replaced import replacing
from simulator.packages.kubernetes_trees import as_manifest
from simulator.schema import TypeSchema
from simulator.shape import Fault
from simulator.values import Properties, holds_unknown

Settings = dict[str, Any]

_FORCE = "pulumi.com/patchForce"
_LEFT = ("managedFields",)
_NOT_JUDGED = ("NotFound", "AlreadyExists")
"""What a dry run says of things that the same update will make or take away first."""
_GONE_SECONDS = 60.0
_POLL_SECONDS = 0.1
_CHART_LABEL = "simulator/made-by-release"


def begin(folder: Path) -> Settings:
    """The server of a world: the one that runs, or a new one over what the last one kept. Raises `UserError`."""
    from simulator.live.choice import settings_of

    home = _home(folder)
    kept = settings_of(folder, "kubernetes")
    if kept and all(runs(pid, home) for pid in kept["pids"]):
        return kept
    if kept:
        end(folder, kept)
    cluster = Cluster(home)
    try:
        cluster.start()
        cluster.define()
    except ServersUnavailableError as fault:
        cluster.stop()
        raise UserError(f"--kubernetes real: {fault}") from None
    return {"kubeconfig": str(cluster.kubeconfig), "pids": cluster.pids}


def connect(settings: Settings) -> "KubernetesBackend":
    """What speaks to the server."""
    return KubernetesBackend(Api(Path(settings["kubeconfig"])))


def end(folder: Path, settings: Settings) -> None:
    """End the servers, the last first."""
    for pid in reversed(settings["pids"]):
        end_process(pid, _home(folder))


def _home(folder: Path) -> Path:
    return (folder / "live" / "cluster").resolve()


class KubernetesBackend(Backend):
    """Applies objects to one API server, with every right: what it refuses it would refuse anybody."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def faults(self, action: Action, schema: TypeSchema) -> list[Fault]:
        """What a dry run is refused for; nothing where the kind or the namespace is still to be made."""
        kind = kind_of(action.type)
        where = None if action.type == RELEASE or kind.is_patch else self._where(kind)
        if where is None:
            return []
        manifest, standing = as_manifest(action.inputs), self._standing(action)
        try:
            if standing is None:
                self._api.create(where, manifest, dry_run=True)
            elif not _replaces(action, kind, standing[1]):
                self._api.apply(where, manifest, standing[0], dry_run=True, force=_forced(manifest))
        except ApiError as refused:
            return [] if refused.code in _NOT_JUDGED else [("", refused.message)]
        return []

    def create(self, action: Action, schema: TypeSchema) -> tuple[str, Properties]:
        """Make it, where nothing stands by its name."""
        if action.type == RELEASE:
            return self._install(action)
        kind, manifest = kind_of(action.type), as_manifest(action.inputs)
        where, manager = self._served(kind), field_manager(action, {})
        namespace, name = _place(kind, manifest)
        if not name:
            manifest["metadata"]["name"] = name = f"{manifest['metadata']['generateName']}{action.hex(5, 'generated')}"
        if not kind.is_patch:
            self._refuse_what_stands(kind, where, namespace, name)
        live = self._api.apply(where, manifest, manager, force=_forced(manifest))
        return qualified(namespace, name), _shown(live, manager, manifest["apiVersion"])

    def update(self, action: Action, schema: TypeSchema) -> Properties:
        """Apply it anew: fields that the program no longer gives are given up."""
        before = action.old.outputs if action.old else {}
        if action.type == RELEASE:
            return releases.outputs(action, before)
        manifest, manager = as_manifest(action.inputs), field_manager(action, before)
        live = self._api.apply(self._served(kind_of(action.type)), manifest, manager, force=_forced(manifest))
        return _shown(live, manager, before.get("__initialApiVersion") or manifest["apiVersion"])

    def delete(self, action: Action, schema: TypeSchema) -> None:
        """Delete it; a patch gives its fields up. A namespace is on its way, and waited for by who makes it anew: it takes five seconds each."""
        if action.type == RELEASE:
            self._uninstall(action)
            return
        kind = kind_of(action.type)
        where, (namespace, name) = self._where(kind), _place(kind, action.inputs)
        if where is None or self._api.get(where, namespace, name) is None:
            return
        if kind.is_patch:
            bare = {name: action.inputs[name] for name in ("apiVersion", "kind")}
            metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
            self._api.apply(where, {**bare, "metadata": metadata}, field_manager(action, action.old.outputs if action.old else {}))
        else:
            self._api.delete(where, namespace, name, wait=not _is_namespace(kind))

    def read(self, action: Action, schema: TypeSchema, state: Properties) -> Properties | None:
        """The object as it stands; one that is being deleted is gone."""
        if action.type == RELEASE:
            return action.old.outputs if action.old and action.old.outputs else None
        kind = kind_of(action.type)
        where = self._where(kind)
        namespace, _, name = action.id.rpartition("/")
        live = self._api.get(where, namespace or None, name) if where else None
        if live is None or live["metadata"].get("deletionTimestamp"):
            return None
        before = state or (action.old.outputs if action.old else {})
        return _shown(live, field_manager(action, before), before.get("__initialApiVersion") or live["apiVersion"])

    def _where(self, kind: Kind) -> Resource | None:
        return self._api.resource(kind.api_version, kind.kind)

    def _served(self, kind: Kind) -> Resource:
        where = self._where(kind)
        if where is None:
            raise CloudError(
                "NotFound",
                f'no matches for kind "{kind.kind}" in version "{kind.api_version}": the API server does not know it. '
                "Verify that any required CustomResourceDefinitions have been created",
            )
        return where

    def _standing(self, action: Action) -> tuple[str, Properties] | None:
        """(field manager, inputs) of what the resource made, where Check is asked about a change of it."""
        made = action.world.by_urn(action.urn) if action.verb == "update" else []
        return (field_manager(action, made[-1].outputs), made[-1].inputs) if made else None

    def _refuse_what_stands(self, kind: Kind, where: Resource, namespace: str | None, name: str) -> None:
        give_up = time.monotonic() + _GONE_SECONDS
        while standing := self._api.get(where, namespace, name):
            if not standing["metadata"].get("deletionTimestamp") or time.monotonic() > give_up:
                raise CloudError("AlreadyExists", f'{kind.resource} "{name}" already exists')
            time.sleep(_POLL_SECONDS)

    def _install(self, action: Action) -> tuple[str, Properties]:
        name, where = str(action.inputs["namespace"]), self._served(kind_of("kubernetes:core/v1:Namespace"))
        if self._api.get(where, None, name) is None:
            if action.inputs.get("createNamespace") is not True:
                raise CloudError("NotFound", f'create: failed to create: namespaces "{name}" not found')
            labels = {_CHART_LABEL: str(action.inputs["name"])}
            self._api.create(where, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
        return qualified(name, action.inputs["name"]), releases.outputs(action, {})

    def _uninstall(self, action: Action) -> None:
        """Helm leaves the namespace; here it goes with the release that made it, as in memory."""
        name, where = str(action.inputs["namespace"]), self._served(kind_of("kubernetes:core/v1:Namespace"))
        standing = self._api.get(where, None, name)
        if standing and (standing["metadata"].get("labels") or {}).get(_CHART_LABEL) == action.inputs["name"]:
            self._api.delete(where, None, name, wait=False)


def _place(kind: Kind, manifest: Manifest) -> tuple[str | None, str]:
    namespace, name = namespace_of(manifest), name_of(manifest)
    return (str(namespace) if kind.namespaced and namespace else None), str(name) if name else ""


def _replaces(action: Action, kind: Kind, old: Properties) -> bool:
    immutable = replacing(kind, old, action.place.config)
    return holds_unknown(old) or bool(difference(None, old, action.inputs, immutable=immutable).replaces)


def _forced(manifest: Manifest) -> bool:
    return ((manifest.get("metadata") or {}).get("annotations") or {}).get(_FORCE) == "true"


def _is_namespace(kind: Kind) -> bool:
    return (kind.group, kind.kind) == ("", "Namespace")


def _shown(live: Manifest, manager: str, initial_version: str) -> Properties:
    """The live object, without the bookkeeping of who applied what: it would be drift after every controller's word."""
    metadata = {name: value for name, value in live["metadata"].items() if name not in _LEFT}
    return {**live, "metadata": metadata, "__fieldManager": manager, "__initialApiVersion": initial_version}
