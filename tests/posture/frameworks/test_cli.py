"""`posture frameworks`: what it lists, and how it exits."""

import json
import subprocess
import sys
from pathlib import Path

from posture.frameworks.catalogue import frameworks


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False, env={"PATH": "", "PYTHONUTF8": "1"})


def posture(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "posture", "frameworks", *arguments)


def test_every_requirement_is_listed_with_its_numbers() -> None:
    done = posture()
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == sum(1 + len(one.requirements) + len(one.not_judged) for one in frameworks().values())
    (tls,) = [line for line in lines if " SC-7(10) " in line]
    (control,) = [one for one in frameworks()["nist-800-53"].requirements if one.id == "SC-7(10)"]
    assert f"4 theorems, {len(control.rules)} rules" in tls
    assert tls.startswith("  ◐ ")
    assert tls.endswith("Prevent Exfiltration")


def test_json_says_everything_that_the_files_say() -> None:
    done = posture("nist-800-207", "--format", "json")
    assert json.loads(done.stdout) == [frameworks()["nist-800-207"].model_dump(mode="json")]


def test_an_unknown_framework_is_one_message_and_exit_3(tmp_path: Path) -> None:
    done = posture("nist-800-54")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "posture: no such framework: 'nist-800-54'; there are: ccpa, eu-ai-act, gdpr, hipaa-security-rule, nist-800-207, nist-800-53; or name the YAML file of your own\n"
    )


def test_a_judgement_reads_no_framework() -> None:
    statement = (
        "import sys, posture.cli, posture.check, posture.packs.catalogue, posture.report.json; print('posture.frameworks' in sys.modules)"
    )
    assert run(sys.executable, "-c", statement).stdout == "False\n"
