"""Vault policies: what each path of a policy allows. Written in HCL or JSON; what can't be parsed is None, and never a pass.

Sources: Vault documentation, "Policies" (path globs, `+`, capabilities, parameter constraints); HCL 1, "Syntax".
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

WRITES: Final = frozenset({"create", "update", "patch", "sudo", "root", "recover"})
"""Capabilities by which something is changed, issued or signed."""
_OLD: Final = {
    "deny": ("deny",),
    "read": ("read", "list"),
    "write": ("create", "read", "update", "delete", "list"),
    "sudo": ("create", "read", "update", "delete", "list", "sudo"),
}
"""The one word that policies had before capabilities. Source: Vault's `vault/policy.go`."""
_KNOWN: Final = frozenset({"create", "read", "update", "delete", "list", "patch", "sudo", "deny", "root", "subscribe", "recover", "scan"})
_TOKEN: Final = re.compile(
    r"""\s+|(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\])*")|(?P<heredoc><<-?(?P<mark>\w+)\n.*?\n\s*(?P=mark)\b)"""
    r"""|(?P<word>[A-Za-z_][\w.-]*)|(?P<number>-?\d+(?:\.\d+)?\w*)|(?P<sign>[{}\[\]=,:])""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Grant:
    """One `path` of a policy."""

    path: str
    capabilities: frozenset[str]
    fields: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """All that stands in it: `allowed_parameters`, `denied_parameters`, `required_parameters`, `max_wrapping_ttl` ..."""

    @property
    def allows(self) -> frozenset[str]:
        """Capabilities that take effect: a `deny` among them takes all others away."""
        return frozenset() if "deny" in self.capabilities else self.capabilities

    @property
    def writes(self) -> bool:
        """Whether anything may be changed, issued or signed."""
        return bool(self.allows & WRITES)

    def covers(self, path: str) -> bool:
        """Whether a request path is one of those that it speaks of: `+` is one segment, a final `*` any rest."""
        return _pattern(self.path).fullmatch(path) is not None

    def refuses(self, parameter: str) -> bool:
        """Whether a request that gives the parameter is refused, whatever its value."""
        denied = self.fields.get("denied_parameters")
        if isinstance(denied, Mapping) and (denied.get(parameter, 0) == [] or denied.get("*", 0) == []):
            return True
        allowed = self.fields.get("allowed_parameters")
        return isinstance(allowed, Mapping) and bool(allowed) and parameter not in allowed and "*" not in allowed


@lru_cache(maxsize=4096)
def _pattern(path: str) -> re.Pattern[str]:
    body, rest = (path[:-1], ".*") if path.endswith("*") else (path, "")
    segments = ("[^/]+" if segment == "+" else re.escape(segment) for segment in body.lstrip("/").split("/"))
    return re.compile("/".join(segments) + rest, re.DOTALL)


@lru_cache(maxsize=1024)
def parse_policy(text: str) -> tuple[Grant, ...] | None:
    """The grants of a policy; None where it can't be read."""
    stripped = text.strip()
    try:
        document = json.loads(stripped) if stripped.startswith("{") else _hcl(stripped)
    except (ValueError, RecursionError):
        return None
    try:
        return tuple(_grants(document))
    except ValueError:
        return None


def _grants(document: Any) -> Iterator[Grant]:
    if not isinstance(document, Mapping):
        raise ValueError("a policy is a mapping")
    if set(document) - {"path", "name"}:
        raise ValueError("nothing but paths stands in a policy")
    for path, body in _pairs(document.get("path", {})):
        old = body.get("policy")
        words = list(_OLD.get(str(old), ())) if old is not None else []
        given = body.get("capabilities", [])
        words += given if isinstance(given, list) else [given]
        if not all(isinstance(word, str) and word in _KNOWN for word in words):
            raise ValueError(f"{path}: capabilities that nobody knows")
        yield Grant(path.lstrip("/"), frozenset(words), body)


def _pairs(paths: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """JSON lets `path` be a mapping or a list of mappings, and a body a list of one."""
    if isinstance(paths, list):
        for item in paths:
            yield from _pairs(item)
        return
    if not isinstance(paths, Mapping):
        raise ValueError("paths are a mapping")
    for path, body in paths.items():
        for one in body if isinstance(body, list) else [body]:
            if not isinstance(one, Mapping):
                raise ValueError(f"{path}: has no body")
            yield str(path), one


def _hcl(text: str) -> dict[str, Any]:
    reader = _Reader(_lexed(text))
    document = reader.body(end="")
    return {"path": document.get("path", [])} if set(document) <= {"path", "name"} else document


def _lexed(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise ValueError(f"can't be read from character {at}")
        at = match.end()
        kind = match.lastgroup
        if match["heredoc"]:
            found.append(("string", json.dumps(match["heredoc"].split("\n", 1)[1].rsplit("\n", 1)[0])))
        elif kind and kind != "comment":
            found.append((kind, match[kind]))
    return found


class _Reader:
    """Blocks `word "label" {...}`, assignments `key = value`, lists and maps."""

    def __init__(self, items: list[tuple[str, str]]) -> None:
        self.items, self.at = items, 0

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.items):
            raise ValueError("ends too early")
        self.at += 1
        return self.items[self.at - 1]

    def _peek(self) -> str:
        return self.items[self.at][1] if self.at < len(self.items) else ""

    def body(self, end: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._peek() != end:
            kind, text = self._next()
            if text == ",":
                continue
            if kind not in ("word", "string"):
                raise ValueError(f"{text!r} stands where a name is expected")
            key = json.loads(text) if kind == "string" else text
            if self._peek() in ("=", ":"):
                self._next()
                found[key] = self._value()
            else:
                found.setdefault(key, []).append(self._block())
        if end:
            self._next()
        return found

    def _block(self) -> Any:
        kind, text = self._next()
        if text == "{":
            return self.body("}")
        if kind != "string" or self._next()[1] != "{":
            raise ValueError(f"{text!r}: a block is expected")
        return {json.loads(text): self.body("}")}

    def _value(self) -> Any:
        kind, text = self._next()
        if kind == "string":
            return json.loads(text, strict=False)
        if kind == "number":
            return text
        if text == "{":
            return self.body("}")
        if text == "[":
            items = []
            while self._peek() != "]":
                if self._peek() == ",":
                    self._next()
                else:
                    items.append(self._value())
            self._next()
            return items
        if text in ("true", "false"):
            return text == "true"
        raise ValueError(f"{text!r} is no value")
