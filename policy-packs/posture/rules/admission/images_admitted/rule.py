"""Something at the API server refuses images that nobody named, in each namespace of a zone."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_admission import admits_by_images
from posture.rules.kubernetes_words import NAMESPACE, fault, untold, zoned
from posture.rules.look import Look


@rule(*NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """A policy that judges images, in force for the namespace. What others' webhooks judge can't be told."""
    for one, _ in zoned(look):
        guarded = admits_by_images(look, one)
        if guarded is None:
            yield untold(one, "metadata.labels", "whether images are judged before they run")
        elif not guarded:
            yield fault(one, "runs any image: nothing at the API server judges images in it", "metadata.name")
