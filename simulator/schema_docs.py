"""What the SDKs' texts and bodies say that their classes' annotations don't."""

import ast
import re
from collections.abc import Iterator
from typing import Any


def api_version(node: ast.ClassDef) -> str:
    """Version of the cloud's API that a resource's class speaks (Azure Native); empty where its text does not say."""
    text = next((ast.get_docstring(item) or "" for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"), "")
    found = re.search(r"Uses Azure REST API version (\d{4}-\d{2}-\d{2}(?:-\w+)?)", f"{ast.get_docstring(node) or ''} {text}")
    return found[1] if found else ""


def enum_values(node: ast.ClassDef) -> list[Any]:
    """Values of an enum's class."""
    return [item.value.value for item in node.body if isinstance(item, ast.Assign) and isinstance(item.value, ast.Constant)]


def secret_outputs(node: ast.ClassDef) -> Iterator[str]:
    """Outputs that a class declares secret."""
    for part in ast.walk(node):
        if isinstance(part, ast.keyword) and part.arg == "additional_secret_outputs" and isinstance(part.value, ast.List):
            yield from (str(name.value) for name in part.value.elts if isinstance(name, ast.Constant))
