"""Cuts one recorded state into the states of several stacks, as if its parts had always been programs of their own.

A stack has its own root and its own provider resources. No dependency crosses stacks, and no parent: what was a dependency on the other
side stands as the literal that the state holds. A component whose children stand on several sides is there on each: two programs that
use one component library.
"""

import copy
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from posture.inputs.state import read_state
from posture.stack import Stack

ROOT = "pulumi:pulumi:Stack"
_PROVIDER = "pulumi:providers:"
_SHARED = (ROOT, "pulumi:pulumi:StackReference")

Row = Mapping[str, Any]


def movable(document: Mapping[str, Any]) -> list[str]:
    """URNs of what stands in a cloud: each may be in either stack."""
    return [row["urn"] for row in _rows(document) if not _everywhere(row)]


def cut(document: Mapping[str, Any], side_of: Mapping[str, int], sides: int = 2, adopted: Collection[str] = ()) -> list[dict[str, Any]]:
    """One exported state a side. `side_of`: URN → side; what it does not name is needed on every side. `adopted` ones are read on the others."""
    return [{"version": 3, "deployment": {"resources": list(_side(document, side_of, side, adopted))}} for side in range(sides)]


def pinned(document: Mapping[str, Any]) -> dict[str, Any]:
    """The state, with the account in which its AWS providers build said by themselves, as it is where stacks of several accounts are judged."""
    made = copy.deepcopy(dict(document))
    accounts = {
        resource.provider.urn: resource.provider.account
        for resource in read_state(document, "whole")
        if resource.provider and resource.provider.account
    }
    for row in made["deployment"]["resources"]:
        if row["type"].startswith("pulumi:providers:aws"):
            row["inputs"] = {"allowedAccountIds": json.dumps([accounts.get(row["urn"], "111122223333")]), **row.get("inputs", {})}
    return made


def stacks(documents: Sequence[Mapping[str, Any]]) -> list[Stack]:
    """The states, read."""
    return [read_state(document, f"part-{index}.json") for index, document in enumerate(documents)]


def _rows(document: Mapping[str, Any]) -> Sequence[Row]:
    rows: Sequence[Row] = document["deployment"]["resources"]
    return rows


def _everywhere(row: Row) -> bool:
    return row.get("custom") is not True or row["type"] in _SHARED or row["type"].startswith(_PROVIDER)


def _side(document: Mapping[str, Any], side_of: Mapping[str, int], side: int, adopted: Collection[str]) -> Iterator[Row]:
    here = {row["urn"] for row in _rows(document) if row["urn"] in adopted or side_of.get(row["urn"], side) == side}
    for row in _rows(document):
        if row["urn"] in here:
            own = _alone(copy.deepcopy(dict(row)), here)
            if side_of.get(row["urn"], side) != side:
                own |= {"external": True, "dependencies": [], "propertyDependencies": {}, "inputs": row.get("outputs", {})}
            yield _moved(own, side)


def _alone(row: dict[str, Any], here: set[str]) -> dict[str, Any]:
    """Without ties to what stands elsewhere."""
    if row.get("parent") not in here:
        row.pop("parent", None)
    if isinstance(row.get("dependencies"), list):
        row["dependencies"] = [urn for urn in row["dependencies"] if urn in here]
    ties = row.get("propertyDependencies")
    if isinstance(ties, dict):
        row["propertyDependencies"] = {prop: [urn for urn in urns or () if urn in here] for prop, urns in ties.items()}
    return row


def _moved(value: Any, side: int) -> Any:
    """Every URN in a project of the side's own."""
    if isinstance(value, str):
        if value.startswith("urn:pulumi:"):
            head, _, rest = value.partition("::")
            project, _, tail = rest.partition("::")
            return f"{head}::{project}-{side}::{tail}"
        return value
    if isinstance(value, dict):
        return {key: _moved(item, side) for key, item in value.items()}
    return [_moved(item, side) for item in value] if isinstance(value, list) else value
