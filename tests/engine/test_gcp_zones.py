"""Zones on GCP, of components, on the real engine against the simulated cloud: built, judged, taken in by another stack, and a perimeter's switch."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from posture.check import Judgement, check
from posture.inputs.several import load_stacks
from posture.perimeters.difference import difference
from posture.perimeters.refusals import Outcome
from posture.perimeters.report import report
from posture.proofs.verdict import Verdict
from posture.settings.effective import load_settings
from simulator.home import Home
from simulator.runner import FailedError, Rehearsal, quiet_about_abandoned_coroutines
from tests.engine.commands import PROGRAMS
from tests.posture.several.topologies.corpus import Set
from tests.posture.several.topologies.record import rehearsal
from tests.posture.topologies.corpus import verdicts

pytestmark = pytest.mark.engine

CHOSEN = Set(PROGRAMS / "gcp_zones")
ZONES, RECORDS = "1_zones", "2_records"
PERIMETER = "gcp:accesscontextmanager/servicePerimeter:ServicePerimeter"


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """A rehearsal replaces the process's environment by that of its engine."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@dataclass
class World:
    """One simulated cloud, and what is brought up in it."""

    scratch: Path
    stacks: dict[str, Rehearsal]

    def bring_up(self, program: str, **config: object) -> Rehearsal:
        """One program as a stack of its own."""
        given = {"gcp:project": "acme-prod-phi", "gcp:region": "europe-west3"} | {f"corpus:{name}": value for name, value in config.items()}
        folder = self.scratch / f"{program}-{len(self.stacks)}"
        self.stacks[program] = one = rehearsal(CHOSEN, program, folder, given, Home(self.scratch / "simulated"))
        (self.scratch / f"{program}.preview.json").write_text(one.preview_json())
        one.up()
        (self.scratch / f"{program}.json").write_text(json.dumps(one.export()))
        return one

    def judged(self, *files: str) -> Judgement:
        """The judge's word on what stands, or on previews."""
        return check(load_stacks([self.scratch / f"{file}.json" for file in files]), load_settings(CHOSEN.folder / "posture.yaml"))

    def rows(self, program: str) -> list[dict[str, object]]:
        """Resources of a stack's state."""
        rows: list[dict[str, object]] = self.stacks[program].export()["deployment"].get("resources", [])
        return rows


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The three zones with perimeters that only report; the tests of this module go on from there, in their order."""
    quiet_about_abandoned_coroutines()
    made = World(tmp_path_factory.mktemp("gcp-zones"), {})
    made.bring_up(ZONES, mode="dry-run")
    return made


def test_a_second_update_changes_nothing(world: World) -> None:
    world.stacks[ZONES].up(expect_no_changes=True)
    world.stacks[ZONES].refresh(expect_no_changes=True)


def test_the_producer_lets_the_flows_consumer_in(world: World) -> None:
    assert world.stacks[ZONES].stack.outputs()["status"].value == "ACCEPTED"


def test_perimeters_that_only_report_keep_nothing_in(world: World) -> None:
    said = world.judged(ZONES).result("phi-exit")
    assert said.verdict is Verdict.VIOLATED
    assert any("dry run only" in str(finding.shown_path) for finding in said.findings)
    never_contradicted(world)
    (world.scratch / "reported.json").write_text((world.scratch / f"{ZONES}.json").read_text())


def test_enforcing_changes_each_perimeter_in_place_and_proves_all(world: World) -> None:
    before = {str(row["urn"]): row["id"] for row in world.rows(ZONES) if row["type"] == PERIMETER}
    world.bring_up(ZONES, mode="enforced")
    after = {str(row["urn"]): row["id"] for row in world.rows(ZONES) if row["type"] == PERIMETER}
    assert len(before) == 3
    assert "is refused, but:" in world.stacks[ZONES].stack.outputs()["perimeter-phi"].value[0]
    assert after == before
    said = world.judged(ZONES)
    assert set(verdicts(said).values()) == {Verdict.PROVEN}, [finding.shown_path for one in said.results for finding in one.findings]
    never_contradicted(world)


def test_the_switch_reads_as_a_diff_with_the_calls_that_would_be_refused(world: World) -> None:
    """The state before it, and the preview of the change."""
    before, after = (load_stacks([world.scratch / f"{file}.json"]) for file in ("reported", f"{ZONES}.preview"))
    settings = load_settings(CHOSEN.folder / "posture.yaml")
    refused = [(one.call.who, one.call.target, one.reason) for one in report(before, settings).of(Outcome.REFUSED)]
    monitor = "serviceAccount:monitor@acme-prod-egress.iam.gserviceaccount.com"
    assert refused == [(monitor, "acme-prod-phi", "no rule lets it into acme_prod_phi for monitoring.googleapis.com")]
    changed = report(after, settings, before)
    assert [one.call.who for one in changed.of(Outcome.REFUSED)] == [monitor]
    lines = {one.name: difference(one) for one in changed.perimeters}
    assert set(lines) == {"acme_prod_phi", "acme_prod_deidentification", "acme_prod_egress"}
    assert "+ project acme-prod-phi" in lines["acme_prod_phi"]
    assert any(line.startswith("+ in, records: serviceAccount:embed@") for line in lines["acme_prod_phi"])
    assert all(difference(one) == [] for one in report(after, settings).perimeters)


def never_contradicted(world: World) -> None:
    """A preview says the same, or that it can't tell: the labels of a project that is read for the first time are not in it."""
    preview, state = (verdicts(world.judged(form)) for form in (f"{ZONES}.preview", ZONES))
    assert {theorem: (preview[theorem], said) for theorem, said in state.items() if preview[theorem] not in (said, Verdict.UNPROVEN)} == {}


def test_another_stack_takes_the_network_in_and_sees_its_roads(world: World) -> None:
    outputs = {name: output.value for name, output in world.stacks[ZONES].stack.outputs().items() if isinstance(output.value, str)}
    taken = world.bring_up(RECORDS, **outputs)
    taken.up(expect_no_changes=True)
    adopted = [row for row in world.rows(RECORDS) if row.get("external")]
    assert {str(row["type"]).split(":")[-1] for row in adopted} == {
        "ManagedZone", "Network", "NetworkFirewallPolicy", "NetworkFirewallPolicyAssociation", "NetworkFirewallPolicyRule", "Policy",
        "ResponsePolicy", "ResponsePolicyRule", "Route", "Subnetwork",
    }  # fmt: skip
    ours = {row["id"] for row in world.rows(ZONES) if row.get("custom")}
    assert {row["id"] for row in adopted} <= ours


def test_taking_the_adopting_stack_down_leaves_what_it_adopted(world: World) -> None:
    world.stacks[RECORDS].destroy()
    world.stacks[ZONES].refresh(expect_no_changes=True)


def test_what_is_enforced_is_not_destroyed_by_mistake(world: World) -> None:
    with pytest.raises(FailedError, match="protected"):
        world.stacks[ZONES].destroy()
