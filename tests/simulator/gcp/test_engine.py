"""The real engine on the simulated GCP, with a program as its users write it."""

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
from simulator.protection import protected
from simulator.runner import Rehearsal

pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
COUNT = 44


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The program in a world of its own. A rehearsal replaces the process's environment; put it back."""
    before = dict(os.environ)
    yield Rehearsal(Project.load(Path(__file__).parent / "zone"), "small", Home(tmp_path_factory.mktemp("gcp") / "simulated", {}), ())
    os.environ.clear()
    os.environ.update(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        gc.collect()


def resource(deployment: dict[str, Any], type_: str, name: str) -> dict[str, Any]:
    """One resource of a state."""
    return next(one for one in deployment["resources"] if one["type"] == type_ and one["urn"].endswith(f"::{name}"))


def test_a_zone_is_built_once_stays_the_same_and_is_taken_down(rehearsal: Rehearsal) -> None:
    assert rehearsal.preview().operations == {"create": COUNT}
    shown = json.loads(rehearsal.preview_json())["steps"]
    subnet = next(one["newState"] for one in shown if one["urn"].endswith("::phi-a"))
    assert subnet["inputs"]["network"] == UNKNOWN_TEXT  # A preview knows no id.

    assert rehearsal.up().operations == {"create": COUNT}
    assert rehearsal.up(expect_no_changes=True).operations == {"same": COUNT}
    assert rehearsal.refresh(expect_no_changes=True).operations == {"same": COUNT}

    state = rehearsal.export()["deployment"]
    subnet = resource(state, "gcp:compute/subnetwork:Subnetwork", "phi-a")
    assert subnet["inputs"]["network"] == "projects/hospital-phi/global/networks/phi"
    assert subnet["outputs"]["network"] == "https://www.googleapis.com/compute/v1/projects/hospital-phi/global/networks/phi"
    bucket = resource(state, "gcp:storage/bucket:Bucket", "store")
    assert "ciphertext" in bucket["outputs"]["effectiveLabels"]  # The SDK declares both computed maps of labels secret.
    assert bucket["outputs"]["labels"] == {"data-class": "phi"}
    assert resource(state, "gcp:compute/forwardingRule:ForwardingRule", "to-phi")["outputs"]["pscConnectionStatus"] == "ACCEPTED"
    assert protected(state, rehearsal.world) == []

    assert rehearsal.destroy().operations == {"delete": COUNT}
    assert rehearsal.world.remaining() == []
