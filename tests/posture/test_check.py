"""The whole judgement: what a reader's own fault does to it."""

import pytest

from posture.approved import Approved
from posture.check import DUTIES, check
from posture.graph.builder import GraphBuilder
from posture.proofs.verdict import Verdict
from posture.readers.load import read_stack
from posture.readers.registry import READERS
from posture.resource import Resource
from posture.settings.effective import load_settings
from posture.stack import Form, Stack
from posture.view import ResourceView

STACK = Stack(
    (
        Resource(
            urn="urn:pulumi:s::p::aws:ec2/vpc:Vpc::phi", type="aws:ec2/vpc:Vpc", name="phi", id="vpc-1", props={"tags": {"ai-zone": "phi"}}
        ),
    ),
    Form.STATE,
)


def test_a_duty_of_which_there_is_nothing_to_say_is_kept() -> None:
    judged = check(STACK, load_settings(None))
    for duty in DUTIES:
        assert judged.result(duty).verdict is Verdict.PROVEN
        assert not judged.result(duty).findings


def test_what_was_not_judged_is_not_proven() -> None:
    with pytest.raises(LookupError, match=r"dns-closed: not judged here \(judged: phi-exit\)"):
        check(STACK, load_settings(None), theorems=("phi-exit",)).result("dns-closed")


def broken(view: ResourceView, graph: GraphBuilder) -> None:
    raise RuntimeError("boom")


@pytest.fixture
def _broken_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    check(STACK, load_settings(None))
    monkeypatch.setitem(READERS, "aws:ec2/vpc:Vpc", [*READERS["aws:ec2/vpc:Vpc"], broken])


@pytest.mark.usefixtures("_broken_reader")
def test_a_reader_that_fails_leaves_its_resource_unproven_and_says_so() -> None:
    result = check(STACK, load_settings(None)).result("phi-exit")
    assert result.verdict is Verdict.UNPROVEN
    assert "phi: the reader broken failed on it: RuntimeError: boom" in result.reasons


@pytest.mark.usefixtures("_broken_reader")
def test_our_own_tests_see_the_failure_itself() -> None:
    with pytest.raises(RuntimeError, match="boom"):
        read_stack(GraphBuilder(STACK, Approved(frozenset())))


@pytest.mark.parametrize(
    ("token", "verdict"),
    [
        ("aws:cloudfront/distribution:Distribution", Verdict.VIOLATED),
        ("aws:route53resolver/brandNew:BrandNew", Verdict.UNPROVEN),
        ("custom:index:Anything", Verdict.UNPROVEN),
    ],
)
def test_a_type_nobody_reads_leaves_names_open_only_where_it_can_answer_them(token: str, verdict: Verdict) -> None:
    odd = Resource(urn=f"urn:pulumi:s::p::{token}::odd", type=token, name="odd", id="odd", props={"vpc": "vpc-1"})
    result = check(Stack((*STACK.resources, odd), Form.STATE), load_settings(None)).result("dns-closed")
    assert (Verdict.UNPROVEN if result.reasons else Verdict.VIOLATED) is verdict
