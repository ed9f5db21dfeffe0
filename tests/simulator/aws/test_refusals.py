"""Every error that the rules can answer with is seen in a test, and every rule says where it has it from."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import rules
from simulator.rules.registry import all_rules

RULES = Path(rules.__path__[0]) / "aws"
TESTS = Path(__file__).parent


def literals(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def codes(path: Path, references: bool = False) -> set[str]:
    """Error codes of a module: of `refuse`, `unique`, `Protection` and `all_in_vpc`, and of `ref` where asked for."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "refuse" and node.args:
            found |= set(literals(node.args[0]))
        if name == "all_in_vpc":
            found |= set(literals(node.args[-1]))
        for keyword in node.keywords:
            if name in ("unique", "Protection") and keyword.arg in ("code", "reserved_code"):
                found |= set(literals(keyword.value))
            if references and name == "ref" and keyword.arg in ("code", "delete_code"):
                found |= set(literals(keyword.value))
    return {code for code in found if code and " " not in code}


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.stem)
def test_every_error_code_of_a_module_is_expected_somewhere(path: Path) -> None:
    tested = {text for file in TESTS.glob("test_*.py") if file != Path(__file__) for text in literals(ast.parse(file.read_text()))}
    assert codes(path) - tested == set()


def test_every_rule_names_its_source_and_every_check_too() -> None:
    for type_, one in all_rules("aws").items():
        assert len(one.source) > 20, type_
        assert all(len(check.source) > 5 for check in one.checks), type_


def test_no_file_of_rules_is_longer_than_a_reader_can_hold() -> None:
    assert [path.name for path in RULES.glob("*.py") if len(path.read_text().splitlines()) > 400] == []
