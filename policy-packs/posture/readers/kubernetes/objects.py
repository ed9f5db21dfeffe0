"""Every Kubernetes object of a stack, read in one way: whatever its API version, and in whichever form the program has it.

- A resource of the provider is one object; so is a `CustomResource`, and each child of `yaml.ConfigFile`, `yaml.ConfigGroup` or a chart.
- A `…List` kind is as many objects as it has items.
- A `…Patch` kind changes an object. Where the program holds that object too, the patch is laid over it; else it is an object of which only the
  patched fields are known (`whole` is False).

Sources: Kubernetes documentation, "Kubernetes API Concepts", "Server-Side Apply"; Pulumi Registry, "Kubernetes: Server-Side Apply".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from posture.readers.kubernetes.clusters import cluster_of, default_namespace
from posture.readers.kubernetes.kinds import CLUSTER_WIDE, LIST, PATCH, PREFIX
from posture.resource import Resource
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, is_unknown

_TOKEN: Final = re.compile(r"kubernetes:(?P<group>[^/:]+)/(?P<version>[^/:]+):(?P<kind>[A-Za-z0-9]+)")
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_NO_OBJECTS: Final = frozenset({"helm.sh", "yaml", "kustomize", "meta"})
"""Groups of the provider's own resources: what they hold is no object of the API."""

Value = Any
"""What stands in an object: a mapping, list, text, number or flag; `UNKNOWN`; None where nothing stands."""


@dataclass(frozen=True, slots=True, eq=False)
class KubernetesObject:
    """An object of the Kubernetes API. Two are the same only if they are one."""

    resource: Resource
    key: str
    """The resource's URN; `urn#items[2]` for an item of a list."""
    cluster: str
    """Key of the cluster: the cluster's own URN where the program makes it, else the provider's."""
    group: str
    """`apps`, `networking.k8s.io`; `core` for the group without a name."""
    version: str
    kind: str
    body: Mapping[str, Any]
    at: str = ""
    """Path of the object within the resource: empty, or `items[2].`."""
    whole: bool = True
    """False for a patch of an object that the program does not hold: fields that it does not name are anybody's."""
    default_namespace: str = "default"

    @property
    def urn(self) -> str:
        """URN of the resource to mend."""
        return self.resource.urn

    @property
    def name(self) -> str | Unknown | None:
        """`metadata.name`; None where the server makes one up."""
        found = self.value("metadata.name")
        return found if found is None or isinstance(found, str) else UNKNOWN

    @property
    def namespace(self) -> str | Unknown | None:
        """The namespace that it stands in: its own, else the provider's default; None for what stands in none."""
        if self.kind in CLUSTER_WIDE:
            return None
        found = self.value("metadata.namespace")
        if found is None or found == "":
            return self.default_namespace
        return found if isinstance(found, str) else UNKNOWN

    @property
    def labels(self) -> Mapping[str, Any] | Unknown:
        """`metadata.labels`."""
        return self.mapping("metadata.labels")

    @property
    def annotations(self) -> Mapping[str, Any] | Unknown:
        """`metadata.annotations`."""
        return self.mapping("metadata.annotations")

    @property
    def spec(self) -> Mapping[str, Any] | Unknown:
        """`spec`."""
        return self.mapping("spec")

    def value(self, path: str) -> Value:
        """What stands at a path: `spec.template.spec.containers[0].image`. Names with dots in them are asked of their mapping."""
        return value_at(self.body, path)

    def mapping(self, path: str) -> Mapping[str, Any] | Unknown:
        """A mapping; empty where nothing stands."""
        found = self.value(path)
        if found is None:
            return {}
        return found if isinstance(found, Mapping) else UNKNOWN

    def items(self, path: str) -> list[Any] | Unknown:
        """A list; empty where nothing stands. Items may be unknown."""
        found = self.value(path)
        if found is None:
            return []
        return list(found) if isinstance(found, (list, tuple)) else UNKNOWN

    def text(self, path: str) -> str | Unknown | None:
        """A text, `UNKNOWN`, or None where nothing stands."""
        found = self.value(path)
        return found if found is None or isinstance(found, str) else UNKNOWN

    def flag(self, path: str) -> bool | Unknown | None:
        """A flag, `UNKNOWN`, or None where nothing stands."""
        found = self.value(path)
        return found if found is None or isinstance(found, bool) else UNKNOWN

    def prop(self, path: str) -> str:
        """The path from the top of the resource, for explanations."""
        return f"{self.at}{path}"

    def __repr__(self) -> str:
        return f"<{self.kind} {self.namespace}/{self.name}>"


def value_at(value: Any, path: str) -> Value:
    """What stands at a path below a value."""
    for name, index in _STEP.findall(path):
        if is_unknown(value):
            return UNKNOWN
        if name:
            if isinstance(value, (bool, int, float)):
                return UNKNOWN  # where a mapping should be: what it says is not known
            value = value.get(name) if isinstance(value, Mapping) else None
        else:
            if isinstance(value, (bool, int, float)):
                return UNKNOWN
            value = value[int(index)] if isinstance(value, (list, tuple)) and int(index) < len(value) else None
    return value


