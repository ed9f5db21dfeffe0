"""What is known of a theorem or rule: title, severity, why, fix, references, packs, clauses. Theorems have metadata as rules have."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from posture.errors import InputError
from posture.packs.catalogue import packs
from posture.proofs.theorems import THEOREMS
from posture.rules.catalogue import rules
from posture.rules.contract import Metadata, Rule, Severity
from posture.rules.metadata import read_yaml_metadata

# A judgement as JSON needs the metadata alone, and does not wait for the report's model.
if TYPE_CHECKING:
    from posture.report.model import About, Clause

HERE: Final = Path(__file__).parent.parent / "proofs" / "metadata"
"""`<theorem>.yaml`, and one for each duty: what the judgement asks of the reviewer's own files and of programs together."""


@cache
def written() -> dict[str, Metadata]:
    """Metadata of theorems and duties by id. Raises `ValueError`."""
    return {path.stem: read_yaml_metadata(path) for path in sorted(HERE.glob("*.yaml"))}


def metadata_of(name: str) -> Metadata | None:
    """Metadata of a theorem, duty or rule by its id, without what frameworks and packs say of it."""
    rule = rules().get(name)
    return written().get(name) or (rule.metadata if rule is not None else None)


def names() -> tuple[str, ...]:
    """Everything that can be explained."""
    return (*THEOREMS, *(name for name in written() if name not in THEOREMS), *rules())


@cache
def about(name: str) -> "About":
    """A theorem, duty or rule by its id. Raises `InputError` with the nearest names."""
    from difflib import get_close_matches

    own = written().get(name)
    if own is not None:
        return _about(own, "theorem" if name in THEOREMS else "duty", "theorem" if name in THEOREMS else "settings")
    rule = rules().get(name)
    if rule is None:
        near = get_close_matches(name, names(), n=3, cutoff=0.3)
        hint = f" The nearest are: {', '.join(near)}." if near else ""
        raise InputError(f"no theorem or rule is called {name!r}.{hint} docs/rules.md lists all.")
    return _about(rule.metadata, "rule", rule.topic, rule)


def about_finding(name: str) -> "About":
    """As `about`; of what has no metadata (a check of somebody's own) its name alone: a report never fails on it."""
    from posture.report.model import About

    try:
        return about(name)
    except InputError:
        return About(
            id=name,
            kind="rule",
            topic="",
            title=name,
            severity=Severity.HIGH.value,
            why="Nobody wrote down why it matters.",
            fix="See what the finding says.",
            snippet="",
            references=(),
            clauses=(),
            packs=(),
        )


def _about(metadata: Metadata, kind: str, topic: str, rule: Rule | None = None) -> "About":
    from posture.report.model import About, Link

    return About(
        id=metadata.id,
        kind=kind,
        topic=topic,
        title=metadata.title,
        severity=metadata.severity.value,
        why=metadata.why,
        fix=metadata.fix,
        snippet=metadata.snippet.rstrip(),
        references=tuple(Link(title=source.title, url=source.url) for source in metadata.references),
        clauses=clauses(metadata.id),
        packs=tuple(name for name, pack in packs().items() if metadata.id in pack.theorems or (rule is not None and rule in pack.rules)),
    )


def clauses(name: str) -> tuple["Clause", ...]:
    """The requirements, of every framework of ours, that a theorem or rule supports."""
    # A judgement needs no framework, and does not wait for six files.
    from posture.frameworks.catalogue import frameworks
    from posture.report.model import Clause

    return tuple(
        Clause(framework=framework.id, id=requirement.id, title=requirement.title)
        for framework in frameworks().values()
        for requirement in framework.naming(name)
    )
