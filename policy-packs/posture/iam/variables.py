"""Policy variables: `${aws:PrincipalTag/team}`, `${aws:userid, 'anonymous'}`, `${*}`.

Source: IAM User Guide, "IAM policy elements: Variables and tags". A variable that is absent makes the value match nothing;
one that is not known makes it match perhaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from posture.iam.patterns import Pattern, Token, Wild, glob, literal
from posture.iam.request import ContextValue
from posture.iam.values import UNKNOWN, Absent

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_CHARACTERS = ("*", "?", "$")
_WITH_DEFAULT = re.compile(r"^([^,]+),\s*'(.*)'$")

Lookup = Callable[[str], ContextValue]


def expand(text: str, lookup: Lookup | None, read: Callable[[str], Pattern] = glob) -> Pattern | None:
    """The text as a pattern with its variables replaced. None if a variable is absent: the value matches nothing.

    `lookup` is None in documents of version 2008-10-17, where `${...}` is literal text.
    `read` says how the text around the variables is read: `glob`, or `literal` where wildcards mean themselves.
    """
    if lookup is None or "${" not in text:
        return read(text)
    tokens: list[Token] = []
    at = 0
    for found in _VARIABLE.finditer(text):
        tokens.extend(read(text[at : found.start()]))
        value = _resolve(found.group(1), lookup)
        if value is None:
            return None
        tokens.extend(value)
        at = found.end()
    tokens.extend(read(text[at:]))
    return tuple(tokens)


def _resolve(name: str, lookup: Lookup) -> Pattern | None:
    if name in _CHARACTERS:
        return literal(name)
    default: str | None = None
    if with_default := _WITH_DEFAULT.match(name):
        name, default = with_default.group(1).strip(), with_default.group(2)
    value = lookup(name)
    if value is UNKNOWN:
        return (Wild.HOLE,)
    if isinstance(value, Absent):
        return None if default is None else literal(default)
    if not isinstance(value, str) or "*" in value or "?" in value:
        # Several values, or wildcards inside a value: the documentation does not say how they are read.
        return (Wild.HOLE,)
    return literal(value)


def may_lack(text: str, lookup: Lookup | None) -> bool:
    """Whether a variable of the text has, or may have, no single value: "this might cause the entire statement to be invalid"."""
    if lookup is None:
        return False
    names = (found.group(1) for found in _VARIABLE.finditer(text))
    return any(name not in _CHARACTERS and not _WITH_DEFAULT.match(name) and not isinstance(lookup(name), str) for name in names)
