"""The answer of `posture reach`, for people and for machines."""

import json
from typing import Final

from rich.console import Console

from posture.reach.question import Answer, Sure

VERSION: Final = 1
_SHOWN: Final = 5


def print_answer(answer: Answer, source: str, target: str, console: Console) -> None:
    """For people: one line a connection."""
    if not answer.reached:
        console.print(
            f"nobody of {source} reaches anybody of {target}" + (", as far as could be read" if answer.unread else ""), markup=False
        )
    for one in answer.reached:
        word = "reaches" if one.sure is Sure.YES else "may reach"
        ports = f" on {one.ports}" if one.ports else ""
        by = f" [{' → '.join(one.path)}]" if one.path else ""
        console.print(f"{one.source} {word} {one.target}{ports}{by}", markup=False, soft_wrap=True)
    for text in answer.unread[:_SHOWN]:
        console.print(f"not read: {text}", markup=False, soft_wrap=True)
    if len(answer.unread) > _SHOWN:
        console.print(f"not read: {len(answer.unread) - _SHOWN} more", markup=False)


def to_json(answer: Answer) -> str:
    """For machines. `version` changes when a field changes its meaning."""
    document = {
        "version": VERSION,
        "reached": [
            {"from": one.source, "to": one.target, "sure": one.sure.value, "ports": one.ports, "path": list(one.path)}
            for one in answer.reached
        ],
        "notRead": list(answer.unread),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
