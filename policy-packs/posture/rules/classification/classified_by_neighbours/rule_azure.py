"""A store without a class that stands in a group of records, under their key, behind their endpoints or in their component is reported."""

from collections.abc import Iterator

from posture.proofs.search import HOLDERS
from posture.rules.azure_beside import STORES, zones_beside
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*STORES)
def check(look: Look) -> Iterator[Fault]:
    """The one rule that looks at what is not classified."""
    if look.classified or not look.scene.classified or look.resource.external:
        return
    for where, zone in zones_beside(look):
        if zone in HOLDERS:
            yield Fault(f"says not what it holds, though it stands beside records of {zone}: {where}", "tags")
            return
