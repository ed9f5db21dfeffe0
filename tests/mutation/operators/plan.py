"""The plan that a program declares itself: one more flow, one more provider, and what the components build of it.

The program is run again with the longer plan; the reviewer's approved plan stays what it was. So the mutant is not a line of text in the
record, but the roads, grants and allow-lists that our components make of that line.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from tests.mutation.forms import RefusedError
from tests.mutation.mutant import Mutant
from tests.mutation.own import NotRecordedError, recorded
from tests.mutation.program import Program, Row, load_program

PLANS: Final = ("ai-zones:index:AwsZones", "ai-zones:index:AzureZones", "ai-zones:index:GcpZones")
EDITS: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "flows": {
        # Within the ceiling, so that nothing but the approved plan forbids it.
        "to-vault": {"mutant": {"source": "inference", "target": "management", "service": "vault"}},
        "to-sentinel": {"mutant": {"source": "deidentification", "target": "control", "service": "sentinel"}},
    },
    "providers": {"vendor": {"mutant": {"fqdns": ["api.vendor.example.com"], "baa": True, "receives": "deidentified"}}},
}
_OPERATORS: Final = {"flows": "add-flow-to-own-plan", "providers": "add-provider-to-own-plan"}


def longer_plan(program: Program, row: Row) -> Iterator[Mutant]:
    """More in the plan of a stack of ours."""
    if row.type not in PLANS:
        return
    stack = row.urn.split("::", 1)[0].rpartition(":")[2]
    for part, variants in EDITS.items():
        for variant, entries in variants.items():
            yield Mutant(_OPERATORS[part], row.type, part, row.urn, partial(_rebuilt, stack, {part: entries}), variant)


def _rebuilt(stack: str, edits: Mapping[str, Any], program: Program) -> set[str]:
    """The program as the components make it of the longer plan; answers with what is new or differs, and with what is made of that."""
    try:
        folder = recorded(stack, edits)
    except NotRecordedError as error:
        raise RefusedError(str(error)) from None
    state, preview = (json.loads((folder / f"{form}.json").read_text(encoding="utf-8")) for form in ("state", "preview"))
    made = load_program(state, preview)
    changed = {row.urn for row in made.rows if row.urn not in program.by_urn or row.inputs != program.by_urn[row.urn].inputs}
    program.rows, program.by_urn, program.config = made.rows, made.by_urn, made.config
    # A firewall is made of its policy, and that of its rules: a longer list changes all three.
    waiting = list(changed)
    while waiting:
        new = {user.urn for user in program.users(waiting.pop())} - changed
        changed |= new
        waiting.extend(new)
    return changed


OPERATORS = (longer_plan,)
