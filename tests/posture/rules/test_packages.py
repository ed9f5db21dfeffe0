"""A program of one cloud imports no other cloud's rules and readers, and is judged as if it had."""

import subprocess
import sys
from pathlib import Path

import pytest

from posture.readers.load import PACKAGES, folders_of, load_readers
from posture.readers.registry import INERT, READERS, WHOLE
from posture.resource import Resource
from posture.rules.catalogue import modules
from posture.rules.contract import registered_in
from posture.rules.packages import listed
from posture.stack import Form, Stack

MADE = "`python -m posture.rules.packages` makes the file anew"
FEW = 40
"""So many new checks may be missing until the file is made anew: what is not listed is always imported."""


def stack(*tokens: str, custom: bool = True) -> Stack:
    """One resource of each type."""
    named = ((f"urn:pulumi:a::b::{token}::c", token) for token in tokens)
    return Stack(tuple(Resource(urn, token, "c", None, {}, custom=custom) for urn, token in named), Form.STATE)


def test_what_is_listed_of_a_check_is_what_it_looks_at() -> None:
    wrong = [module for module, packages in listed().items() if module in modules() and registered_in(module).packages != packages]
    assert wrong == [], f"{MADE}: {wrong}"


def test_nearly_every_check_is_listed() -> None:
    assert len(modules().keys() - listed().keys()) < FEW, MADE


def test_every_type_that_is_read_is_of_a_package_that_its_folder_names() -> None:
    load_readers()
    told = {package for packages in PACKAGES.values() for package in packages}
    assert {token.partition(":")[0] for token in (*READERS, *INERT, *WHOLE)} <= told
    for token, found in READERS.items():
        for reader in found:
            folder = reader.__module__.split(".")[2]
            assert token.partition(":")[0] in PACKAGES[folder], f"{reader.__module__} reads {token}"


def test_a_program_of_one_cloud_needs_one_folder() -> None:
    assert folders_of(stack("aws:s3/bucket:Bucket", "random:index/randomId:RandomId", "pulumi:providers:aws")) == ("aws",)


def test_a_chart_needs_the_readers_of_kubernetes() -> None:
    assert folders_of(stack("kubernetes:helm.sh/v4:Chart", custom=False)) == ("kubernetes",)


def test_a_package_that_nobody_reads_needs_them_all() -> None:
    assert folders_of(stack("gcp:storage/bucket:Bucket", "datadog:index/monitor:Monitor")) == tuple(PACKAGES)
    assert folders_of(stack("ai-zones:index:AwsPhiZone", custom=False)) == ()


def test_a_check_of_one_cloud_imports_no_rule_of_another() -> None:
    state = Path(__file__).parents[1] / "topologies" / "warehouse_fed_from_buckets" / "state.json"
    assert '"aws:' in state.read_text(encoding="utf-8")
    program = (
        "import sys; from posture.cli import main\n"
        "try: main(sys.exit)\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('posture.r') and name.endswith(('rule_azure', 'rule_gcp', '.firewalls'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(state), "--pack", "all", "--format", "json"],
        stdout=subprocess.PIPE, check=True, text=True,
    )  # fmt: skip
    # Three look at every resource, whatever its cloud.
    every = {module for module, packages in listed().items() if packages == {"*"}}
    imported = {name.strip(" '") for name in done.stdout.splitlines()[-1].strip("[]").split(",")}
    assert {name for name in imported if name and name not in every} == set()


def test_a_check_is_one_module_however_it_is_imported() -> None:
    code = (
        "import importlib, sys\n"
        "from posture.rules.catalogue import modules\n"
        "from posture.rules.contract import registered_in\n"
        "wrong = [name for name in modules() if registered_in(name) is not importlib.import_module(name).check]\n"
        "sys.exit(repr(wrong) if wrong else 0)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


def test_a_module_that_is_none_says_so() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_rule"):
        registered_in("posture.rules.data.no_such_rule.rule")
