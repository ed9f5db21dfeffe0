"""Checks the snippets of remedies against the provider's own classes: a name that is not there, or a property that it does not take, is a fault."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

import yaml

PACKAGES: Final = {
    "aws": "pulumi_aws",
    "azure_native": "pulumi_azure_native",
    "gcp": "pulumi_gcp",
    "vault": "pulumi_vault",
    "kubernetes": "pulumi_kubernetes",
}
_NESTED: Final = re.compile(r"(?:_(\w+(?:\.\w+)*)\.)?(\w+)ArgsDict")
"""A nested class, and the module that it is of where it is another than the resource's (`_meta.v1.ObjectMetaArgsDict`)."""


def parsed(snippet: str) -> ast.AST | None:
    """The snippet as Python: whole statements, arguments, or entries of a dictionary; None where it is none of these."""
    text = re.sub(r",\s*\.\.\.(?=\s*[)\]}])", "", snippet)  # "and what else it needs"
    for form in ("{}", "f(\n{}\n)", "f([\n{}\n])", "{{\n{}\n}}"):
        try:
            return ast.parse(
                form.format(text.strip().rstrip(",")) if form == "{}" else form.replace("{{", "{").replace("}}", "}").replace("{}", text)
            )
        except SyntaxError:
            continue
    return None


def faults(snippet: str) -> Iterator[str]:
    """What a reader who pastes the snippet would be told."""
    tree = parsed(snippet)
    if tree is None:
        try:
            yaml.safe_load(snippet)
        except yaml.YAMLError as error:
            yield f"neither Python nor YAML: {error}"
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call(node)


def calls(snippet: str) -> int:
    """How many resources of a known provider it makes."""
    tree = parsed(snippet)
    return (
        sum(1 for node in ast.walk(tree) if isinstance(node, ast.Call) and _dotted(node.func)[:1] in [[name] for name in PACKAGES])
        if tree
        else 0
    )


def _call(node: ast.Call) -> Iterator[str]:
    name = _dotted(node.func)
    if len(name) < 2 or name[0] not in PACKAGES:
        return
    module: Any = importlib.import_module(PACKAGES[name[0]])
    for part in name[1:-1]:
        if not hasattr(module, part):
            yield f"{'.'.join(name)}: no module {part}"
            return
        module = getattr(module, part)
    made = getattr(module, name[-1], None)
    if made is None:
        yield f"{'.'.join(name)}: no such resource"
        return
    takes = inspect.signature(made._internal_init).parameters if hasattr(made, "_internal_init") else inspect.signature(made).parameters
    for keyword in node.keywords:
        if keyword.arg is None:
            continue
        if keyword.arg not in takes:
            yield f"{'.'.join(name)}: takes no {keyword.arg}"
        else:
            yield from _value(keyword.value, str(takes[keyword.arg].annotation), module, f"{'.'.join(name)}.{keyword.arg}")


def _value(node: ast.AST, annotation: str, module: ModuleType, where: str) -> Iterator[str]:
    """Keys of dictionaries, as deep as types are known."""
    if isinstance(node, (ast.List, ast.Tuple)):
        for item in node.elts:
            yield from _value(item, annotation, module, where)
    elif isinstance(node, ast.ListComp):
        yield from _value(node.elt, annotation, module, where)
    elif isinstance(node, ast.Dict) and (kind := _NESTED.search(annotation)):
        home = importlib.import_module(f"{module.__name__.partition('.')[0]}.{kind[1]}") if kind[1] else module
        known = getattr(home, f"{kind[2]}ArgsDict").__annotations__
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                if key.value not in known:
                    yield f"{where}: takes no {key.value!r}"
                else:
                    yield from _value(value, str(known[key.value]), home, f"{where}.{key.value}")


def _dotted(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [*_dotted(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []
