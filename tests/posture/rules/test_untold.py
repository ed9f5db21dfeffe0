"""What only the update tells is never a pass of a rule: a preview says what the state says, or that it can't be told."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.proofs.finding import TheoremResult
from posture.proofs.verdict import Verdict
from posture.readers.load import read_stack
from posture.rules.catalogue import rules
from posture.rules.contract import Check, Fault, Registered, Rule
from posture.rules.judge import judge_rules
from posture.rules.look import Look
from posture.rules.samples import Sample, samples
from posture.settings.effective import Settings, approve, load_settings
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.rules.test_packages import stack as stack_of

OF_TAGS: Final = frozenset({"tags", "tagsAll"})
"""Whose tags are unknown is of no zone that anybody knows: the theorems say so for the whole stack, and rules about zones have nothing to compare."""
SAID_BY_THEOREMS: Final = {
    "names-ours": "a place that is told in words of its own (`destination`, `location`, `principal`): theorems and other rules follow it",
}
BUCKET: Final = "aws:s3/bucket:Bucket"


def aws() -> Iterator[tuple[Rule, Sample]]:
    """Each violating sample of AWS."""
    for rule in rules().values():
        for sample in samples(rule.folder):
            if sample.path.stem in ("violating", "violating_aws"):
                yield rule, sample


def settings(sample: Sample) -> Settings:
    """What the sample's reviewer approves."""
    return Settings(parse_posture(sample.file.posture, "sample"), None, Waivers(), "sample") if sample.file.posture else load_settings(None)


def judged(rule: Rule, stack: Stack, given: Settings) -> TheoremResult:
    """What one rule says of a stack."""
    builder = GraphBuilder(stack, approve(given, stack))
    read_stack(builder, careful=True)
    return next(iter(judge_rules(builder, build(builder), [rule])))


def silent(rule: Rule, sample: Sample) -> Iterator[str]:
    """Faults that are not told any more where the property that decides them is unknown: neither found nor counted."""
    stack, given = sample.stack(Form.PREVIEW), settings(sample)
    places: dict[tuple[str, str], set[str]] = {}
    for finding in judged(rule, stack, given).findings:
        for hop in finding.path if finding.verdict is Verdict.VIOLATED else ():
            if hop.because is not None and hop.because.urn == finding.urn:
                place = (finding.urn, hop.because.prop.split(".")[0].split("[")[0])
                places.setdefault(place, set()).update(one.urn for one in finding.path if one.urn)
    for (urn, prop), blamed in sorted(places.items()):
        held = stack.by_urn.get(urn)
        if held is None or prop not in held.props or prop in OF_TAGS or not held.type.startswith("aws"):
            continue
        untold = replace(held, props={**held.props, prop: UNKNOWN})
        found = judged(rule, Stack(tuple(untold if one is held else one for one in stack), Form.PREVIEW, stack.name), given)
        told = {one.urn for one in found.findings} | {hop.urn for one in found.findings for hop in one.path}
        if blamed.isdisjoint(told) and not found.reasons:
            yield f"{sample.path.parent.parent.name}/{sample.path.name}: {held.name}.{prop}"


def test_no_rule_of_aws_passes_what_it_would_blame_if_it_knew() -> None:
    found = [fault for rule, sample in aws() if rule.id not in SAID_BY_THEOREMS for fault in silent(rule, sample)]
    assert found == []


@pytest.mark.parametrize(("form", "verdict"), [(Form.PREVIEW, Verdict.UNPROVEN), (Form.STATE, Verdict.PROVEN)])
def test_a_check_that_reads_what_is_unknown_and_says_nothing_passes_nothing_in_a_preview(form: Form, verdict: Verdict) -> None:
    found = judged(_rule(_reads_a_flag), _bucket(form), load_settings(None))
    assert (found.verdict, found.findings) == (verdict, ())
    assert found.reasons == (() if form is Form.STATE else ("c: forceDestroy is unknown until the update",))


def test_an_arn_that_depends_on_something_is_told_by_that() -> None:
    reads = _rule(_reads_an_arn)
    depends = replace(_bucket(Form.PREVIEW).resources[0], property_dependencies={"kmsKeyArn": frozenset({"urn:key"})})
    assert judged(reads, Stack((depends,), Form.PREVIEW), load_settings(None)).verdict is Verdict.PROVEN
    assert judged(reads, _bucket(Form.PREVIEW), load_settings(None)).verdict is Verdict.UNPROVEN


def test_what_another_check_finds_counts_without_being_found_twice() -> None:
    aside = _rule(_says_it_aside)
    found = judged(aside, _bucket(Form.STATE), load_settings(None))
    assert (found.verdict, found.findings, found.reasons) == (Verdict.UNPROVEN, (), ("c can't be told",))


def _reads_a_flag(look: Look) -> Iterator[Fault]:
    if look.flag("forceDestroy") is True:
        yield Fault("is deleted by one call")


def _reads_an_arn(look: Look) -> Iterator[Fault]:
    if look.text("kmsKeyArn") == "vendor":
        yield Fault("is encrypted by somebody else")


def _says_it_aside(_: Look) -> Iterator[Fault]:
    yield Fault("can't be told", "policy", Verdict.UNPROVEN, aside=True)


def _rule(check: Check) -> Rule:
    return replace(next(iter(rules().values())), parts=(Registered((BUCKET,), check),))


def _bucket(form: Form) -> Stack:
    bucket = replace(stack_of(BUCKET).resources[0], props={"forceDestroy": UNKNOWN, "kmsKeyArn": UNKNOWN})
    return Stack((replace(bucket, declared=frozenset(bucket.props)),), form)
