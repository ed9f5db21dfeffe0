"""Kubernetes: one API server per cluster, whose objects are known by kind, namespace and name.

Sources: pulumi-kubernetes, `provider/pkg/provider/provider.go` (Check names and places objects; Diff compares inputs; ids are
`namespace/name`; a Read shows of the live object what the inputs have), `pkg/metadata/naming.go`; Kubernetes documentation, "Object Names and
IDs", "Namespaces", "Server-Side Apply".
"""

from collections.abc import Iterator

from simulator.action import GLOBAL, Action, Place
from simulator.errors import CloudError
from simulator.packages import kubernetes_releases as releases
from simulator.packages.base import Fault, Filling, Package
from simulator.packages.kubernetes_clusters import cluster_of, config_faults, default_namespace
from simulator.packages.kubernetes_kinds import RELEASE, Kind, kind_of, name_of, namespace_of, qualified
from simulator.packages.kubernetes_live import field_manager, live_object, planned_object
from simulator.packages.kubernetes_patches import lay, relay
from simulator.packages.kubernetes_replaced import replacing
from simulator.packages.kubernetes_trees import pruned, without_internals
from simulator.schema import TypeSchema
from simulator.values import UNKNOWN, Properties, holds_unknown
from simulator.world import Object, World

NAMESPACE = "kubernetes:core/v1:Namespace"
STANDING = ("default", "kube-system", "kube-public", "kube-node-lease")
"""Namespaces that every cluster has."""
AUTONAMED = "pulumi.com/autonamed"
_SERVERS_OWN = ("creationTimestamp", "generation", "managedFields", "resourceVersion", "uid")


