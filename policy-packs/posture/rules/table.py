"""`python -m posture.rules.table [file]`: every rule in a table for reviewers, written to the file or to the terminal."""

import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from posture.packs.catalogue import packs
from posture.rules.catalogue import rules
from posture.rules.contract import EVERY, Rule
from posture.rules.metadata import read_metadata

_HEAD: Final = """# Rules

Written by `python -m posture.rules.table docs/rules.md`; don't edit. {count} rules beside the five theorems. Each is a folder below
[policy-packs/posture/rules](../policy-packs/posture/rules) with its metadata, its fix and its samples; a waiver names it by its id.
"""


def table() -> str:
    """Markdown: one table for each topic."""
    by_topic: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules().values():
        by_topic[rule.topic].append(rule)
    lines = [_HEAD.format(count=len(rules()))]
    for topic, found in by_topic.items():
        lines += [f"## {topic}", "", "| rule | what holds | severity | packs | looks at |", "|---|---|---|---|---|"]
        lines += [_row(rule) for rule in found]
        lines.append("")
    return "\n".join(lines)


def _row(rule: Rule) -> str:
    metadata = read_metadata(rule.folder)
    held = ", ".join(name for name, pack in packs().items() if rule in pack.rules)
    kinds = "every type" if EVERY in rule.tokens else f"{len(rule.tokens)} type{'s' if len(rule.tokens) > 1 else ''}"
    folder = f"../policy-packs/posture/rules/{rule.topic}/{rule.folder.name}"
    return f"| [{rule.id}]({folder}) | {metadata.title} | {metadata.severity} | {held} | {kinds} |"


def main(arguments: list[str]) -> None:
    """To the file that is named, else to the terminal."""
    if arguments:
        Path(arguments[0]).write_text(table(), encoding="utf-8")
    else:
        sys.stdout.write(table())


if __name__ == "__main__":
    main(sys.argv[1:])