def given(value: Value, default: Value) -> Value:
    """What the server takes where nothing stands."""
    return default if value is None or (isinstance(value, str) and value == "") else value


def objects(stack: Stack) -> tuple[KubernetesObject, ...]:
    """All objects, in the order in which the program registers them. Worked out once for a stack."""
    known = vars(stack).get("_kubernetes_objects")
    if known is None:
        known = tuple(_patched(list(_read(stack))))
        vars(stack)["_kubernetes_objects"] = known
    return tuple(known)


def objects_of(stack: Stack, resource: Resource) -> tuple[KubernetesObject, ...]:
    """The objects of one resource: one, or the items of a list. None for a patch that is laid over its object."""
    by_urn = vars(stack).get("_kubernetes_by_urn")
    if by_urn is None:
        by_urn = {}
        for found in objects(stack):
            by_urn.setdefault(found.urn, []).append(found)
        vars(stack)["_kubernetes_by_urn"] = by_urn
    return tuple(by_urn.get(resource.urn, ()))


def of_kind(stack: Stack, *kinds: str, group: str | None = None) -> Iterator[KubernetesObject]:
    """Objects of some kinds; `group` where another group has a kind of that name."""
    return (found for found in objects(stack) if found.kind in kinds and (group is None or found.group == group))


def _read(stack: Stack) -> Iterator[KubernetesObject]:
    for resource in stack:
        if not resource.custom or not resource.type.startswith(PREFIX):
            continue
        token = _TOKEN.fullmatch(resource.type)
        if token is None or token["group"] in _NO_OBJECTS:
            continue
        body = _declared(resource)
        one = KubernetesObject(
            resource,
            resource.urn,
            cluster_of(stack, resource),
            token["group"],
            token["version"],
            token["kind"],
            body,
            default_namespace=default_namespace(stack, resource),
        )
        if one.kind.endswith(LIST) and one.kind != LIST and "items" in body:
            yield from _items(one)
        else:
            yield one


def _declared(resource: Resource) -> Mapping[str, Any]:
    """Without what only the server will tell (`status`, in a preview)."""
    props, declared = resource.props, resource.declared
    if declared is None or not any(is_unknown(value) and name not in declared for name, value in props.items()):
        return props
    return {name: value for name, value in props.items() if name in declared or not is_unknown(value)}


def _items(listed: KubernetesObject) -> Iterator[KubernetesObject]:
    items = listed.body["items"]
    kind = listed.kind.removesuffix(LIST)
    if not isinstance(items, (list, tuple)):
        # Nobody knows how many: one of which nothing is known stands for all.
        yield replace(listed, kind=kind, body={"metadata": UNKNOWN, "spec": UNKNOWN, "data": UNKNOWN}, whole=False)
        return
    for index, item in enumerate(items):
        body = item if isinstance(item, Mapping) else {"metadata": UNKNOWN, "spec": UNKNOWN, "data": UNKNOWN}
        place = f"items[{index}]"
        yield replace(listed, kind=kind, key=f"{listed.key}#{place}", body=body, at=f"{place}.", whole=isinstance(item, Mapping))


def _patched(found: list[KubernetesObject]) -> Iterable[KubernetesObject]:
    patches = [one for one in found if one.kind.endswith(PATCH) and one.kind != PATCH]
    whole = {id(one): one for one in found if one not in patches}
    for patch in patches:
        base = next((one for one in whole.values() if _changes(patch, one)), None)
        if base is not None:
            key = next(key for key, one in whole.items() if one is base)
            whole[key] = replace(base, body=_laid_over(base.body, patch.body))
        else:
            whole[id(patch)] = replace(patch, kind=patch.kind.removesuffix(PATCH), whole=False)
    return whole.values()


def _changes(patch: KubernetesObject, one: KubernetesObject) -> bool:
    same = (one.cluster, one.group, one.kind) == (patch.cluster, patch.group, patch.kind.removesuffix(PATCH))
    if not same or not one.whole or is_unknown(one.name) or is_unknown(patch.name) or is_unknown(one.namespace):
        return False
    stands = None if one.kind in CLUSTER_WIDE else patch.namespace
    return one.name == patch.name and (one.namespace is None or one.namespace == stands)


def _laid_over(base: Any, patch: Any) -> Any:
    """Mappings are joined. A list may be joined or replaced, by the field's own rule, so an altered one is unknown."""
    if isinstance(base, Mapping) and isinstance(patch, Mapping):
        return {**base, **{name: _laid_over(base.get(name), value) for name, value in patch.items()}}
    if isinstance(patch, (list, tuple)) and base is not None and base != patch:
        return UNKNOWN
    return patch
