"""A recorded program: what the engine sent to the provider, with what a preview does not know yet marked where it stands.

One tree stands for both forms. A `Late` leaf is a value that the preview shows as unknown and the state as itself; a `Twin` is one that
the two forms write differently (secrets). A mutation is made once, in this tree, and both forms are written from it.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

UNKNOWN_WORD = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
PROVIDERS = "pulumi:providers:"
STACK = "pulumi:pulumi:Stack"
PathPart = str | int
Where = tuple[PathPart, ...]


@dataclass(frozen=True)
class Late:
    """Known once the resources that it comes from exist."""

    value: Any
    origin: str | None = None
    """The resource that it is an output of, where a mutation took it."""


@dataclass(frozen=True)
class Taken:
    """An output that a preview knows already: a name that the program chose."""

    value: Any
    origin: str


@dataclass(frozen=True)
class Twin:
    """Written differently in each form: a secret is ciphertext in one and `[secret]` in the other."""

    state: Any
    preview: Any


@dataclass(frozen=True)
class Ref:
    """An output of a resource that a mutation adds: known only once the state is made."""

    urn: str
    output: str = "id"


@dataclass
class Row:
    """One resource as the engine recorded it."""

    urn: str
    type: str
    inputs: dict[str, Any]
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    dependencies: list[str] = field(default_factory=list)
    parent: str | None = None
    provider: str | None = None
    """URN of its provider."""
    custom: bool = True
    external: bool = False
    outputs: dict[str, Any] = field(default_factory=dict)
    """What the state shows of it; of a component, what it registered."""
    id: str | None = None
    state_row: dict[str, Any] = field(default_factory=dict)
    step: dict[str, Any] | None = None
    """Its step of the preview; None for what a preview does not list (default providers)."""
    untold: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Property → resources of which a preview does not say that it comes from them: a function that is not called yet answers with nothing."""

    @property
    def name(self) -> str:
        """Name in the program."""
        return self.urn.rsplit("::", 1)[-1]

    @property
    def simulated(self) -> bool:
        """Whether a provider makes it."""
        return self.custom and not self.external and not self.type.startswith(PROVIDERS)

    def told_dependencies(self) -> dict[str, list[str]]:
        """Property → the resources that it comes from, as far as a preview says."""
        return {name: [one for one in urns if one not in self.untold.get(name, ())] for name, urns in self.property_dependencies.items()}

    def refers_to(self) -> set[str]:
        """URNs of all resources that any of its properties come from."""
        return {urn for urns in self.property_dependencies.values() for urn in urns}


@dataclass
class Program:
    """All resources of a base, in the order in which they were made."""

    rows: list[Row]
    config: dict[str, Any]
    """Stack configuration, as the preview shows it."""
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Zone → globs over names, from the reviewer's file."""
    zones: object | None = None
    """Zones of its resources, worked out at first use (`operators/adding.py`)."""

    def __post_init__(self) -> None:
        self.by_urn: dict[str, Row] = {row.urn: row for row in self.rows}

    def copy(self) -> "Program":
        """One that may be changed: rows and inputs are copied, what was recorded is shared."""
        return Program([_copied(row) for row in self.rows], copy.deepcopy(self.config), self.patterns)

    def in_order(self) -> list[Row]:
        """The rows, each behind those that its properties come from; otherwise as they stood."""
        placed: dict[str, Row] = {}

        def place(row: Row, waiting: frozenset[str]) -> None:
            if row.urn in placed or row.urn in waiting:
                return
            for urn in (*row.dependencies, *([row.provider] if row.provider else [])):
                if urn in self.by_urn:
                    place(self.by_urn[urn], waiting | {row.urn})
            placed[row.urn] = row

        for row in self.rows:
            place(row, frozenset())
        return list(placed.values())

    def users(self, urn: str) -> list[Row]:
        """Rows with a property that comes from this resource."""
        return [row for row in self.rows if urn in row.refers_to()]

    def of_type(self, *types: str) -> list[Row]:
        """Rows of these types, in order."""
        return [row for row in self.rows if row.type in types]

    def add(self, row: Row) -> None:
        """Append a resource."""
        self.rows.append(row)
        self.by_urn[row.urn] = row

    def drop(self, urn: str) -> None:
        """Take a resource out; its children go to its parent, and nobody waits for it any longer."""
        gone = self.by_urn.pop(urn)
        self.rows = [row for row in self.rows if row.urn != urn]
        for row in self.rows:
            if row.parent == urn:
                row.parent = gone.parent
            row.dependencies = [one for one in row.dependencies if one != urn]
            row.property_dependencies = {name: [one for one in urns if one != urn] for name, urns in row.property_dependencies.items()}


