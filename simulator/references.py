"""What inputs point at must exist and be of the right kind; what is pointed at can't be deleted."""

from collections.abc import Callable, Sequence
from typing import Final

from simulator.action import Action
from simulator.errors import CloudError
from simulator.packages.arm import is_arm
from simulator.rules.registry import Ref, Rules
from simulator.values import UNKNOWN, at
from simulator.world import Object, World

Pointer = tuple[str, Object, str, bool]
"""(path, target, error code of the refused delete, whether it blocks it)."""


Find = Callable[[Action, Ref, str], Object | None]


def resolve(action: Action, rules: Rules | None, find: Find | None = None) -> list[Pointer]:
    """The objects that the inputs name; refuses with the API's error where one is missing or of another kind."""
    found: list[Pointer] = []
    for path, ref in (rules.references if rules else {}).items():
        for where, value in at(action.inputs, path):
            if value is UNKNOWN or not isinstance(value, str) or not value or _literal(ref, value):
                continue
            target = _found(action, ref, value, find)
            if target is None:
                raise CloudError(ref.code or "NotFound", _complaint(action, ref, where, value))
            found.append((where, target, ref.delete_code, ref.blocks_delete))
    return found


def _literal(ref: Ref, value: str) -> bool:
    return any(value == one or (one.endswith("*") and value.startswith(one[:-1])) for one in ref.literals)


def _found(action: Action, ref: Ref, value: str, find: Find | None) -> Object | None:
    try:
        return find(action, ref, value) if find else _target(action, ref, value)
    except NotImplementedError:
        return _target(action, ref, value)


_OLDER: Final = {"aws:s3/bucket:Bucket": "aws:s3/bucketV2:BucketV2"}
"""Type → what version 6 of the provider calls the same thing (AWS provider, "Upgrading to v7")."""


def _types(ref: Ref) -> tuple[str, ...]:
    return (*ref.types, *(_OLDER[one] for one in ref.types if one in _OLDER))


def _target(action: Action, ref: Ref, value: str) -> Object | None:
    for by in ref.by:
        if by == "id":
            candidates = [
                one for one in action.world.by_id(value, any_case=is_arm(value)) if one.type in _types(ref) or one.adopted_as in ref.types
            ]
        else:
            candidates = action.world.find(*_types(ref), **{by: value})
        for one in candidates:
            if ref.anywhere or (one.account == action.account and one.region in (action.region, "global")):
                return one
    return None


def _complaint(action: Action, ref: Ref, path: str, value: str) -> str:
    kinds = " or ".join(ref.types)
    elsewhere = action.world.by_id(value, any_case=is_arm(value))
    if any(one.type in ref.types for one in elsewhere):
        other = next(one for one in elsewhere if one.type in ref.types)
        return (
            f"{path}: {value} is in account {other.account}, region {other.region}; the provider works in {action.account}, {action.region}"
        )
    if elsewhere:
        return f"{path}: {value} is of type {elsewhere[0].type}; it must be {kinds}"
    return f"{path}: {value} does not exist; it must name {kinds} by its {' or '.join(ref.by)}"


def blockers(world: World, target: Object, family: Sequence[Object] = ()) -> None:
    """Refuse the deletion of what something else needs. What goes with the target (`family`, and what the cloud made with it) does not count."""
    going = [target, *family]
    own = {(one.type, one.id) for one in [*going, *(kept for one in going for kept in world.kept_by(one))]}
    pointing = [pointer for one in going for pointer in world.pointing_at(one)]
    holders = [(one, path, code) for one, path, code in pointing if (one.type, one.id) not in own]
    if holders:
        names = ", ".join(f"{one.id} ({one.type.rsplit(':', 1)[-1]}, {path})" for one, path, _ in holders[:5])
        more = f" and {len(holders) - 5} more" if len(holders) > 5 else ""
        raise CloudError(holders[0][2], f"{target.id} has dependencies and can't be deleted: {names}{more}")
