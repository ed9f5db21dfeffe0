"""`posture explain`: a theorem or rule for a terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from posture.report.model import About

_SEVERITY = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "dim"}


def print_about(found: About, console: Console) -> None:
    """What it asks, why, how to keep it, and where that is written."""
    for line in _lines(found):
        console.print(line, soft_wrap=True)


def _lines(found: About) -> Iterator[Text]:
    yield Text.assemble((found.id, "bold"), f": {found.title}")
    yield Text.assemble((found.severity, _SEVERITY[found.severity]), f" {found.kind}", f" of {found.topic}" if found.kind == "rule" else "")
    yield from _part("why", found.why)
    yield from _part("fix", found.fix)
    if found.snippet:
        yield Text()
        for line in found.snippet.splitlines():
            yield Text(f"    {line}", style="cyan")
    if found.clauses:
        yield from _part("clauses", "")
        for clause in found.clauses:
            yield Text(f"  {clause.framework} {clause.id}: {clause.title}")
    yield from _part("references", "")
    for link in found.references:
        yield Text(f"  {link.title}{f' <{link.url}>' if link.url else ''}")
    yield Text()
    judged = f"packs: {', '.join(found.packs)}" if found.packs else "judged with every pack"
    yield Text(judged, style="dim")


def _part(head: str, text: str) -> Iterator[Text]:
    yield Text()
    yield Text.assemble((f"{head}:", "bold"), f" {text}" if text else "")
