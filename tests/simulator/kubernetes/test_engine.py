"""The real engine on a simulated cluster, with a program as its users write it."""

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

pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
COUNT = 19


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The program in a world of its own. A rehearsal replaces the process's environment; put it back."""
    before = dict(os.environ)
    yield Rehearsal(Project.load(Path(__file__).parent / "zone"), "small", Home(tmp_path_factory.mktemp("cluster") / "simulated", {}), ())
    os.environ.clear()
    os.environ.update(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        gc.collect()


def resource(deployment: dict[str, Any], type_: str, name: str) -> dict[str, Any]:
    """One resource of a state."""
    return next(one for one in deployment["resources"] if one["type"] == type_ and one["urn"].endswith(f"::{name}"))


def test_a_namespace_is_built_once_stays_the_same_and_is_taken_down(rehearsal: Rehearsal) -> None:
    assert rehearsal.preview().operations == {"create": COUNT}
    assert rehearsal.up().operations == {"create": COUNT}
    assert rehearsal.up(expect_no_changes=True).operations == {"same": COUNT}
    assert rehearsal.refresh(expect_no_changes=True).operations == {"same": COUNT}

    state = rehearsal.export()["deployment"]
    server = resource(state, "kubernetes:apps/v1:Deployment", "server")
    assert server["id"].startswith("inference/server-")
    assert server["outputs"]["metadata"]["annotations"]["pulumi.com/autonamed"] == "true"
    assert server["outputs"]["spec"]["template"]["spec"]["dnsPolicy"] == "ClusterFirst"
    assert "dnsPolicy" not in server["inputs"]["spec"]["template"]["spec"]
    key = resource(state, "kubernetes:core/v1:Secret", "key")
    assert "ciphertext" in key["outputs"]["data"]
    assert "made at run time" not in str(key)
    assert resource(state, "kubernetes:core/v1:ServiceAccountPatch", "no-token")["outputs"]["automountServiceAccountToken"] is False
    issuer = resource(state, "kubernetes:cert-manager.io/v1:ClusterIssuer", "issuer")
    assert (issuer["id"], issuer["inputs"]["metadata"]) == ("issuer", {"name": "issuer"})

    assert rehearsal.destroy().operations == {"delete": COUNT}
    assert rehearsal.world.remaining() == []


def test_manifests_become_resources_by_either_component(tmp_path_factory: pytest.TempPathFactory) -> None:
    before = dict(os.environ)
    home = Home(tmp_path_factory.mktemp("manifests") / "simulated", {})
    rehearsal = Rehearsal(Project.load(Path(__file__).parent / "manifests"), "small", home, ())
    count = rehearsal.up().operations["create"]
    assert rehearsal.up(expect_no_changes=True).operations == {"same": count}
    made = {one["urn"].rsplit("::", 1)[1]: one for one in rehearsal.export()["deployment"]["resources"] if one.get("id")}
    assert made["team-team/settings"]["id"] == "team/settings"
    assert made["team-team/settings"]["parent"].endswith("yaml/v2:ConfigGroup::team")
    assert "ciphertext" in made["team-team/key"]["inputs"]["stringData"]
    assert any(one["id"] == "default/old" for one in made.values())
    assert rehearsal.destroy().operations["delete"] == count
    os.environ.clear()
    os.environ.update(before)
