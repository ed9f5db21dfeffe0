"""What the rules of all Azure services share: documented values, locks, references by resource id, properties that can't change.

Sources: Azure REST API specifications (enumerations are `modelAsString`, so the SDK takes any text, and the service refuses what it does
not know); Azure documentation, "Lock your resources to protect your infrastructure" (CanNotDelete, ReadOnly; inherited from the scopes
above).
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.ids import own_id
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.checks import Check, Fault
from simulator.rules.registry import Ref, Rules
from simulator.schema import Shape, TypeSchema, type_schema
from simulator.values import UNKNOWN, Properties, starred
from simulator.world import Object, World

LOCKS = (
    "azure-native:authorization:ManagementLockByScope",
    "azure-native:authorization:ManagementLockAtSubscriptionLevel",
    "azure-native:authorization:ManagementLockAtResourceGroupLevel",
    "azure-native:authorization:ManagementLockAtResourceLevel",
)
_LOCK_PATH = "/providers/microsoft.authorization/locks/"


@dataclass(frozen=True)
class Documented(Check):
    """Text where the API's specification lists values is one of these, letters large or small."""

    type: str
    source: str = field(kw_only=True)
    besides: tuple[str, ...] = ()
    """Values that the service documents and this SDK's specification does not list yet."""
    skip: tuple[str, ...] = ()
    """Paths where the specification's list is known to be incomplete."""

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        schema = type_schema(self.type)
        for name, value in inputs.items():
            if name in schema.inputs:
                yield from self._value(schema, schema.inputs[name].shape, value, name)

    def _value(self, schema: TypeSchema, shape: Shape, value: Any, path: str) -> Iterator[Fault]:
        if value is None or value is UNKNOWN or isinstance(shape, str) or starred(path) in self.skip:
            return
        kind, inner = shape
        if kind == "list" and isinstance(value, list):
            for i, item in enumerate(value):
                yield from self._value(schema, inner, item, f"{path}[{i}]")
        elif kind == "map" and isinstance(value, dict):
            for key, item in value.items():
                yield from self._value(schema, inner, item, f'{path}["{key}"]')
        elif kind == "object" and isinstance(value, dict):
            members = schema.objects[inner]
            for name, item in value.items():
                if name in members:
                    yield from self._value(schema, members[name].shape, item, f"{path}.{name}")
        elif kind == "union" and isinstance(value, str):
            yield from self._word(inner, value, path)

    def _word(self, shapes: list[Shape], value: str, path: str) -> Iterator[Fault]:
        listed = [word for shape in shapes if not isinstance(shape, str) and shape[0] == "enum" for word in shape[1]]
        known = {_folded(word) for word in [*listed, *self.besides]}
        if listed and _folded(value) not in known:
            yield path, f"{value!r} is not allowed; allowed: {', '.join(map(str, [*listed, *self.besides]))}"


def _folded(word: object) -> str:
    return str(word).replace(" ", "").lower()


def service(type_: str, *, source: str, besides: tuple[str, ...] = (), skip: tuple[str, ...] = (), **fields: Any) -> Rules:
    """`Rules` of an Azure type whose documented values are checked. Fields as `Rules` has them."""
    values = Documented(type_, source=source, besides=besides, skip=skip)
    made = Rules(type_, source=source, **{**fields, "checks": (values, *fields.get("checks", ()))})
    made.after("create")(tell_the_maker)
    return made


def tell_the_maker(action: Action) -> None:
    """`systemData`: who made it and when; it stays through updates."""
    if "systemData" in type_schema(action.type).outputs:
        now = action.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        who = {"createdBy": "", "createdByType": "Application", "lastModifiedBy": "", "lastModifiedByType": "Application"}
        action.outputs["systemData"] = {**who, "createdAt": now, "lastModifiedAt": now}


def respect_locks(action: Action) -> None:
    """CanNotDelete refuses deletes, ReadOnly every change, on the locked scope and all below it."""
    if action.type in LOCKS:
        return
    id_ = own_id(action).lower()
    # Asked before every create: of a large stack's locks only those that hold it are read.
    for level in ("ReadOnly", "CanNotDelete") if action.verb == "delete" else ("ReadOnly",):
        for lock in action.world.find(*LOCKS, level=level):
            scope = lock.id.lower().rsplit(_LOCK_PATH, 1)[0]
            if id_ != scope and not id_.startswith(scope + "/"):
                continue
            action.refuse(
                "ScopeLocked",
                f"The scope '{own_id(action)}' cannot perform {_VERBS[action.verb]} operation because following scope(s) are locked: "
                f"'{lock.id.rsplit('/providers/', 1)[0]}'. Please remove the lock and try again.",
            )


_VERBS = {"create": "write", "update": "write", "delete": "delete", "read": "read"}


def to(*types: str, code: str = "ResourceNotFound", blocks: bool = False, delete_code: str = "InUse", **options: Any) -> Ref:
    """A property that holds a resource id. Ids are global: the target may stand in any subscription. By default it may be deleted
    while something refers to it, which most services allow."""
    return Ref(types, anywhere=True, code=code, blocks_delete=blocks, delete_code=delete_code, **options)


def into_subnet(code: str) -> Ref:
    """A subnet that a resource stands in: it can't be deleted meanwhile."""
    return to(SUBNET, code=code, blocks=True, delete_code="InUseSubnetCannotBeDeleted")


def at_id(world: World, id_: object, *types: str) -> Object | None:
    """The object of an id, letters large or small."""
    if not isinstance(id_, str) or not id_:
        return None
    return next((one for one in world.by_id(id_, any_case=True) if not types or one.type in types), None)


def owner(action: Action, *types: str, levels: int = 1) -> Object | None:
    """What a child stands in: its id without the last pairs of names. Works before it is made, too."""
    return at_id(action.world, own_id(action).rsplit("/", 2 * levels)[0], *types)


def completed(given: Any, defaults: Properties) -> Properties:
    """What was given, with documented defaults where nothing was, at every depth."""
    made: Properties = dict(given) if isinstance(given, dict) else {}
    for name, value in defaults.items():
        if isinstance(value, dict):
            made[name] = completed(made.get(name), value)
        elif made.get(name) is None:
            made[name] = copy.deepcopy(value)
    return made


def kept(action: Action, name: str) -> Any:
    """An output as it stood before an update; None on create."""
    return action.old.outputs.get(name) if action.verb == "update" and action.old else None


def get(value: Any, path: str) -> Any:
    """A member deep inside, or None: `get(inputs, "network.publicNetworkAccess")`."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def same_text(one: object, other: object) -> bool:
    """Two words or ids compared as Azure compares them."""
    return isinstance(one, str) and isinstance(other, str) and one.lower() == other.lower()


def is_word(value: object, *words: str) -> bool:
    """Whether a documented value is one of these, letters large or small."""
    return isinstance(value, str) and value.lower() in {word.lower() for word in words}


def frozen(rules: Rules, *paths: str, code: str = "PropertyChangeNotAllowed", why: str = "") -> None:
    """The service refuses an update that changes these, and the provider does not replace the resource by itself."""

    def refuse(action: Action) -> None:
        for path in paths:
            old, new = get(action.old.outputs if action.old else {}, path), get(action.inputs, path)
            if new is not None and old is not None and old != new and not same_text(old, new):
                action.refuse(code, f"Changing property '{path}' is not allowed{': ' + why if why else ''}; it was {old!r}, not {new!r}.")

    rules.before("update")(refuse)


def stamp(action: Action, name: str, made: Any) -> Properties:
    """An output made once and kept through updates."""
    before = kept(action, name)
    return {name: made if before is None else before}
