"""What the SDK's own documentation says of a type: the forms of its id, the values of its words, its defaults, what a change replaces.

pulumi-gcp's texts are generated from the definitions that the provider itself is generated from, in fixed phrases: "Possible values are:
`A`, `B`.", "Default value is `A`.", "Changing this forces a new resource to be created", and the list of ids that an import takes.
Sources: pulumi-gcp 10, docstrings; Magic Modules documentation, "MMv1 field reference" (enum_values, default_value, immutable) and
"MMv1 resource reference" (import_format, id_format).
"""

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from simulator import schema_cache
from simulator.schema import PARSING, Property, Shape, TypeSchema, sdk, type_schema

_FORM = re.compile(r"^\s*\* `?([^`\s]*\{\{[^`\s]+)`?\s*$", re.M)
_ALLOWED = re.compile(r"Possible values are: (`[^`]+`(?:, `[^`]+`)*)\.")
_EACH = re.compile(r"Each value may be one of: (`[^`]+`(?:, `[^`]+`)*)\.")
_DEFAULT = re.compile(r"Default value is `([^`]*)`\.")
_CHANGES = re.compile(
    r"[Cc]hanging (?:this|it)(?: field| property)?\s+(?:forces\s+a\s+new|forces\s+the\s+resource|will\s+result\s+in\s+deleting)"
    r"|forces\s+a\s+new\s+resource|resource\s+must\s+be\s+recreated|(?<!\w)Immutable\."
)
_TICKED = re.compile(r"`([^`]*)`")
_NAMES = r"((?:`[^`]+`(?:,\s+|\s+and\s+|,\s+and\s+|\s+or\s+|,\s+or\s+)?)+)"
_OTHERS = re.compile(rf"[Cc]onflicts\s+with\s+{_NAMES}")
_ONE_OF = re.compile(
    rf"(?:[Oo]nly|[Ee]xactly)\s+one\s+of\s+{_NAMES}\s*(?:may|can|must)\s+be\s+(?:set|specified|provided|configured)\b(?!\s+per\b)"
)


