"""How a reader looks at one resource: every answer is a value, `UNKNOWN`, or `None` for absent; wrong types never raise."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from posture.record import record
from posture.reference import ABSENT, Reference
from posture.resource import Resource
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, holds_unknown, is_unknown

Path = str
"""`routes[0].natGatewayId`: property names and indexes from the top of the resource."""

_TAGS = ("tagsAll", "effectiveLabels", "tags", "labels", "resourceLabels", "userLabels")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@lru_cache(maxsize=65536)
def _steps(path: Path) -> tuple[str, tuple[str | int, ...]]:
    """The top-level property of a path, and the steps below it. Remembered: a few hundred paths are asked a million times."""
    top, steps = _top(path), tuple(name or int(index) for name, index in _STEP.findall(path))
    return top, steps[1:] if top else steps


@lru_cache(maxsize=65536)
def _top(path: Path) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


@record
class ResourceView:
    """A resource and the stack it stands in."""

    resource: Resource
    stack: Stack

    def value(self, path: Path) -> Any:
        """The raw value at the path: known, `UNKNOWN`, or None when absent or out of reach.

        What the program does not declare and only the provider will compute counts as absent.
        """
        top, steps = _steps(path)
        value: Any = self.resource.props
        if top:
            # Most of what is asked for is not there, or stands at the top.
            value = value.get(top)
            if value is None:
                return None
            declared = self.resource.declared
            if declared is not None and top not in declared and isinstance(value, Unknown):
                return None
        for step in steps:
            if isinstance(value, Unknown):
                return UNKNOWN
            if isinstance(step, str):
                if isinstance(value, (bool, int, float)):
                    return UNKNOWN  # where blocks should be: what they say is not known, which is not the same as nothing
                # A dict is by far the most common; the rest is asked what it is.
                value = value.get(step) if isinstance(value, (dict, Mapping)) else None
            elif isinstance(value, (bool, int, float)):
                return UNKNOWN
            else:
                value = value[step] if isinstance(value, (list, tuple)) and step < len(value) else None
            if value is None:
                return None
        return value

    def text(self, path: Path) -> str | Unknown | None:
        """A string. Numbers are written out (a port or account id given as a number); anything else is unknown."""
        value = self.value(path)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(int(value)) if float(value).is_integer() else str(value)
        return UNKNOWN

    def number(self, path: Path) -> int | Unknown | None:
        """A whole number. A string of digits counts; anything else is unknown."""
        value = self.value(path)
        if value is None or value == "":
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
            return int(value)
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value):
            return int(value)
        return UNKNOWN

    def flag(self, path: Path) -> bool | Unknown | None:
        """A boolean; the strings `true` and `false` count; anything else is unknown."""
        value = self.value(path)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        return UNKNOWN

    def texts(self, path: Path) -> list[str | Unknown] | Unknown:
        """A list of strings; a single string is a list of one; absent is the empty list."""
        value = self.value(path)
        if value is None:
            return []
        if isinstance(value, str):
            return [value]
        if isinstance(value, (list, tuple)):
            return [item if isinstance(item, str) else UNKNOWN for item in value]
        return UNKNOWN

    def blocks(self, path: Path) -> list[Path] | Unknown:
        """Paths of a list's items (`routes[0]`, `routes[1]`); a single mapping is a list of one, at the path itself."""
        value = self.value(path)
        if value is None:
            return []
        if isinstance(value, (list, tuple)):
            return [f"{path}[{index}]" for index in range(len(value))]
        if isinstance(value, Mapping):
            return [path]
        return UNKNOWN

    def refers_to(self, path: Path, kinds: Collection[str] = ()) -> Reference:
        """Where the property points. `kinds`: type tokens that the field accepts; empty means any custom resource.

        A known value is looked up by id, ARN and name. An unknown one is judged by the property dependencies of its
        top-level property: one fitting candidate is exact, several are a union (DESIGN, principle 4).
        """
        value = self.value(path)
        if value is None or value == "":
            return ABSENT
        if isinstance(value, str):
            return self.look_up(value, kinds, path)
        candidates = tuple(sorted(urn for urn in self._depends_on(path) if self._fits(urn, kinds)))
        exact = len(candidates) == 1 and is_unknown(value) and not self._in_list(path)
        return Reference(targets=candidates, certain=exact, prop=path)

    def all_refer_to(self, path: Path, kinds: Collection[str] = ()) -> list[Reference]:
        """Where each item of a list of ids points. A wholly unknown list is every fitting dependency: each certain when the list can hold nothing else."""
        value = self.value(path)
        if value is None:
            return []
        if isinstance(value, str):
            return [self.look_up(value, kinds, path)]
        if not isinstance(value, (list, tuple)):
            candidates = sorted(urn for urn in self._depends_on(path) if self._fits(urn, kinds))
            if not candidates:
                return [Reference(certain=False, prop=path)]
            # What is neither text nor list tells as little as what is unknown, and is never sure.
            sure = is_unknown(value) and len(candidates) == 1
            return [Reference(targets=(urn,), certain=sure, prop=path) for urn in candidates]
        found: list[Reference] = []
        unknown_items = sum(1 for item in value if not isinstance(item, str))
        known = [self.look_up(item, kinds, f"{path}[{index}]") for index, item in enumerate(value) if isinstance(item, str)]
        taken = {urn for reference in known for urn in reference.targets}
        found.extend(known)
        if unknown_items:
            open_candidates = [urn for urn in sorted(self._depends_on(path)) if self._fits(urn, kinds) and urn not in taken]
            if len(open_candidates) == unknown_items:
                # As many unknown items as candidates: every candidate stands in the list.
                found.extend(Reference(targets=(urn,), prop=path) for urn in open_candidates)
            elif open_candidates:
                found.extend(Reference(targets=tuple(open_candidates), certain=False, prop=path) for _ in range(unknown_items))
            else:
                found.append(Reference(certain=False, prop=path))
        return found

    def look_up(self, literal: str, kinds: Collection[str] = (), prop: Path = "") -> Reference:
        """A literal id, ARN or name → the resource of the stack that owns it, else the literal itself."""
        named = self.stack.named(literal)
        owners = tuple([found.urn for found in named if (found.type in kinds if kinds else found.custom)]) if named else ()
        if owners:
            return Reference(targets=owners, certain=len(owners) == 1, literal=literal, prop=prop)
        given = self._given_by(literal, kinds, prop) if prop and kinds else ()
        return Reference(targets=given, certain=len(given) <= 1, literal=literal, prop=prop)

    def _given_by(self, literal: str, kinds: Collection[str], path: Path) -> tuple[str, ...]:
        """What a value comes from that is nobody's id: a fitting resource that the property depends on, one of whose own outputs has this very value.

        A preview knows it by the dependency alone, and the state must not know less.
        """
        givers = {urn for urn in self._depends_on(path) if self._fits(urn, kinds) and literal in self.stack.by_urn[urn].props.values()}
        return tuple(sorted(givers))

    def listed(self, path: Path) -> Any:
        """A list as it stands, or None where nothing stands; anything else is unknown."""
        value = self.value(path)
        return value if value is None or isinstance(value, (list, tuple)) else UNKNOWN

    def block(self, path: Path) -> Any:
        """A mapping or a text as it stands (some properties are written either way), or None where nothing stands; anything else is unknown."""
        value = self.value(path)
        return value if value is None or isinstance(value, (str, dict, Mapping)) else UNKNOWN

    def mapping(self, path: Path) -> Any:
        """A mapping as it stands, or None where nothing stands; anything else is unknown."""
        value = self.value(path)
        return value if value is None or isinstance(value, (dict, Mapping)) else UNKNOWN

    def document(self, path: Path) -> Any:
        """A policy document: a JSON string, a mapping or None, as it stands; anything else is unknown."""
        return self.block(path)

    def written(self, path: Path) -> Any:
        """What a JSON text says: a mapping or list; given as one, as it stands. None where nothing stands; no JSON, or a lone value, is unknown."""
        value = self.value(path)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                return UNKNOWN
        return value if isinstance(value, (Mapping, list, tuple)) else UNKNOWN

    def tags(self) -> dict[str, Any]:
        """Tags or labels, the provider's defaults included; the resource's own win.

        Unknown keys can't be listed: a wholly unknown tag map is `{"*": UNKNOWN}`.
        """
        tags: dict[str, Any] = dict(self.resource.provider.default_tags) if self.resource.provider else {}
        # On AWS labels are something else: those of a node group are Kubernetes' own.
        for prop in ("tagsAll", "tags") if self.resource.type.startswith("aws") else _TAGS:
            value = self.resource.props.get(prop)
            if value is None:
                continue
            if isinstance(value, (dict, Mapping)):
                tags.update(value)
            elif isinstance(value, (list, tuple)):  # aws-native writes tags as a list of key and value
                tags.update(
                    {item["key"]: item.get("value") for item in value if isinstance(item, Mapping) and isinstance(item.get("key"), str)}
                )
            elif prop not in ("tagsAll", "effectiveLabels"):
                tags.setdefault("*", UNKNOWN)  # unknown, or no map of tags at all
        settings = self.resource.props.get("settings")
        if settings is not None and isinstance(settings, Mapping) and isinstance(labels := settings.get("userLabels"), Mapping):
            tags.update(labels)  # An instance of Cloud SQL has its labels among its settings.
        if "desiredState" in self.resource.props:
            tags.update(self._tags_in_document())
        return tags

    def _tags_in_document(self) -> dict[str, Any]:
        """Tags of a resource that is one JSON document (AWS Cloud Control): CloudFormation's list of `Key` and `Value`."""
        document = self.resource.props.get("desiredState")
        if document is None:
            return {}
        if not isinstance(document, str):
            return {"*": UNKNOWN}
        try:
            listed = json.loads(document).get("Tags", [])
            return {item["Key"]: item.get("Value") for item in listed}
        except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
            return {"*": UNKNOWN}

    def knows(self, path: Path) -> bool:
        """Whether the value at the path is fully known (absent counts as known)."""
        return not holds_unknown(self.value(path))

    def _depends_on(self, path: Path) -> Iterator[str]:
        yield from self.resource.property_dependencies.get(_top(path), ())

    def _fits(self, urn: str, kinds: Collection[str]) -> bool:
        resource = self.stack.by_urn.get(urn)
        if resource is None:
            return False
        return resource.type in kinds if kinds else resource.custom

    def _in_list(self, path: Path) -> bool:
        # In a list of blocks an unknown may be any dependency of the whole list, or none of the fitting ones.
        return "[" in path and len(self.blocks_of(path)) > 1

    def blocks_of(self, path: Path) -> list[Path]:
        """The sibling items of the list that the path goes through."""
        found = self.blocks(path.split("[", 1)[0])
        return [] if isinstance(found, Unknown) else found


def spread(view: ResourceView, path: Path) -> list[Path]:
    """`a.b.c` → the concrete paths through lists of blocks: `a[0].b.c`, `a[1].b.c`. A block that is unknown ends the path: all below is unknown."""
    *steps, last = path.split(".")
    if not steps:
        return [path]
    if view.value(steps[0]) is None:
        return []
    places = [""]
    for step in steps:
        deeper: list[Path] = []
        for place in places:
            here = f"{place}.{step}" if place else step
            blocks = view.blocks(here)
            deeper.extend([here] if is_unknown(blocks) else blocks)
        places = deeper
    return [f"{place}.{last}" if place else last for place in places]
