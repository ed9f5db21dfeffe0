"""Waivers: a named exception with an owner, an approver who is someone else, a reason and an end."""

import fnmatch
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from posture.errors import InputError
from posture.record import record
from posture.settings.posture_file import Part, Text, parse_model, read_yaml

LONG_DAYS: Final = 365
"""A waiver that ends later than this is said to be long, where `waiver_max_days` does not refuse it."""
_ANYTHING: Final = (("aws:s3/bucketV2:BucketV2", "records"), ("kubernetes:core/v1:Pod$0:y:Z", "9-_.x"))
"""Types and names of two resources that have nothing in common: a glob that fits both names nothing."""
_ADDRESS: Final = re.compile(r"[^\s<>()]+@[^\s<>()]+")


def _is_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    raise PydanticCustomError("form", "{allowed}", {"allowed": "a date such as 2027-03-31"})


class Waiver(Part):
    """One exception. An expired one excuses nothing and is itself a violation."""

    rule: Text
    """Name of the rule or theorem: `phi-exit`."""
    resource: Text
    """Glob over the resource's name or URN. What fits everything (`*`, `urn:*`), or everything of a stack or project
    (`urn:pulumi:prod::*`), is refused: a waiver names what it excuses."""
    owner: Text
    approver: Text
    """Somebody else than the owner."""
    reason: Text
    expires: Annotated[date, AfterValidator(_is_day)]

    @field_validator("resource")
    @classmethod
    def _names_something(cls, pattern: str) -> str:
        if not pattern.strip("*?") or _fits_everything(pattern):
            raise PydanticCustomError("form", "{allowed}", {"allowed": "a resource name, URN or glob that names something, not everything"})
        return pattern

    @field_validator("approver")
    @classmethod
    def _two_people(cls, approver: str, info: ValidationInfo) -> str:
        owner = info.data.get("owner", "")
        if _person(owner) & _person(approver):
            raise PydanticCustomError("form", "{allowed}", {"allowed": f"an approver who is someone else than the owner {owner!r}"})
        return approver

    def covers(self, rule: str, name: str, urn: str) -> bool:
        """Whether the waiver speaks of this rule and resource."""
        return self.rule == rule and _fits(self.resource, name, urn)

    def expired(self, day: date) -> bool:
        """The last day still counts."""
        return day > self.expires

    def days_left(self, day: date) -> int:
        """Days until its last one; 0 on that day, less after it."""
        return (self.expires - day).days

    def long(self, day: date) -> bool:
        """Whether it is granted for more than a year from this day: an exception that nobody will look at again."""
        return self.days_left(day) > LONG_DAYS


def _fits(pattern: str, name: str, urn: str) -> bool:
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(urn, pattern)


def _fits_everything(pattern: str) -> bool:
    """Whether it fits whatever stands in some stack: those that its own words name, and any other."""
    if "::" not in pattern and not pattern.startswith("urn:"):
        # A stack and a project that nobody's pattern means: `*clinic*` names something, whatever a project is called.
        return all(_fits(pattern, name, f"urn:pulumi:0::0::{token}::{name}") for token, name in _ANYTHING)
    words = pattern.split("::")
    named = "::".join(word.replace("*", "x").replace("?", "x") for word in (*words[:2], "p")[:2])
    return any(
        all(_fits(pattern, name, f"{stack}::{token}::{name}") for token, name in _ANYTHING) for stack in ("urn:pulumi:prod::clinic", named)
    )


def _person(text: str) -> set[str]:
    """What tells who it is, however it is written: the name, and the address beside it."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return {plain, *_ADDRESS.findall(plain)}


class WaiverFile(Part):
    waivers: tuple[Waiver, ...] = ()


@record
class Waivers:
    """All waivers of a file, and the file's hash for the report."""

    entries: tuple[Waiver, ...] = ()
    sha256: str | None = None
    where: str = ""
    day: date = field(default_factory=date.today)

    def covering(self, rule: str, name: str, urn: str) -> Waiver | None:
        """The waiver in force for a finding; a live one is preferred to an expired one."""
        found = [waiver for waiver in self.entries if waiver.covers(rule, name, urn)]
        live = [waiver for waiver in found if not waiver.expired(self.day)]
        return next(iter(live or found), None)

    @property
    def expired(self) -> tuple[Waiver, ...]:
        """Waivers past their day."""
        return tuple(waiver for waiver in self.entries if waiver.expired(self.day))


def load_waivers(path: Path, day: date, max_days: int | None = None) -> Waivers:
    """Reads a waiver file. `max_days`: how far ahead of `day` a waiver may end; None: as far as it says. Raises `InputError` that lists every fault."""
    document = read_yaml(path, "waiver file")
    parsed: WaiverFile = parse_model(WaiverFile, {} if document is None else document, str(path))
    if faults := [*_too_long(parsed.waivers, day, max_days), *_unknown(parsed.waivers)]:
        raise InputError(f"{path}: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}\n" + "\n".join(f"  {line}" for line in faults))
    import hashlib  # it takes longer to load than to read the file

    return Waivers(parsed.waivers, hashlib.sha256(path.read_bytes()).hexdigest(), str(path), day)


def _too_long(waivers: tuple[Waiver, ...], day: date, max_days: int | None) -> Iterator[str]:
    if max_days is None:
        return
    last = day + timedelta(days=max_days)
    for index, waiver in enumerate(waivers):
        if waiver.expires > last:
            yield (
                f"waivers[{index}].expires: given {waiver.expires.isoformat()}; allowed: {last.isoformat()} at the latest, "
                f"{max_days} days from {day.isoformat()} (waiver_max_days in posture.yaml says how many)"
            )


def _unknown(waivers: tuple[Waiver, ...]) -> Iterator[str]:
    """A waiver of a rule that there is not excuses nothing, and its owner believes otherwise."""
    if not waivers:
        return
    from posture.report.titles import TITLES
    from posture.rules.catalogue import rules

    known = (*(name for name in TITLES if name != "waiver-expired"), *rules())
    for index, waiver in enumerate(waivers):
        if waiver.rule not in known:
            near = get_close_matches(waiver.rule, known, n=1, cutoff=0.0)
            yield f"waivers[{index}].rule: given {waiver.rule!r}; allowed: the id of a theorem or rule; the nearest is {near[0]!r}"
