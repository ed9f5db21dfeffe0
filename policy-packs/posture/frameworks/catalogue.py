"""Frameworks: one YAML file each, requirement → theorems and rules, and what no judge of resources can say.

A framework judges nothing by itself. It says which results of `posture check --pack all` an auditor may read as evidence for which requirement,
and what is missing from that evidence.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from posture.errors import InputError
from posture.proofs.theorems import THEOREMS
from posture.rules.catalogue import rules

HERE: Final = Path(__file__).parent

_Sentence = Annotated[str, Field(min_length=10)]


class _Part(BaseModel):
    """Unknown keys are refused, so that a misspelt `partly` never makes a requirement look whole."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Part):
    """A requirement of the framework."""

    id: Annotated[str, Field(min_length=1, max_length=40)]
    """As the framework writes it: `164.312(a)(1)`, `SC-7(5)`."""
    title: Annotated[str, Field(min_length=3)]


class Requirement(Entry):
    """A requirement that theorems and rules support, wholly as far as resources tell, or in part."""

    text: _Sentence
    """What it asks for, in our words, in one sentence."""
    theorems: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    clouds: _Sentence | None = None
    """What to know where clouds differ; needed where no theorem and only one cloud's rules support the requirement."""
    partly: _Sentence | None = None
    """What the theorems and rules leave to be shown otherwise. None: nothing but what a program of resources can't tell at all."""


class NotJudged(Entry):
    """A requirement about which resources tell nothing: policies, training, rooms."""

    why: _Sentence


class Framework(_Part):
    """`frameworks/<id>.yaml`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """The file's name."""
    title: _Sentence
    version: Annotated[str, Field(min_length=4)]
    """The edition that was read, as text: write it in quotes."""
    source: Annotated[str, Field(pattern=r"^https://\S+$")]
    """Where the framework itself is published."""
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]
    not_judged: tuple[NotJudged, ...] = ()

    def naming(self, name: str) -> tuple[Requirement, ...]:
        """The requirements that a rule or theorem supports."""
        return tuple(requirement for requirement in self.requirements if name in requirement.theorems or name in requirement.rules)


@cache
def frameworks() -> dict[str, Framework]:
    """Every framework, by id. Raises `InputError`."""
    return {path.stem: read_framework(path) for path in sorted(HERE.glob("*.yaml"))}


def named(names: Sequence[str]) -> tuple[Framework, ...]:
    """Frameworks by id, or one's own by the path of its YAML file; none named: all of ours. Raises `InputError`."""
    known = frameworks()
    return tuple(_named(name, known) for name in dict.fromkeys(names)) or tuple(known.values())


def _named(name: str, known: dict[str, Framework]) -> Framework:
    if name in known:
        return known[name]
    if name.endswith((".yaml", ".yml")):
        return read_framework(Path(name))
    raise InputError(f"no such framework: {name!r}; there are: {', '.join(known)}; or name the YAML file of your own")


def read_framework(path: Path) -> Framework:
    """A framework's file, every name in it checked. Raises `InputError`: one message, a line for each fault."""
    try:
        written: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is not YAML: {error}") from None
    try:
        found = Framework.model_validate(written)
    except ValidationError as error:
        raise InputError("\n".join(f"{path}: {told}" for told in _told(error))) from None
    if faults := list(_faults(found, path)):
        raise InputError("\n".join(f"{path}: {fault}" for fault in faults))
    return found


def _told(error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"]) or "the file"
        hint = " (write it in quotes: YAML reads bare digits as a number)" if isinstance(fault["input"], int | float) else ""
        yield f"{where}: {fault['msg']}{hint}"


def _faults(framework: Framework, path: Path) -> Iterator[str]:
    if framework.id != path.stem:
        yield f"id {framework.id!r} is not the file's name; write {path.stem!r}"
    counted = Counter(entry.id for entry in (*framework.requirements, *framework.not_judged))
    for name, times in counted.items():
        if times > 1:
            yield f"{name} is written {times} times; a requirement stands once, in `requirements` or in `not_judged`"
    for requirement in framework.requirements:
        yield from _unknown(requirement.theorems, THEOREMS, f"{requirement.id}, theorems", "theorem")
        yield from _unknown(requirement.rules, tuple(rules()), f"{requirement.id}, rules", "rule")
        named = (*requirement.theorems, *requirement.rules)
        if not named:
            yield f"{requirement.id}: names no theorem and no rule; name one, or list it under `not_judged` with a line that says why"
        for name, times in Counter(named).items():
            if times > 1:
                yield f"{requirement.id}: {name} is named {times} times; name it once"


def _unknown(names: tuple[str, ...], known: tuple[str, ...], where: str, what: str) -> Iterator[str]:
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.0)
            yield f"{where}: no such {what}: {name!r}; the nearest is {near[0]!r}"
