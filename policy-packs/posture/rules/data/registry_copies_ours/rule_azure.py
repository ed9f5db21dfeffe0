"""Registries of zones send their images to no store and no other registry."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

LEAVING: Final = {
    **dict.fromkeys(az("containerregistry:ExportPipeline"), "exports images to a store"),
    **dict.fromkeys(az("containerregistry:ConnectedRegistry"), "copies images to a registry outside of Azure"),
    **dict.fromkeys(az("containerregistry:Webhook"), "tells an address on the internet what is pushed and pulled"),
}


@rule(*LEAVING)
def check(look: Look) -> Iterator[Fault]:
    """Pipelines, connected registries, web hooks. Replicas in other regions are `copies-in-residency`."""
    if serves(look) or any(serves(registry) for registry in look.targets("registryName")):
        yield Fault(LEAVING[look.resource.type], "the resource")
