"""Policy documents inside properties: found by what they are, not by the property's name."""

import copy
import json
from typing import Any

from tests.mutation.program import Late, plain


def document_at(value: Any) -> dict[str, Any] | None:
    """The policy document that a leaf holds as JSON text; None for anything else."""
    text = plain(value) if not isinstance(value, dict | list) else None
    if not isinstance(text, str) or "Statement" not in text:
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) and "Statement" in document else None


def statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements, of which a single one may stand without a list."""
    found = document["Statement"]
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def with_statement(document: dict[str, Any], index: int, statement: dict[str, Any] | None) -> dict[str, Any]:
    """The document with a statement replaced, or without it."""
    made = copy.deepcopy(document)
    listed = statements(made)
    made["Statement"] = [*listed[:index], *([statement] if statement is not None else []), *listed[index + 1 :]]
    return made


def written(document: dict[str, Any], like: Any) -> Any:
    """The document as a leaf of the same kind: known late where it was known late."""
    text = json.dumps(document)
    return Late(text) if isinstance(like, Late) else text


def listed(value: Any) -> list[str]:
    """Texts of a part of a statement, which may be one text or a list."""
    return [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
