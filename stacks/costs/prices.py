"""The price lists: `prices.yaml` of AWS, `azure-prices.yaml` and `gcp-prices.yaml`, read and checked. A price says on which of the cloud's pages it stands, and
where it was read.

Source: the clouds' price lists and pricing pages, one a service, and the documents that quote them; each is named in the file.
"""

from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

PRICES_FILE: Final = Path(__file__).resolve().parent / "prices.yaml"
AZURE_PRICES_FILE: Final = PRICES_FILE.with_name("azure-prices.yaml")
GCP_PRICES_FILE: Final = PRICES_FILE.with_name("gcp-prices.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(StrEnum):
    """What a price rests on."""

    READ = "read"
    """Read in a source, for this region."""
    ELSEWHERE = "elsewhere"
    """Read in a source for another region, or without one; this region's number is from memory."""
    MEMORY = "memory"
    """Not found in a source."""


class Source(_Strict):
    """Where a price was read."""

    title: str
    """Title of the page, price list or document."""
    date: date
    """Day of the price list, or day on which the document says it read the page."""
    region: str = ""
    """Region that the source names; `*` where it says that the price holds in all, empty where it names none."""
    usd: float
    """What it says, in US dollars."""


class Price(_Strict):
    """What one of a kind costs."""

    title: str
    """What is counted."""
    per: Literal["hour", "month"]
    """What the cloud names the price for."""
    page: str
    """Title of the cloud's page."""
    usd: dict[str, float] = Field(min_length=1)
    """Region → US dollars; `*` for all regions that are not named."""
    sources: tuple[Source, ...] = ()
    """Where it was read. A price without one for its region is from memory, and every table marks it."""
    note: str = ""
    """What the count leaves out."""

    @property
    def family(self) -> str:
        """The title without a size: what two stacks can be compared by."""
        return self.title.partition(" db.")[0].partition(",")[0]

    @model_validator(mode="after")
    def _sources_say_what_is_written(self) -> Self:
        for source in self.sources:
            written = self.usd.get(source.region, self.usd.get("*"))
            if source.region and written not in (None, source.usd):
                raise ValueError(f"sources: {source.title} says {source.usd:g} in {source.region}, but usd says {written:g}")
        return self

    def of(self, region: str) -> tuple[float, Basis] | None:
        """(US dollars, what they rest on) in a region; None where no price is known."""
        usd = self.usd.get(region, self.usd.get("*"))
        if usd is None:
            return None
        if any(source.region in (region, "*") for source in self.sources):
            return usd, Basis.READ
        return usd, Basis.ELSEWHERE if self.sources else Basis.MEMORY


class ByUse(_Strict):
    """Types that are charged by what flows or is kept, not by the hour."""

    types: tuple[str, ...]
    by: str
    """What the cloud counts."""


class Free(_Strict):
    """Types that are not charged."""

    types: tuple[str, ...]
    why: str


class PriceList(_Strict):
    """The whole file."""

    read: date
    """Day on which the sources were looked up."""
    hours_a_month: int
    kinds: dict[str, Price]
    by_use: tuple[ByUse, ...]
    free: tuple[Free, ...]

    def hourly(self, kind: str, region: str) -> tuple[float, Basis] | None:
        """(US dollars an hour, what they rest on) of one of a kind."""
        price = self.kinds.get(kind)
        found = price.of(region) if price else None
        if price is None or found is None:
            return None
        return (found[0] / self.hours_a_month if price.per == "month" else found[0]), found[1]

    def charged_by(self, type_: str) -> str | None:
        """What a type is charged by, where it is by use."""
        return next((entry.by for entry in self.by_use if _matches(type_, entry.types)), None)

    def is_free(self, type_: str) -> bool:
        """Whether a type costs nothing."""
        return any(_matches(type_, entry.types) for entry in self.free)


def _matches(type_: str, patterns: tuple[str, ...]) -> bool:
    plain = type_.partition(":")[2]
    return any(fnmatchcase(plain, pattern) for pattern in patterns)


@cache
def load_prices(path: Path = PRICES_FILE) -> PriceList:
    """The price list. Raises `pydantic.ValidationError` with the place of a fault."""
    return PriceList.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def prices_of(stack: str) -> PriceList:
    """The price list of a stack's cloud, which its name begins with."""
    files = {"azure": AZURE_PRICES_FILE, "gcp": GCP_PRICES_FILE}
    return load_prices(files.get(stack.partition("-")[0], PRICES_FILE))
