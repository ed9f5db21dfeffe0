"""Figures and page of a run: they add up, and name what is missed."""

import pytest

from tests.mutation.__main__ import verdict
from tests.mutation.judging import Said, Tried, Word
from tests.mutation.rulings import rulings
from tests.mutation.run import Outcome
from tests.mutation.summary import Fate, Summary
from tests.mutation.table import page, percent

POLICY = ("drop-policy", "aws:s3/bucketPolicy:BucketPolicy", "policy")
RESIZED = ("drop-property", "aws:iam/role:Role", "maxSessionDuration")
_RULING = next(ruling for ruling in rulings().after if ruling.values is None and not ruling.hygiene)
LATE = (_RULING.operators[0], _RULING.types[0], _RULING.properties[0])
"""Whatever was ruled late: single rulings come and go."""


def tried(state: Word, preview: Word | None = None, variant: str = "", **more: object) -> Tried:
    return Tried(variant, "some_base", "urn:x", state=Said(state, {}), preview=Said(preview or state, {}), **more)  # type: ignore[arg-type]


def refused() -> Tried:
    return Tried("", "some_base", "urn:x", refused="no")


def test_a_mutant_is_caught_only_if_each_of_its_values_is() -> None:
    both = Outcome(POLICY, (tried(Word.CAUGHT, variant="a"), tried(Word.MISSED, variant="b")))
    assert Summary.of([both]).fates("state") == {Fate.MISSED: 1}


def test_what_is_blamed_elsewhere_is_missed() -> None:
    assert Summary.of([Outcome(POLICY, (tried(Word.ELSEWHERE),))]).fates("state") == {Fate.MISSED: 1}


def test_refused_mutants_are_not_counted() -> None:
    summary = Summary.of([Outcome(POLICY, (refused(),)), Outcome(RESIZED, (tried(Word.MISSED),))])
    assert (summary.distinct, summary.harmful, summary.harmless_share) == (1, 0, 1.0)


def test_a_report_of_a_harmless_one_is_a_false_alarm() -> None:
    summary = Summary.of([Outcome(RESIZED, (tried(Word.CAUGHT),))])
    assert [row.reported for row in summary.rows] == [True]


def test_every_mutant_has_one_fate_in_each_form_and_the_figures_add_up() -> None:
    outcomes = [Outcome(POLICY, (tried(Word.CAUGHT, Word.UNPROVEN),)), Outcome(RESIZED, (tried(Word.MISSED),)), Outcome(LATE, (refused(),))]
    summary = Summary.of(outcomes)
    for form in ("state", "preview"):
        assert sum(summary.fates(form).values()) == len(outcomes)
    assert summary.share("state", Fate.CAUGHT) == 1.0
    assert summary.share("preview", Fate.UNPROVEN) == 1.0


def test_the_page_names_what_is_missed_and_what_was_ruled_late() -> None:
    summary = Summary.of([Outcome(POLICY, (tried(Word.MISSED),)), Outcome(LATE, (tried(Word.MISSED),))])
    text = page(
        summary, [], {"left_out": ["state: …"]}, ["some_base: state: phi-exit"], "25 compared.", {"awsguard": "awsguard was not run."}
    )
    missed = text.split("## Missed")[1].split("##")[0]
    assert "drop-policy aws:s3/bucketPolicy:BucketPolicy policy" in missed
    assert LATE[1] in text.split("## Ruled harmless after it was missed")[1].split("##")[0]
    assert "left_out" in text


def test_the_run_fails_where_a_mark_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        verdict(Summary.of([Outcome(POLICY, (tried(Word.MISSED, contradictions=("phi-exit",)),))]), [], ["some_base: state: phi-exit"]) == 1
    )
    told = capsys.readouterr().out
    for word in ("caught in state", "caught in preview", "distinct mutants", "contradicts", "false alarms"):
        assert word in told


def test_a_share_is_never_rounded_up() -> None:
    assert percent(0.9999) == "99.9 %"


def test_what_was_ruled_harmless_late_is_also_counted_as_missed() -> None:
    summary = Summary.of([Outcome(POLICY, (tried(Word.CAUGHT),)), Outcome(LATE, (tried(Word.MISSED),))])
    assert (summary.share("state", Fate.CAUGHT), summary.strict_share("state")) == (1.0, 0.5)


def test_each_peer_has_its_own_column_and_what_it_cannot_read_is_no_miss() -> None:
    caught, missed, unread = ({"awsguard": False, "checkov": word} for word in (True, False, None))
    outcomes = [
        Outcome((*POLICY[:2], path), (tried(Word.CAUGHT, peers=said),)) for path, said in zip("abc", (caught, missed, unread), strict=True)
    ]
    told = {"awsguard": "awsguard ran.", "checkov": "checkov ran."}
    text = page(Summary.of(outcomes), [], {}, [], "", told)
    assert "| caught of 3 harmful | 3 (100.0 %) | 3 (100.0 %) | 0 of 3 (0.0 %) | 1 of 2 (50.0 %) |" in text
    assert "- checkov ran. 1 of the harmful have no form that it reads" in text


def test_a_peer_catches_a_mutant_only_if_it_catches_each_value_that_it_can_read() -> None:
    both = Outcome(
        POLICY, (tried(Word.CAUGHT, variant="a", peers={"checkov": True}), tried(Word.CAUGHT, variant="b", peers={"checkov": False}))
    )
    one = Outcome(
        POLICY, (tried(Word.CAUGHT, variant="a", peers={"checkov": True}), tried(Word.CAUGHT, variant="b", peers={"checkov": None}))
    )
    assert [Summary.of([outcome]).fates_by("checkov") for outcome in (both, one)] == [{Fate.MISSED: 1}, {Fate.CAUGHT: 1}]
