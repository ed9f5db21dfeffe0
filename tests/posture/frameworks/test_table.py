"""The page of frameworks in the docs."""

import re
from pathlib import Path

from posture.frameworks.catalogue import frameworks
from posture.frameworks.table import clouds_of, main, table
from posture.rules.catalogue import rules

DOCS = Path(__file__).resolve().parents[3] / "docs" / "frameworks.md"


def test_the_docs_hold_the_page_of_today(tmp_path: Path) -> None:
    main([str(tmp_path / "frameworks.md")])
    fresh = (tmp_path / "frameworks.md").read_text(encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == fresh, "write it again: python -m posture.frameworks.table docs/frameworks.md"


def test_the_page_has_a_row_for_each_requirement_and_a_line_for_each_that_is_not_judged() -> None:
    page = table()
    for framework in frameworks().values():
        for requirement in framework.requirements:
            assert page.count(f"| {requirement.id} {requirement.title} |") == 1
        for entry in framework.not_judged:
            assert page.count(f"- **{entry.id}** {entry.title}: ") == 1


def test_every_rule_on_the_page_is_linked_to_its_folder() -> None:
    page = table()
    targets = dict(re.findall(r"^\[([a-z0-9-]+)\]: (\S+)$", page, re.MULTILINE))
    named = set(re.findall(r"\[([a-z0-9-]+)\](?![:(])", page))
    assert named == set(targets)
    assert len(named) > 150
    assert [target for target in targets.values() if not (DOCS.parent / target / "metadata.yaml").is_file()] == []


def test_a_rule_that_lacks_a_cloud_says_which_it_looks_at() -> None:
    assert clouds_of(rules()["subnet-no-default-way-out"]) == {"Azure"}
    assert clouds_of(rules()["bucket-key-enabled"]) == {"AWS"}
    assert clouds_of(rules()["network-flow-logs"]) == clouds_of(rules()["location-in-residency"]) == {"AWS", "Azure", "GCP"}
    page = table()
    assert "[subnet-no-default-way-out] (Azure)" in page
    assert "[access-point-policy] (AWS)" in page
    assert "[network-flow-logs] (" not in page
    assert clouds_of(rules()["certificate-ends-soon"]) == {"Vault"}
    assert clouds_of(rules()["pod-restricted"]) == {"Kubernetes"}
    assert "[pod-restricted] (Kubernetes)" in page
    assert {cloud for rule in rules().values() for cloud in clouds_of(rule)} <= {"AWS", "Azure", "GCP", "Kubernetes", "Vault"}
