"""The labelled corpus: small programs, what is true of each by DESIGN.md ("What is proved"), and what the engine recorded of it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from posture.check import Judgement, check
from posture.inputs.load import load_stack
from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict
from posture.settings.effective import load_settings

HERE = Path(__file__).parent
STATE, PREVIEW = "state.json", "preview.json"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


OneOrMore = Annotated[tuple[Verdict, ...], BeforeValidator(_listed), Field(min_length=1)]


class Expected(BaseModel):
    """`expected.yaml`: the label. It is written from the cloud's documentation, before the judge is asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    because: str = Field(min_length=20)
    """Why the label is right, in a sentence."""
    source: str = Field(min_length=10)
    """Title of the cloud's documentation that says so."""
    verdicts: dict[str, OneOrMore] = Field(default_factory=dict)
    """Theorem → verdict; one that is not listed must be proven. A list where the design leaves open which of several is said."""
    through: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Theorem → resources that a path of its findings must name."""
    preview_unproven: tuple[str, ...] = ()
    """Theorems that a preview can't decide here, although the state does."""
    known_wrong: str | None = None
    """Why the judge does not say this yet; its test must fail until it does."""

    @model_validator(mode="after")
    def _of_known_theorems(self) -> "Expected":
        named = {*self.verdicts, *self.through, *self.preview_unproven}
        if unknown := named - set(THEOREMS):
            raise ValueError(f"no such theorem: {', '.join(sorted(unknown))}; there are {', '.join(THEOREMS)}")
        if spared := {name for name, verdicts in self.verdicts.items() if verdicts == (Verdict.VIOLATED,)} - set(self.through):
            raise ValueError(f"{', '.join(sorted(spared))}: violated, but `through` names no resource of the path")
        return self

    def of(self, theorem: str) -> tuple[Verdict, ...]:
        """The verdicts that are right for a theorem."""
        return self.verdicts.get(theorem, (Verdict.PROVEN,))

    @property
    def sound(self) -> bool:
        """Whether everything must be proven."""
        return all(self.of(theorem) == (Verdict.PROVEN,) for theorem in THEOREMS)


@dataclass(frozen=True)
class Topology:
    """One folder of the corpus."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def expected(self) -> Expected:
        return Expected.model_validate(yaml.safe_load((self.folder / "expected.yaml").read_text(encoding="utf-8")))

    def judged(self, form: str) -> Judgement:
        """The judge's word on a recorded form."""
        posture = self.folder / "posture.yaml"
        return check(load_stack(self.folder / form), load_settings(posture if posture.exists() else None))


def topologies() -> list[Topology]:
    """The whole corpus, by name."""
    return [Topology(path.parent) for path in sorted(HERE.glob("*/expected.yaml"))]


def verdicts(judgement: Judgement) -> dict[str, Verdict]:
    """Theorem → verdict."""
    return {theorem: judgement.result(theorem).verdict for theorem in THEOREMS}


def named_in(judgement: Judgement, theorem: str) -> set[str]:
    """Names of everything on the paths of a theorem's violations, and of the resources to mend."""
    names: set[str] = set()
    for finding in judgement.result(theorem).findings:
        if finding.verdict is Verdict.VIOLATED:
            names |= {hop.name for hop in finding.path}
            urns = {finding.urn, *finding.also, *(hop.urn for hop in finding.path)}
            urns |= {hop.because.urn for hop in finding.path if hop.because}
            names |= {urn.rsplit("::", 1)[-1] for urn in urns if urn}
    return names
