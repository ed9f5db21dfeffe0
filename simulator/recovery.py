"""What an interrupted update left behind: resources that exist, and that no state knows.

Only what a user of a real account can see is used: what exists there (on AWS: the Resource Groups Tagging API, by the tag `stack` that
every provider of the stack sets, and each service's own list), the exported state, and the preview of the next update. A leftover whose
settings equal those of a resource that is still to be made is *lost*: the stack takes it over, by its id. One that equals a resource
which the state has already is a *double*: it is deleted by hand. What the next create replaces anyhow is *found again*. Anything else
is *strange*.
Source: Pulumi documentation, "Importing resources"; AWS Resource Groups Tagging API Reference, GetResources.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.rules.registry import is_repeatable, rules_for
from simulator.wire import UNKNOWN_WORD
from simulator.world import Object, World


@dataclass
class Leftovers:
    """What exists and no state knows."""

    lost: dict[str, str] = field(default_factory=dict)
    """Name in the program → id, as an import is given it: what `ai-zones:recover` takes."""
    named: list[str] = field(default_factory=list)
    """Names in the program of what `ai-zones:recover` names already; the last update ended before it came to it."""
    found_again: list[str] = field(default_factory=list)
    """Names in the program of what the next update finds by itself: its create replaces what stands there."""
    doubles: list[Object] = field(default_factory=list)
    """Each a second copy of a resource that the state has."""
    strange: list[Object] = field(default_factory=list)
    """No resource of the stack looks like these."""


def find_leftovers(deployment: dict[str, Any], preview: str, world: World) -> Leftovers:
    """Compare what exists with the state and the next update."""
    resources = deployment.get("resources") or []
    known = {(one["type"], one.get("id")) for one in resources}
    steps = [step for step in json.loads(preview)["steps"] if step["newState"].get("custom")]
    planned = [step["newState"] for step in steps if step["op"] == "create"]
    imported = [step["newState"] for step in steps if step["op"] == "import"]
    found = Leftovers()
    for item in world.remaining():
        if item.urn is None or item.keeper or item.adopted_as or (item.type, item.id) in known:
            continue
        if named := [one for one in imported if _names(one, item)]:
            found.named.append(named[0]["urn"].rsplit("::", 1)[-1])
            continue
        taken = {*found.lost, *found.found_again}
        wanted = [name for one in planned if _alike(one, item) and (name := one["urn"].rsplit("::", 1)[-1]) not in taken]
        if wanted and is_repeatable(item.type):
            found.found_again.append(wanted[0])
        elif wanted:
            found.lost[wanted[0]] = _import_form(item)
        elif any(_alike(one, item) for one in resources):
            found.doubles.append(item)
        else:
            found.strange.append(item)
    return found


def _alike(resource: dict[str, Any], item: Object) -> bool:
    """The same type, and the same settings, all of them known."""
    inputs = {name: value for name, value in (resource.get("inputs") or {}).items() if not name.startswith("__")}
    return resource["type"] == item.type and UNKNOWN_WORD not in json.dumps(inputs) and _plain(inputs) == _plain(item.inputs)


def _names(imported: dict[str, Any], item: Object) -> bool:
    """Whether an import of the next update is of this one. Its inputs are the program's own, without what the provider adds to them."""
    same_id = imported.get("importID") == _import_form(item) and imported["type"] == item.type
    return same_id or _alike(imported, item)


def _import_form(item: Object) -> str:
    rules = rules_for(item.type)
    return rules.import_form(item) if rules and rules.import_form else item.id


def _plain(value: Any) -> Any:
    """Without what the engine adds, and with one kind of number."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items() if not name.startswith("__") and item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def told(leftovers: Leftovers) -> Iterable[str]:
    """What to do about them, in lines."""
    if leftovers.lost:
        yield "Write this into the stack's file, run `up`, and take it out again:"
        yield "  ai-zones:recover:"
        yield from (f"    {name}: {id_}" for name, id_ in sorted(leftovers.lost.items()))
    for name in leftovers.named:
        yield f"The stack's file names it already, run `up`: {name}"
    for name in leftovers.found_again:
        yield f"The next `up` finds it by itself: {name}"
    for item in leftovers.doubles:
        yield f"Delete by hand, it is a second copy: {item.type} {item.id} ({item.account}, {item.region})"
    for item in leftovers.strange:
        yield f"Look at it, no resource of the stack is like it: {item.type} {item.id} ({item.account}, {item.region})"
    if leftovers == Leftovers():
        yield "Nothing is left behind: the state knows all that exists."
