"""What the SDKs' texts say that their classes don't."""

import ast
import re


def api_version(node: ast.ClassDef) -> str:
    """Version of the cloud's API that a resource's class speaks (Azure Native); empty where its text does not say."""
    text = next((ast.get_docstring(item) or "" for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"), "")
    found = re.search(r"Uses Azure REST API version (\d{4}-\d{2}-\d{2}(?:-\w+)?)", f"{ast.get_docstring(node) or ''} {text}")
    return found[1] if found else ""
