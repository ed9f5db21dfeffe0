"""The classes of Azure's answers, read from the SDK: a preview shows every member that the API may answer, unknown where nobody gave it.

Source: pulumi-azure-native, `provider/pkg/convert/previewOutputs.go`: outputs of a preview follow the answer's class, at every depth; what was
given in another form (a list where the answer has a map) is unknown.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from simulator.schema import sdk
from simulator.values import UNKNOWN

_CLASS = re.compile(r"^class (\w+)\((?:dict|pulumi\.CustomResource)\):$", re.M)
_MEMBER = re.compile(
    r'^    @_builtins\.property\n    @pulumi\.getter(?:\(name="(\w+)"\))?\n(?:    @[^\n]*\n)*    def (\w+)\(self\) -> ([^\n]+):$', re.M
)
_NESTED = re.compile(r"'outputs\.(\w+)'")


def answered(type_: str, property_: str, given: Any) -> Any:
    """A property as a preview shows it. Without a class of its own it is shown as it was given."""
    path = _module(type_)
    annotation = _resource(path, type_.rsplit(":", 1)[-1]).get(property_, "")
    return _shown(path.parent / "outputs.py", annotation, given)


def _shown(classes: Path, annotation: str, given: Any) -> Any:
    found = _NESTED.findall(annotation)
    many, keyed = "Sequence[" in annotation, "Mapping[" in annotation
    if isinstance(given, list):
        if keyed and not many:
            return UNKNOWN
        inner = annotation.replace("Sequence[", "", 1)
        return [_shown(classes, inner, item) for item in given]
    if not isinstance(given, dict):
        return given
    if keyed and not many:
        inner = annotation.replace("Mapping[", "", 1)
        return {key: _shown(classes, inner, item) for key, item in given.items()}
    if len(found) != 1:
        return given
    members = _members(classes, found[0])
    return dict.fromkeys(members, UNKNOWN) | {key: _shown(classes, members.get(key, ""), item) for key, item in given.items()}


def _module(type_: str) -> Path:
    return sdk("azure-native").file_of(type_)


@cache
def _resource(path: Path, name: str) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    start = text.find(f"class {name}(pulumi.CustomResource)")
    return {camel or plain: annotation for camel, plain, annotation in _MEMBER.findall(text[start:])}


@cache
def _starts(path: Path) -> dict[str, tuple[int, int]]:
    text = path.read_text(encoding="utf-8")
    found = [(one[1], one.start()) for one in _CLASS.finditer(text)]
    ends = [start for _, start in found[1:]] + [len(text)]
    return {name: (start, end) for (name, start), end in zip(found, ends, strict=True)}


@cache
def _members(path: Path, name: str) -> dict[str, str]:
    if not path.exists() or name not in _starts(path):
        return {}
    start, end = _starts(path)[name]
    return {camel or plain: annotation for camel, plain, annotation in _MEMBER.findall(path.read_text(encoding="utf-8")[start:end])}
