"""What the simulator shows of an object equals what a real API server answers: defaults, and nothing that only one of them says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.clusters import Cluster
from simulator.clusters.api import Api
from simulator.packages.kubernetes_kinds import kind_of
from simulator.world import World
from tests.simulator.kubernetes.landscape import OBJECTS, Manifest

pytestmark = [pytest.mark.live, pytest.mark.second_source]
NAMESPACE = "defaults"
_OWN = ("uid", "resourceVersion", "creationTimestamp", "managedFields", "selfLink")
_ADDRESSES = ("clusterIP", "clusterIPs", "nodePort")


@pytest.fixture(scope="module")
def api(cluster: Cluster) -> Iterator[Api]:
    """The server, with the namespace of these tests."""
    api = cluster.api
    where = api.resource("v1", "Namespace")
    assert where is not None
    api.apply(where, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}, "tests")
    yield api
    api.delete(where, None, NAMESPACE, wait=False)


def token(manifest: Manifest) -> str:
    """Type token of a manifest."""
    version = str(manifest["apiVersion"])
    return f"kubernetes:{version if '/' in version else f'core/{version}'}:{manifest['kind']}"


def placed(manifest: Manifest) -> Manifest:
    """The manifest in the namespace of these tests, where its kind has one."""
    inside = {"namespace": NAMESPACE} if kind_of(token(manifest)).namespaced else {}
    return {**manifest, "metadata": {**manifest["metadata"], **inside}}


def comparable(live: Any) -> Any:
    """Without what differs at each creation, and without status."""
    if isinstance(live, dict):
        return {name: comparable(value) for name, value in live.items() if name not in (*_OWN, *_ADDRESSES)}
    return [comparable(one) for one in live] if isinstance(live, list) else live


@pytest.mark.parametrize("manifest", OBJECTS, ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_an_object_is_shown_as_the_server_shows_it(manifest: Manifest, api: Api, tmp_path: Path) -> None:
    manifest = placed(manifest)
    cloud = Cloud("kubernetes", World(tmp_path / "world.sqlite"), {})
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}
    cloud.create("urn:pulumi:dev::test::kubernetes:core/v1:Namespace::home", namespace)
    if manifest["kind"] == "Pod":
        account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "server", "namespace": NAMESPACE}}
        cloud.create("urn:pulumi:dev::test::kubernetes:core/v1:ServiceAccount::server", account)
    urn = f"urn:pulumi:dev::test::{token(manifest)}::one"
    checked, faults = cloud.check(urn, None, manifest)
    assert faults == []
    _, shown = cloud.create(urn, checked)

    where = api.resource(manifest["apiVersion"], manifest["kind"])
    assert where is not None
    answered = api.create(where, manifest, dry_run=True)
    ours = {name: value for name, value in shown.items() if not name.startswith("__") and name != "status"}
    theirs = {name: value for name, value in answered.items() if name != "status"}
    assert comparable(ours) == comparable(theirs)
