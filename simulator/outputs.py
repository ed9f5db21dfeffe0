"""What a resource shows: its inputs, documented defaults, and what the cloud computes.

In preview whatever only the cloud can know is unknown; after creation nothing is. An output that the SDK declares as always present
and no rule computes gets a readable stand-in, so that programs run; `coverage` counts such types as known by their SDK only.
"""

import copy
import re
from typing import Any

from simulator.action import Action
from simulator.packages import Package
from simulator.rules.registry import Rules
from simulator.schema import Shape, TypeSchema
from simulator.values import UNKNOWN, Properties, holds_unknown

_EACH = "[*]"
_STEPS = re.compile(r"[^.\[\]]+|\[\*\]")
_NAMES = re.compile(r"\{([A-Za-z0-9_]+)\}")


def planned(action: Action, schema: TypeSchema, rules: Rules | None, package: Package) -> Properties:
    """Outputs of a preview."""
    shown = _given(action, schema, rules, package)
    before = action.old.outputs if action.verb == "update" and action.old else {}
    for name in _computed(schema, rules):
        if name in shown:
            continue
        if name not in before:
            if action.verb == "create":
                shown[name] = UNKNOWN
        else:
            shown[name] = UNKNOWN if _moves(action, rules, name) else before[name]
    if action.verb == "update":
        shown["id"] = action.id
    return package.preview(action, schema, shown)


def settled(action: Action, schema: TypeSchema, rules: Rules | None, package: Package) -> Properties:
    """Outputs of a create or update, all known."""
    before = action.old.outputs if action.old else {}
    shown = _given(action, schema, rules, package)
    shown["id"] = action.id
    action.outputs = {**before, **shown}
    if rules:
        for name, template in rules.outputs.items():
            if name not in shown:
                keep = action.verb == "update" and name in before and not _moves(action, rules, name)
                shown[name] = before[name] if keep else action.fill(template)
                action.outputs[name] = shown[name]
    for name in _computed(schema, rules):
        if name not in shown:
            shown[name] = before[name] if name in before else _stand_in(schema.outputs[name].shape, name, action)
    # What hooks added earlier and no class declares stays.
    for name, value in before.items():
        if name not in shown and name not in schema.inputs:
            shown[name] = value
    action.outputs = shown
    if rules and rules.make_outputs:
        shown.update(rules.make_outputs(action))
    package.answer(action, schema, shown)
    return {name: value for name, value in shown.items() if value is not None}


def _given(action: Action, schema: TypeSchema, rules: Rules | None, package: Package) -> Properties:
    """Inputs, what is common to the provider's types, defaults, and what rules know in preview already."""
    shown: Properties = {name: copy.copy(value) for name, value in action.inputs.items() if _shown(name, schema, package)}
    for name, value in package.common_outputs(action, schema).items():
        shown[name] = value
    if rules:
        for name, value in rules.defaults.items():
            if shown.get(name) is None:
                shown[name] = copy.deepcopy(action.fill(value) if isinstance(value, str) else value)
        for path, value in rules.unset.items():
            shown = _with(shown, _STEPS.findall(path), value)
        action.outputs = {**(action.old.outputs if action.old else {}), **shown}
        if rules.plan_outputs:
            shown.update(rules.plan_outputs(action))
    return shown


def _with(tree: Any, steps: list[str], value: Any) -> Any:
    """A tree with a value where none is, at the end of a path. What is on the way is copied: inputs stay as they were given."""
    first, *rest = steps
    if first == _EACH:
        return [_with(one, rest, value) for one in tree] if isinstance(tree, list) else tree
    if not isinstance(tree, dict) or (rest and first not in tree):
        return tree
    if rest:
        return {**tree, first: _with(tree[first], rest, value)}
    return tree if tree.get(first) is not None else {**tree, first: copy.deepcopy(value)}


def _shown(name: str, schema: TypeSchema, package: Package) -> bool:
    return not name.startswith("__") and package.shows(schema, name)


def _computed(schema: TypeSchema, rules: Rules | None) -> list[str]:
    """Outputs that are there although nobody gave them."""
    named = [name for name, one in schema.outputs.items() if one.required]
    return named + [name for name in (rules.outputs if rules else {}) if name not in named and name in schema.outputs]


def _moves(action: Action, rules: Rules | None, name: str) -> bool:
    """Whether an update changes a computed output: one of the inputs in its template changes."""
    template = rules.outputs.get(name) if rules else None
    if not isinstance(template, str):
        return False
    old = action.old.inputs if action.old else {}
    return any(
        word in {**old, **action.inputs} and (holds_unknown(action.inputs.get(word)) or old.get(word) != action.inputs.get(word))
        for word in _NAMES.findall(template)
    )


def _stand_in(shape: Shape, name: str, action: Action) -> Any:
    kind = shape if isinstance(shape, str) else shape[0]
    match kind:
        case "list":
            return []
        case "map" | "object":
            return {}
        case "int" | "number":
            return 0
        case "bool":
            return False
        case "enum":
            return shape[1][0]
        case "union":
            return _stand_in(shape[1][0], name, action)
    return f"sim-{name}-{action.hex(8, name)}"
