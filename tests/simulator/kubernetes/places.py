"""A simulated cluster with a namespace, for tests of one object."""

from typing import Any

from simulator.cloud import Cloud
from simulator.packages.kubernetes_kinds import kind_of
from simulator.world import World
from tests.simulator.kubernetes.landscape import Manifest
from tests.simulator.place import Made, Place

HOME = "home"


class Cluster(Place):
    """One cluster."""

    def __init__(self, world: World, **config: Any) -> None:
        super().__init__(Cloud("kubernetes", world, config))
        self.home = self.make("kubernetes:core/v1:Namespace", "home", apiVersion="v1", kind="Namespace", metadata={"name": HOME})

    def stands(self, made: Made) -> bool:
        """Whether it exists."""
        return any(one.id == made.id for one in self.cloud.world.by_id(made.id))

    def manifest(self, manifest: Manifest, as_: str = "") -> Made:
        """Make an object in the namespace."""
        return self.make(token(manifest), as_, **placed(manifest))

    def refused(self, manifest: Manifest) -> list[str]:
        """What is wrong with an object."""
        return self.faults(token(manifest), **placed(manifest))


def token(manifest: Manifest) -> str:
    """Type token of a manifest."""
    version = str(manifest["apiVersion"])
    return f"kubernetes:{version if '/' in version else f'core/{version}'}:{manifest['kind']}"


def placed(manifest: Manifest, namespace: str = HOME) -> Manifest:
    """The manifest in a namespace, where its kind has one."""
    inside = {"namespace": namespace} if kind_of(token(manifest)).namespaced else {}
    return {**manifest, "metadata": {**manifest["metadata"], **inside}}
