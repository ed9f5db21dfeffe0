"""Places in the samples of rules at which something of another kind may stand: what a rule then says must not be better than of an unknown."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from posture.check import check
from posture.proofs.finding import TheoremResult
from posture.proofs.verdict import Verdict
from posture.resource import Resource
from posture.rules.catalogue import rules
from posture.rules.contract import Rule
from posture.rules.samples import samples
from posture.settings.effective import Settings
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.wrong import Place, changed, of_another_kind, places, value_at

FAILED = "the rule failed"


@dataclass(frozen=True, eq=False)
class WrongSample:
    """One place in one resource of a rule's sample."""

    rule: Rule
    sample: str
    stack: Stack
    settings: Settings
    number: int
    place: Place

    def __repr__(self) -> str:
        return self.told

    @property
    def resource(self) -> Resource:
        return self.stack.resources[self.number]

    @property
    def value(self) -> Any:
        return value_at(self.resource.props, self.place)

    @property
    def told(self) -> str:
        return f"{self.rule.id}, {self.sample}: {self.resource.name} ({self.resource.type}): {'.'.join(map(str, self.place))}"

    def judged(self, value: Any) -> TheoremResult:
        """What the rule says with this value there."""
        resources = list(self.stack.resources)
        resources[self.number] = changed(self.resource, self.place, value)
        stack = Stack(tuple(resources), self.stack.form, self.stack.name)
        return check(stack, self.settings, rules=(self.rule,), theorems=()).result(self.rule.id)

    def raised(self, value: Any) -> list[str]:
        """What the rule failed at."""
        return [finding.message for finding in self.judged(value).findings if FAILED in finding.message]

    def better(self, value: Any) -> bool:
        """Whether it passes with this value and does not where it is unknown."""
        return self.judged(value).verdict is Verdict.PROVEN and self.judged(UNKNOWN).verdict is not Verdict.PROVEN


@cache
def known_places(identifier: str) -> tuple[WrongSample, ...]:
    """Every place of a rule's samples. References too: of what an unknown one means the engine tells by its dependency, and garbage is not worth more."""
    rule = rules()[identifier]
    found: list[WrongSample] = []
    for sample in samples(rule.folder):
        stack = sample.stack(Form.STATE)
        settings = Settings(parse_posture(dict(sample.file.posture), "sample"), None, Waivers(day=date(2026, 1, 1)), "sample")
        found += (
            WrongSample(rule, sample.path.stem, stack, settings, number, place)
            for number, resource in enumerate(stack.resources)
            for place in places(dict(resource.props))
        )
    return tuple(found)


def wrong_samples(identifier: str) -> st.SearchStrategy[tuple[WrongSample, Any]]:
    """A place, and a value of a kind that never stands there."""
    return st.sampled_from(known_places(identifier)).flatmap(lambda wrong: st.tuples(st.just(wrong), of_another_kind(wrong.value)))
