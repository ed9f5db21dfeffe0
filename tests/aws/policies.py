"""Reading policy documents in tests, independently of the code that writes them."""

import json
from typing import Any


def statements(document: str) -> dict[str, dict[str, Any]]:
    """Statements of a JSON document by their `Sid`."""
    found = json.loads(document)["Statement"]
    assert len({statement["Sid"] for statement in found}) == len(found), "two statements share a Sid"
    return {statement["Sid"]: statement for statement in found}


def actions(document: str) -> set[str]:
    """All actions that `Allow` statements name."""
    return {action for statement in json.loads(document)["Statement"] if statement["Effect"] == "Allow" for action in statement["Action"]}
