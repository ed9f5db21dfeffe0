"""Children that a program writes into their parent or makes as resources of their own: a network's subnets, a group's rules, a table's routes.

Both ways make the same objects. A list in the parent is whole: what it doesn't name goes, unless something needs it. A list that is left
out keeps what stands (pulumi-azure-native, "maintain sub-resource properties").
Source: Azure REST API reference, Virtual Networks, Network Security Groups, Route Tables - Create Or Update.
"""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.references import blockers
from simulator.rules import UNKNOWN, Action, Object, Properties, Rules
from simulator.rules.azure_native.ids import below, last, listed


@dataclass(frozen=True)
class Inline:
    """One list of children."""

    property: str
    """Its name in the parent, and in the children's ids."""
    type: str
    """The children's type."""
    arm_type: str
    complete: Callable[[Action, Properties], Properties]
    """Fills a child's outputs with what Azure adds, from what is written into the parent."""


def wanted(action: Action, part: Inline) -> dict[str, Properties] | None:
    """Name in small letters → what is written; None where the list is left out."""
    given = action.inputs.get(part.property)
    if given is None or given is UNKNOWN:
        return None
    return {str(one.get("name")).lower(): one for one in listed(given)}


def _removed(action: Action, part: Inline) -> list[Object]:
    names = wanted(action, part)
    return [] if names is None else [one for one in below(action, action.id, part.type) if last(one.id).lower() not in names]


def spare_what_is_needed(action: Action, part: Inline) -> None:
    """Refuse an update that drops a child which something else refers to."""
    for one in _removed(action, part):
        blockers(action.world, one)


def write(action: Action, part: Inline) -> None:
    """Make, change and remove children as the parent's list says."""
    for one in _removed(action, part):
        action.world.remove(one)
    standing = {last(one.id).lower(): one for one in below(action, action.id, part.type)}
    for name, given in (wanted(action, part) or {}).items():
        id_ = f"{action.id}/{part.property}/{given['name']}"
        fresh = {**part.complete(action, given), "name": given["name"], "id": id_, "type": part.arm_type, "provisioningState": "Succeeded"}
        old = standing.get(name)
        if old is None:
            action.keep(part.type, id_, {**fresh, "etag": f'W/"{action.uuid(name)}"'})
        else:
            old.outputs = {**old.outputs, **fresh, "id": old.id}
            action.save(old)


def show(action: Action, part: Inline) -> None:
    """The parent lists every child, whichever way it was made, in the order of their birth."""
    hidden = ("azureApiVersion",)
    action.outputs[part.property] = [
        {name: value for name, value in one.outputs.items() if name not in hidden} | {"id": one.id}
        for one in below(action, action.id, part.type)
    ]


def lists(rules: Rules, *parts: Inline) -> None:
    """Give the parent's rules their hooks."""
    rules.inline = frozenset(part.property for part in parts)

    def spare(action: Action) -> None:
        for part in parts:
            spare_what_is_needed(action, part)

    def make(action: Action) -> None:
        for part in parts:
            write(action, part)

    def read(action: Action) -> None:
        for part in parts:
            show(action, part)

    rules.before("update")(spare)
    rules.after("create")(make)
    rules.after("update")(make)
    rules.on_read(read)
