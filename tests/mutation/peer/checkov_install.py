"""checkov and what it needs, pinned by digest in `checkov_pins/requirements.txt`, installed once into the user's cache: never into our environment."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from simulator.engine import cache_root
from tests.mutation.peer.install import NoPeerError

SOURCE = Path(__file__).parent / "checkov_pins"
PINS = SOURCE / "requirements.txt"
_SECONDS = 600
_PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"]


def installed() -> Path:
    """The Python of its environment. Raises `NoPeerError` where its packages can't be had."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256(PINS.read_bytes() + version.encode()).hexdigest()
    folder = cache_root() / "mutants" / f"checkov-{digest[:16]}"
    python = folder / "bin" / "python"
    if (folder / "installed").exists():
        return python
    # An environment can't be moved: what an earlier run left half done is made anew in its place.
    shutil.rmtree(folder, ignore_errors=True)
    try:
        _run([sys.executable, "-m", "venv", str(folder)])
        _run([str(python), *_PIP, str(PINS)])
    except NoPeerError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    (folder / "installed").touch()
    return python


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise NoPeerError(f"its packages were not there after {_SECONDS} s") from None
    except OSError as error:
        raise NoPeerError(f"its environment can't be made: {error}") from None
    if done.returncode:
        raise NoPeerError(f"its packages can't be installed: {done.stderr.strip()[-300:]}")
