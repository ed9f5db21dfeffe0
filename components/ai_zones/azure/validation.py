"""What the Azure components' inputs must look like: ids, names and places in Azure's own forms. `ai_zones.inputs` parses them.

Names and ids are plain texts wherever they decide a path: an unknown name makes every id below it unknown in a preview.
"""

from typing import Annotated, Any

import pulumi
import pydantic

from ai_zones.azure import arm
from ai_zones.azure import tags as zone_tags
from ai_zones.azure.naming import Kind, name_fault
from ai_zones.inputs import ZONES, Cidr, ComponentInput, InvalidInputError, Port, Reference, ZoneText, matches

__all__ = [
    "AVAILABILITY_ZONES",
    "SIX_YEARS_DAYS",
    "ZONES",
    "AvailabilityZones",
    "Cidr",
    "ComponentInput",
    "ExtraTags",
    "InvalidInputError",
    "Location",
    "PlacedInput",
    "Port",
    "Reference",
    "ResourceGroupName",
    "SubscriptionId",
    "TenantId",
    "ZoneText",
    "ZonedInput",
    "arm_id_of",
    "name_of",
]

SIX_YEARS_DAYS = 2192
"""The shortest retention that covers six years: 45 CFR 164.316(b)(2)(i)."""

AVAILABILITY_ZONES = ("1", "2", "3")
"""Azure reliability documentation, "What are availability zones?": a region that has zones has three."""

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _group_name(value: str) -> str:
    if fault := name_fault(Kind.RESOURCE_GROUP, value):
        raise ValueError(fault)
    return value


def _extra_tags(value: dict[str, str]) -> dict[str, str]:
    if taken := sorted(key for key in value if key.lower() in zone_tags.RESERVED):
        raise ValueError(f"must leave out {', '.join(taken)}: the component sets these itself")
    if len(value) > zone_tags.MAX_EXTRA:
        raise ValueError(f"must be {zone_tags.MAX_EXTRA} tags or fewer: private DNS takes 15 with the component's own")
    if faults := [fault for name, text in sorted(value.items()) if (fault := zone_tags.tag_fault(name, text))]:
        raise ValueError("; ".join(faults))
    return value


def _zones(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < len(value) or not set(value) <= set(AVAILABILITY_ZONES):
        raise ValueError("must be some of '1', '2', '3', each once, in quotes; [] in a region without availability zones")
    return tuple(sorted(value))


def arm_id_of(provider_path: str, what: str) -> Any:
    """Type of an input that is the id of a resource of one kind: a text, judged at once, or an output, judged when it is known."""
    provider, *types = provider_path.split("/")
    steps = "".join(f"/{kind}/…" for kind in types)
    said = f"the id of {what}, such as /subscriptions/…/resourceGroups/…{f'/providers/{provider}{steps}' if types else ''}"

    def judge(value: Any) -> Any:
        if isinstance(value, pulumi.Output):
            return value
        try:
            good = isinstance(value, str) and arm.parse(value).is_a(provider_path)
        except ValueError:
            good = False
        if not good:
            raise ValueError(f"must be {said}")
        return value

    return Annotated[Any, pydantic.AfterValidator(judge)]


def name_of(kind: Kind) -> Any:
    """Type of an input that is a name of this kind of resource."""

    def judge(value: str) -> str:
        if fault := name_fault(kind, value):
            raise ValueError(fault)
        return value

    return Annotated[str, pydantic.AfterValidator(judge)]


SubscriptionId = Annotated[str, matches(_UUID, "an Azure subscription id: a UUID in lower case")]

TenantId = Annotated[str, matches(_UUID, "a Microsoft Entra tenant id: a UUID in lower case")]

ResourceGroupName = Annotated[str, pydantic.AfterValidator(_group_name)]

Location = Annotated[str, matches(r"[a-z]+[a-z0-9]*", "an Azure region by its short name, such as westeurope")]

AvailabilityZones = Annotated[tuple[str, ...], pydantic.AfterValidator(_zones)]
"""Availability zones, such as `["1", "2", "3"]`."""

ExtraTags = Annotated[dict[str, str], pydantic.AfterValidator(_extra_tags)]
"""The caller's own tags; the classification tags are not among them."""


class PlacedInput(ComponentInput):
    """What every component that builds in a resource group is given."""

    subscription_id: SubscriptionId
    resource_group_name: ResourceGroupName
    location: Location
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    def id_of(self, provider_path: str, *names: str) -> str:
        """Id of a resource of the component's own group."""
        return arm.arm_id(self.subscription_id, self.resource_group_name, provider_path, *names)


class ZonedInput(PlacedInput):
    """The same, for any zone."""

    zone: ZoneText

    def tags_of(self, **labels: str | None) -> dict[str, str]:
        """Tags of one resource; `labels` are `data_class`, `service`, `flow`."""
        return zone_tags.tags_for(self.zone, extra=self.tags, **labels)
