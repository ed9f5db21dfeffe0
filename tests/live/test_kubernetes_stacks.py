"""The stacks of clusters on a real API server: it takes every object, finds nothing to change, admits our pods, and refuses whatever differs from them.

`kubernetes-clinical` is production: one zone, a model in a cage and two agents. `kubernetes-dev` holds several zones. Pods are asked about in the
stack's own namespaces, by dry run.
The server checks each rule's CEL against the types that it judges; a warning there would be a rule that never holds.
Source: Kubernetes documentation, "Validating admission policy" ("Type checking").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from ai_zones.kubernetes.mesh_rules import NETWORKING, SECURITY
from simulator.clusters import Cluster
from simulator.clusters.api import Api
from tests.live import kubernetes_stack as stack
from tests.live.clusters import Rehearse

pytestmark = [pytest.mark.live, pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
RULES = 11


@dataclass(frozen=True)
class Built:
    """The server with a stack on it."""

    api: Api
    pods: Mapping[str, set[str]]
    """Namespace → its deployments. In development gates have no program yet."""


STACKS = {
    "kubernetes-clinical": {"agents": {"agent-summary", "agent-triage"}, "models": {"api"}},
    "kubernetes-dev": {"agents": {"agent-summary"}, "models": {"api"}},
}


@pytest.fixture(scope="module", params=STACKS)
def built(
    request: pytest.FixtureRequest, cluster: Cluster, rehearse_here: Rehearse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    """Each stack in turn."""
    name: str = request.param
    with stack.standing(cluster.api, rehearse_here, tmp_path_factory.mktemp("project") / name, name):
        yield Built(cluster.api, STACKS[name])


def test_the_servers_own_types_have_no_quarrel_with_any_rule(built: Built) -> None:
    policies = stack.items(built.api, stack.ADMISSION, "ValidatingAdmissionPolicy")
    warned = {one["metadata"]["name"]: one["status"]["typeChecking"].get("expressionWarnings", []) for one in policies}
    assert len(warned) == RULES
    assert {name: said for name, said in warned.items() if said} == {}


def test_each_namespace_of_the_zone_stands_with_the_strictest_pod_security(built: Built) -> None:
    found = {one["metadata"]["name"]: one["metadata"].get("labels", {}) for one in stack.items(built.api, "v1", "Namespace")}
    for name in built.pods:
        assert found[name]["ai-zone"] == "inference"
        assert found[name]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_every_pod_of_ours_is_admitted(built: Built) -> None:
    ours = stack.pods(built.api)
    placed = {space: {name for name, pod in ours.items() if pod["metadata"]["namespace"] == space} for space in built.pods}
    assert placed == built.pods
    assert len(ours) == sum(map(len, built.pods.values()))
    assert {name: stack.refusal(built.api, pod) for name, pod in ours.items()} == dict.fromkeys(ours, "")


@pytest.mark.parametrize("done", stack.FORBIDDEN)
@pytest.mark.parametrize("name", ["api", "agent-summary"])
def test_the_same_pod_with_one_fault_is_refused_with_the_servers_message(name: str, done: str, built: Built) -> None:
    change, said = stack.FORBIDDEN[done]
    message = stack.refusal(built.api, stack.changed(stack.pods(built.api)[name], change))
    assert message.startswith("Forbidden"), message
    for words in said:
        assert words in message


@pytest.mark.parametrize(
    ("version", "kind"), [("networking.k8s.io/v1", "NetworkPolicy"), (SECURITY, "AuthorizationPolicy"), (NETWORKING, "Sidecar")]
)
def test_the_label_of_quarantine_counts_in_every_namespace_with_programs(version: str, kind: str, built: Built) -> None:
    cut = {one["metadata"]["namespace"] for one in stack.items(built.api, version, kind) if one["metadata"]["name"] == "quarantine"}
    assert cut >= {space for space, pods in built.pods.items() if pods}
