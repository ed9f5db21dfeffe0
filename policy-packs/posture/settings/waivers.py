"""Waivers: a named exception with an owner, an approver who is someone else, a reason and an end."""

import fnmatch
import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from posture.settings.posture_file import Part, Text, parse_model, read_yaml


def _is_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    raise PydanticCustomError("form", "{allowed}", {"allowed": "a date such as 2027-03-31"})


class Waiver(Part):
    """One exception. An expired one excuses nothing and is itself a violation."""

    rule: Text
    """Name of the rule or theorem: `phi-exit`."""
    resource: Text
    """Glob over the resource's name or URN. `*` alone is refused: a waiver names what it excuses."""
    owner: Text
    approver: Text
    reason: Text
    expires: Annotated[date, AfterValidator(_is_day)]

    @model_validator(mode="after")
    def _two_people(self) -> "Waiver":
        if self.owner.strip().casefold() == self.approver.strip().casefold():
            raise PydanticCustomError("form", "{allowed}", {"allowed": "an approver who is someone else than the owner"})
        if not self.resource.strip("*?"):
            raise PydanticCustomError("form", "{allowed}", {"allowed": "a resource name, URN or glob that names something, not everything"})
        return self

    def covers(self, rule: str, name: str, urn: str) -> bool:
        """Whether the waiver speaks of this rule and resource."""
        return self.rule == rule and (fnmatch.fnmatchcase(name, self.resource) or fnmatch.fnmatchcase(urn, self.resource))

    def expired(self, day: date) -> bool:
        """The last day still counts."""
        return day > self.expires


class WaiverFile(Part):
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
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


def load_waivers(path: Path, day: date) -> Waivers:
    """Reads a waiver file. Raises `InputError` that lists every fault."""
    document = read_yaml(path, "waiver file")
    parsed: WaiverFile = parse_model(WaiverFile, {} if document is None else document, str(path))
    return Waivers(parsed.waivers, hashlib.sha256(path.read_bytes()).hexdigest(), str(path), day)
