"""A stack on a real API server: what it accepts, keeps and gives back."""

import time
from pathlib import Path

import pytest

from simulator.clusters import Cluster
from simulator.clusters.api import Api
from simulator.clusters.processes import end, runs
from simulator.live.choice import choose
from simulator.live.choice import end as forget
from tests.live.clusters import Rehearse

pytestmark = [pytest.mark.live, pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
_SECONDS = 60.0
ZONE = Path(__file__).parents[1] / "simulator" / "kubernetes" / "zone"


def test_a_stack_is_built_once_shows_no_drift_and_leaves_nothing(rehearse: Rehearse, cluster: Cluster) -> None:
    rehearsal = rehearse(ZONE, "small")
    count = rehearsal.preview().operations["create"]
    assert rehearsal.up().operations == {"create": count}
    assert rehearsal.up(expect_no_changes=True).operations == {"same": count}
    assert rehearsal.refresh(expect_no_changes=True).operations == {"same": count}
    assert rehearsal.destroy().operations == {"delete": count}
    assert left(cluster.api) == []


def left(api: Api) -> list[str]:
    """What of the stack stands on the server: a namespace takes a moment to end, with what is in it."""
    found = []
    for version, kind, name in (
        ("v1", "Namespace", "inference"),
        ("v1", "Namespace", "cert-manager"),
        ("cert-manager.io/v1", "ClusterIssuer", "issuer"),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "by-digest"),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", "by-digest"),
    ):
        where = api.resource(version, kind)
        assert where is not None
        give_up = time.monotonic() + _SECONDS
        while (one := api.get(where, None, name)) and one["metadata"].get("deletionTimestamp") and time.monotonic() < give_up:
            time.sleep(0.1)
        found += [f"{kind} {name}"] if one else []
    return found


def test_a_worlds_server_goes_on_comes_back_with_what_it_kept_and_ends_with_its_keys(tmp_path: Path, cluster: Cluster) -> None:
    """`cluster`: where there is none the test is skipped for the same reason."""
    first = choose(tmp_path, "kubernetes", "real")
    assert first is not None
    assert choose(tmp_path, "kubernetes", None) == first
    home = tmp_path / "live" / "cluster"
    api = Api(home / "kubeconfig")
    where = api.resource("v1", "Namespace")
    assert where is not None
    api.apply(where, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kept"}}, "tests")
    for pid in reversed(first["pids"]):
        end(pid, home)

    second = choose(tmp_path, "kubernetes", None)
    assert second is not None
    assert second["pids"] != first["pids"]
    assert Api(home / "kubeconfig").get(where, None, "kept") is not None
    forget(tmp_path, "kubernetes")
    assert not any(runs(pid, home) for pid in second["pids"])
    assert not home.exists()
