"""A program in another language, made of plain provider resources by people who never heard of our components, judged in the engine."""

from pathlib import Path

import pytest

from tests.engine.typescript.program import need_node, preview

pytestmark = [pytest.mark.node, pytest.mark.engine]

ROOT = Path(__file__).resolve().parents[3]
PACKS = [ROOT / "policy-packs" / "phi-isolation"]


@pytest.fixture(autouse=True)
def node() -> None:
    """Skip where there is no Node.js."""
    need_node()


@pytest.fixture
def posture(tmp_path: Path) -> Path:
    """What a reviewer of the clinic would approve: its account and region, nothing else."""
    path = tmp_path / "posture.yaml"
    path.write_text(
        'organization: {aws: {organization_ids: [o-clinic00], account_ids: ["111122223333"]}}\nresidency: [eu-west-1]\n', encoding="utf-8"
    )
    return path


def test_a_nat_route_in_the_charts_subnets_is_refused_with_its_path(tmp_path: Path, posture: Path) -> None:
    answer = preview("nat", tmp_path, PACKS, posture)
    assert "aws:ec2/route:Route" in answer.planned
    violations = answer.of_policy("phi-exit")
    assert violations, answer
    assert {finding["level"] for finding in violations} == {"mandatory"}
    assert any(_in_order(finding["message"], "private", "0.0.0.0/0", "updates", "internet") for finding in violations), violations
    assert answer.failure is not None, "a mandatory violation stops the preview"


def test_a_route_to_a_peered_network_with_a_road_to_the_internet_is_refused_with_its_path(tmp_path: Path, posture: Path) -> None:
    answer = preview("peering", tmp_path, PACKS, posture)
    assert "aws:ec2/vpcPeeringConnection:VpcPeeringConnection" in answer.planned
    violations = answer.of_policy("phi-exit")
    assert any(_in_order(finding["message"], "private", "10.60.0.0/16", "shared", "internet") for finding in violations), violations
    assert answer.failure is not None


def test_the_same_program_without_the_leak_is_proven_in_silence(tmp_path: Path, posture: Path) -> None:
    answer = preview("none", tmp_path, PACKS, posture)
    assert "aws:rds/instance:Instance" in answer.planned
    assert answer.diagnostics == []
    assert answer.findings == []
    assert answer.failure is None


def _in_order(message: str, *parts: str) -> bool:
    """Whether the parts of a path stand in the message one after another."""
    at = 0
    for part in parts:
        at = message.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
