"""What zones keep on Google Cloud, on the real engine: proven before it is built and after, the same afterwards, taken down where that is asked."""

import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.home import Home
from simulator.project import Project
from simulator.runner import Rehearsal
from tests.engine.commands import PACKS, PROGRAMS, judge, simulate

pytestmark = [pytest.mark.engine, pytest.mark.timeout(900), pytest.mark.filterwarnings("ignore::DeprecationWarning")]

COMPONENTS = (
    *("AlloyDb", "ArtifactRegistry", "BigQueryStore", "ClinicalStore", "ConfidentialMachine", "DatabaseLink", "DeidentificationTemplates"),
    *("ImageAdmission", "Keys", "LogArchive", "Messages", "ModelEndpoint", "PhiDatabase", "PhiStore", "PromptShield", "Secrets"),
    *("VectorSearch", "VertexMetadata", "ZoneProject"),
)
PROGRAM = PROGRAMS / "gcp_data"
STAYS = {"gcp:kms/keyRing:KeyRing", "gcp:kms/cryptoKey:CryptoKey"}
"""What Google Cloud never deletes."""


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The program in a world of its own. A rehearsal replaces the process's environment; put it back."""
    before = dict(os.environ)
    yield Rehearsal(Project.load(PROGRAM), "small", Home(Path(tmp_path_factory.mktemp("gcp-data")) / "simulated", {}), ())
    os.environ.clear()
    os.environ.update(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        gc.collect()


def _types(rehearsal: Rehearsal) -> set[str]:
    state: dict[str, Any] = rehearsal.export()["deployment"]
    return {one["type"] for one in state["resources"]}


def _endpoints(rehearsal: Rehearsal) -> list[str]:
    resources: list[dict[str, Any]] = rehearsal.export()["deployment"]["resources"]
    return [one["outputs"]["pscConnectionStatus"] for one in resources if one["type"] == "gcp:compute/forwardingRule:ForwardingRule"]


def test_the_data_of_a_zone_is_built_stays_the_same_and_is_taken_down(rehearsal: Rehearsal, tmp_path: Path) -> None:
    planned = rehearsal.preview().operations
    assert rehearsal.up().operations == planned
    assert set(rehearsal.up(expect_no_changes=True).operations) <= {"same", "read"}
    assert set(rehearsal.refresh(expect_no_changes=True).operations) <= {"same", "read"}
    assert _types(rehearsal) >= STAYS | {f"ai-zones:index:Gcp{name}" for name in COMPONENTS}
    # By both databases, whose lists of projects have the consumer's: by its id, and by its number.
    assert _endpoints(rehearsal) == ["ACCEPTED"] * 2
    written = tmp_path / "state.json"
    written.write_text(json.dumps(rehearsal.export()), encoding="utf-8")
    judged = judge(written, "--config", PROGRAM / "posture.yaml")
    assert judged.code == 0, judged.text
    rehearsal.destroy()
    assert {one.type for one in rehearsal.world.remaining()} <= STAYS


def test_the_first_preview_is_proven_by_every_pack(tmp_path: Path) -> None:
    named = [part for pack in ("phi-isolation", "zero-trust", "hipaa") for part in ("--packs", PACKS[pack])]
    shown = simulate("preview", "kept", tmp_path / "world", "--project", PROGRAM, "--posture", PROGRAM / "posture.yaml", *named)
    assert shown.code == 0, shown.text
    assert "judged by phi-isolation, zero-trust, hipaa" in shown.out
