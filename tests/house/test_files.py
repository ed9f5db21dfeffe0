"""What every file of the house keeps to."""

import ast
import re

import pytest

from tests.house.checkout import CODE_FOLDERS, PACKAGES, ROOT, files, python_files, tree, where

MOST_LINES = 400
LONGER_BY_RIGHT: dict[str, str] = {}
"""Path → reason, for a file that may be longer. None so far."""

# Written in halves, so that this file does not break its own rule.
_REGISTRIES = (
    "pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com", "proxy.golang" + ".org",
    "sum.golang" + ".org", "crates" + ".io", "maven" + ".org", "apache.org/" + "maven", "deb.debian" + ".org",
)  # fmt: skip
_ADDRESS = re.compile("|".join(re.escape(host) for host in _REGISTRIES), re.IGNORECASE)
_MACHINE_PATH = re.compile(r"(?<![\w./*}$-])/(?:root|work|home/[a-z]\w*|Users/\w+|tmp/\w+|opt/\w+)/\w")
_TEXT = {".py", ".toml", ".md", ".txt", ".in", ".yaml", ".yml", ".json", ".ts", ".mjs", ".js", ".svg", ".mod", ".sum", ".cfg", ".sh", ""}


def _texts() -> list[tuple[str, str]]:
    return [(where(path), path.read_text(encoding="utf-8")) for path in files() if path.suffix in _TEXT]


def test_no_source_file_is_longer_than_400_lines() -> None:
    long = {where(path): lines for path in python_files(*CODE_FOLDERS) if (lines := len(path.read_text().splitlines())) > MOST_LINES}
    assert {name: lines for name, lines in long.items() if name not in LONGER_BY_RIGHT} == {}
    assert set(LONGER_BY_RIGHT) <= set(long), "an exception that is no longer needed"


def _belongs_in_a_table_of_contents(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__")]) | ast.AnnAssign(target=ast.Name(id="__all__")):
            return True
    return False


@pytest.mark.parametrize("folder", CODE_FOLDERS)
def test_every_init_is_a_table_of_contents(folder: str) -> None:
    more = [
        where(path, statement)
        for path in python_files(folder)
        if path.name == "__init__.py"
        for statement in tree(path).body
        if not _belongs_in_a_table_of_contents(statement)
    ]
    assert more == []


def test_every_name_in_a_table_of_contents_is_there() -> None:
    missing: list[str] = []
    for path in python_files(*CODE_FOLDERS):
        if path.name != "__init__.py":
            continue
        body = tree(path).body
        imported = {alias.asname or alias.name for node in body if isinstance(node, ast.ImportFrom) for alias in node.names}
        listed = {name for node in body if isinstance(node, ast.Assign) for name in ast.literal_eval(node.value)}
        missing += [f"{where(path)}: {name}" for name in listed - imported]
    assert missing == []


def test_packages_tell_type_checkers_that_they_are_typed() -> None:
    assert [where(package) for package in PACKAGES if not (package / "py.typed").is_file()] == []


def test_no_file_names_a_registrys_host() -> None:
    assert [f"{name}: {found[0]}" for name, text in _texts() if (found := _ADDRESS.search(text))] == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    assert [f"{name}: {found[0]}" for name, text in _texts() if (found := _MACHINE_PATH.search(text)) or (found := _checkout(text))] == []


def _checkout(text: str) -> re.Match[str] | None:
    return re.search(re.escape(str(ROOT)) + r"\b", text) if len(ROOT.parts) > 2 else None


def test_modules_that_pulumi_inspects_keep_their_annotations() -> None:
    """Schema inference reads real annotations: `from __future__ import annotations` makes them strings, and `Literal` has no schema."""
    faults: list[str] = []
    for path in python_files("components/ai_zones"):
        if not any(isinstance(node, ast.ClassDef) and node.name.endswith("Args") for node in tree(path).body):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (
                node.module == "__future__" or (node.module == "typing" and any(a.name == "Literal" for a in node.names))
            ):
                faults.append(where(path, node))
    assert faults == []
