"""Inputs against what the SDK's texts say of them, at every depth: words, names by RFC 1035, properties that exclude each other.

Sources: pulumi-gcp 10, docstrings ("Possible values are", "Conflicts with", "Only one of … may be set"); Terraform plugin SDK, "Schema behaviors"
(ConflictsWith: what is given in the configuration and known; a default is not given).
"""

import re
from collections.abc import Iterator

from simulator.packages.base import Fault
from simulator.packages.gcp_docs import Documented
from simulator.schema import TypeSchema
from simulator.values import UNKNOWN, Properties

RFC1035 = re.compile(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?")


def judge(schema: TypeSchema, texts: Documented, key: str, given: Properties, path: str) -> Iterator[Fault]:
    """Every place at which one object, or one within it, does not fit its texts."""
    members = schema.objects[key] if key else schema.inputs
    yield from _exclusions(texts.excluding.get(key, {}), given, path)
    for name, value in given.items():
        where = f"{path}.{name}" if path else name
        words = texts.allowed.get(key, {}).get(name)
        for text in value if isinstance(value, list) else [value]:
            if words and isinstance(text, str) and text and text not in words:
                yield where, f"{text!r} is not allowed; allowed: {', '.join(words)}"
        if name in texts.dns_labels.get(key, ()) and isinstance(value, str) and not RFC1035.fullmatch(value):
            yield (
                where,
                f"{value!r} is not allowed: 1 to 63 small letters, digits and hyphens; it starts with a letter and ends with no hyphen",
            )
        shape = members[name].shape if name in members else "any"
        many = isinstance(shape, list) and shape[0] == "list"
        inner = shape[1] if many else shape
        if isinstance(inner, list) and inner[0] == "object":
            for at, one in enumerate(value if many and isinstance(value, list) else [value]):
                if isinstance(one, dict):
                    yield from judge(schema, texts, inner[1], one, f"{where}[{at}]" if many else where)


def _exclusions(excluding: dict[str, list[str]], given: Properties, path: str) -> Iterator[Fault]:
    if not excluding:
        return
    noted = given.get("__defaults") or []
    present = [name for name, value in given.items() if name not in noted and value is not UNKNOWN and value not in (None, "", [], False)]
    for at, name in enumerate(present):
        other = next((one for one in present[:at] if one in excluding.get(name, ()) or name in excluding.get(one, ())), None)
        if other:
            yield f"{path}.{name}" if path else name, f"conflicts with {other}"
