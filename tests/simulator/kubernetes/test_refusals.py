"""What the API server refuses is refused before anything is made, at the place that it names; what it accepts is accepted."""

import pytest

from tests.simulator.kubernetes.landscape import OBJECTS, Manifest
from tests.simulator.kubernetes.places import Cluster
from tests.simulator.kubernetes.refused import REFUSED


@pytest.mark.parametrize("name", REFUSED)
def test_a_manifest_is_refused_at_its_fault(name: str, cluster: Cluster) -> None:
    manifest, path = REFUSED[name]
    found = cluster.refused(manifest)
    assert [one for one in found if one.startswith(path)], found


@pytest.mark.parametrize("manifest", OBJECTS, ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_a_sound_manifest_is_accepted(manifest: Manifest, cluster: Cluster) -> None:
    assert cluster.refused(manifest) == []
