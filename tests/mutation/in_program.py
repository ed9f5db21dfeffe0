"""The same mutation made in the program: the engine asks a transform before it registers each resource.

Source: Pulumi documentation, "Transforms": a transform sees the properties as the engine will register them, and may change them.
"""

import json
from collections.abc import Mapping
from typing import Any

import pulumi

from tests.mutation.program import Program, Where, in_state, leaves

Edit = tuple[str, list[str | int], Any]
"""(`put` or `take`, place, value)."""


def edits(before: Program, after: Program) -> dict[str, list[Edit]] | None:
    """URN → what differs in its inputs; None where the change is more than edits of inputs that are there, or their values come late."""
    if [row.urn for row in before.rows] != [row.urn for row in after.rows]:
        return None
    found: dict[str, list[Edit]] = {}
    for row in before.rows:
        made = list(_differences(row.inputs, after.by_urn[row.urn].inputs, ()))
        if made:
            if any(late for *_, late in made) or not row.simulated:
                return None
            found[row.urn] = [(kind, list(where), value) for kind, where, value, _ in made]
    return found or None


def _differences(old: Any, new: Any, where: Where) -> Any:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            if key not in new:
                yield "take", (*where, key), None, False
            elif key not in old:
                yield "put", (*where, key), in_state(new[key]), _late(new[key])
            else:
                yield from _differences(old[key], new[key], (*where, key))
    else:
        # A list is written as a whole: its elements have no keys.
        yield "put", where, in_state(new), _late(new)


def _late(value: Any) -> bool:
    return any(not isinstance(leaf, str | int | float | bool | type(None)) for _, leaf in leaves(value))


def install(text: str) -> None:
    """Called at the head of a program: from then on its resources are registered with the edits."""
    wanted: dict[str, list[Edit]] = {_end(urn): edits for urn, edits in json.loads(text).items()}

    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        changes = wanted.get(f"{args.type_}::{args.name}")
        if changes is None:
            return None
        props: dict[str, Any] = dict(args.props)
        for kind, where, value in changes:
            props = _edited(props, where, kind, value)
        return pulumi.ResourceTransformResult(props=props, opts=args.opts)

    pulumi.runtime.register_resource_transform(transform)


def _end(urn: str) -> str:
    """Type and name of a URN, without its parents' types."""
    type_, name = urn.split("::", 3)[2:]
    return f"{type_.rsplit('$', 1)[-1]}::{name}"


def _edited(tree: Any, where: list[str | int], kind: str, value: Any) -> Any:
    head, rest = where[0], where[1:]
    if isinstance(tree, list):
        assert isinstance(head, int)
        return [_edited(item, rest, kind, value) if index == head else item for index, item in enumerate(tree)]
    made = dict(tree) if isinstance(tree, Mapping) else {}
    if not rest:
        if kind == "put":
            made[str(head)] = value
        else:
            made.pop(str(head), None)
        return made
    made[str(head)] = _edited(made.get(str(head), {}), rest, kind, value)
    return made
