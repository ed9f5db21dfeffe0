"""HCL as Vault's policies are written in it: blocks with labels, assignments, lists, objects, comments. JSON is read too.

Source: hashicorp/hcl (version 1), "Syntax"; Vault documentation, "Policies" ("HCL ... is JSON compatible").
"""

import json
import re
from typing import Any

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r,]+|\#[^\n]*|//[^\n]*|/\*.*?\*/)|(?P<line>\n)|(?P<here><<-?(?P<mark>\w+)\n.*?\n[ \t]*(?P=mark)(?=\n|$))"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))|(?P<word>[A-Za-z_][\w.-]*)|(?P<sign>[{}\[\]=])""",
    re.S,
)


class HclError(ValueError):
    """Not HCL; the message says where."""


Block = tuple[str, list[str], Any]
"""(key, labels, value): a block's value is a list of blocks, an assignment's a plain value."""


def parse(text: str) -> list[Block]:
    """The blocks and assignments of a document, in order. Raises `HclError`."""
    if text.lstrip().startswith("{"):
        return _of_json(text)
    return _Parser(text).members(top=True)


def values(blocks: list[Block], key: str) -> list[Any]:
    """Every value of a key."""
    return [value for name, _, value in blocks if name == key]


def _of_json(text: str) -> list[Block]:
    try:
        read = json.loads(text)
    except ValueError as error:
        raise HclError(str(error)) from None
    found: list[Block] = []
    for key, value in read.items():
        inner = value.items() if isinstance(value, dict) else ()
        if inner and all(isinstance(one, dict) for _, one in inner):
            found.extend((key, [label], [(name, [], one) for name, one in body.items()]) for label, body in inner)
        else:
            found.append((key, [], value))
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, str]] = []
        at, line, start = 0, 1, 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise HclError(f"At {line}:{at - start + 1}: illegal character")
            if match.lastgroup != "space":
                self.tokens.append((str(match.lastgroup or "here"), match[0], f"{line}:{at - start + 1}"))
            if "\n" in match[0]:
                line += match[0].count("\n")
                start = at + match[0].rindex("\n") + 1
            at = match.end()
        self.end = f"{line}:{at - start + 1}"
        self.at = 0

    def _skip(self) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at][0] == "line":
            self.at += 1

    def _peek(self) -> tuple[str, str, str]:
        self._skip()
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "EOF", self.end)

    def _take(self, *kinds: str, what: str) -> str:
        kind, text, where = self._peek()
        if kind not in kinds and text not in kinds:
            raise HclError(f"At {where}: {what}, got: {text}")
        self.at += 1
        return text

    def members(self, top: bool = False) -> list[Block]:
        """Members up to the closing brace, or the end."""
        found: list[Block] = []
        while True:
            kind, text, where = self._peek()
            if kind == "end":
                if not top:
                    raise HclError(f"At {where}: object expected closing RBRACE got: EOF")
                return found
            if text == "}" and kind == "sign":
                if top:
                    raise HclError(f"At {where}: unexpected closing RBRACE")
                self.at += 1
                return found
            found.append(self._member())

    def _member(self) -> Block:
        key = _plain(self._take("word", "string", what="expected a key"))
        labels: list[str] = []
        while self._peek()[0] in ("string", "word"):
            labels.append(_plain(self._take("string", "word", what="expected a label")))
        kind, text, where = self._peek()
        if text == "{" and kind == "sign":
            self.at += 1
            return key, labels, self.members()
        if text == "=" and kind == "sign" and not labels:
            self.at += 1
            return key, [], self._value()
        raise HclError(f"At {where}: key '{key}' expected start of object ('{{') or assignment ('=')")

    def _value(self) -> Any:
        kind, text, where = self._peek()
        self.at += 1
        match kind, text:
            case "string", _:
                return _plain(text)
            case "here", _:
                return text.split("\n", 1)[1].rsplit("\n", 1)[0]
            case "number", _:
                return float(text) if "." in text else int(text)
            case "word", "true" | "false":
                return text == "true"
            case "sign", "{":
                return self.members()
            case "sign", "[":
                return self._list()
        raise HclError(f"At {where}: unknown token: {text}")

    def _list(self) -> list[Any]:
        found: list[Any] = []
        while True:
            kind, text, where = self._peek()
            if kind == "end":
                raise HclError(f"At {where}: error parsing list, expected comma or list end, got: EOF")
            if text == "]" and kind == "sign":
                self.at += 1
                return found
            found.append(self._value())


def _plain(token: str) -> str:
    if not token.startswith('"'):
        return token
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), token[1:-1])
