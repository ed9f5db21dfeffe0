"""Which engine is good enough, and how a candidate is asked for its version."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

ENGINE_VERSION = "3.250.0"
"""The version that is installed where none is found; everything in the repository was run with it."""

Version = tuple[int, int, int]

_VERSION = re.compile(r"^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$")
_ASK_SECONDS = 30.0


def parse_version(text: str) -> Version | None:
    """`v3.250.0`, `3.250.0` or `3.251.0-alpha.1` as numbers; None for anything else."""
    match = _VERSION.match(text.strip())
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def written(version: Version) -> str:
    """The version as people write it: `3.250.0`."""
    return ".".join(str(part) for part in version)


def good_enough(version: Version) -> bool:
    """True for the pinned version and later ones of the same major: a new major may change the engine's protocol."""
    pinned = parse_version(ENGINE_VERSION)
    assert pinned is not None
    return version[0] == pinned[0] and version >= pinned


def version_of(executable: Path, environment: Mapping[str, str] | None = None) -> Version | None:
    """What `pulumi version` answers; None if the file does not run, does not end in time or answers something else.

    The file is really run: one that was cut short by a full disk still has the right name and mode.
    """
    env = {**(os.environ if environment is None else environment), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(
            [str(executable), "version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_ASK_SECONDS,
            env=env,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return parse_version(done.stdout) if done.returncode == 0 else None
