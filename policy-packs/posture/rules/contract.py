"""What a rule is: a folder `rules/<topic>/<rule>/` with `rule.py`, `metadata.yaml` and `samples/`.

A theorem is about paths over the whole stack; a rule is about one resource and what belongs to it: its key, its log, its policy.
`rule.py` holds one function, registered for the type tokens that it looks at. Where the same idea is written otherwise on another cloud, that
cloud's function stands beside it (`rule_azure.py`, with samples `allowed_azure*.yaml` and `violating_azure*.yaml`):

    @rule(*BUCKET)
    def check(look: Look) -> Iterator[Fault]:
        if look.holds_records:
            yield from must_be_true(look, "…")
"""

import importlib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from posture.cached import cached_property
from posture.proofs.verdict import Verdict
from posture.record import record

if TYPE_CHECKING:
    from posture.rules.look import Look


@record
class Fault:
    """One thing that is wrong with a resource, or (`UNPROVEN`) that can't be told."""

    message: str
    """What is wrong, without the resource's name and without values that are not printable: `has no key of its own`."""
    prop: str = ""
    """The property that decides it."""
    verdict: Verdict = Verdict.VIOLATED
    urn: str = ""
    """The resource to mend, where it is another than the one looked at (a companion)."""
    aside: bool = False
    """Unproven for something of which another check has a finding: it counts for the verdict and is said among its reasons, not found twice."""


_PACKAGE: Final = Path(__file__).resolve().parent.parent
EVERY: Final = "*"
"""The one token of a rule that looks at every resource, or at every one of the packages that it names."""

Check = Callable[["Look"], Iterable[Fault]]


class Severity(StrEnum):
    """How bad a violation is for protected data."""

    CRITICAL = "critical"
    """Records can leave, or are lost, by this alone."""
    HIGH = "high"
    """One more mistake away from that."""
    MEDIUM = "medium"
    """Weakens detection or recovery."""
    LOW = "low"
    """Good practice."""


class Source(BaseModel):
    """Where it is written that this matters."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: str = Field(min_length=5)
    url: str | None = None


Sentence = Annotated[str, Field(min_length=10)]


class Metadata(BaseModel):
    """`metadata.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")]
    """The folder's name, with hyphens."""
    title: Sentence
    """What holds where the rule is kept: `records are encrypted with a key of one's own`."""
    severity: Severity
    why: Sentence
    fix: Sentence
    snippet: str = ""
    """A few lines of Pulumi Python that keep the rule."""
    references: Annotated[tuple[Source, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Rule:
    """A rule of the catalogue."""

    id: str
    topic: str
    folder: Path
    parts: tuple["Registered | Deferred", ...]
    """Its check, or one for each cloud on which the idea is written otherwise."""

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """All type tokens that it looks at."""
        return tuple(dict.fromkeys(token for part in self.parts for token in part.tokens))

    @cached_property
    def metadata(self) -> Metadata:
        """Read when something is said of the rule, not before."""
        import yaml

        from posture.rules.metadata import read_metadata

        try:
            return read_metadata(self.folder)
        except yaml.YAMLError as error:
            raise ValueError(f"{self.folder}/metadata.yaml: {error}") from None


@record
class Registered:
    """A check and the type tokens that it looks at."""

    tokens: tuple[str, ...]
    check: Check
    of: frozenset[str] = frozenset()
    """Of `EVERY`: the packages whose every resource it looks at; none named means all."""

    @property
    def packages(self) -> frozenset[str]:
        """Packages of these types, `aws` of `aws:s3/bucket:Bucket`; `*` where it looks at every resource."""
        return self.of or frozenset(token.partition(":")[0] for token in self.tokens)


@dataclass(frozen=True)
class Deferred:
    """A check whose module is imported when a stack has resources of its packages: most programs use one cloud, and rules are many."""

    module: str
    packages: frozenset[str]
    """As `posture.rules.packages` lists them."""

    @cached_property
    def registered(self) -> Registered:
        """The check itself. Raises `TypeError` where the module has none."""
        return registered_in(self.module)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Type tokens that it looks at."""
        return self.registered.tokens

    @property
    def check(self) -> Check:
        """The check."""
        return self.registered.check

    @property
    def of(self) -> frozenset[str]:
        """Of `EVERY`: the packages whose every resource it looks at."""
        return self.registered.of


def registered_in(module: str) -> Registered:
    """The check of a rule's module. Raises `TypeError` where there is none."""
    found = getattr(sys.modules.get(module) or _imported(module), "check", None)
    if not isinstance(found, Registered):
        raise TypeError(f"{module}: `check` is missing or not marked with @rule(...)")
    return found


def _imported(module: str) -> ModuleType:
    """The module, without the packages that it stands in: they hold nothing, and importing them takes as long as the rules themselves."""
    package, *within = module.split(".")
    path = _PACKAGE.joinpath(*within).with_suffix(".py")
    spec = spec_from_file_location(module, path) if package == _PACKAGE.name and path.is_file() else None
    if spec is None or spec.loader is None:
        return importlib.import_module(module)
    made = sys.modules[module] = module_from_spec(spec)
    try:
        spec.loader.exec_module(made)
    except BaseException:
        del sys.modules[module]
        raise
    return made


def rule(*tokens: str, of: Iterable[str] = ()) -> Callable[[Check], Registered]:
    """Marks a module's `check`: called once for each resource of these type tokens; for each of the packages `of`, where the token is `EVERY`.

    Raises `ValueError` where nothing is looked at, or where packages are named beside types.
    """
    if not tokens:
        raise ValueError("a rule looks at one type at least")
    packages = frozenset(of)
    if packages and tokens != (EVERY,):
        raise ValueError(f"packages ({', '.join(sorted(packages))}) narrow EVERY alone: a type names its own")

    def register(check: Check) -> Registered:
        return Registered(tokens, check, packages)

    return register
