"""Takes over what an interrupted update made and never heard of, instead of making it twice.

A creation whose answer is lost leaves a resource that no state knows: one with a name of its own then "exists already" for ever, one
without is made a second time. `ai-zones:recover` names it by the program's own name and the cloud's id, and the engine imports it; the
preview shows that, and the packs judge it. Source: Pulumi documentation, "Importing resources", the `import` resource option (what
differs from the program is changed to it afterwards, in the same update; an id that the state already has is ignored).
"""

from collections.abc import Mapping
from typing import Protocol

import pulumi


class Recovers(Protocol):
    """Settings that name resources to take over."""

    @property
    def recover(self) -> Mapping[str, str]:
        """Name in the program → id in the cloud."""


def recovered_resources(settings: Recovers) -> list[pulumi.ResourceTransformation]:
    """The option, for the resources that the settings name."""
    if not settings.recover:
        return []

    def take_over(resource: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        id_ = settings.recover.get(resource.name)
        if id_ is None or resource.type_.startswith("ai-zones:"):
            return None
        options = pulumi.ResourceOptions.merge(resource.opts, pulumi.ResourceOptions(import_=id_))
        return pulumi.ResourceTransformationResult(resource.props, options)

    return [take_over]
