"""Runs the commands of the demo as a user would, shows what they say, and takes the time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text


class UnexpectedError(Exception):
    """A step did not do what it must."""


@dataclass(frozen=True)
class Done:
    """What a command answered."""

    code: int
    lines: list[str]

    @property
    def text(self) -> str:
        """All that it said."""
        return "\n".join(self.lines)


@dataclass
class Stage:
    """Where the demo is told."""

    root: Path
    """Folder of the project; commands run there."""
    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    times: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A numbered part of the story."""
        self.console.print(f"\n[bold]{len(self.times) + 1}. {title}[/]")
        began = time.monotonic()
        yield
        self.times.append((title, time.monotonic() - began))

    def say(self, text: str, style: str = "") -> None:
        """One line of the story."""
        self.console.print(Text(f"   {text}", style=style))

    def run(self, *arguments: str, show: Callable[[str], str | None] = lambda line: line, told: str = "") -> Done:
        """Run a Python module, and show each line that `show` lets through as it comes. `told`: how a user writes the command."""
        self.say(f"$ {told or 'python -m ' + ' '.join(arguments)}", "dim")
        command = [sys.executable, "-m", *arguments]
        environment = {**os.environ, "COLUMNS": "200", "PYTHONUNBUFFERED": "1"}
        lines: list[str] = []
        with subprocess.Popen(
            command, cwd=self.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            for line in map(str.rstrip, process.stdout):
                lines.append(line)
                shown = show(line)
                if shown:
                    self.say(f"  {shown}", _style(shown))
        return Done(process.returncode, lines)

    def expect(self, holds: bool, what: str, done: Done | None = None) -> None:
        """Go on only if it holds."""
        if not holds:
            said = f"\n{done.text}" if done else ""
            raise UnexpectedError(f"{what}{said}")

    def timings(self) -> None:
        """How long each step took."""
        self.console.print("\n[bold]Times[/]")
        for title, seconds in self.times:
            self.say(f"{seconds:6.1f} s  {title}")
        self.say(f"{sum(seconds for _, seconds in self.times):6.1f} s  in all")


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with aligned columns; the last column is free."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows]


_STYLES = (("✓", "green"), ("✗", "bold red"), ("violated", "red"), ("stopped", "bold red"), ("destroy refused", "bold red"))


def _style(line: str) -> str:
    return next((style for start, style in _STYLES if line.strip().startswith(start)), "")
