"""The whole of `kubernetes-dev` on a real API server: it takes every object, finds nothing to change, admits every pod of ours, and gives all of it back.

The server checks each rule's CEL against the types that it judges; a warning there would be a rule that never holds.
Source: Kubernetes documentation, "Validating admission policy" ("Type checking").
"""

import copy
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.clusters import Cluster
from simulator.clusters.api import Api, ApiError
from tests.live.clusters import Rehearse

pytestmark = [pytest.mark.live, pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 60.0
ADMISSION, APPS = "admissionregistration.k8s.io/v1", "apps/v1"


@pytest.fixture(scope="module")
def built(cluster: Cluster, rehearse_here: Rehearse) -> Iterator[Api]:
    """The server with the stack on it."""
    rehearsal = rehearse_here(ROOT, "kubernetes-dev")
    count = rehearsal.up().operations["create"]
    assert rehearsal.up(expect_no_changes=True).operations == {"same": count}
    yield cluster.api
    assert rehearsal.destroy().operations == {"delete": count}
    assert items(cluster.api, ADMISSION, "ValidatingAdmissionPolicy") == []


def items(api: Api, version: str, kind: str) -> list[dict[str, Any]]:
    where = api.resource(version, kind)
    assert where is not None
    return list(api.items(where))


def refusal(api: Api, pod: dict[str, Any]) -> str:
    where = api.resource("v1", "Pod")
    assert where is not None
    try:
        api.create(where, pod, dry_run=True)
    except ApiError as refused:
        return str(refused)
    return ""


def pods(api: Api) -> list[dict[str, Any]]:
    """A pod of each deployment's template."""
    found = []
    for one in items(api, APPS, "Deployment"):
        template = copy.deepcopy(one["spec"]["template"])
        about = {**template["metadata"], "name": f"{one['metadata']['name']}-probe", "namespace": one["metadata"]["namespace"]}
        found.append({"apiVersion": "v1", "kind": "Pod", "metadata": about, "spec": template["spec"]})
    return found


def test_the_servers_own_types_have_no_quarrel_with_any_rule(built: Api) -> None:
    give_up = time.monotonic() + _SECONDS
    while time.monotonic() < give_up:
        policies = items(built, ADMISSION, "ValidatingAdmissionPolicy")
        if all("typeChecking" in one.get("status", {}) for one in policies):
            break
        time.sleep(0.2)
    warned = {one["metadata"]["name"]: one["status"]["typeChecking"].get("expressionWarnings", []) for one in policies}
    assert len(warned) == 11
    assert {name: said for name, said in warned.items() if said} == {}


def test_every_pod_of_ours_is_admitted_and_the_same_by_tag_is_not(built: Api) -> None:
    ours = pods(built)
    assert len(ours) == 2, "the model and the agent: gates have no program yet"
    for pod in ours:
        assert refusal(built, pod) == ""
        changed = copy.deepcopy(pod)
        changed["spec"]["containers"][0]["image"] = "registry.example/server:latest"
        assert "ai-zones-images-by-digest" in refusal(built, changed)
        elsewhere = copy.deepcopy(pod)
        elsewhere["metadata"]["labels"]["ai-zone"] = "phi"
        assert "ai-zones-required-labels" in refusal(built, elsewhere)
        unboxed = copy.deepcopy(pod)
        del unboxed["spec"]["runtimeClassName"]
        unboxed["spec"].pop("overhead", None)
        assert "ai-zones-sandboxed" in refusal(built, unboxed)
