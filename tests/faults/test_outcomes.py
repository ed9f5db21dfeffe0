"""The table counts each resource once, under what brought it back."""

from tests.faults.outcomes import HEAD, Outcome, needing_recovery, table

VPC = "aws:ec2/vpc:Vpc"


def outcome(**more: object) -> Outcome:
    one = Outcome(f"urn:pulumi:aws-dev::ai-zones::{VPC}::a", VPC, "create", "lose-answer")
    vars(one).update(more)
    return one


def test_each_is_counted_under_what_brought_it_back() -> None:
    lines = list(table([outcome(alone=True), outcome(recovered=True, orphans=1, doubled=True), outcome(recovered=False), outcome()]))
    assert lines[0].split("  ")[0].strip() == HEAD[0]
    assert lines[1].split() == [VPC, "create", "lose-answer", "4", "1", "1", "1", "1", "2"]
    assert lines[-1].split()[:2] == ["ALL", "TYPES"]


def test_only_what_a_second_run_does_not_mend_needs_recovery() -> None:
    assert list(needing_recovery([outcome(alone=True)])) == []
    [line] = needing_recovery([outcome(doubled=True), outcome(doubled=True), outcome()])
    assert line == f"{VPC}: is made a second time (2), exists already, and the create is refused (1)"
