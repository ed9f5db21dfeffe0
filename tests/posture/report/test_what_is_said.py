"""What a person sees where something is wrong with their files, their terminal or the names in a program."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from posture.check import check
from posture.cli import _failed
from posture.errors import InputError
from posture.inputs.load import load_stack
from posture.packs.catalogue import joined, named
from posture.proofs.verdict import Verdict
from posture.report.about import about
from posture.report.build import build_report
from posture.report.html.render import to_html
from posture.report.standing import NOTHING
from posture.settings.effective import load_settings
from posture.settings.posture_file import parse_posture, read_yaml

BUCKET = "aws:s3/bucket:Bucket"


def bucket(folder: Path, name: str, **props: Any) -> Path:
    """An exported state with one bucket."""
    entry = {"urn": f"urn:pulumi:dev::p::{BUCKET}::{name}", "type": BUCKET, "custom": True, "inputs": props, "outputs": props}
    file = folder / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": [entry]}}))
    return file


def posture(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "posture", *arguments], capture_output=True, timeout=60, check=False, env={"PATH": "", **environment}
    )


PHI = {"tags": {"data-class": "phi"}}
FORGED = "\x1b[2Jx\nverdict: proven\u202e"


def test_a_name_can_neither_forge_a_line_nor_command_the_terminal(tmp_path: Path) -> None:
    done = posture("check", str(bucket(tmp_path, FORGED, **PHI)), "--pack", "hipaa", PYTHONUTF8="1")
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "␛[2Jx␊verdict: proven\ufffd keeps no earlier versions" in said
    assert not {"\x1b", "\u202e"} & set(said)
    assert [line for line in said.splitlines() if line.startswith("verdict:")] == ["verdict: violated"]


def test_a_terminal_without_check_marks_gets_plain_letters_and_the_verdict(tmp_path: Path) -> None:
    done = posture("check", str(bucket(tmp_path, "café-☃", **PHI)), "--pack", "hipaa", PYTHONIOENCODING="cp1252")
    said = done.stdout.decode("cp1252")
    assert done.returncode == 1, done.stderr
    assert "x violated  bucket-versions" in said
    assert "café-\\u2603 keeps no earlier versions" in said


def test_json_is_utf_8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    done = posture("check", str(bucket(tmp_path, "café", **PHI)), "--pack", "hipaa", "--format", "json", PYTHONIOENCODING="cp1252")
    assert "café keeps no earlier versions" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_verdict_that_could_not_be_written_is_no_verdict(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "posture", "check", str(bucket(tmp_path, "b", **PHI)), "--pack", "hipaa"],
            stdout=full, stderr=subprocess.PIPE, timeout=60, check=False, env={"PATH": "", "PYTHONUTF8": "1"},
        )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr.decode().startswith("posture: what it says can't be written: ")
    assert b"Traceback" not in done.stderr


def test_a_fault_of_our_own_is_one_line_and_no_verdict(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTURE_TRACEBACK", raising=False)
    with pytest.raises(TypeError) as caught:
        about.__wrapped__(None)
    assert _failed(caught.value) == 3
    said = capsys.readouterr().err
    assert said.startswith("posture: a fault of its own, and no verdict (")
    assert said.count("\n") == 1
    assert "POSTURE_TRACEBACK=1" in said


def test_half_a_character_is_read_as_the_engine_reads_it(tmp_path: Path) -> None:
    stack = load_stack(bucket(tmp_path, "a\ud800b", **PHI))
    assert [resource.name for resource in stack.resources] == ["a\ufffdb"]


def test_a_whole_character_outside_the_first_plane_stays_whole(tmp_path: Path) -> None:
    assert [resource.name for resource in load_stack(bucket(tmp_path, "a\U0001f600b")).resources] == ["a\U0001f600b"]


def test_what_is_nested_too_deeply_is_refused_with_the_files_name(tmp_path: Path) -> None:
    file = bucket(tmp_path, "b")
    file.write_text(file.read_text().replace('"inputs": {}', '"inputs": ' + '{"a":' * 9_000 + "1" + "}" * 9_000))
    with pytest.raises(InputError, match=r"state\.json: nested too deeply"):
        load_stack(file)


def test_no_pack_proves_anything_of_what_nobody_classified(tmp_path: Path) -> None:
    stack = load_stack(bucket(tmp_path, "records"))
    for pack in ("hipaa", "zero-trust", "phi-isolation", "all"):
        assert check(stack, load_settings(None), *joined(named((pack,)))).verdict is Verdict.UNPROVEN, pack


def test_what_is_classified_is_judged_by_rules_alone_as_before(tmp_path: Path) -> None:
    judged = check(load_stack(bucket(tmp_path, "records", **PHI)), load_settings(None), *joined(named(("hipaa",))))
    assert "something-classified" not in {result.theorem for result in judged.results}


def test_no_requirement_is_proven_by_rules_that_found_nothing_classified(tmp_path: Path) -> None:
    file = bucket(tmp_path, "records")
    packs = named(("all",))
    report = build_report(check(load_stack(file), load_settings(None), *joined(packs)), packs, [file], None)
    said = {requirement.verdict for framework in report.frameworks for requirement in framework.requirements}
    assert said == {"unproven", "not judged", NOTHING}


def test_an_empty_stack_is_told_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_text('{"version": 3, "deployment": {"resources": []}}')
    done = posture("check", str(file), PYTHONUTF8="1")
    assert done.returncode == 2
    assert "nothing stands in this file" in done.stdout.decode()
    assert "proven    " not in done.stdout.decode().replace("unproven", "")


def test_the_page_shows_what_a_name_holds_and_does_not_obey_it(tmp_path: Path) -> None:
    file = bucket(tmp_path, FORGED, **PHI)
    packs = named(("hipaa",))
    page = to_html(build_report(check(load_stack(file), load_settings(None), *joined(packs)), packs, [file], None))
    assert "␛[2Jx" in page
    assert not {"\x1b", "\u202e"} & set(page)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"residency": "eu-west-1"}, r"residency: given 'eu-west-1'; allowed: a list such as \[a, b\]"),
        ({"zones": {"phi": "*-phi-*"}}, r"zones\.phi: given .* a list such as"),
        ({"zones": {"fhi": ["*"]}}, r"zones\.fhi: given 'fhi'; allowed: 'phi', "),
        ({"providers": ["a"]}, "providers: given .* a mapping: keys, each with its value"),
        ({"waiver_max_days": "x"}, "given 'x'; allowed: a whole number$"),
        ({"waiver_max_days": 0}, "given 0; allowed: a whole number, 1 or more$"),
        ({"organisation": {}}, "organisation: no such key; allowed: organization, plan, .*the nearest is 'organization'"),
        ({"organization": {"aws": {"accounts": []}}}, "accounts: no such key; allowed: organization_ids, account_ids; the nearest is 'account_ids'"),
        ({"asserted": [{"literal": "x", "reason": "y", "why": "z"}]}, r"asserted\[0\]\.why: no such key; allowed: literal, zone, peer, reason"),
        ({"providers": {"llm": {"fqdn": []}}}, r"providers\.llm\.fqdn: no such key; allowed: .*fqdns"),
    ],
)  # fmt: skip
def test_a_fault_of_posture_yaml_is_said_in_words_of_yaml(document: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse_posture(document, "posture.yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a:\n  b: 1\n c: 2\n", r"not YAML at line 3, column 2: "),
        ("waivers:\n\t- rule: x\n", r"not YAML at line 2, column 1: .*cannot start any token"),
        ("residency: [eu-west-1]\nzones: {}\nresidency: [eu-west-2]\n", "line 3, column 1: the key 'residency' is written twice"),
        ("zones: {phi: [a], phi: [b]}\n", "the key 'phi' is written twice"),
    ],
)
def test_what_is_wrong_in_a_yaml_file_is_said_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "posture.yaml"
    file.write_text(text)
    with pytest.raises(InputError, match=words) as caught:
        read_yaml(file, "posture.yaml")
    assert "unicode string" not in str(caught.value)


def test_keys_that_a_merge_brings_may_be_given_anew(tmp_path: Path) -> None:
    file = tmp_path / "posture.yaml"
    file.write_text("a: &a {b: 1, c: 2}\nd: {<<: *a, c: 3}\n")
    assert read_yaml(file, "posture.yaml")["d"] == {"b": 1, "c": 3}


@pytest.mark.parametrize("name", ["posture.yaml", "waiver file"])
def test_a_folder_or_what_is_no_text_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"a folder. It was named as the {name}"):
        read_yaml(tmp_path, name)
    (tmp_path / "x").write_bytes("caf\xe9: 1".encode("latin-1"))
    with pytest.raises(InputError, match=f"no text: .*Write the {name} in UTF-8"):
        read_yaml(tmp_path / "x", name)


def test_each_fault_of_a_waiver_is_said_at_its_place(tmp_path: Path) -> None:
    entry = {"rule": "phi-exit", "resource": "*", "owner": "ann", "approver": "Ann ", "reason": "x", "expires": "soon", "aprover": "b"}
    (tmp_path / "waivers.yaml").write_text(json.dumps({"waivers": [entry]}))
    (tmp_path / "posture.yaml").write_text("waivers: waivers.yaml\n")
    with pytest.raises(InputError) as caught:
        load_settings(tmp_path / "posture.yaml")
    for words in (
        "waivers[0].resource: given '*'; allowed: a resource name, URN or glob that names something, not everything",
        "waivers[0].approver: given 'Ann '; allowed: an approver who is someone else than the owner 'ann'",
        "waivers[0].expires: given 'soon'; allowed: a date such as 2027-03-31",
        "waivers[0].aprover: no such key; allowed: rule, resource, owner, approver, reason, expires; the nearest is 'approver'",
    ):
        assert words in str(caught.value)


def test_a_report_says_before_it_judges_that_it_cannot_be_written(tmp_path: Path) -> None:
    for output, words in (
        (tmp_path, "a folder. Name the file in it"),
        (tmp_path / "no" / "r.html", "can't be written: there is no folder"),
    ):
        done = posture("report", str(tmp_path / "never-read.json"), "-o", str(output))
        assert done.returncode == 3
        assert words in done.stderr.decode()
        assert "never-read" not in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []
