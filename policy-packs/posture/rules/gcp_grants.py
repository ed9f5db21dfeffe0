"""Grants of Google's, on whatever they stand: in the member, binding and policy form, and row by row of a table.

Sources: IAM documentation, "Principal identifiers", "IAM Conditions overview" (attributes), "Resource types that accept allow policies"; BigQuery
documentation, "Use row-level security" (grantees); BigQuery API, "datasets" (access).
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.graph.kinds import Moves, Outside
from posture.readers.gcp.iam import DATASET, DATASET_ACCESS, Grant, grants_of, named_by_entry, targets_of
from posture.readers.gcp.iam_types import IAM
from posture.readers.gcp.members import Member, member
from posture.readers.gcp.names import refer
from posture.readers.gcp.roles import power
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.view import Path

ROWS: Final = gcp("bigquery:RowAccessPolicy")
ENTRIES: Final = (*DATASET, *DATASET_ACCESS)
"""What names people and robots one by one, without a policy."""
GRANTS: Final = (*IAM, *ROWS, *ENTRIES)
_GOOGLES: Final = frozenset({"group:cloud-storage-analytics@google.com"})
"""Who writes usage logs of buckets for Google (Cloud Storage documentation, "Usage logs and storage logs")."""
_OF_ONE: Final = frozenset({"storage", "bigquery", "pubsub", "secretmanager", "cloudkms", "spanner", "bigtable", "healthcare"})
"""Services whose stores, keys and secrets each take grants of their own."""
_ATTRIBUTE: Final = re.compile(r"\b(?:resource|request|destination|origin|api)\s*\.\s*\w")
_ABOVE: Final = ("folder:", "organizations:", "billing:Account", "accesscontextmanager:AccessPolicy")


def members_of(look: Look) -> Iterator[tuple[str, Member]]:
    """Everybody whom a grant names, with the property that does."""
    if look.resource.type in ROWS:
        listed = look.value("grantees")
        for number in range(len(listed) if isinstance(listed, (list, tuple)) else 0):
            if (found := member(look.scene.builder, look.view, f"grantees[{number}]")) is not None:
                yield "grantees", found
        return
    if look.resource.type in ENTRIES:
        yield from ((prop, found) for prop, found in _entries(look) if found is not None)
        return
    for grant in grants_of(look.view, look.scene.builder):
        if grant.member is not None:
            yield _property(grant), grant.member


def unnamed(look: Look) -> Iterator[str]:
    """Properties of a grant that name somebody of whom only the update tells who it is."""
    if look.resource.type in ROWS:
        return
    if look.resource.type in ENTRIES:
        yield from (prop for prop, found in _entries(look) if found is None)
        return
    for grant in grants_of(look.view, look.scene.builder):
        if grant.member is None:
            yield _property(grant)


def _entries(look: Look) -> Iterator[tuple[str, Member | None]]:
    """Of a dataset, and those that are resources of their own. A list that only the update tells is the theorems' to report."""
    blocks: object = look.blocks("accesses") if look.resource.type in DATASET else [""]
    for block in blocks if isinstance(blocks, list) else ():
        yield from named_by_entry(look.scene.builder, look.view, f"{block}." if block else "")


def _property(grant: Grant) -> str:
    return grant.because.prop.partition("[")[0].partition(".")[0]


def concerned(look: Look) -> bool:
    """A grant belongs to what it is made on, or to its project; one above projects to every zone below it."""
    kind = IAM.get(look.resource.type, "")
    if not look.scene.classified:
        return False
    if kind in _ABOVE:
        return True
    targets = targets_of(look.scene.builder, look.view).targets if kind else ()
    if look.resource.type in DATASET_ACCESS:
        targets = refer(look.scene.builder, look.view, "datasetId", *DATASET).targets
    owners = [look.scene.look(look.scene.stack.by_urn[urn]) for urn in targets]
    return any(guarded(owner) for owner in owners) if owners else guarded(look)


def standing(look: Look, found: Member) -> Outside | None:
    """How sure it is that a member is none of ours; None of ours, and of whom nothing says."""
    if found.who is None or found.text in _GOOGLES:
        return None
    external = look.scene.builder.externals.get(found.who.literal or "")
    return external.outside if external is not None else None


def reads_all(role: object) -> bool:
    """Whether a role, given on a whole project, reads each store of a service that could be named one by one; basic roles are another matter."""
    if not isinstance(role, str) or "." not in role:
        return False
    given = power(role)
    return given is not None and given.service in _OF_ONE and given.road and given.moves is not Moves.FORWARD


def limits(look: Look, path: Path) -> bool:
    """Whether a condition asks for anything: one that names neither the resource nor the request always holds. None, and what is unknown, may."""
    expression = look.value(path)
    return not isinstance(expression, str) or _ATTRIBUTE.search(expression) is not None
