"""A store of records whose key, or whose siblings under one component, belong to a zone names its zone too."""

from collections.abc import Iterator

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import DATA_STORES, keys_of


@rule(*DATA_STORES)
def check(look: Look) -> Iterator[Fault]:
    """A store whose zone follows from its network needs no tag of its own."""
    if look.data_class is None or look.zone_said is not None or look.resource.external:
        return
    zone = next((zone for key in keys_of(look) if (zone := key.zone_said) is not None), None) or _siblings_zone(look)
    if zone is not None:
        yield Fault(f"names no zone, though it belongs to {zone} by its key or its component", "tags")


def _siblings_zone(look: Look) -> ZoneName | None:
    stack = look.scene.stack
    parent = stack.by_urn.get(look.resource.parent or "")
    if parent is None or parent.type == "pulumi:pulumi:Stack" or parent.custom:
        return None
    zones = {zone for other in stack.by_parent.get(parent.urn, ()) if (zone := look.scene.classifier.own(other.urn).zone) is not None}
    return zones.pop() if len(zones) == 1 else None
