"""Frameworks: what our files say fits the rules there are, and a file with a fault is refused in one message."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from posture.errors import InputError
from posture.frameworks.catalogue import HERE, Framework, frameworks, named, read_framework
from posture.frameworks.table import clouds_of
from posture.packs.catalogue import packs
from posture.proofs.theorems import THEOREMS
from posture.rules.catalogue import rules
from posture.rules.contract import Rule

HIPAA = "hipaa-security-rule"
CLAUSE = re.compile(r"164\.\d{3}(?:\([0-9A-Za-z]+\))*")


def cited(rule: Rule) -> set[str]:
    """Clauses of 45 CFR Part 164 in a rule's references."""
    return {clause for source in rule.metadata.references for clause in CLAUSE.findall(source.title)}


@pytest.fixture(params=sorted(path.stem for path in HERE.glob("*.yaml")))
def framework(request: pytest.FixtureRequest) -> Framework:
    return frameworks()[str(request.param)]


def test_the_six_frameworks_are_there() -> None:
    assert list(frameworks()) == ["ccpa", "eu-ai-act", "gdpr", HIPAA, "nist-800-207", "nist-800-53"]


def test_a_framework_names_only_rules_and_theorems_that_there_are(framework: Framework) -> None:
    for requirement in framework.requirements:
        assert set(requirement.rules) <= set(rules()), requirement.id
        assert set(requirement.theorems) <= set(THEOREMS), requirement.id


def test_an_id_stands_once_in_a_framework(framework: Framework) -> None:
    counted = Counter(entry.id for entry in (*framework.requirements, *framework.not_judged))
    assert [name for name, times in counted.items() if times > 1] == []


def test_a_framework_says_where_it_is_published_and_in_which_edition(framework: Framework) -> None:
    publishers = (
        "https://www.ecfr.gov/",
        "https://doi.org/10.6028/NIST.SP.800-",
        "https://eur-lex.europa.eu/eli/",
        "https://leginfo.legislature.ca.gov/",
    )
    assert framework.source.startswith(publishers)
    assert re.search(r"\b20\d\d\b", framework.version)


def test_a_framework_lists_what_resources_tell_nothing_about(framework: Framework) -> None:
    assert len(framework.not_judged) >= 10


def test_texts_are_one_sentence_each(framework: Framework) -> None:
    for requirement in framework.requirements:
        for text in filter(None, (requirement.text, requirement.partly, requirement.clouds)):
            assert text.endswith("."), f"{requirement.id}: {text}"
            assert ". " not in text, f"{requirement.id}: {text}"
            assert "|" not in text, f"{requirement.id}: a bar ends a cell of the table: {text}"


def test_what_one_cloud_alone_is_judged_for_says_so(framework: Framework) -> None:
    """No theorem, and no rule of another cloud: on the other nothing supports the requirement."""
    for requirement in framework.requirements:
        clouds = frozenset[str]().union(*(clouds_of(rules()[name]) for name in requirement.rules))
        if not requirement.theorems and len(clouds) == 1:
            assert (requirement.clouds or "").startswith(f"{next(iter(clouds))} alone"), (
                f"{framework.id}: {requirement.id}: say so in `clouds`"
            )


def test_every_rule_and_theorem_of_the_packs_supports_a_requirement() -> None:
    held = {name for pack in packs().values() for name in (*pack.theorems, *(rule.id for rule in pack.rules))}
    assert held >= set(THEOREMS)
    assert sorted(name for name in held if not any(one.naming(name) for one in frameworks().values())) == []


def test_a_rule_that_cites_a_clause_of_hipaa_stands_under_that_clause() -> None:
    listed = {requirement.id: requirement.rules for requirement in frameworks()[HIPAA].requirements}
    missing = [
        f"{clause}: {rule.id}" for rule in rules().values() for clause in sorted(cited(rule)) if rule.id not in listed.get(clause, ())
    ]
    assert missing == [], "add them to hipaa-security-rule.yaml"


SECURITY_RULE = {
    "164.308": "a1iiA a1iiB a1iiC a1iiD a2 a3iiA a3iiB a3iiC a4iiA a4iiB a4iiC a5iiA a5iiB a5iiC a5iiD a6ii a7iiA a7iiB a7iiC a7iiD a7iiE a8 b",
    "164.310": "a2i a2ii a2iii a2iv b c d2i d2ii d2iii d2iv",
    "164.312": "a1 a2i a2ii a2iii a2iv b c1 c2 d e1 e2i e2ii",
    "164.314": "a2i a2ii a2iii b2i b2ii b2iii b2iv",
    "164.316": "a b1 b2i b2ii b2iii",
}
"""Every specification of the Security Rule, and the standards that have none. Source: 45 CFR Part 164, Subpart C, with the matrix of Appendix A."""


