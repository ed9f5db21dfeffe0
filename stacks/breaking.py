"""What the breaks of every cloud have in common: the two zones that are joined, and how a resource of a component is changed."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import pulumi

from ai_zones.plan import ZoneName

EVERYWHERE: Final = "0.0.0.0/0"
OTHER: Final = {ZoneName.PHI: ZoneName.INFERENCE, ZoneName.INFERENCE: ZoneName.PHI}
"""Either end of the peering that is built, and the one across."""
Network = TypeVar("Network")
Change = Callable[[pulumi.ResourceTransformationArgs, dict[str, Any]], dict[str, Any] | None]
"""Given a resource and a copy of its properties, the properties that it gets instead; None leaves it alone."""


def declared(networks: Mapping[ZoneName, Network], zone: ZoneName) -> Network:
    """The network of a zone. A plan that declares no such zone can't be broken there: `pulumi.RunError`."""
    if zone not in networks:
        raise pulumi.RunError(f"ai-zones:break: the plan declares no zone {zone} to be broken; declare it under ai-zones:plan.zones")
    return networks[zone]


def changing(change: Change) -> pulumi.ResourceTransformation:
    """A transformation that puts a change in the place of what the program gave; the options stay."""

    def changed(resource: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        props = change(resource, dict(resource.props))
        return None if props is None else pulumi.ResourceTransformationResult(props, resource.opts)

    return changed
