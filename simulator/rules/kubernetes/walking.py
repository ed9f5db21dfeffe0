"""Reading manifests in which anything may be unknown or left out: what is not there in the right form yields nothing."""

from collections.abc import Iterator
from typing import Any

from simulator.values import UNKNOWN, Properties


def part(tree: object, *names: str) -> Properties:
    """The object at a path of names; empty where there is none, or it is unknown."""
    for name in names:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree if isinstance(tree, dict) else {}


def listed(tree: object, name: str, path: str = "") -> Iterator[tuple[str, Properties]]:
    """(path, object) of each object in a list."""
    for i, one in enumerate(values(tree, name)):
        if isinstance(one, dict):
            yield f"{path}.{name}[{i}]" if path else f"{name}[{i}]", one


def values(tree: object, name: str) -> list[Any]:
    """The list at a name; empty where there is none, or it is unknown."""
    found = tree.get(name) if isinstance(tree, dict) else None
    return found if isinstance(found, list) else []


def word(tree: object, name: str) -> str | None:
    """The text at a name."""
    found = tree.get(name) if isinstance(tree, dict) else None
    return found if isinstance(found, str) else None


def given(tree: object, name: str) -> bool:
    """Whether something stands at a name; what is unknown stands."""
    found = tree.get(name) if isinstance(tree, dict) else None
    return found is UNKNOWN or (found is not None and found not in ("", [], {}))


def repeated(names: list[str | None]) -> Iterator[tuple[int, str]]:
    """(index, name) of what was there before."""
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name is not None and name in seen:
            yield i, name
        if name is not None:
            seen.add(name)
