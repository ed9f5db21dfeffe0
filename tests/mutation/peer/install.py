"""awsguard's packages, pinned by the lock beside this file (without addresses), installed once into the user's cache."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from simulator.engine import cache_root

SOURCE = Path(__file__).parent / "awsguard"
_SECONDS = 300


class NoPeerError(Exception):
    """Why the peer can't run here."""


def installed() -> Path:
    """Its folder. Raises `NoPeerError` where Node.js or its packages are missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NoPeerError("Node.js or npm is missing")
    digest = hashlib.sha256()
    for path in sorted(SOURCE.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    folder = cache_root() / "mutants" / f"awsguard-{digest.hexdigest()[:16]}"
    if (folder / "installed").exists():
        return folder
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(SOURCE, part)
    try:
        done = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=part,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise NoPeerError(f"its packages were not there after {_SECONDS} s") from None
    if done.returncode:
        raise NoPeerError(f"its packages can't be installed: {done.stderr.strip()[-300:]}")
    (part / "installed").touch()
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return folder
