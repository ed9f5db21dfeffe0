"""What a PHI zone keeps on Google Cloud, on the real engine: built once, the same afterwards, taken down where that is asked for."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.home import Home
from simulator.project import Project
from simulator.runner import Rehearsal
from tests.engine.commands import PROGRAMS

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900), pytest.mark.filterwarnings("ignore::DeprecationWarning")]

COMPONENTS = ("BigQueryStore", "ClinicalStore", "DatabaseLink", "Keys", "LogArchive", "PhiDatabase", "PhiStore", "Secrets", "ZoneProject")
STAYS = {"gcp:kms/keyRing:KeyRing", "gcp:kms/cryptoKey:CryptoKey"}
"""What Google Cloud never deletes."""


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The program in a world of its own. A rehearsal replaces the process's environment; put it back."""
    before = dict(os.environ)
    yield Rehearsal(Project.load(PROGRAMS / "gcp_data"), "small", Home(Path(tmp_path_factory.mktemp("gcp-data")) / "simulated", {}), ())
    os.environ.clear()
    os.environ.update(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        gc.collect()


def _types(rehearsal: Rehearsal) -> set[str]:
    state: dict[str, Any] = rehearsal.export()["deployment"]
    return {one["type"] for one in state["resources"]}


def _endpoint(rehearsal: Rehearsal) -> dict[str, Any]:
    resources: list[dict[str, Any]] = rehearsal.export()["deployment"]["resources"]
    return next(one["outputs"] for one in resources if one["type"] == "gcp:compute/forwardingRule:ForwardingRule")


def test_the_data_of_a_zone_is_built_stays_the_same_and_is_taken_down(rehearsal: Rehearsal) -> None:
    planned = rehearsal.preview().operations
    assert rehearsal.up().operations == planned
    assert set(rehearsal.up(expect_no_changes=True).operations) <= {"same", "read"}
    assert set(rehearsal.refresh(expect_no_changes=True).operations) <= {"same", "read"}
    assert _types(rehearsal) >= STAYS | {f"ai-zones:index:Gcp{name}" for name in COMPONENTS}
    assert _endpoint(rehearsal)["pscConnectionStatus"] == "ACCEPTED"  # By the database, whose list of projects has the consumer's.
    rehearsal.destroy()
    assert {one.type for one in rehearsal.world.remaining()} <= STAYS
