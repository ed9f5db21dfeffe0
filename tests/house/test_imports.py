"""The import contracts hold at run time too: what a user of one part imports brings nothing of the other parts along."""

import json
import subprocess
import sys

import pytest

from tests.house.checkout import ROOT

_PROBE = "import json, sys; {statement}; print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"


def _brought_along(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE.format(statement=statement)], cwd=ROOT / "docs", capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("statement", "without"),
    [
        ("import ai_zones.plan", {"pulumi", "pulumi_aws", "pulumi_policy", "posture", "simulator", "networkx", "rich", "typer"}),
        ("import posture.cli", {"pulumi", "pulumi_aws", "pulumi_policy", "grpc", "boto3", "botocore", "simulator"}),
        ("import ai_zones.aws", {"posture", "simulator", "pulumi_policy", "boto3", "pulumi_azure_native"}),
        ("import ai_zones.azure", {"posture", "simulator", "pulumi_policy", "boto3", "pulumi_aws"}),
        ("import ai_zones.vault", {"posture", "simulator", "pulumi_policy", "pulumi_aws", "pulumi_gcp", "hvac"}),
        ("import ai_zones.kubernetes", {"posture", "simulator", "pulumi_policy", "boto3", "pulumi_aws", "kubernetes"}),
        ("import simulator.engine", {"ai_zones", "posture", "pulumi_aws", "pulumi_policy"}),
    ],
)
def test_importing_a_part_brings_nothing_that_it_must_do_without(statement: str, without: set[str]) -> None:
    assert _brought_along(statement) & without == set()
