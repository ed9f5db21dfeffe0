"""What a change of inputs means: an update, a replacement, or nothing.

Semantics follow the Terraform bridge's: policy documents are compared as JSON, sets without their order, and a property that the
cloud can't change in place replaces the resource.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.rules.registry import Rules
from simulator.values import UNKNOWN, Properties, starred


@dataclass(frozen=True)
class Change:
    """One changed place."""

    path: str
    kind: str
    """`add`, `delete` or `update`."""
    replaces: bool


@dataclass(frozen=True)
class Difference:
    """All of them."""

    changes: tuple[Change, ...]
    delete_before_replace: bool

    @property
    def replaces(self) -> list[str]:
        """Top-level properties that replace the resource."""
        return sorted({top(change.path) for change in self.changes if change.replaces})

    @property
    def properties(self) -> list[str]:
        """Top-level properties that change."""
        return sorted({top(change.path) for change in self.changes})


def top(path: str) -> str:
    """The top-level property of a path."""
    return path.split(".", 1)[0].split("[", 1)[0]


def difference(
    rules: Rules | None,
    old: Properties,
    new: Properties,
    ignore: tuple[str, ...] = (),
    *,
    immutable: frozenset[str] = frozenset(),
    deletes_first: bool = False,
    same_to: Callable[[Rules | None, str, Any, Any], bool] | None = None,
) -> Difference:
    """Compare inputs with the old inputs. `immutable`, `deletes_first`, `same_to`: what holds for every type of the package."""
    immutable = immutable | frozenset(rules.immutable) if rules else immutable
    if rules and rules.replacing:
        immutable |= rules.replacing(old, new)
    changes = []
    pairs = _Pairs(rules, same_to)
    for path, kind in pairs.compare(old, new, ""):
        if any(path == one or path.startswith((one + ".", one + "[")) for one in ignore):
            continue
        general = starred(path)
        replaces = any(
            general == one or general.startswith((one + ".", one + "[")) or one.startswith((general + ".", general + "["))
            for one in immutable
        )
        changes.append(Change(path, kind, replaces))
    return Difference(tuple(changes), deletes_first or bool(rules and rules.delete_before_replace))


@dataclass(frozen=True)
class _Pairs:
    """Walks two values at once."""

    rules: Rules | None
    same_to: Callable[[Rules | None, str, Any, Any], bool] | None

    def compare(self, old: Any, new: Any, path: str) -> Iterator[tuple[str, str]]:
        """(path, kind) of each change."""
        rules = self.rules
        if old is None and new is None:
            return
        if old is None or new is None:
            yield path, "add" if old is None else "delete"
        elif isinstance(old, dict) and isinstance(new, dict):
            for name in [*old, *(name for name in new if name not in old)]:
                if not name.startswith("__"):
                    yield from self.compare(old.get(name), new.get(name), _join(path, name))
        elif isinstance(old, list) and isinstance(new, list):
            if rules and starred(path) in rules.unordered and not _holds(old, new):
                old, new = _sorted(old), _sorted(new)
            for i in range(max(len(old), len(new))):
                yield from self.compare(old[i] if i < len(old) else None, new[i] if i < len(new) else None, f"{path}[{i}]")
        elif new is UNKNOWN or not (same(rules, path, old, new) or (self.same_to and self.same_to(rules, starred(path), old, new))):
            yield path, "update"


def _holds(*lists: list[Any]) -> bool:
    return any(item is UNKNOWN for one in lists for item in one)


def _join(path: str, name: str) -> str:
    if not name.replace("_", "").isalnum():
        return f'{path}["{name}"]'
    return f"{path}.{name}" if path else name


def same(rules: Rules | None, path: str, old: Any, new: Any) -> bool:
    """Whether two known values mean the same."""
    if rules and isinstance(old, str) and isinstance(new, str) and starred(path) in rules.normalized_json:
        return normal_json(old) == normal_json(new)
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)


def normal_json(text: str) -> str:
    """Compact JSON with keys in their order, as Terraform's `NormalizeJsonString`; the text itself when it is not JSON."""
    try:
        return json.dumps(json.loads(text), separators=(",", ":"), sort_keys=True)
    except ValueError:
        return text


def normalized(rules: Rules | None, outputs: Properties) -> Properties:
    """Outputs with their policy documents in the form that the provider shows."""
    return {name: _normalize(rules, value, name) for name, value in outputs.items()} if rules and rules.normalized_json else outputs


def _normalize(rules: Rules, value: Any, path: str) -> Any:
    if isinstance(value, dict):
        return {name: _normalize(rules, item, _join(path, name)) for name, item in value.items()}
    if isinstance(value, list):
        return [_normalize(rules, item, f"{path}[{i}]") for i, item in enumerate(value)]
    return normal_json(value) if isinstance(value, str) and starred(path) in rules.normalized_json else value


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True, default=repr))


def same_place(old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """Whether two provider configurations are the same."""
    return dict(old) == dict(new)
