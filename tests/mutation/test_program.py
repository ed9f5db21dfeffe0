"""A recorded program: both forms are written from one tree, and a preview tells no more than it told when it was recorded."""

from typing import Any

from tests.mutation.edits import put
from tests.mutation.forms import preview_of
from tests.mutation.program import UNKNOWN_WORD, Program, load_program

KEY, GRANT = (f"urn:pulumi:dev::p::gcp:kms/cryptoKey{part}::k" for part in (":CryptoKey", "IAMBinding:CryptoKeyIAMBinding"))
PROJECT = "urn:pulumi:dev::p::gcp:organizations/project:Project::ward"


def recorded(told: list[str]) -> Program:
    """A key's user, whose address a function answers: of the project, by the state; the preview says `told`."""
    from_, members = {"cryptoKeyId": [KEY], "members": [PROJECT]}, ["serviceAccount:service-1@gs-project-accounts.iam.gserviceaccount.com"]
    grant = {"urn": GRANT, "type": GRANT.split("::")[2], "custom": True, "inputs": {"members": members}, "dependencies": [KEY, PROJECT]}
    rows: list[dict[str, Any]] = [
        {"urn": urn, "type": urn.split("::")[2], "custom": True, "inputs": {}, "id": urn[-4:]} for urn in (PROJECT, KEY)
    ]
    planned = {**grant, "inputs": {"members": [UNKNOWN_WORD]}, "propertyDependencies": {"cryptoKeyId": [KEY], "members": told}}
    steps = [*({"urn": row["urn"], "op": "create", "newState": row} for row in rows), {"urn": GRANT, "op": "create", "newState": planned}]
    return load_program({"deployment": {"resources": [*rows, {**grant, "propertyDependencies": from_}]}}, {"steps": steps})


def shown(program: Program) -> dict[str, Any]:
    """The grant, as the preview writes it."""
    found: dict[str, Any] = next(step["newState"] for step in preview_of(program)["steps"] if step["urn"] == GRANT)
    return found


def test_a_preview_says_where_a_value_comes_from_as_far_as_it_did() -> None:
    assert shown(recorded([PROJECT]))["propertyDependencies"]["members"] == [PROJECT]
    silent = shown(recorded([]))
    assert silent["propertyDependencies"] == {"cryptoKeyId": [KEY], "members": []}
    assert silent["dependencies"] == [KEY]


def test_what_a_mutation_adds_is_told() -> None:
    program = recorded([])
    put(program, GRANT, ("members", 1), "serviceAccount:a@b.iam.gserviceaccount.com", [KEY])
    assert shown(program)["propertyDependencies"]["members"] == [KEY]
