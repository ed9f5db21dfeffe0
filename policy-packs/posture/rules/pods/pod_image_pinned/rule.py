"""Images of zones are named by digest, and come from no public registry."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_images import by_digest, public_registry
from posture.rules.kubernetes_pods import PODS, Pod, zone_pods
from posture.rules.look import Look
from posture.values import is_unknown


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """Containers of each kind, and volumes of kind `image`: a model that is mounted is pulled the same way."""
    for pod in zone_pods(look):
        for one in pod.containers:
            yield from _image(pod, one.at("image"), f"{one.path}.image")
        volumes = pod.spec.get("volumes")
        for index, volume in enumerate(volumes if isinstance(volumes, (list, tuple)) else ()):
            found = volume.get("image") if isinstance(volume, dict) else None
            if isinstance(found, dict):
                yield from _image(pod, found.get("reference"), f"spec.volumes[{index}].image.reference")


def _image(pod: Pod, image: object, path: str) -> Iterator[Fault]:
    if is_unknown(image):
        yield pod.untold(path, "which image runs")
    elif not isinstance(image, str) or not image:
        yield pod.fault("names no image", path)
    else:
        if not by_digest(image):
            yield pod.fault("runs an image by a tag, which may be another tomorrow", path)
        if (registry := public_registry(image)) is not None:
            yield pod.fault(f"runs an image of a public registry ({registry})", path)
