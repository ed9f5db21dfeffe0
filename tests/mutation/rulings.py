"""`harmless/<cloud>/<field>.yaml`: which changes open nothing and lose nothing, ruled per (operator, type, property), each with a reason and its
source."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FOLDER = Path(__file__).parent / "harmless"


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]


class Ruling(BaseModel):
    """One reason, and every (operator, type, property) that it covers. Each is written out: there are no patterns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operators: Names
    types: Names
    properties: Names = ("",)
    values: Names | None = None
    """Only these variants; the others stay harmful."""
    reason: str = Field(min_length=15)
    reference: str = Field(min_length=10)
    """Title of the documentation that says so."""
    hygiene: bool = False
    """May be reported all the same: a report is no false alarm."""

    def covers(self, key: tuple[str, str, str], variant: str) -> bool:
        """Whether it rules a variant of a mutant."""
        operator, type_, path = key
        named = operator in self.operators and type_ in self.types and path in self.properties
        return named and (self.values is None or variant in self.values)


class Rulings(BaseModel):
    """One file, or all of them together."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    before: tuple[Ruling, ...] = Field(default=(), alias="before-the-run")
    after: tuple[Ruling, ...] = Field(default=(), alias="after-the-fact")
    """Ruled only after it was missed."""

    def of(self, key: tuple[str, str, str], variant: str) -> tuple[Ruling, bool] | None:
        """The ruling of a variant, and whether it was made after the fact."""
        for ruling, late in self._all():
            if ruling.covers(key, variant):
                return ruling, late
        return None

    def _all(self) -> Iterator[tuple[Ruling, bool]]:
        yield from ((ruling, False) for ruling in self.before)
        yield from ((ruling, True) for ruling in self.after)


@cache
def rulings() -> Rulings:
    """The files as they stand."""
    found = [Rulings.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")) or {}) for file in sorted(FOLDER.glob("*/*.yaml"))]
    return Rulings(before=tuple(one for each in found for one in each.before), after=tuple(one for each in found for one in each.after))
