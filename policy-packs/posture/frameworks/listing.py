"""Frameworks for a terminal, and for programs."""

import json
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from posture.frameworks.catalogue import Framework


def print_frameworks(frameworks: Sequence[Framework], console: Console) -> None:
    """Each framework with a line for each requirement: `◐` in part, `●` as far as resources tell, `○` not judged."""
    for framework in frameworks:
        for line in _lines(framework):
            # Lines are never folded or cut, as in a judgement.
            console.print(line, soft_wrap=True)


def _lines(framework: Framework) -> Iterator[Text]:
    supported, left = framework.requirements, framework.not_judged
    yield Text.assemble((framework.id, "bold"), f": {framework.title}; {len(supported)} requirements supported, {len(left)} not judged")
    width = max(len(entry.id) for entry in (*supported, *left))
    for requirement in supported:
        mark = "◐" if requirement.partly else "●"
        counts = f"{_count(len(requirement.theorems), 'theorem')}, {_count(len(requirement.rules), 'rule')}"
        yield Text(f"  {mark} {requirement.id:<{width}}  {counts:<23}  {requirement.title}")
    for entry in left:
        yield Text(f"  ○ {entry.id:<{width}}  {'not judged':<23}  {entry.title}", style="dim")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def to_json(frameworks: Sequence[Framework]) -> str:
    """A list of frameworks, as their files say it."""
    return json.dumps([framework.model_dump(mode="json") for framework in frameworks], indent=2, ensure_ascii=False)
