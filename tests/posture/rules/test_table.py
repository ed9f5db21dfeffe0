"""The table of rules in the docs."""

from pathlib import Path

from posture.rules.catalogue import rules
from posture.rules.table import main, table

DOCS = Path(__file__).resolve().parents[3] / "docs" / "rules.md"


def test_the_table_names_every_rule_once() -> None:
    written = table()
    assert [written.count(f"| [{name}](") for name in rules()] == [1] * len(rules())


def test_the_docs_hold_the_table_of_today(tmp_path: Path) -> None:
    main([str(tmp_path / "rules.md")])
    fresh = (tmp_path / "rules.md").read_text(encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == fresh, "write it again: python -m posture.rules.table docs/rules.md"
