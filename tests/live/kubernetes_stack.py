"""A stack of clusters on the real API server, and what the server says of pods: shared by the tests of each stack.

The file is the repository's own. Only its protection is off, since the server is given back empty: that production refuses to be taken down is
tests/engine/test_kubernetes.py's.
"""

import copy
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from simulator.clusters.api import Api, ApiError
from simulator.runner import Rehearsal
from tests.live.clusters import Rehearse

ROOT = Path(__file__).resolve().parents[2]
ADMISSION, APPS = "admissionregistration.k8s.io/v1", "apps/v1"
SECONDS = 60.0
Object = dict[str, Any]


def removable(folder: Path, stack: str, change: Callable[[str], str] = str) -> Path:
    """A project whose one stack is the repository's, without its protection, and with one change to its text."""
    (folder / "stacks").mkdir(parents=True)
    written = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump({**written, "main": str(ROOT / "stacks"), "stackConfigDir": "stacks"}))
    config = yaml.safe_load(change((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")))
    config["config"]["ai-zones:deletion_protection"] = False
    (folder / "stacks" / f"Pulumi.{stack}.yaml").write_text(yaml.safe_dump(config))
    return folder


@contextmanager
def standing(api: Api, rehearse: Rehearse, folder: Path, stack: str) -> Iterator[Rehearsal]:
    """The stack on the server, once each rule is judged and in force; afterwards nothing of it is left."""
    rehearsal = rehearse(removable(folder, stack), stack)
    count = rehearsal.up().operations["create"]
    # Another update that finds nothing to do has read what it would send against what the state holds; the refresh reads the server.
    assert rehearsal.up(expect_no_changes=True).operations == {"same": count}
    assert set(rehearsal.refresh(expect_no_changes=True).operations) <= {"same", "refresh"}
    until(lambda: all("typeChecking" in one.get("status", {}) for one in items(api, ADMISSION, "ValidatingAdmissionPolicy")))
    yield rehearsal
    assert rehearsal.destroy().operations == {"delete": count}
    assert items(api, ADMISSION, "ValidatingAdmissionPolicy") == []


def until(holds: Callable[[], bool]) -> bool:
    """Wait for what the server does a moment later; whether it came."""
    give_up = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.2)
    return True


def items(api: Api, version: str, kind: str) -> list[Object]:
    """All objects of a kind."""
    where = api.resource(version, kind)
    assert where is not None
    return list(api.items(where))


def refusal(api: Api, pod: Object) -> str:
    """The server's message; empty where it lets the pod in."""
    where = api.resource("v1", "Pod")
    assert where is not None
    try:
        api.create(where, pod, dry_run=True)
    except ApiError as refused:
        return str(refused)
    return ""


def pods(api: Api) -> dict[str, Object]:
    """A pod of each deployment's template, by the deployment's name."""
    found = {}
    for one in items(api, APPS, "Deployment"):
        template, name = copy.deepcopy(one["spec"]["template"]), one["metadata"]["name"]
        about = {**template["metadata"], "name": f"{name}-probe", "namespace": one["metadata"]["namespace"]}
        found[name] = {"apiVersion": "v1", "kind": "Pod", "metadata": about, "spec": template["spec"]}
    return found


def changed(pod: Object, change: Callable[[Object], object]) -> Object:
    """The pod with one change."""
    made = copy.deepcopy(pod)
    change(made)
    return made


def privileged(pod: Object) -> None:
    """Its program is root of the node."""
    pod["spec"]["containers"][0]["securityContext"] |= {"privileged": True, "allowPrivilegeEscalation": True}


def by_tag(pod: Object) -> None:
    """From the zones' own registry, but whoever pushes decides what runs."""
    first = pod["spec"]["containers"][0]
    first["image"] = first["image"].split("@")[0] + ":latest"


def foreign(pod: Object) -> None:
    """By digest, from a registry in which nothing is signed by us."""
    first = pod["spec"]["containers"][0]
    first["image"] = "docker.io/library/server@" + first["image"].split("@")[1]


def of_the_node(pod: Object) -> None:
    """The node's disk."""
    pod["spec"]["volumes"] = [*pod["spec"].get("volumes", []), {"name": "node", "hostPath": {"path": "/"}}]


def of_another_zone(pod: Object) -> None:
    """A label that would open another zone's policies."""
    pod["metadata"]["labels"]["ai-zone"] = "phi"


def of_no_zone(pod: Object) -> None:
    """No policy would select it."""
    del pod["metadata"]["labels"]["ai-zone"]


def unboxed(pod: Object) -> None:
    """On the node's own kernel."""
    del pod["spec"]["runtimeClassName"]
    pod["spec"].pop("overhead", None)


_STANDARD = 'violates PodSecurity "restricted:v'
_IMAGES, _LABELS = "ValidatingAdmissionPolicy 'ai-zones-images-by-digest'", "ValidatingAdmissionPolicy 'ai-zones-required-labels'"
FORBIDDEN: dict[str, tuple[Callable[[Object], None], tuple[str, ...]]] = {
    "privileged": (privileged, (_STANDARD, "privileged")),
    "by-tag": (by_tag, (_IMAGES, "by digest")),
    "foreign-registry": (foreign, (_IMAGES, "not from a signed registry")),
    "host-path": (of_the_node, (_STANDARD, "hostPath")),
    "wrong-zone": (of_another_zone, (_LABELS, "is not that of its namespace")),
    "no-zone": (of_no_zone, (_LABELS, "is not that of its namespace")),
    "no-sandbox": (unboxed, ("ValidatingAdmissionPolicy 'ai-zones-sandboxed'", "shares the node's kernel")),
}
"""What is done to a pod of ours → words of the server's message."""
