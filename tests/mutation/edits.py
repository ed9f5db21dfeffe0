"""Changes to a program, as a person would make them: dependencies follow what is still referred to."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from tests.mutation.forms import added_step
from tests.mutation.program import Late, Program, Ref, Row, Taken, Where, at, leaves, plain
from tests.mutation.sites import members_of, schema_of


def put(program: Program, urn: str, where: Where, value: Any, comes_from: Iterable[str] = ()) -> None:
    """Write a value at a place; missing objects on the way are made."""
    row = program.by_urn[urn]
    before = references(program, row)
    holder: Any = row.inputs
    for part, following in pairwise(where):
        if isinstance(holder, dict) and part not in holder:
            holder[part] = [] if isinstance(following, int) else {}
        holder = holder[part]
    if isinstance(holder, list) and where[-1] == len(holder):
        holder.append(value)
    else:
        holder[where[-1]] = value
    _settle(program, row, str(where[0]), before, comes_from)


def take(program: Program, urn: str, where: Where) -> None:
    """Take out what stands at a place."""
    row = program.by_urn[urn]
    before = references(program, row)
    del at(row.inputs, where[:-1])[where[-1]]
    _settle(program, row, str(where[0]), before, ())


def references(program: Program, row: Row) -> dict[str, set[str]]:
    """Top-level property → resources of its dependencies whose outputs its values show."""
    return {name: _shown(program, row.inputs.get(name), urns) for name, urns in row.property_dependencies.items()}


def _shown(program: Program, tree: Any, urns: Iterable[str]) -> set[str]:
    values = {str(plain(leaf)) for _, leaf in leaves(tree) if leaf is not None}
    return {urn for urn in urns if urn in program.by_urn and any(_says(value, program.by_urn[urn]) for value in values)}


def _says(value: str, row: Row) -> bool:
    """Whether a value shows an output of a resource: a word of it, or its short name as a whole."""
    if row.type.startswith("azure-native:"):
        if value.startswith("/"):
            # An id is made of names: a stranger's twin has the same ones in another subscription.
            return bool(row.id) and str(row.id).lower() in value.lower()
        if value == row.outputs.get("name"):
            return True
    if row.type.startswith("gcp:"):
        return _says_of_google(value, row)
    if row.type.startswith("kubernetes:"):
        # What the program takes of an object is its name; an id is a namespace and a name.
        return bool(row.id) and value in (row.id, str(row.id).rpartition("/")[2])
    return any(word in value for word in _words(row))


def _says_of_google(value: str, row: Row) -> bool:
    """A path or self link, a short name as a whole, an address or a number; a project by its id or number within a path, too."""
    if row.id and "/" in row.id and row.id in value:
        return True
    names = [row.id, *(row.outputs.get(name) for name in _GOOGLE_NAMES)]
    if any(isinstance(one, str) and one and value == one for one in names):
        return True
    if row.type == "gcp:organizations/project:Project":
        return any(isinstance(one, str) and one and one in value for one in (row.outputs.get("projectId"), row.outputs.get("number")))
    # A short name within a path may be a stranger's: only what is no path itself tells, such as a bucket's name in a sink's destination.
    parts = (row.outputs.get("email"), row.outputs.get("writerIdentity"), row.id if row.id and "/" not in row.id else None)
    return any(isinstance(one, str) and len(one) > 6 and one in value for one in parts)


_GOOGLE_NAMES = (
    "name", "selfLink", "email", "member", "uniqueId", "writerIdentity", "address", "bucket", "datasetId", "tableId", "topic", "projectId",
    "number", "dnsName", "secretId", "responsePolicyName", "instanceId", "connectionName", "serviceAttachment", "pscServiceAttachmentLink",
    "certificate", "url", "uri",
)  # fmt: skip
"""Outputs by which others refer to a resource of Google Cloud."""


def _words(row: Row) -> set[str]:
    texts = [row.id, *(value for name, value in row.outputs.items() if isinstance(value, str) and not _of_all(row, name))]
    return {text for text in texts if text and len(text) > 6}


def _of_all(row: Row, name: str) -> bool:
    """What Azure's answers show of every resource of a kind: no word of this one."""
    return row.type.startswith("azure-native:") and name in ("type", "location", "azureApiVersion", "provisioningState", "etag", "kind")


