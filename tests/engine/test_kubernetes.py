"""The stacks of clusters on the real engine: built once, the same the second time, held by every rule, and gone when they are taken down."""

import json
from pathlib import Path

import pytest

from tests.engine.commands import judge, simulate

pytestmark = pytest.mark.engine
GATES = ("redactor", "retriever", "tools", "gateway")
CHARTS = ("cert-manager", "cert-manager-istio-csr", "istio-base", "istio-cni", "istiod", "policy-controller")


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """World in which `kubernetes-dev` was built."""
    world = tmp_path_factory.mktemp("kubernetes-dev")
    done = simulate("up", "kubernetes-dev", world, "--no-packs")
    assert done.code == 0, done.text
    return world


def judged(stack: str, world: Path) -> str:
    """What `posture check` says of the exported state, by every pack, to a reviewer who has read the charts."""
    file, config = world / "state.json", world / "posture.yaml"
    config.write_text(json.dumps({"asserted": [{"literal": f"release/{chart}", "reason": "read"} for chart in CHARTS]}))
    assert simulate("export", stack, world, "--file", file).code == 0
    said = judge(file, "--pack", "all", "--config", config).out
    assert "verdict: " in said
    return said


def test_a_second_update_finds_everything_the_same(dev: Path) -> None:
    done = simulate("up", "kubernetes-dev", dev, "--no-packs", "--skip-preview", "--expect-no-changes")
    assert done.code == 0, done.text
    assert " same" in done.out


def test_nothing_is_violated_and_each_gate_without_a_program_is_named(dev: Path) -> None:
    said = judged("kubernetes-dev", dev)
    assert "violated" not in said, said
    for gate in GATES:
        assert f"clinic-a-dev-{gate}-service is a gate without a program" in said


def test_a_cluster_of_one_zone_in_production_breaks_no_rule(tmp_path: Path) -> None:
    done = simulate("up", "kubernetes-clinical", tmp_path, "--no-packs", "--skip-preview")
    assert done.code == 0, done.text
    said = judged("kubernetes-clinical", tmp_path)
    assert "violated" not in said, said
    assert "is a gate without a program" not in said
    for theorem in ("zone-segmentation", "dns-closed"):
        assert f"✓ proven    {theorem}" in said, said
    refused = simulate("destroy", "kubernetes-clinical", tmp_path)
    assert refused.code != 0
    assert "protect" in refused.text


def test_taken_down_it_leaves_nothing(dev: Path) -> None:
    done = simulate("destroy", "kubernetes-dev", dev)
    assert done.code == 0, done.text
    assert "delete" in done.out
