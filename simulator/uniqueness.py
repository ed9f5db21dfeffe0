"""Names that only one living resource may hold, and that stay reserved after it."""

import json

from simulator.action import Action
from simulator.errors import CloudError
from simulator.rules.registry import Rules, Unique
from simulator.values import Properties
from simulator.world import Object


def claim(action: Action, rules: Rules | None, item: Object) -> None:
    """Take the resource's names, or refuse with the API's error; an update lets go of those that it gives up."""
    for unique in rules.unique if rules else ():
        words, place = _words(unique, action.outputs), _place(unique, item)
        before = _words(unique, action.old.outputs) if action.old and action.old.outputs else None
        if before is not None and before != words:
            action.world.release(item.type + _key(unique), place, before, item.id)
        if words is None:
            continue
        holder = action.world.take(item.type + _key(unique), place, words, item.id)
        if holder is None:
            continue
        taken_by, until = holder
        said = " ".join(f"{name} {action.outputs.get(name)!r}" for name in unique.properties)
        if until is not None:
            message = unique.reserved_message or f"{said} is reserved until {until:%Y-%m-%d}: its former holder {taken_by} was deleted"
            raise CloudError(unique.reserved_code or unique.code, _fill(message, action.outputs))
        raise CloudError(unique.code, _fill(unique.message, action.outputs) or f"{said} is taken by {taken_by}")


def taken(rules: Rules | None, holder: Object) -> CloudError:
    """The API's error where a name that is also the id is taken."""
    unique = next(iter(rules.unique), None) if rules else None
    message = _fill(unique.message, holder.outputs) if unique else ""
    return CloudError(unique.code if unique else "AlreadyExists", message or f"{holder.type} {holder.id} already exists")


def release(action: Action, rules: Rules | None, item: Object) -> None:
    """Let the names go, after their reservation where there is one."""
    for unique in rules.unique if rules else ():
        words = _words(unique, item.outputs)
        if words is not None:
            days = unique.reserved_days(item.outputs) if unique.reserved_days else 0
            action.world.release(item.type + _key(unique), _place(unique, item), words, item.id, days)


def _key(unique: Unique) -> str:
    return "#" + ",".join(unique.properties)


def _words(unique: Unique, outputs: Properties) -> str | None:
    values = [outputs.get(name) for name in unique.properties]
    return None if any(value is None or value == "" for value in values) else json.dumps(values)


def _place(unique: Unique, item: Object) -> str:
    return {"global": "", "account": item.account, "region": f"{item.account}/{item.region}"}[unique.scope]


def _fill(message: str, outputs: Properties) -> str:
    for name, value in outputs.items():
        message = message.replace("{" + name + "}", str(value))
    return message