def _settle(program: Program, row: Row, name: str, before: Mapping[str, set[str]], comes_from: Iterable[str]) -> None:
    """A dependency that showed in the property's values and does no longer is gone."""
    explicit = [urn for urn in row.dependencies if not any(urn in urns for urns in row.property_dependencies.values())]
    if name not in row.inputs:
        row.property_dependencies.pop(name, None)
    else:
        old = row.property_dependencies.get(name, [])
        now = _shown(program, row.inputs[name], old)
        lost = before.get(name, set()) - now
        row.property_dependencies[name] = [*(urn for urn in old if urn not in lost), *(urn for urn in comes_from if urn not in old)]
    row.dependencies = list(dict.fromkeys([*explicit, *(urn for urns in row.property_dependencies.values() for urn in urns)]))


def add(program: Program, like: Row, type_: str, name: str, inputs: dict[str, Any], region: str | None = None) -> str:
    """A new resource beside another, of the same provider; answers with its URN. Its dependencies follow from its `Ref` and `Late` values."""
    head, _, _ = like.urn.partition("::")
    stack, project = like.urn.split("::")[0], like.urn.split("::")[1]
    urn = f"{stack}::{project}::{type_}::{name}"
    assert head == stack
    if region:
        inputs = {**inputs, "region": region}
    owners = owners_by_word(program)
    dependencies: dict[str, list[str]] = {}
    for key, tree in inputs.items():
        found = []
        for _, leaf in leaves(tree):
            if isinstance(leaf, Ref):
                found.append(leaf.urn)
            elif isinstance(leaf, Late | Taken) and (leaf.origin or str(leaf.value) in owners):
                found.append(leaf.origin or owners[str(leaf.value)])
        dependencies[key] = list(dict.fromkeys(found))
    stack_row = next((row.urn for row in program.rows if row.type == "pulumi:pulumi:Stack"), None)
    provider = program.by_urn[like.provider] if like.provider else None
    program.add(
        Row(
            urn=urn,
            type=type_,
            inputs=inputs,
            property_dependencies=dependencies,
            dependencies=list(dict.fromkeys(urn for urns in dependencies.values() for urn in urns)),
            parent=stack_row,
            provider=like.provider,
            step={**added_step(like), "urn": urn},
            state_row={"urn": urn, "custom": True, "type": type_, "provider": f"{like.provider}::{provider.id}" if provider else ""},
        )
    )
    return urn


def owners_by_word(program: Program) -> dict[str, str]:
    """Id or ARN → the resource that has it."""
    found: dict[str, str] = {}
    for row in program.rows:
        for text in (row.id, row.outputs.get("arn")):
            if isinstance(text, str) and text and row.custom:
                found.setdefault(text, row.urn)
    return found


def output(program: Program, urn: str, name: str = "id") -> Any:
    """An output of a resource as another's input shows it."""
    row = program.by_urn[urn]
    given = row.inputs.get(name)
    if isinstance(given, str):
        return Taken(given, urn)
    value = row.id if name == "id" else row.outputs.get(name)
    return Late(value, urn) if value is not None else Ref(urn, name)


def drop_resource(program: Program, urn: str) -> set[str]:
    """Take a resource out, with the uses that others make of it; what cannot be without it goes too. Answers with all that went."""
    gone: set[str] = set()
    waiting = [urn]
    while waiting:
        current = waiting.pop()
        if current in gone or current not in program.by_urn:
            continue
        gone.add(current)
        for user in program.users(current):
            if user.urn not in gone and not _does_without(program, user, current):
                waiting.append(user.urn)
        program.drop(current)
    return gone


def _does_without(program: Program, user: Row, urn: str) -> bool:
    """Take every use of a resource out of another's inputs; False where a demanded property would be gone."""
    if schema_of(user) is None:
        return True
    for name in [name for name, urns in user.property_dependencies.items() if urn in urns]:
        uses = [where for where, leaf in leaves(user.inputs.get(name), (name,)) if _says(str(plain(leaf)), program.by_urn[urn])]
        for where in reversed(uses):
            if not _stands(user.inputs, where):
                continue  # It went with a larger part.
            cut = _cut(user, where)
            if cut is None:
                return False
            take(program, user.urn, cut)
    return True


def _stands(tree: Any, where: Where) -> bool:
    try:
        at(tree, where)
    except LookupError:
        return False
    return True


def _cut(row: Row, where: Where) -> Where | None:
    """The smallest part around a value that may be left out."""
    while where:
        last = where[-1]
        if isinstance(last, int):
            if len(at(row.inputs, where[:-1])) > 1:
                return where
        elif not _is_all_of_a_reference(row, where):
            found = members_of(row, where[:-1]).get(last)
            if found is not None and not found.required:
                return where
        where = where[:-1]
    return None


def _is_all_of_a_reference(row: Row, where: Where) -> bool:
    """Azure refers by `{id: …}`: without its id nothing of it is left."""
    return row.type.startswith("azure-native:") and where[-1] == "id" and len(where) > 1 and len(at(row.inputs, where[:-1])) == 1
