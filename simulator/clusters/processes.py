"""Servers as processes: started with a log, watched until they answer, ended by their number, and no other process with them."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from simulator.clusters.unavailable import ServersUnavailableError

_POLL_SECONDS = 0.05
_GRACE_SECONDS = 10.0
_KEEP_LINES = 5


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody holds; all are held until the last is found, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in held]
    finally:
        for one in held:
            one.close()


class Server:
    """One running program."""

    def __init__(self, name: str, command: Sequence[str | Path], log: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self._log = log
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=log.parent,
                start_new_session=True,  # An interrupt at the keyboard is the command's, which then ends its servers in order.
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return when it is ready; raises ServersUnavailableError with its last lines when it ends before, or time is up."""
        give_up = time.monotonic() + seconds
        while not ready():
            if self._process.poll() is not None:
                raise ServersUnavailableError(f"{self.name} ended at once: {self.last_lines()}")
            if time.monotonic() > give_up:
                raise ServersUnavailableError(f"{self.name} was not ready after {seconds:.0f} s: {self.last_lines()}")
            time.sleep(_POLL_SECONDS)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def last_lines(self) -> str:
        """The end of its log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return " / ".join(line.strip() for line in lines[-_KEEP_LINES:]) or "it printed nothing"


def end(pid: int, folder: Path) -> None:
    """Ask the server that works in a folder to end, and make it after a grace. A process of that number that is another's is left alone."""
    for signal_ in (signal.SIGTERM, signal.SIGKILL):
        if not runs(pid, folder):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal_)
        give_up = time.monotonic() + _GRACE_SECONDS
        while runs(pid, folder) and time.monotonic() < give_up:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            time.sleep(_POLL_SECONDS)


def runs(pid: int, folder: Path) -> bool:
    """Whether a process is a server that was started for this folder: its command names it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[-1].split()[0]
        return state != "Z" and str(folder) in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except OSError:
        # Where there is no /proc the number alone must do: the file that holds it is the world's own.
        if Path("/proc").is_dir():
            return False
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return True
