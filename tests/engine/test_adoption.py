"""A landing zone built by one stack, adopted by another: on the real engine, twice, and judged from what both export."""

import json
from pathlib import Path

import pytest

from posture.check import check
from posture.inputs.several import load_stacks
from posture.proofs.verdict import Verdict
from posture.settings.effective import load_settings
from simulator.home import Home
from simulator.protection import unprotect
from simulator.runner import Rehearsal
from tests.posture.several.topologies.corpus import sets
from tests.posture.several.topologies.record import rehearsal
from tests.posture.topologies.corpus import verdicts

pytestmark = pytest.mark.engine

Built = dict[str, Rehearsal]


@pytest.fixture(scope="module", params=["landing_zone_adopted_whole", "landing_zone_adopted_with_a_nat_route"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Built, Path]:
    """Both stacks, up."""
    [chosen] = [one for one in sets() if one.name == request.param]
    scratch = tmp_path_factory.mktemp("adoption")
    handed: dict[str, object] = {"aws:region": "eu-west-1"}
    made: Built = {}
    for program in chosen.programs:
        made[program] = one = rehearsal(chosen, program, scratch / program, handed, Home(scratch / "simulated"))
        one.up()
        handed |= {f"corpus:{name}": output.value for name, output in one.stack.outputs().items()}
    return chosen.name, made, scratch


def test_a_second_update_of_either_changes_nothing(built: tuple[str, Built, Path]) -> None:
    _, made, _ = built
    for rehearsal_ in made.values():
        rehearsal_.up(expect_no_changes=True)


def test_what_is_adopted_stands_in_the_state_as_read_and_not_as_ours(built: tuple[str, Built, Path]) -> None:
    _, made, _ = built
    rows = made["2_records"].export()["deployment"]["resources"]
    adopted = {row["type"].rsplit(":", 1)[-1]: row for row in rows if row.get("external")}
    assert {"Vpc", "Subnet", "RouteTable", "RouteTableAssociation", "NetworkAcl", "SecurityGroup", "InternetGateway"} <= set(adopted)
    assert adopted["Vpc"]["outputs"]["mainRouteTableId"].startswith("rtb-")
    assert adopted["RouteTableAssociation"]["outputs"]["routeTableId"].startswith("rtb-")
    assert adopted["NetworkAcl"]["outputs"]["egress"]
    assert all(row["outputs"]["routes"] is not None for row in rows if row["type"].endswith("routeTable:RouteTable"))


def test_the_exports_together_show_the_road_through_the_adopted_table(built: tuple[str, Built, Path]) -> None:
    name, made, scratch = built
    files = []
    for program, rehearsal_ in made.items():
        files.append(scratch / f"{program}.json")
        files[-1].write_text(json.dumps(rehearsal_.export()))
    judgement = check(load_stacks(files), load_settings(None))
    paths = [finding.shown_path for finding in judgement.result("phi-exit").findings]
    if name == "landing_zone_adopted_whole":
        said = verdicts(judgement)
        assert said["phi-exit"] is not Verdict.VIOLATED, paths
        assert said["dns-closed"] is Verdict.PROVEN
    else:
        assert judgement.result("phi-exit").verdict is Verdict.VIOLATED
        assert "private-eu-west-1a [landing/dev] → private → 0.0.0.0/0 → central → internet" in paths


def test_taking_the_adopting_stack_down_leaves_what_it_adopted(built: tuple[str, Built, Path]) -> None:
    _, made, _ = built
    landing, records = made["1_landing"], made["2_records"]
    deployment = records.export()["deployment"]
    adopted = {row["id"] for row in deployment["resources"] if row.get("external")}
    records.rewrite(unprotect(deployment, records.world))
    records.destroy()
    assert [row["type"] for row in records.export()["deployment"].get("resources", [])] == []
    landing.refresh(expect_no_changes=True)
    assert adopted & {row["id"] for row in landing.export()["deployment"]["resources"] if row.get("custom")}
