"""CEL expressions: whether one can be read at all. Types are the API server's to judge.

Source: Kubernetes documentation, "Common Expression Language in Kubernetes" (optional fields, `.?` and `[?`, which cel-python does not read).
"""

import re
from functools import cache
from threading import Lock

_STRINGS = re.compile(r"\"\"\".*?\"\"\"|'''.*?'''|[rR]?\"(?:\\.|[^\"\\])*\"|[rR]?'(?:\\.|[^'\\])*'", re.DOTALL)
_OPTIONAL = re.compile(r"\.\?|\[\?|(?<=[{,])\s*\?")
_VARIABLE = re.compile(r"(?<![\w.])variables\s*\.\??\s*([A-Za-z_]\w*)")
_READING = Lock()


@cache
def unreadable(expression: str) -> str | None:
    """What is wrong with the form of an expression; None where it can be read."""
    if not expression.strip():
        return "is required"
    with _READING:  # The parser keeps its state in one place.
        return _fault(_without_optionals(expression))


def _fault(expression: str) -> str | None:
    # Half a second of imports, for those few who write policies.
    import celpy
    from celpy.celparser import CELParseError

    try:
        celpy.Environment().compile(expression)
    except CELParseError as error:
        line, column = error.line, error.column
        return f"compilation failed: syntax error at line {line}, column {column}" if line else "compilation failed: syntax error"
    return None


def variables_in(expression: str) -> frozenset[str]:
    """Names of the variables that an expression uses (`variables.pod`); what stands in quotes is text."""
    return frozenset(_VARIABLE.findall(_STRINGS.sub("''", expression)))


def _without_optionals(expression: str) -> str:
    """The expression with its optional steps as plain ones; what stands in quotes stays."""
    found, end = [], 0
    for match in _STRINGS.finditer(expression):
        found += [_plain(expression[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*found, _plain(expression[end:])])


def _plain(text: str) -> str:
    return _OPTIONAL.sub(lambda match: match[0].replace("?", ""), text)