def _copied(row: Row) -> Row:
    made = copy.copy(row)
    made.inputs = _tree_copy(row.inputs)
    made.property_dependencies = dict(row.property_dependencies)
    made.dependencies = list(row.dependencies)
    made.outputs = row.outputs
    return made


def _tree_copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tree_copy(item) for key, item in value.items()}
    return [_tree_copy(item) for item in value] if isinstance(value, list) else value


def load_program(state: Mapping[str, Any], preview: Mapping[str, Any]) -> Program:
    """Both recorded forms → one program."""
    steps = {step["urn"]: step for step in preview["steps"]}
    rows = []
    for entry in state["deployment"]["resources"]:
        step = steps.get(entry["urn"])
        planned = (step or {}).get("newState") or {}
        shown = planned.get("inputs", {}) if step is not None else entry.get("inputs", {})
        provider = entry.get("provider")
        rows.append(
            Row(
                urn=entry["urn"],
                type=entry["type"],
                inputs=merged(entry.get("inputs") or {}, shown or {}),
                property_dependencies={name: list(urns or []) for name, urns in (entry.get("propertyDependencies") or {}).items()},
                dependencies=list(entry.get("dependencies") or []),
                parent=entry.get("parent"),
                provider=provider.rsplit("::", 1)[0] if provider else None,
                custom=entry.get("custom") is not False,
                external=entry.get("external") is True,
                outputs=entry.get("outputs") or {},
                id=entry.get("id"),
                state_row=dict(entry),
                step=dict(step) if step is not None else None,
                untold=_untold(entry, planned) if step is not None else {},
            )
        )
    return Program(rows, dict(preview.get("config") or {}))


def _untold(entry: Mapping[str, Any], planned: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    said = planned.get("propertyDependencies") or {}
    found = {
        name: frozenset(urns or ()) - frozenset(said.get(name) or ()) for name, urns in (entry.get("propertyDependencies") or {}).items()
    }
    return {name: urns for name, urns in found.items() if urns}


def merged(known: Any, planned: Any) -> Any:
    """The tree of both: `Late` where the preview does not know."""
    if planned == UNKNOWN_WORD and known != UNKNOWN_WORD:
        return Late(known)
    if isinstance(known, dict) and isinstance(planned, dict) and not (_wrapped(known) or _wrapped(planned)):
        both = {key: merged(value, planned[key]) for key, value in known.items() if key in planned}
        return {**{key: Twin(value, None) for key, value in known.items() if key not in planned}, **both}
    if isinstance(known, list) and isinstance(planned, list) and len(known) == len(planned):
        return [merged(one, other) for one, other in zip(known, planned, strict=True)]
    return known if known == planned else Twin(known, planned)


def _wrapped(value: Mapping[str, Any]) -> bool:
    return "4dabf18193072939515e22adb298388d" in value


def in_state(value: Any) -> Any:
    """The tree as a state writes it; references to added resources stay."""
    match value:
        case Late(value=inner) | Taken(value=inner):
            return in_state(inner)
        case Twin(state=shown):
            return shown
        case dict():
            return {key: in_state(item) for key, item in value.items()}
        case list():
            return [in_state(item) for item in value]
    return value


def in_preview(value: Any) -> Any:
    """The tree as a preview writes it."""
    match value:
        case Late() | Ref():
            return UNKNOWN_WORD
        case Taken(value=inner):
            return inner
        case Twin(preview=shown):
            return shown
        case dict():
            return {key: in_preview(item) for key, item in value.items() if not (isinstance(item, Twin) and item.preview is None)}
        case list():
            return [in_preview(item) for item in value]
    return value


def plain(value: Any) -> Any:
    """A leaf's value, whether late or not."""
    return value.value if isinstance(value, Late | Taken) else value.state if isinstance(value, Twin) else value


def leaves(tree: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    """Every value that is no container, with its place."""
    if isinstance(tree, dict):
        for key, item in tree.items():
            if key not in ("__defaults", "__internal"):
                yield from leaves(item, (*where, key))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from leaves(item, (*where, index))
    else:
        yield where, tree


def at(tree: Any, where: Where) -> Any:
    """What stands at a place; raises `LookupError`."""
    for part in where:
        tree = tree[part]
    return tree


def shown(where: Where) -> str:
    """A place without its list indexes: `ingress.cidrBlocks`."""
    return ".".join(part for part in where if isinstance(part, str))


def read_program(folder: Path) -> Program:
    """The program whose recordings stand in a folder."""
    forms = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("state.json", "preview.json"))
    return load_program(*forms)
