"""Says what is going on while the user waits: one moving line on a terminal, plain lines with elapsed seconds elsewhere."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TextIO

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_EVERY_SECONDS = 20.0


class Reporter:
    """Prints to stderr, so that the standard output stays what the caller asked for (a path)."""

    def __init__(self, environment: Mapping[str, str], stream: TextIO | None = None, who: str = "engine") -> None:
        self._stream = stream or sys.stderr
        self._who = who
        # CI systems often give a pseudo terminal, and then store thousands of repainted lines.
        self._moving = self._stream.isatty() and not environment.get("CI")

    def say(self, line: str) -> None:
        """One plain line."""
        print(f"{self._who}: {line}", file=self._stream, flush=True)

    @contextlib.contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Show `what` and the seconds it has taken so far, until the block ends."""
        if self._moving:
            columns = (SpinnerColumn(), TextColumn(f"{self._who}: {{task.description}}"), TimeElapsedColumn())
            with Progress(*columns, console=Console(file=self._stream), transient=True) as bar:
                bar.add_task(what, total=None)
                yield
            return
        begun = time.monotonic()
        done = threading.Event()

        def lines() -> None:
            while not done.wait(_EVERY_SECONDS):
                self.say(f"{what} … {time.monotonic() - begun:.0f} s")

        self.say(what)
        watch = threading.Thread(target=lines, daemon=True)
        watch.start()
        try:
            yield
        finally:
            done.set()
            watch.join()
