"""The terminal that everything is printed on."""

from typing import Any

from rich.console import Console
from rich.text import Text

from posture.report.shown import one_line


class Terminal(Console):
    """A console on which a line stays one line, whatever the names in it hold. One whose reader went away says so, not `violated`."""

    def __init__(self) -> None:
        super().__init__(highlight=False)

    def print(self, *objects: Any, **how: Any) -> None:
        """Prints texts of one line each."""
        super().print(*(_shown(item) for item in objects), **how)

    def on_broken_pipe(self) -> None:
        """Whoever read went away. Raises `BrokenPipeError`."""
        raise BrokenPipeError


def _shown(item: Any) -> Any:
    if isinstance(item, str):
        return one_line(item)
    if isinstance(item, Text):
        item.plain = one_line(item.plain)  # as long as before: its styles stay where they are
    return item
