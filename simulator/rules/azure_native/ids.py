"""ARM ids in rules: their parts, and the objects that they name. Ids are compared without regard to case.

Source: Azure documentation, "Azure Resource Manager resource IDs".
"""

from typing import Any

from simulator.packages.arm import paths
from simulator.rules import UNKNOWN, Action, Object, at


def same(first: object, second: object) -> bool:
    """Whether two ids name one resource."""
    return isinstance(first, str) and isinstance(second, str) and first.rstrip("/").lower() == second.rstrip("/").lower()


def last(id_: object) -> str:
    """The resource's own name."""
    return str(id_).rstrip("/").rsplit("/", 1)[-1]


def parent(id_: object) -> str:
    """Id of the resource that a child stands below."""
    return str(id_).rstrip("/").rsplit("/", 2)[0]


def subscription(id_: object) -> str:
    """Subscription in an id; empty where it names none."""
    parts = str(id_).split("/")
    return parts[2].lower() if len(parts) > 2 and parts[1].lower() == "subscriptions" else ""


def resource_type(id_: object) -> str:
    """`microsoft.storage/storageaccounts` of an id, in small letters; empty for what is no id of a resource."""
    before, found, after = str(id_).lower().rpartition("/providers/")
    if not found or not before.startswith("/"):
        return ""
    namespace, *pairs = after.split("/")
    return "/".join([namespace, *pairs[::2]])


def id_in(value: object) -> str:
    """`id` of a reference such as `subnet: {id}`; empty where there is none or it is not known yet."""
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def named(action: Action, id_: object, *types: str) -> Object | None:
    """The object of an id and one of these types (all when none), in whatever subscription."""
    if not isinstance(id_, str) or not id_:
        return None
    return next((one for one in action.world.by_id(id_, any_case=True) if not types or one.type in types), None)


def below(action: Action, id_: str, *types: str) -> list[Object]:
    """What stands below an id, oldest first."""
    return [one for one in action.world.below(id_.rstrip("/") + "/") if not types or one.type in types]


def pointing(action: Action, id_: str, path: str, *types: str) -> list[Object]:
    """Objects of these types whose output at `path` (`subnet.id`) names the id."""
    return [one for one in action.find_anywhere(*types) if any(same(value, id_) for _, value in at(one.outputs, path))]


def location(value: object) -> str:
    """`West Europe` → `westeurope`."""
    return str(value or "").replace(" ", "").lower()


def own_id(action: Action) -> str:
    """Id of the resource itself, in hooks before it is made too."""
    if action.id:
        return action.id
    path = paths().get(action.type)
    return (path.id(action.inputs, action.account) if path else None) or ""


def given(value: object) -> bool:
    """Whether a property is given, known or not: absent, empty and null ones are not."""
    return value is UNKNOWN or value not in (None, "", [], {})


def listed(value: Any) -> list[dict[str, Any]]:
    """The members of a list that are known objects."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) and value is not UNKNOWN else []