class Kubernetes(Package):
    """Any cluster; the account is the cluster."""

    def config_faults(self, config: Properties) -> Iterator[Fault]:
        """The kubeconfig, where it is known."""
        yield from config_faults(config)

    def place(self, config: Properties) -> Place:
        """The cluster that the kubeconfig's context names."""
        return Place(cluster_of(config), GLOBAL, "", config=config)

    def fill(self, filling: Filling) -> Properties:
        """A name where none is given (the old one, else the resource's with eight hexadecimal digits), and a namespace where the kind has one."""
        namespace = default_namespace(filling.place.config)
        if filling.type == RELEASE:
            return releases.named(filling.urn, filling.old, filling.new, filling.world, namespace)
        kind = kind_of(filling.type)
        new = {name: value for name, value in filling.new.items() if value is not None}
        metadata = new.get("metadata")
        if metadata is UNKNOWN or not isinstance(metadata, dict | None):
            return new
        metadata = {name: value for name, value in (metadata or {}).items() if name not in _SERVERS_OWN}
        if metadata.get("name") is None and metadata.get("generateName") is None and not kind.is_patch:
            self._name(filling, metadata)
        if kind.namespaced and metadata.get("namespace") in (None, ""):
            metadata["namespace"] = namespace
        return {**new, "metadata": metadata}

    def _name(self, filling: Filling, metadata: Properties) -> None:
        old = (filling.old or {}).get("metadata") or {}
        if filling.old is not None and not _autonamed(old):
            # A name that the program gave and gives no longer: another object, with a name made up.
            old = {}
        annotations = metadata.get("annotations")
        if annotations is UNKNOWN:
            return
        digits = filling.world.digest(filling.urn, str(filling.world.births(filling.urn)), "name")[:8]
        metadata["name"] = old.get("name") or f"{filling.urn.rsplit('::', 1)[-1]}-{digits}"
        metadata["annotations"] = {**(annotations or {}), AUTONAMED: "true"}

    def preview(self, action: Action, schema: TypeSchema, shown: Properties) -> Properties:
        """The dry run's answer; with unknowns in it, the inputs as they are."""
        if action.type == RELEASE:
            return {**shown, "resourceNames": UNKNOWN, "status": UNKNOWN}
        inputs = {name: value for name, value in action.inputs.items() if value is not None}
        kind = kind_of(action.type)
        if kind.is_patch or holds_unknown(inputs) or schema.is_open:
            return inputs
        return planned_object(kind, inputs)

    def faults(self, schema: TypeSchema, inputs: Properties) -> Iterator[Fault]:
        """What every object of the API obeys."""
        if schema.token == RELEASE:
            yield from releases.faults(inputs)
            return
        from simulator.rules.kubernetes.metadata import metadata_faults

        yield from metadata_faults(kind_of(schema.token), inputs)

    def default_id(self, action: Action) -> str:
        """`namespace/name`."""
        if action.type == RELEASE:
            return qualified(action.inputs.get("namespace"), action.inputs.get("name"))
        kind, name = kind_of(action.type), name_of(action.inputs)
        if not isinstance(name, str):
            metadata = action.inputs.setdefault("metadata", {})
            metadata["name"] = name = f"{metadata.get('generateName')}{action.hex(5, 'generated')}"
        return qualified(namespace_of(action.inputs) if kind.namespaced else None, name)

    def answer(self, action: Action, schema: TypeSchema, outputs: Properties) -> None:
        """The live object in place of the general outputs."""
        before = action.old.outputs if action.old else {}
        if action.type == RELEASE:
            shown = releases.outputs(action, before)
        else:
            kind = kind_of(action.type)
            if kind.is_patch:
                shown = lay(action, kind, self._patched(action, kind))
            else:
                shown = relay(kind, action.old, live_object(kind, action, before))
            shown = {
                **shown,
                "__fieldManager": field_manager(action, before),
                "__initialApiVersion": before.get("__initialApiVersion") or action.inputs.get("apiVersion"),
            }
        outputs.clear()
        outputs.update(shown)

    def _patched(self, action: Action, kind: Kind) -> Object:
        """The object under a patch; one is made where none stands, as a server-side apply does."""
        found = patched_object(action, kind)
        if found is not None:
            return found
        id_ = qualified(namespace_of(action.inputs) if kind.namespaced else None, name_of(action.inputs))
        type_ = f"kubernetes:{kind.group or 'core'}/{kind.version}:{kind.kind}"
        metadata = {name: value for name, value in action.inputs["metadata"].items() if name in ("name", "namespace")}
        own = {"apiVersion": kind.api_version, "kind": kind.kind, "metadata": metadata}
        return action.world.put(
            Object(type_, id_, action.account, GLOBAL, own, state={"kept_because": "made by a patch, which does not own it"})
        )

    def replacing(self, type_: str, old: Properties, place: Place) -> frozenset[str]:
        """Fields that the API does not change in place."""
        return frozenset({"name", "namespace"}) if type_ == RELEASE else replacing(kind_of(type_), old, place.config)

    def deletes_first(self, old: Properties, new: Properties) -> bool:
        """Two objects of one name can't stand side by side."""
        metadata = new.get("metadata")
        if not isinstance(metadata, dict):
            return False
        same = (name_of(old), namespace_of(old)) == (name_of(new), namespace_of(new))
        return same and not _autonamed(metadata)

    def before_create(self, action: Action) -> None:
        """The namespace must stand, and nothing by this name yet."""
        if action.type == RELEASE:
            namespace = action.inputs.get("namespace")
            if action.inputs.get("createNamespace") is not True and not stands(action.world, namespace, action.account):
                raise CloudError("NotFound", f'create: failed to create: namespaces "{namespace}" not found')
            return
        kind, name, namespace = kind_of(action.type), name_of(action.inputs), namespace_of(action.inputs)
        if kind.namespaced and not stands(action.world, namespace, action.account):
            raise CloudError("NotFound", f'namespaces "{namespace}" not found')
        if kind.is_patch or not isinstance(name, str):
            return
        is_standing = kind.kind == "Namespace" and kind.group == "" and name in STANDING
        if is_standing or _object(action.world, kind, qualified(namespace if kind.namespaced else None, name), action.account):
            raise CloudError("AlreadyExists", f'{kind.resource} "{name}" already exists')

    def find(self, world: World, type_: str, id_: str, account: str, region: str) -> Object | None:
        """The object of this kind, in whatever version it was made."""
        if type_ == RELEASE or kind_of(type_).is_patch:
            return world.get(type_, id_, account, region)
        return _object(world, kind_of(type_), id_, account)

    def family(self, world: World, found: Object) -> list[Object]:
        """What stands in a namespace goes with it."""
        return [one for one in world.below(found.id + "/") if one.account == found.account] if found.type == NAMESPACE else []

    def imported(self, schema: TypeSchema, found: Object, outputs: Properties) -> Properties:
        """The live object's inputs, without what the server sets."""
        inputs = {name: outputs[name] for name in schema.inputs if outputs.get(name) is not None}
        if isinstance(inputs.get("metadata"), dict):
            inputs["metadata"] = {name: value for name, value in inputs["metadata"].items() if name not in _SERVERS_OWN}
        return inputs

    def read_inputs(self, outputs: Properties, state: Properties, inputs: Properties) -> Properties | None:
        """The live object at the places that the inputs have: what others change there is drift, what they add elsewhere is not."""
        live = without_internals(outputs)
        return {
            name: pruned(live[name], value) if name in live else value
            for name, value in inputs.items()
            if name in live or name not in state
        }


def patched_object(action: Action, kind: Kind) -> Object | None:
    """The object that a patch names, where it stands."""
    id_ = qualified(namespace_of(action.inputs) if kind.namespaced else None, name_of(action.inputs))
    return _object(action.world, kind, id_, action.account)


def _autonamed(metadata: Properties) -> bool:
    annotations = metadata.get("annotations")
    return isinstance(annotations, dict) and annotations.get(AUTONAMED) == "true"


def _object(world: World, kind: Kind, id_: str, account: str) -> Object | None:
    for one in world.by_id(id_):
        if one.account == account and one.type.startswith("kubernetes:") and one.type != RELEASE:
            other = kind_of(one.type)
            if (other.group, other.kind, other.is_patch) == (kind.group, kind.kind, False):
                return one
    return None


def stands(world: World, namespace: object, account: str) -> bool:
    """Whether a namespace stands in a cluster."""
    return namespace in STANDING or (isinstance(namespace, str) and world.get(NAMESPACE, namespace, account, GLOBAL) is not None)


PACKAGE = Kubernetes("kubernetes")
