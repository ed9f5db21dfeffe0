"""Adopted private zone: a private DNS zone that a landing zone made, with its links and the records that matter, read into the state as they stand.

A private DNS zone answers in the networks that it is linked to; a link that is not named is out of sight.
Sources: Azure DNS documentation, "What is a private Azure DNS zone?", "What is a virtual network link?"; Azure Cloud Adoption Framework,
"Private Link and DNS integration at scale".
"""

from typing import Any, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import privatedns

from ai_zones.azure import adopted, arm, validation
from ai_zones.azure.adopted import Adopter
from ai_zones.azure.ordering import children_wait

RECORD_TYPES = ("A", "AAAA", "CNAME", "MX", "PTR", "SOA", "SRV", "TXT")


class AzureAdoptedRecordArgs(TypedDict):
    """One record set of the zone."""

    name: str
    """Name within the zone, `@` for the zone's own."""
    type: str
    """Type of the record set, such as `A`."""


class AzureAdoptedPrivateZoneArgs(TypedDict):
    """Inputs of `AzureAdoptedPrivateZone`: ids of what stands, in whatever subscription."""

    zone_id: str
    """The private DNS zone."""
    link_ids: NotRequired[dict[str, str]]
    """Label → link of the zone to a network. Default: none."""
    records: NotRequired[dict[str, AzureAdoptedRecordArgs]]
    """Label → record set. Default: none."""


class AdoptedRecord(validation.ComponentInput):
    """Parsed `AzureAdoptedRecordArgs`."""

    name: str = pydantic.Field(pattern=r"^(@|\*|(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)$")
    type: str

    @pydantic.field_validator("type")
    @classmethod
    def _is_known(cls, given: str) -> str:
        if given not in RECORD_TYPES:
            raise ValueError(f"must be one of {', '.join(RECORD_TYPES)}")
        return given


class AdoptedPrivateZone(validation.ComponentInput):
    """Parsed `AzureAdoptedPrivateZoneArgs`."""

    zone_id: adopted.PrivateZoneId
    link_ids: dict[str, adopted.ZoneLinkId] = pydantic.Field(default_factory=dict)
    records: dict[str, AdoptedRecord] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _belongs_together(self) -> Self:
        for label, link in sorted(self.link_ids.items()):
            if not arm.same(link.rpartition("/virtualNetworkLinks/")[0], self.zone_id):
                raise ValueError(f"link_ids.{label}: given {link}, a link of another zone than {self.zone_id}")
        return self


class AzureAdoptedPrivateZone(pulumi.ComponentResource):
    """Private DNS zone with its links and records. Nothing of it is changed. Raises `InvalidInputError` before anything is registered."""

    zone_id: str
    """The zone: give it to `AzureServiceEndpoint.zone_ids` under its name."""
    zone_name: str
    """Domain of the zone."""

    def __init__(self, name: str, args: AzureAdoptedPrivateZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AdoptedPrivateZone.parse(name, args)
        super().__init__("ai-zones:index:AzureAdoptedPrivateZone", name, {}, children_wait(opts))
        adopter = Adopter(name, self)
        adopter.take(privatedns.PrivateZone, given.zone_id, "zone")
        adopter.take_all(privatedns.VirtualNetworkLink, given.link_ids, "link")
        records: dict[str, Any] = {
            label: arm.child_id(given.zone_id, record.type, record.name) for label, record in sorted(given.records.items())
        }
        adopter.take_all(privatedns.PrivateRecordSet, records, "record")
        self.zone_id = given.zone_id
        self.zone_name = arm.parse(given.zone_id).name
        self.register_outputs({"zoneId": self.zone_id, "zoneName": self.zone_name})
