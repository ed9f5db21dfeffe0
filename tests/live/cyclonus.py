"""cyclonus, a second reading of NetworkPolicies: built from its Go module into the user's cache, and asked many questions in one run.

Source: github.com/mattfenwick/cyclonus v0.5.6. Known of it: `NotIn` does not match what lacks the key (the API says that it does), `policyTypes` must be
written out, and a file is one policy or one `NetworkPolicyList`.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from simulator.engine.cache import cache_root, exclusive

VERSION: Final = "v0.5.6"
_MODULE: Final = "github.com/mattfenwick/cyclonus/cmd/cyclonus"
_PATIENCE_SECONDS: Final = 900.0
_ANSWER: Final = re.compile(r"IS ALLOWED\?\s*\|\s*(TRUE|FALSE)")


class MissingError(Exception):
    """It is not here, and can't be brought. The text is the reason."""


def find() -> Path:
    """The program, built on the first call (a minute). Raises MissingError where there is no Go, or no module proxy."""
    folder = cache_root() / "cyclonus" / VERSION
    program = folder / "cyclonus"
    if program.exists():
        return program
    go = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
    if go is None:
        raise MissingError("no `go` on PATH to build cyclonus with")
    with exclusive(folder.parent / f".{VERSION}.lock", _PATIENCE_SECONDS, lambda: None):
        if not program.exists():
            folder.mkdir(parents=True, exist_ok=True)
            built = subprocess.run(
                [go, "install", f"{_MODULE}@{VERSION}"],
                env={**os.environ, "GOBIN": str(folder)},
                capture_output=True,
                text=True,
                check=False,
            )
            if built.returncode != 0:
                raise MissingError(f"cyclonus can't be built here: {built.stderr.strip().splitlines()[-1:]}")
    return program


def allowed(program: Path, policies: Iterable[Mapping[str, Any]], traffic: list[Mapping[str, Any]], scratch: Path) -> list[bool]:
    """Whether each of the connections passes all policies."""
    listed = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicyList", "items": list(policies)}
    (scratch / "policies.yaml").write_text(json.dumps(listed), encoding="utf-8")
    (scratch / "traffic.json").write_text(json.dumps(traffic), encoding="utf-8")
    done = subprocess.run(
        [
            program,
            "analyze",
            "--mode",
            "query-traffic",
            "--simplify-policies=false",
            "--policy-path",
            scratch / "policies.yaml",
            "--traffic-path",
            scratch / "traffic.json",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    answers = [found == "TRUE" for found in _ANSWER.findall(done.stdout)]
    if done.returncode != 0 or len(answers) != len(traffic):
        raise AssertionError(f"cyclonus answered {len(answers)} of {len(traffic)} questions: {done.stderr[-2000:]}")
    return answers
