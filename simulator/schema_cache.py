"""What was parsed of the SDKs, kept on disk by package and version: parsing takes milliseconds a type, reading it again far less."""

import os
import threading
from pathlib import Path

FORMAT = "6"
"""Changes with what is kept."""


def folder(package: str, version: str) -> Path:
    """The user's cache folder of one SDK."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "ai-zones" / "schema" / f"{package}-{version}-{FORMAT}"


def write(path: Path, text: str) -> None:
    """Whole or not at all: several processes parse at once, and several threads of each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.part")
    part.write_text(text)
    part.replace(path)