def test_every_clause_of_the_security_rule_is_supported_or_said_not_to_be_judged() -> None:
    framework = frameworks()[HIPAA]
    known = {entry.id for entry in (*framework.requirements, *framework.not_judged)}
    clauses = [
        section + "".join(f"({part})" for part in re.findall(r"^[a-z]|\d|[ivx]+|[A-Z]", clause))
        for section, listed in SECURITY_RULE.items()
        for clause in listed.split()
    ]
    assert len(clauses) == 57
    assert [clause for clause in clauses if clause not in known] == []


def test_citations_of_hipaa_are_found_in_references() -> None:
    """The test above compares nothing if it finds none."""
    assert cited(rules()["bucket-lifecycle-cleans-up"]) == {"164.310(d)(2)(i)", "164.502(b)"}
    assert sum(bool(cited(rule)) for rule in rules().values()) >= 90


def test_a_rule_that_cites_a_control_of_800_53_stands_under_that_control() -> None:
    listed = {requirement.id: requirement.rules for requirement in frameworks()["nist-800-53"].requirements}
    controls = [
        (rule.id, control)
        for rule in rules().values()
        for source in rule.metadata.references
        if "800-53" in source.title
        for control in re.findall(r"\b[A-Z]{2}-\d+(?:\(\d+\))?", source.title)
    ]
    assert controls
    assert [f"{control}: {name}" for name, control in controls if name not in listed.get(control, ())] == []


SOUND: dict[str, Any] = {
    "id": "ours",
    "title": "Controls of our own",
    "version": "2026",
    "source": "https://example.com/controls",
    "requirements": [{"id": "A-1", "title": "Keys", "text": "Keys are our own.", "theorems": ["phi-exit"], "rules": ["bucket-own-key"]}],
}


def written(folder: Path, text: str | None = None, **changed: Any) -> Path:
    path = folder / "ours.yaml"
    path.write_text(yaml.safe_dump({**SOUND, **changed}) if text is None else text, encoding="utf-8")
    return path


def requirement(**changed: Any) -> list[dict[str, Any]]:
    return [{**SOUND["requirements"][0], **changed}]


def test_an_organizations_own_framework_is_read_from_its_file(tmp_path: Path) -> None:
    (found,) = named([str(written(tmp_path))])
    assert found.naming("bucket-own-key") == found.naming("phi-exit") == found.requirements


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"requirements": requirement(rules=["bucket-ownkey"])},
            "A-1, rules: no such rule: 'bucket-ownkey'; the nearest is 'bucket-own-key'",
        ),
        ({"requirements": requirement(theorems=["phi-exits"])}, "A-1, theorems: no such theorem: 'phi-exits'; the nearest is 'phi-exit'"),
        ({"requirements": requirement(rules=["phi-exit"])}, "A-1, rules: no such rule: 'phi-exit'; the nearest is"),
        ({"requirements": requirement() * 2}, "A-1 is written 2 times"),
        ({"not_judged": [{"id": "A-1", "title": "Keys", "why": "Nothing tells."}]}, "A-1 is written 2 times"),
        ({"requirements": requirement(rules=[], theorems=[])}, "A-1: names no theorem and no rule"),
        ({"requirements": requirement(rules=["bucket-own-key"] * 2)}, "A-1: bucket-own-key is named 2 times"),
        ({"requirements": requirement(party="All of it.")}, "requirements.0.party: Extra inputs are not permitted"),
        ({"requirements": requirement(id=3.1)}, "requirements.0.id: Input should be a valid string (write it in quotes"),
        ({"requirements": []}, "requirements: "),
        ({"id": "theirs"}, "id 'theirs' is not the file's name; write 'ours'"),
        ({"source": "a book"}, "source: "),
        ({"text": "[]"}, "the file: Input should be a valid dictionary"),
        ({"text": "id: [a"}, "is not YAML: "),
    ],
)
def test_a_file_with_a_fault_is_refused_with_where_and_what(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    path = written(tmp_path, **changed)
    with pytest.raises(InputError) as refused:
        read_framework(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert said in str(refused.value)


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_framework(written(tmp_path, id="theirs", requirements=requirement(rules=["a-rule", "b-rule"])))
    assert len(str(refused.value).splitlines()) == 3


def test_a_file_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read: No such file"):
        named([str(tmp_path / "none.yaml")])
