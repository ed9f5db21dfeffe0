"""Which resources can fail together without influencing one another: antichains of the stack's dependency graph.

The engine's `--continue-on-error` skips only what depends on a failed resource, so resources of which none depends on another meet their
faults in one run as each would alone; what they share is only what comes after them.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

Resource = dict[str, Any]


def cloud_resources(resources: Sequence[Resource]) -> list[Resource]:
    """Those that a provider makes; components and providers are the engine's own."""
    return [one for one in resources if one.get("custom") and not one["type"].startswith("pulumi:")]


def ancestors(resources: Sequence[Resource]) -> dict[str, frozenset[str]]:
    """URN → everything that it waits for, by dependency, property, parent or provider. A component stands for its children."""
    by_urn = {one["urn"]: one for one in resources}
    children: dict[str, list[str]] = {}
    for one in resources:
        if one.get("parent"):
            children.setdefault(one["parent"], []).append(one["urn"])
    found: dict[str, frozenset[str]] = {}

    def walk(urn: str, busy: frozenset[str]) -> frozenset[str]:
        if urn in found:
            return found[urn]
        near = {to for to in _near(by_urn[urn]) if to in by_urn and to not in busy}
        # A dependency on a component is one on its children; a parent alone is not.
        wide = {child for to in near if to != by_urn[urn].get("parent") for child in _below(to, children)} - {urn}
        seen: set[str] = set()
        for to in near | {one for one in wide if one not in busy}:
            seen |= {to} | walk(to, busy | {urn})
        found[urn] = frozenset(seen)
        return found[urn]

    for one in resources:
        walk(one["urn"], frozenset())
    return found


def layers(resources: Sequence[Resource], chosen: Sequence[Resource], size: int = 0) -> Iterator[list[Resource]]:
    """The chosen resources in groups, none of whose members waits for another; at most `size` in each (0: no limit), deepest last."""
    waits = ancestors(resources)
    urns = {one["urn"] for one in chosen}
    depth: dict[str, int] = {}

    def deep(urn: str) -> int:
        if urn not in depth:
            depth[urn] = 1 + max((deep(to) for to in waits[urn] if to in urns), default=0)
        return depth[urn]

    groups: dict[int, list[Resource]] = {}
    for one in chosen:
        groups.setdefault(deep(one["urn"]), []).append(one)
    for _, group in sorted(groups.items()):
        step = size or len(group)
        yield from (group[start : start + step] for start in range(0, len(group), step))


def first_layers(resources: Sequence[Resource], chosen: Sequence[Resource], count: int) -> list[Resource]:
    """Those of the chosen that wait for fewest of them: so many layers."""
    return [one for layer in list(layers(resources, chosen))[:count] for one in layer]


def one_of_each_type(resources: Sequence[Resource]) -> list[Resource]:
    """The first resource of each type."""
    first: dict[str, Resource] = {}
    for one in cloud_resources(resources):
        first.setdefault(one["type"], one)
    return list(first.values())


def quickest_of_each_type(resources: Sequence[Resource], among: Container[str] | None = None) -> list[Resource]:
    """One resource of each type, chosen so that few wait for one another: each layer is a run of the engine. `among`: URNs; default: all."""
    waits = ancestors(resources)
    of_type: dict[str, list[Resource]] = {}
    for one in sorted(cloud_resources(resources), key=lambda one: str(one["urn"])):
        if among is None or one["urn"] in among:
            of_type.setdefault(one["type"], []).append(one)
    chosen = {type_: ones[0] for type_, ones in of_type.items()}
    least, before = _waiting(chosen, waits), (0, 0)
    while least != before:
        before = least
        for type_, ones in of_type.items():
            for one in ones:
                other = {**chosen, type_: one}
                if (waiting := _waiting(other, waits)) < least:
                    least, chosen = waiting, other
    return list(chosen.values())


def _waiting(chosen: Mapping[str, Resource], waits: Mapping[str, frozenset[str]]) -> tuple[int, int]:
    """Number of layers, and the sum of all depths."""
    urns = {one["urn"] for one in chosen.values()}
    depth: dict[str, int] = {}
    for urn in sorted(urns, key=lambda urn: len(waits[urn])):  # What waits for another has more to wait for.
        depth[urn] = 1 + max((depth[to] for to in waits[urn] & urns), default=0)
    return max(depth.values()), sum(depth.values())


def _near(resource: Resource) -> set[str]:
    named = set(resource.get("dependencies") or [])
    for urns in (resource.get("propertyDependencies") or {}).values():
        named |= set(urns or [])
    if resource.get("parent"):
        named.add(resource["parent"])
    if resource.get("provider"):
        named.add(resource["provider"].rsplit("::", 1)[0])
    return named


def _below(urn: str, children: dict[str, list[str]]) -> set[str]:
    below = set(children.get(urn, []))
    return below | {deeper for child in below for deeper in _below(child, children)}
