"""`python -m tests.bench [--sizes 1000,10000] [--times 5] [--page]`: measures side by side, in turns, and prints or writes what came out."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import yaml

from tests.bench import messages
from tests.bench.ask import AWSGUARD, EVERYTHING, PROGRAMS
from tests.bench.page import Checked, Run, page
from tests.bench.stack import Made, make
from tests.mutation.peer.guard import alone
from tests.mutation.peer.install import NoPeerError, installed

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "bench.md"


def main(arguments: list[str]) -> int:
    """Exit 1 if a planted violation was not reported."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="Numbers of resources.")
    parser.add_argument("--times", type=int, default=5, help="How often each is measured; the largest size three times at most.")
    parser.add_argument("--page", action="store_true", help=f"Write {PAGE.relative_to(ROOT)}; else print it.")
    given = parser.parse_args(arguments)
    sizes = [int(size) for size in given.sizes.split(",")]
    try:
        peer = str(installed())
    except NoPeerError as missing:
        sys.stderr.write(f"awsguard is left out: {missing}\n")
        peer = ""
    runs: list[Run] = []
    checks: list[Checked] = []
    lacking: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        for size in sizes:
            made = make(size)
            folder = Path(scratch) / str(size)
            _write(made, folder)
            _checked(folder, size)  # the first run compiles
            for turn in range(given.times if size == min(sizes) else min(given.times, 3)):
                for program in PROGRAMS:
                    if program == AWSGUARD and not peer:
                        continue
                    sys.stderr.write(f"{size} resources, turn {turn + 1}: {program}\n")
                    said = _run(program, folder, peer)
                    if program == EVERYTHING:
                        reported = {(policy, urn) for policy, urn in said["reported"]}
                        lacking += [f"{one.rule}: {one.urn}" for one in made.planted if (one.rule, one.urn) not in reported]
                    runs.append(Run(program, size, **{key: value for key, value in said.items() if key != "reported"}))
                checks.append(_checked(folder, size))
    written = page(runs, checks, len(make(min(sizes)).planted), lacking)
    if given.page:
        PAGE.write_text(written, encoding="utf-8")
    else:
        sys.stdout.write(written)
    for one in dict.fromkeys(lacking):
        sys.stderr.write(f"not reported: {one}\n")
    return 1 if lacking else 0


def _write(made: Made, folder: Path) -> None:
    folder.mkdir(parents=True)
    messages.write(made.rows, folder / "messages")
    (folder / "state.json").write_text(json.dumps(made.state), encoding="utf-8")
    (folder / "posture.yaml").write_text(yaml.safe_dump(made.posture), encoding="utf-8")


def _run(program: str, folder: Path, peer: str) -> dict[str, Any]:
    arguments = [sys.executable, "-m", "tests.bench.ask", program, str(folder / "messages"), peer]
    done = subprocess.run(alone(arguments), cwd=ROOT, env=_environment(folder), stdout=subprocess.PIPE, check=True, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _environment(folder: Path) -> dict[str, str]:
    """Bytecode is kept, as it is wherever a package is installed: compiling is no part of a judgement."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "POSTURE_CONFIG": str(folder / "posture.yaml"), "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}


def _checked(folder: Path, size: int) -> Checked:
    """`posture check` beside a Python that parses the same file and ends."""
    state = str(folder / "state.json")
    parsed, _ = _used([sys.executable, "-c", "import json, sys; json.load(open(sys.argv[1]))", state], folder)
    judged, memory = _used(
        [sys.executable, "-c", "from posture.cli import main; main()", "check", state, "--pack", "all", "--format", "json"], folder
    )
    return Checked(size, parsed, judged, memory)


def _used(arguments: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of processor time, and largest memory in MB, of one process."""
    process = subprocess.Popen(arguments, env=_environment(folder), stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # it has been waited for
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
