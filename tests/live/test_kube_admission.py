"""What the API server itself says of pods in a zone's namespace, by its Pod Security admission and by the rules of `KubernetesAdmission`."""

import copy
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.clusters import Cluster
from simulator.clusters.api import Api, ApiError
from tests.kubernetes.pods import container, pod
from tests.live.clusters import Rehearse

pytestmark = [pytest.mark.live, pytest.mark.engine, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
HERE = Path(__file__).parent / "programs" / "admission"
NAMESPACE = "models"
_SECONDS = 60.0
Pod = dict[str, Any]


@pytest.fixture(scope="module")
def guarded(cluster: Cluster, rehearse_here: Rehearse) -> Iterator[Api]:
    """The server with the stack on it, once its rules are in force: it reads them a moment after they are made."""
    rehearsal = rehearse_here(HERE, "small")
    count = rehearsal.up().operations["create"]
    assert rehearsal.up(expect_no_changes=True).operations == {"same": count}
    give_up = time.monotonic() + _SECONDS
    while not refusal(cluster.api, sound(labels={"ai-zone": None})) and time.monotonic() < give_up:
        time.sleep(0.1)
    yield cluster.api
    assert rehearsal.destroy().operations == {"delete": count}
    assert policies(cluster.api) == []


def policies(api: Api) -> list[str]:
    """Names of the policies that stand."""
    where = api.resource("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy")
    assert where is not None
    return [one["metadata"]["name"] for one in api.items(where)]


def sound(**changes: Any) -> Pod:
    """A pod that every rule and the restricted standard admit, and changes to it."""
    secured = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    asked = {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}
    return pod(**{"securityContext": secured, "containers": [container(resources=asked)], **changes})


def with_container(**changes: Any) -> Pod:
    """The sound pod with another container."""
    made = sound()
    secured = changes.pop("secured", {})
    one = made["spec"]["containers"][0]
    one |= changes
    one["securityContext"] = {**one["securityContext"], **secured}
    return made


def refusal(api: Api, one: Pod) -> str:
    """The server's message; empty where it lets the pod in."""
    where = api.resource("v1", "Pod")
    assert where is not None
    placed = copy.deepcopy(one)
    placed["metadata"]["namespace"] = NAMESPACE
    try:
        api.create(where, placed, dry_run=True)
    except ApiError as refused:
        return str(refused)
    return ""


def test_a_sound_pod_is_let_in(guarded: Api) -> None:
    assert refusal(guarded, sound()) == ""


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: with_container(secured={"privileged": True, "allowPrivilegeEscalation": True}), "privileged"),
        (lambda: sound(hostNetwork=True), "host namespaces"),
        (lambda: sound(volumes=[{"name": "host", "hostPath": {"path": "/"}}]), "hostPath"),
        (lambda: sound(securityContext={}), "runAsNonRoot"),
        (lambda: with_container(secured={"capabilities": {"add": ["NET_ADMIN"], "drop": ["ALL"]}}), "capabilities"),
    ],
    ids=["privileged", "host-network", "host-path", "root", "capability"],
)
def test_what_reaches_for_the_node_is_refused_by_pod_security(made: Callable[[], Pod], said: str, guarded: Api) -> None:
    message = refusal(guarded, made())
    assert 'violates PodSecurity "restricted' in message or "ValidatingAdmissionPolicy" in message
    assert said in message


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        (lambda: with_container(image="registry.clinic.internal/signed/server:1.0"), "images-by-digest"),
        (lambda: with_container(image=f"docker.io/server@sha256:{'0' * 64}"), "images-by-digest"),
        (lambda: sound(labels={"ai-zone": None}), "required-labels"),
        (lambda: sound(labels={"ai-zone": "phi"}), "required-labels"),
        (lambda: sound(serviceAccountName="default"), "accounts-and-tokens"),
        (lambda: sound(automountServiceAccountToken=True), "accounts-and-tokens"),
        (lambda: sound(runtimeClassName=None), "sandboxed"),
    ],
    ids=["by-tag", "foreign-registry", "no-zone", "wrong-zone", "default-account", "token", "no-sandbox"],
)
def test_what_the_rules_forbid_is_refused_with_their_name(made: Callable[[], Pod], rule: str, guarded: Api) -> None:
    message = refusal(guarded, made())
    assert message.startswith(("Forbidden", "Invalid"))
    assert "ValidatingAdmissionPolicy" in message
    assert rule in message
