"""Ready-made checks of a resource's inputs. Each carries the source that it is read from.

Unknown values pass: they are judged again when the update knows them. A check sees plain values (`simulator.values`).
"""

import ipaddress
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from simulator.values import UNKNOWN, Properties, at, holds_unknown

Fault = tuple[str, str]
"""(property path, reason)."""


class Check(ABC):
    """One documented restriction on the inputs of a type."""

    source: str

    @abstractmethod
    def faults(self, inputs: Properties) -> Iterator[Fault]:
        """Every place where the inputs break it."""


@dataclass(frozen=True)
class Allowed(Check):
    """The value is one of a documented list."""

    path: str
    values: tuple[str | int | bool, ...]
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for where, value in at(inputs, self.path):
            if value is not UNKNOWN and value not in self.values:
                yield where, f"{value!r} is not allowed; allowed: {', '.join(map(str, self.values))}"


@dataclass(frozen=True)
class Pattern(Check):
    """A string matches a regular expression from start to end."""

    path: str
    regex: str
    source: str = field(kw_only=True)
    saying: str = ""
    """What the expression means, in words."""

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for where, value in at(inputs, self.path):
            if isinstance(value, str) and not re.fullmatch(self.regex, value):
                yield where, f"{value!r} is not allowed: {self.saying or 'must match ' + self.regex}"


@dataclass(frozen=True)
class Length(Check):
    """A string, list or map has between `least` and `most` characters or elements."""

    path: str
    least: int = 0
    most: int | None = None
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for where, value in at(inputs, self.path):
            if not isinstance(value, str | list | dict):
                continue
            if len(value) < self.least or (self.most is not None and len(value) > self.most):
                most = "any number" if self.most is None else self.most
                yield where, f"has length {len(value)}; allowed: {self.least} to {most}"


@dataclass(frozen=True)
class Between(Check):
    """A number lies in a range, both ends included; `also` names special values outside of it."""

    path: str
    least: float | None
    most: float | None
    source: str = field(kw_only=True)
    also: tuple[float, ...] = ()

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for where, value in at(inputs, self.path):
            if isinstance(value, bool) or not isinstance(value, int | float) or value in self.also:
                continue
            if (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
                extra = f", or {', '.join(f'{number:g}' for number in self.also)}" if self.also else ""
                least, most = ("any" if bound is None else f"{bound:g}" for bound in (self.least, self.most))
                yield where, f"{value:g} is not allowed; allowed: {least} to {most}{extra}"


@dataclass(frozen=True)
class Cidr(Check):
    """An address block, with no host bits set; `shortest`/`longest` bound its prefix length."""

    path: str
    version: int = 4
    shortest: int = 0
    longest: int | None = None
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for where, value in at(inputs, self.path):
            if not isinstance(value, str):
                continue
            longest = self.longest if self.longest is not None else (32 if self.version == 4 else 128)
            try:
                network = (ipaddress.IPv4Network if self.version == 4 else ipaddress.IPv6Network)(value)
            except ValueError as error:
                yield where, f"{value!r} is not an IPv{self.version} CIDR block: {error}"
                continue
            if "/" not in value:
                yield where, f"{value!r} is not a CIDR block: it has no prefix length, such as {value}/{longest}"
            elif not self.shortest <= network.prefixlen <= longest:
                yield where, f"{value!r} has prefix length /{network.prefixlen}; allowed: /{self.shortest} to /{longest}"


def _given(inputs: Properties, paths: Iterable[str]) -> list[str]:
    return [path for path in paths if any(True for _ in at(inputs, path))]


@dataclass(frozen=True)
class ExactlyOneOf(Check):
    """One of these properties is given, and only one."""

    paths: tuple[str, ...]
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        given = _given(inputs, self.paths)
        if len(given) != 1:
            yield (
                (given or list(self.paths))[-1],
                f"exactly one of {', '.join(self.paths)} must be given, not {' and '.join(given) or 'none'}",
            )


@dataclass(frozen=True)
class AtMostOneOf(Check):
    """These properties exclude each other."""

    paths: tuple[str, ...]
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        given = _given(inputs, self.paths)
        if len(given) > 1:
            yield given[-1], f"conflicts with {', '.join(given[:-1])}: at most one of {', '.join(self.paths)} may be given"


@dataclass(frozen=True)
class AtLeastOneOf(Check):
    """One of these properties, or more, is given."""

    paths: tuple[str, ...]
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        if not _given(inputs, self.paths):
            yield self.paths[0], f"at least one of {', '.join(self.paths)} must be given"


@dataclass(frozen=True)
class Needs(Check):
    """Where `path` is given (and equals one of `when`, if that is set), `needed` must be given too."""

    path: str
    needed: tuple[str, ...]
    when: tuple[object, ...] = ()
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for where, value in at(inputs, self.path):
            if value is UNKNOWN or (self.when and value not in self.when):
                continue
            for missing in (path for path in self.needed if not _given(inputs, [path])):
                yield missing, f"is required when {where} is {value!r}" if self.when else f"is required together with {where}"


@dataclass(frozen=True)
class JsonDocument(Check):
    """A string that holds one JSON object, such as a policy document."""

    path: str
    source: str = field(kw_only=True)

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        for where, value in at(inputs, self.path):
            if not isinstance(value, str):
                continue
            try:
                document = json.loads(value)
            except ValueError as error:
                yield where, f"is not JSON: {error}"
            else:
                if not isinstance(document, dict):
                    yield where, f"must be a JSON object, not {type(document).__name__}"


@dataclass(frozen=True)
class Custom(Check):
    """Whatever the others can't say: a function from inputs to faults."""

    find: Callable[[Properties], Iterable[Fault]]
    source: str = field(kw_only=True)
    even_unknown: bool = False
    """Call it also while an unknown stands anywhere in the inputs (then it must test `is UNKNOWN` itself)."""

    def faults(self, inputs: Properties) -> Iterator[Fault]:
        if self.even_unknown or not holds_unknown(inputs):
            yield from self.find(inputs)
