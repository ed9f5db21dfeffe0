"""The figures in the documentation are those of the rounds that were kept: the last of each verb and fault."""

from pathlib import Path
from typing import Any

from tests.faults.figures import BEGIN, END, figures, write
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