@dataclass
class Documented:
    """What the texts of one type say. Keys of the first level: a nested class's name in shapes, or nothing for the type itself."""

    forms: list[str] = field(default_factory=list)
    """Ids that an import takes, the fullest first, with the provider's own names in double braces."""
    allowed: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    defaults: dict[str, dict[str, Any]] = field(default_factory=dict)
    replacing: dict[str, list[str]] = field(default_factory=dict)
    dns_labels: dict[str, list[str]] = field(default_factory=dict)
    """Names that must be labels of RFC 1035."""
    told: dict[str, list[str]] = field(default_factory=dict)
    """What the API alone says, within an object that a program gives: "(Output)"."""
    excluding: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Property → others of the same object that it excludes: "Conflicts with", "Only one of … may be set"."""


@cache
def documented(token: str) -> Documented:
    """The documentation of a type, kept on disk by version of the SDK."""
    package = sdk("gcp")
    kept = schema_cache.folder("gcp", package.version) / f"{hashlib.sha256(token.encode()).hexdigest()[:24]}.docs4.json"
    try:
        return Documented(**json.loads(kept.read_text()))
    except (OSError, ValueError, TypeError):
        schema = type_schema(token)
        with PARSING:
            found = _read(token, schema)
        schema_cache.write(kept, json.dumps(asdict(found), separators=(",", ":")))
        return found


@cache
def documented_replacing(token: str) -> frozenset[str]:
    """Paths of what the texts say a change replaces, at every depth."""
    texts, schema = documented(token).replacing, type_schema(token)
    return frozenset(_replacing(texts, schema, "", "", ()))


def _replacing(texts: dict[str, list[str]], schema: TypeSchema, key: str, path: str, above: tuple[str, ...]) -> Iterator[str]:
    members = schema.objects[key] if key else schema.inputs
    for name, one in members.items():
        if name in texts.get(key, ()):
            yield path + name
            continue
        shape = one.shape
        many = isinstance(shape, list) and shape[0] == "list"
        inner = shape[1] if many else shape
        if isinstance(inner, list) and inner[0] == "object" and inner[1] not in above:
            yield from _replacing(texts, schema, inner[1], f"{path}{name}{'[*]' if many else ''}.", (*above, inner[1]))


def _read(token: str, schema: TypeSchema) -> Documented:
    found = Documented(_forms(sdk("gcp").file_of(token)))
    _members(found, "", texts_of(token), schema.inputs)
    for key, members in schema.objects.items():
        _members(found, key, texts_of(token, key), members)
    return found


def texts_of(token: str, key: str = "") -> dict[str, str]:
    """Property → text, of a type or of one of the classes nested in it."""
    if not key:
        path, name = sdk("gcp")._find(token)
        return _texts(path, f"{name}Args")
    folder, _, nested = key.rpartition(":")
    return _texts(sdk("gcp").root.joinpath(*[part for part in folder.split(".") if part]) / "_inputs.py", nested)


def _forms(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    start = text.find("## Import")
    return list(dict.fromkeys(_FORM.findall(text[start : text.find(":param", start)]))) if start >= 0 else []


def _texts(path: Path, name: str) -> dict[str, str]:
    """Property → text."""
    whole, start, end = sdk("gcp").place(path, name)
    if not end:
        return {}
    node = ast.parse(whole[start:end]).body[0]
    found: dict[str, str] = {}
    for item in node.body if isinstance(node, ast.ClassDef) else ():
        text = ast.get_docstring(item) if isinstance(item, ast.FunctionDef) else None
        if isinstance(item, ast.FunctionDef) and text:
            found[_wire(item)] = text
    return found


def _wire(item: ast.FunctionDef) -> str:
    for decorator in item.decorator_list:
        if isinstance(decorator, ast.Call) and decorator.keywords and isinstance(decorator.keywords[0].value, ast.Constant):
            return str(decorator.keywords[0].value.value)
    return item.name


def _members(found: Documented, key: str, texts: dict[str, str], members: dict[str, Property]) -> None:
    for name, one in members.items():
        text = texts.get(name, "")
        plain = one.shape in ("str", "int", "number", "bool")
        allowed = (_ALLOWED if plain else _EACH).search(text)
        if allowed and (one.shape == "str" or one.shape == ["list", "str"]):
            found.allowed.setdefault(key, {})[name] = _TICKED.findall(allowed[1])
        default = _DEFAULT.search(text)
        if default and plain and not one.required:
            value = _typed(default[1], one.shape)
            if value is not None:
                found.defaults.setdefault(key, {})[name] = value
        if _CHANGES.search(text):
            found.replacing.setdefault(key, []).append(name)
        if key and text.lstrip().startswith("(Output)"):
            found.told.setdefault(key, []).append(name)
        others = _excluded(name, text, members)
        if others:
            found.excluding.setdefault(key, {})[name] = others
        if one.shape == "str" and "RFC1035" in text and name == "name":
            found.dns_labels.setdefault(key, []).append(name)


def _excluded(name: str, text: str, members: dict[str, Property]) -> list[str]:
    """Siblings that the text excludes; names of another object, and sentences on others, say nothing here."""
    found: set[str] = set()
    for pattern, with_itself in ((_OTHERS, False), (_ONE_OF, True)):
        said = pattern.search(text)
        named = {_spelt(one, members) for one in _TICKED.findall(said[1])} if said else set()
        if not with_itself or name in named:
            found |= {one for one in named if one and one != name}
    return sorted(found)


def _spelt(name: str, members: dict[str, Property]) -> str:
    """The provider's name as the SDK spells it: in capitals within, and lists in the plural."""
    head, *rest = name.split("_")
    plain = head + "".join(word[:1].upper() + word[1:] for word in rest)
    return next((one for one in (plain, plain + "s") if one in members), "")


def _typed(text: str, shape: Shape) -> Any:
    try:
        match shape:
            case "bool":
                return {"true": True, "false": False}.get(text)
            case "int":
                return int(text)
            case "number":
                return float(text)
    except ValueError:
        return None
    return text
