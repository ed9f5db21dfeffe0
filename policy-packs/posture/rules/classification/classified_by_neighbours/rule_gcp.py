"""A store without a class and without a zone that is encrypted with a zone's key is reported."""

from collections.abc import Iterator

from posture.proofs.search import HOLDERS
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import KEY
from posture.rules.gcp_projects import STORES
from posture.rules.look import Look
from posture.rules.neighbours import used


@rule(*STORES)
def check(look: Look) -> Iterator[Fault]:
    """The one rule that looks at what is not classified: its project names no zone, or the stack has no project."""
    if look.classified or not look.scene.classified or look.resource.external:
        return
    for key in used(look):
        if key.resource.type in KEY and key.zone in HOLDERS:
            yield Fault(f"says not what it holds, though {key.name}, the key of {key.zone}, encrypts it", "labels")
            return
