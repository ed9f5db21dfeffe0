"""Every rule against its samples: exactly the named resources are reported, in state form and in preview form."""

from datetime import date

import pytest

from posture.check import check
from posture.packs.catalogue import packs
from posture.proofs.verdict import Verdict
from posture.rules.catalogue import rules
from posture.rules.contract import Rule
from posture.rules.samples import Sample, samples
from posture.settings.effective import Settings
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form

SAMPLES = [pytest.param(rule, sample, id=f"{rule.id}-{sample.path.stem}") for rule in rules().values() for sample in samples(rule.folder)]


def reported(rule: Rule, sample: Sample, form: Form) -> dict[Verdict, list[str]]:
    """Names of the resources to mend, by verdict."""
    settings = Settings(parse_posture(dict(sample.file.posture), "sample"), None, Waivers(day=date(2026, 1, 1)), "sample")
    [result] = [result for result in check(sample.stack(form), settings, rules=(rule,)).results if result.theorem == rule.id]
    found: dict[Verdict, list[str]] = {Verdict.VIOLATED: [], Verdict.UNPROVEN: []}
    for finding in result.findings:
        found[finding.verdict].append(finding.urn.rsplit("::", 1)[-1])
    return {verdict: sorted(set(names)) for verdict, names in found.items()}


@pytest.mark.parametrize(("rule", "sample"), SAMPLES)
def test_a_state_reports_exactly_the_named_resources(rule: Rule, sample: Sample) -> None:
    assert reported(rule, sample, Form.STATE) == {
        Verdict.VIOLATED: sorted(sample.file.violated),
        Verdict.UNPROVEN: sorted(sample.file.unproven),
    }


@pytest.mark.parametrize(("rule", "sample"), SAMPLES)
def test_a_preview_says_the_same_or_that_it_cannot_tell(rule: Rule, sample: Sample) -> None:
    undecided = set(sample.file.preview_unproven)
    assert reported(rule, sample, Form.PREVIEW) == {
        Verdict.VIOLATED: sorted(set(sample.file.violated) - undecided),
        Verdict.UNPROVEN: sorted({*sample.file.unproven, *undecided}),
    }


@pytest.mark.parametrize("rule", rules().values(), ids=list(rules()))
def test_a_rule_has_metadata_and_samples_of_both_kinds(rule: Rule) -> None:
    assert rule.metadata.references
    kinds = {sample.path.stem.split("-")[0].split("_")[0]: sample for sample in samples(rule.folder)}
    assert {"allowed", "violating"} <= set(kinds), f"{rule.folder}: write samples/allowed*.yaml and samples/violating*.yaml"
    for path in rule.folder.glob("rule_*.py"):
        cloud = path.stem.removeprefix("rule_")
        for kind in ("allowed", "violating"):
            assert any((rule.folder / "samples").glob(f"{kind}_{cloud}*.yaml")), f"{rule.folder}: write samples/{kind}_{cloud}.yaml"
    for sample in samples(rule.folder):
        # A rule that no resource breaks for sure, only leaves open, has violating samples that are unproven.
        if sample.path.stem.startswith("violating"):
            assert sample.file.violated or sample.file.unproven, sample.path
        else:
            assert not sample.file.violated, sample.path


def test_every_rule_is_in_a_pack() -> None:
    listed = {rule.id for pack in packs().values() for rule in pack.rules}
    assert listed == set(rules())
