"""The figures in the documentation are those of the rounds that were kept: the last of each verb and fault."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.figures import BEGIN, END, beginning, figures, write
from tests.faults.outcomes import Outcome
from tests.faults.rounds import Round, add, read

VPC, BUCKET = "aws:ec2/vpc:Vpc", "aws:s3/bucket:Bucket"


def outcome(type_: str, kind: str = "lose-answer", **more: Any) -> Outcome:
    return Outcome(f"urn:pulumi:aws-dev::ai-zones::{type_}::a", type_, "create", kind, **more)


def finished(*outcomes: Outcome, kind: str = "lose-answer", never: tuple[str, ...] = ()) -> Round:
    return Round("create", kind, "rolling", list(outcomes), list(never), [], 1.4)


def test_a_round_that_is_run_again_replaces_itself(tmp_path: Path) -> None:
    for one in (finished(outcome(VPC)), finished(outcome(VPC, "fail", alone=True), kind="fail"), finished(outcome(VPC, recovered=True))):
        add(tmp_path / "rounds", one)
    kept = read(tmp_path / "rounds")
    assert [(one.kind, one.outcomes[0].recovered) for one in kept] == [("lose-answer", True), ("fail", None)]


def test_what_a_second_run_does_is_told_apart_from_what_needs_a_hand() -> None:
    lines = list(figures([finished(outcome(VPC, recovered=True, doubled=True), outcome(BUCKET, recovered=True), outcome(VPC, alone=True))]))
    assert "| create | `lose-answer` | 3 | 2 | 1 | 2 | 0 | rolling | 1 |" in lines
    assert [line.split(" | ")[2] for line in lines if line.startswith("| `aws:")] == ["makes a second one", "is refused: exists already"]


def test_what_did_not_converge_or_was_never_struck_counts_as_lost() -> None:
    done = finished(outcome(VPC), never=("create lose-answer b",))
    assert not done.converged
    assert any(line.startswith("| create | `lose-answer` | 1 | 1 | 0 | 0 | 2 |") for line in figures([done]))


def test_only_the_figures_of_the_document_are_replaced(tmp_path: Path) -> None:
    document = tmp_path / "faults.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write([finished(outcome(VPC, alone=True))], document)
    text = document.read_text()
    assert text.startswith("before\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert "| create | `lose-answer` | 1 |" in text


NETWORK = "azure-native:network:VirtualNetwork"


def test_the_figures_of_each_stack_stand_in_their_own_place(tmp_path: Path) -> None:
    document = tmp_path / "faults.md"
    begin = beginning("azure-dev")
    document.write_text(f"{BEGIN}\nthose of AWS\n{END}\n### Azure\n{begin}\nold\n{END}\n")
    write([finished(outcome(NETWORK, recovered=True))], document, "azure-dev")
    text = document.read_text()
    assert text.startswith(f"{BEGIN}\nthose of AWS\n{END}\n### Azure\n{begin}\n")
    assert "old" not in text
    row = next(line for line in text.splitlines() if line.startswith(f"| `{NETWORK}`"))
    assert "is refused: exists already | known: it is made of names" in row
    assert row.endswith("/providers/Microsoft.Network/virtualNetworks/{virtualNetworkName}` |")


def test_a_document_without_a_place_for_the_stack_is_named(tmp_path: Path) -> None:
    (tmp_path / "faults.md").write_text("nothing")
    with pytest.raises(LookupError, match=r"faults.md has no line"):
        write([finished(outcome(VPC, alone=True))], tmp_path / "faults.md")
