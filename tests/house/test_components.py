"""What every public component keeps to, read from its source: this needs no cloud SDK."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.house.checkout import CLOUD_FOLDERS, python_files, tree, where

PREFIX = "ai-zones:index:"


def _classes(base: str) -> Iterator[tuple[Path, ast.ClassDef]]:
    for folder in CLOUD_FOLDERS:
        for path in python_files(f"components/ai_zones/{folder}"):
            for node in tree(path).body:
                if isinstance(node, ast.ClassDef) and any(ast.unparse(given).split(".")[-1] == base for given in node.bases):
                    yield path, node


def _components() -> list[tuple[Path, ast.ClassDef]]:
    return [(path, node) for path, node in _classes("ComponentResource") if not node.name.startswith("_")]


def _undocumented(path: Path, node: ast.ClassDef) -> Iterator[str]:
    """Fields without a text right under them."""
    for field, after in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name) or field.target.id.startswith("_"):
            continue
        match after:
            case ast.Expr(value=ast.Constant(value=str(text))) if text.strip():
                continue
        yield f"{where(path, field)}: {node.name}.{field.target.id}"


def test_every_argument_of_a_component_is_documented_where_it_stands() -> None:
    assert [fault for path, node in _classes("TypedDict") for fault in _undocumented(path, node)] == []


def test_every_component_and_each_of_its_outputs_is_documented() -> None:
    assert [where(path, node) for path, node in [*_components(), *_classes("TypedDict")] if not ast.get_docstring(node)] == []
    assert [fault for path, node in _components() for fault in _undocumented(path, node)] == []


def test_every_component_module_names_its_source() -> None:
    assert sorted({where(path) for path, _ in _components() if "Source" not in (ast.get_docstring(tree(path)) or "")}) == []


def test_names_are_unique_across_clouds() -> None:
    counted = Counter(node.name for base in ("ComponentResource", "TypedDict") for _, node in _classes(base))
    assert [name for name, times in counted.items() if times > 1] == []


def _init(node: ast.ClassDef) -> ast.FunctionDef | None:
    return next((part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"), None)


def test_every_component_takes_name_args_and_opts() -> None:
    """The component host looks for a parameter called `args`, and for its TypedDict."""
    faults: list[str] = []
    for path, node in _components():
        init = _init(node)
        given = [argument.arg for argument in init.args.args] if init else []
        annotated = ast.unparse(init.args.args[2].annotation) if init and len(given) > 2 and init.args.args[2].annotation else ""
        if given != ["self", "name", "args", "opts"] or annotated != f"{node.name}Args":
            faults.append(f"{where(path, node)}: {node.name}({', '.join(given)}), args: {annotated or 'not annotated'}")
    assert faults == []


def test_every_component_is_registered_under_its_own_name_and_registers_outputs_once_and_last() -> None:
    faults: list[str] = []
    for path, node in _components():
        texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
        if f"{PREFIX}{node.name}" not in texts | _module_constants(path):
            faults.append(f"{where(path, node)}: not registered as {PREFIX}{node.name}")
        calls = [part for part in ast.walk(node) if isinstance(part, ast.Call) and ast.unparse(part.func) == "self.register_outputs"]
        init = _init(node)
        last = init.body[-1] if init else None
        if len(calls) != 1 or not (isinstance(last, ast.Expr) and last.value is calls[0]):
            faults.append(f"{where(path, node)}: register_outputs is to be called once, as the last line of __init__")
    assert faults == []


def _module_constants(path: Path) -> set[str]:
    constants = (node.value for node in tree(path).body if isinstance(node, ast.Assign | ast.AnnAssign))
    return {value.value for value in constants if isinstance(value, ast.Constant) and isinstance(value.value, str)}
