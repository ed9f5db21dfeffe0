"""Labelled sets of stacks: each folder holds programs `1_….py`, `2_….py` that are brought up in this order, each a stack and project of its own.

A later program reads an earlier one by `StackReference("organization/<its name>/dev")`, or holds the ids as configuration (`corpus:<output>`),
as people do who join stacks by hand.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import Field

from posture.check import Judgement, check
from posture.inputs.several import load_stacks
from posture.settings.effective import load_settings
from tests.posture.topologies.corpus import Expected, OneOrMore

HERE = Path(__file__).parent


class ExpectedOfSeveral(Expected):
    """The label. `verdicts` and `through` are of all stacks together."""

    alone: dict[str, dict[str, OneOrMore]] = Field(default_factory=dict)
    """Program → theorem → verdict of that stack alone; only theorems that matter are listed."""
    across: tuple[str, ...] = ()
    """Programs that some violating path must go through."""


@dataclass(frozen=True)
class Set:
    """One folder: several programs and what was recorded of them."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def programs(self) -> list[str]:
        """Names of the programs, in the order in which they are brought up: `1_core`."""
        return [path.stem for path in sorted(self.folder.glob("[0-9]_*.py"))]

    @cached_property
    def expected(self) -> ExpectedOfSeveral:
        return ExpectedOfSeveral.model_validate(yaml.safe_load((self.folder / "expected.yaml").read_text(encoding="utf-8")))

    def recorded(self, program: str, form: str) -> Path:
        """`1_core.state.json`, `1_core.preview.json`."""
        return self.folder / f"{program}.{form}.json"

    def judged(self, **forms: str) -> Judgement:
        """The judge's word on the named programs, each in a form; without any: on all states."""
        chosen = forms or dict.fromkeys(self.programs, "state")
        posture = self.folder / "posture.yaml"
        files = [self.recorded(program, form) for program, form in chosen.items()]
        return check(load_stacks(files), load_settings(posture if posture.exists() else None))


def sets() -> list[Set]:
    """The whole corpus, by name."""
    return [Set(path.parent) for path in sorted(HERE.glob("*/expected.yaml"))]
