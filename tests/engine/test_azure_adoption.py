"""The same on Azure: hub firewall, network, private zone and log archive of a landing zone, in the same subscription and in another, adopted by
their ids; on the real engine, twice, and judged from what both stacks export."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from posture.check import Judgement, check
from posture.inputs.several import load_stacks
from posture.proofs.verdict import Verdict
from posture.settings.effective import load_settings
from simulator.home import Home
from simulator.runner import Rehearsal, quiet_about_abandoned_coroutines
from tests.engine.commands import PROGRAMS
from tests.posture.several.topologies.corpus import Set
from tests.posture.several.topologies.record import rehearsal
from tests.posture.topologies import azure_shared as shared
from tests.posture.topologies.corpus import verdicts

pytestmark = pytest.mark.engine

CHOSEN = Set(PROGRAMS / "azure_adoption")
LANDING, RECORDS = "1_landing", "2_records"
CASES = {"in another subscription, closed": (shared.OTHER, False), "in the same subscription, with a way out": (shared.SUBSCRIPTION, True)}
"""Where hub, private zone and archive stand, and whether its spoke's default route leads to the hub's firewall."""
READ = {
    "network:AzureFirewall",
    "network:FirewallPolicy",
    "network:FirewallPolicyRuleCollectionGroup",
    "network:NetworkSecurityGroup",
    "network:PublicIPAddress",
    "network:RouteTable",
    "network:Subnet",
    "network:VirtualNetwork",
    "network:VirtualNetworkPeering",
    "operationalinsights:DataExport",
    "operationalinsights:Workspace",
    "privatedns:PrivateRecordSet",
    "privatedns:PrivateZone",
    "privatedns:VirtualNetworkLink",
    "storage:BlobServiceProperties",
    "storage:StorageAccount",
}


@dataclass
class Built:
    """Both stacks, up."""

    leaks: bool
    stacks: dict[str, Rehearsal]
    scratch: Path

    def judged(self, *programs: str) -> Judgement:
        """The judge's word on what these stacks export."""
        files = []
        for program in programs:
            files.append(self.scratch / f"{program}.json")
            files[-1].write_text(json.dumps(self.stacks[program].export()))
        return check(load_stacks(files), load_settings(CHOSEN.folder / "posture.yaml"))

    def rows(self, program: str) -> list[dict[str, object]]:
        """Resources of a stack's state."""
        rows: list[dict[str, object]] = self.stacks[program].export()["deployment"].get("resources", [])
        return rows


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """A rehearsal replaces the process's environment by that of its engine."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module", params=list(CASES.values()), ids=list(CASES))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    quiet_about_abandoned_coroutines()
    hub_subscription, leaks = request.param
    scratch = tmp_path_factory.mktemp("adoption")
    handed: dict[str, object] = {
        "azure-native:location": "westeurope",
        "azure-native:tenantId": shared.TENANT,
        "azure-native:subscriptionId": shared.SUBSCRIPTION,
        "corpus:hub_subscription": hub_subscription,
        "corpus:way_out": leaks,
    }
    made: dict[str, Rehearsal] = {}
    for program in CHOSEN.programs:
        made[program] = one = rehearsal(CHOSEN, program, scratch / program, handed, Home(scratch / "simulated"))
        one.up()
        handed |= {f"corpus:{name}": output.value for name, output in one.stack.outputs().items()}
    return Built(leaks, made, scratch)


def test_a_second_update_of_either_changes_nothing(built: Built) -> None:
    for one in built.stacks.values():
        one.up(expect_no_changes=True)


def test_what_is_adopted_stands_in_the_state_as_read_and_not_as_ours(built: Built) -> None:
    adopted = [row for row in built.rows(RECORDS) if row.get("external")]
    assert {str(row["type"]).removeprefix("azure-native:") for row in adopted} == READ
    landing_zone = {row["id"]: row["outputs"] for row in built.rows(LANDING) if row.get("custom")}
    assert {row["id"] for row in adopted} <= set(landing_zone)
    (table,) = [row for row in adopted if str(row["type"]).endswith(":RouteTable")]
    assert table["outputs"]["routes"] == landing_zone[table["id"]]["routes"]  # type: ignore[index]


def test_the_firewalls_address_is_that_of_the_landing_zone(built: Built) -> None:
    assert built.stacks[RECORDS].stack.outputs()["firewallAddress"].value == "10.0.0.4"


def test_the_road_through_the_adopted_table_is_found_and_none_is_invented(built: Built) -> None:
    """Alone it can't be ruled out that a rule of the hub's firewall that nobody named forbids it; the landing zone's own state knows."""
    alone, together = built.judged(RECORDS), built.judged(LANDING, RECORDS)
    said = {
        name: [finding.shown_path for finding in one.result("phi-exit").findings] for name, one in (("alone", alone), ("both", together))
    }
    road = "→ 0.0.0.0/0 → hub{} → internet"
    if built.leaks:
        assert alone.result("phi-exit").verdict is Verdict.UNPROVEN
        assert f"spoke-subnet-endpoint → routes of spoke-subnet-endpoint {road.format('-firewall')}" in said["alone"]
        assert together.result("phi-exit").verdict is Verdict.VIOLATED
        assert f"apps [landing/dev] → routes of apps {road.format('')}" in said["both"]
    else:
        assert {verdict for one in (alone, together) for verdict in verdicts(one).values()} == {Verdict.PROVEN}, said


def test_taking_the_adopting_stack_down_leaves_what_it_adopted(built: Built) -> None:
    adopted = {row["id"] for row in built.rows(RECORDS) if row.get("external")}
    built.stacks[RECORDS].destroy()
    assert [row["type"] for row in built.rows(RECORDS)] == []
    built.stacks[LANDING].refresh(expect_no_changes=True)
    assert adopted <= {row["id"] for row in built.rows(LANDING) if row.get("custom")}
