"""Paths in manifests: read one, fill one in, prune one tree to the shape of another, merge one into another."""

import copy
import re
from typing import Any

from simulator.values import Properties

_STEPS = re.compile(r"[^.\[\]]+|\[\*\]")
_EACH = "[*]"
_KEYS = ("name", "containerPort", "port", "ip", "mountPath", "key")


def inside(tree: Any, path: str) -> Any:
    """The value at `spec.template`; None where nothing stands on the way."""
    for step in path.split("."):
        if not isinstance(tree, dict):
            return None
        tree = tree.get(step)
    return tree


def fill(tree: Any, path: str, value: Any) -> None:
    """Put a value at a path (`spec.ports[*].protocol`) where none is, in place; nothing on the way is made."""
    _fill(tree, _STEPS.findall(path), value)


def _fill(tree: Any, steps: list[str], value: Any) -> None:
    first, *rest = steps
    if first == _EACH:
        for one in tree if isinstance(tree, list) else ():
            _fill(one, rest, value)
    elif isinstance(tree, dict):
        if not rest:
            if tree.get(first) is None:
                tree[first] = copy.deepcopy(value)
        elif tree.get(first) is not None:
            _fill(tree[first], rest, value)


def pruned(live: Any, shape: Any) -> Any:
    """What stands in a tree at the places that another tree has: the server's own fields are no drift.

    Source: pulumi-kubernetes, `pruneMap`: a list keeps the server's length, and each element the shape of its twin.
    """
    if isinstance(live, dict) and isinstance(shape, dict):
        return {name: pruned(live[name], value) for name, value in shape.items() if name in live}
    if isinstance(live, list) and isinstance(shape, list):
        return [pruned(one, shape[i]) if i < len(shape) else one for i, one in enumerate(live)]
    return live


def merged(base: Any, patch: Any) -> Any:
    """A tree with another laid over it, as a server-side apply of a few fields: maps by key, lists of objects by their key, else replaced.

    Source: Kubernetes documentation, "Server-Side Apply: merge strategy".
    """
    if isinstance(base, dict) and isinstance(patch, dict):
        return {**base, **{name: merged(base.get(name), value) for name, value in patch.items()}}
    if isinstance(base, list) and isinstance(patch, list):
        key = next((key for key in _KEYS if patch and all(isinstance(one, dict) and key in one for one in [*base, *patch])), None)
        if key is None:
            return copy.deepcopy(patch)
        new = {one[key]: one for one in patch}
        kept = [merged(one, new.pop(one[key])) if one[key] in new else one for one in base]
        return [*kept, *copy.deepcopy(list(new.values()))]
    return copy.deepcopy(patch)


def as_manifest(tree: Any) -> Any:
    """Inputs as the API takes them: without nulls, which say nothing, and with the names that SDKs can't spell (`x_kubernetes_validations`)."""
    if isinstance(tree, dict):
        return {_spelt(name): as_manifest(value) for name, value in tree.items() if value is not None}
    return [as_manifest(one) for one in tree] if isinstance(tree, list) else tree


def _spelt(name: str) -> str:
    return name.replace("_", "-") if name.startswith("x_kubernetes_") else name


def without_internals(outputs: Properties) -> Properties:
    """The live object, without what the provider keeps beside it."""
    return {name: value for name, value in outputs.items() if not name.startswith("__") and name != "id"}
