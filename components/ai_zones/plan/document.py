"""Reading a plan from a file, a text or a mapping.

YAML is read by its 1.2 core schema: `no` is a text, dates and base-60 numbers are texts, and a key that stands twice is a fault.
Source: YAML 1.2.2, section 10.3 "Core Schema".
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from .errors import Fault, PlanError, shown
from .plan import ZonePlan

LARGEST_TEXT: Final = 1_000_000
"""Characters. A plan has a few thousand; anything this long is the wrong file."""


class _CoreLoader(yaml.SafeLoader):
    """Core schema only, no repeated keys."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 as PyYAML declares it

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"the key {shown(key.value)} stands twice", key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", r"<<", ["<"]),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)


def load_plan(source: str | Mapping[str, Any], where: str = "zone plan") -> ZonePlan:
    """A plan from YAML or JSON text, or from a mapping. `where` names the source in the error's message.

    Raises `PlanError`, which lists every fault, and nothing else.
    """
    data = parse_text(source, where) if isinstance(source, str) else source
    try:
        return ZonePlan.from_document(data)
    except PlanError as error:
        raise PlanError(error.faults, where) from None


def load_plan_file(path: Path) -> ZonePlan:
    """A plan from a YAML or JSON file. Raises `PlanError`, also when the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        fault = Fault("(the file)", f"cannot be read: {reason}", "a YAML or JSON file in UTF-8", "correct the path")
        raise PlanError([fault], str(path)) from None
    return load_plan(text, str(path))


def parse_text(text: str, where: str) -> Any:
    """YAML or JSON text as plain data."""
    try:
        if len(text) > LARGEST_TEXT:
            raise ValueError(f"it has {len(text)} characters, a plan at most {LARGEST_TEXT}")
        return yaml.load(text, Loader=_CoreLoader)  # noqa: S506 a safe loader, narrowed
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "(the text)"
        problem = error.problem or "cannot be read"
    except RecursionError:
        place, problem = "(the text)", "is nested too deeply"
    except LookupError:
        # PyYAML looks a truth value up in a table: `!!bool maybe` is not in it.
        place, problem = "(the text)", "a value does not fit the tag in front of it"
    except (yaml.YAMLError, ValueError) as error:
        place, problem = "(the text)", str(error).splitlines()[0] if str(error) else "cannot be read"
    fault = Fault(place, problem, "YAML or JSON text", "correct the text there")
    raise PlanError([fault], where)
