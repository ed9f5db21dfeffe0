"""Adopted private zone: a private hosted zone that a landing zone made, with the records that matter, read into the state as they stand.

A private hosted zone answers in the VPCs that it is associated with; the zone says which.
Sources: Amazon Route 53 Developer Guide, "Working with private hosted zones"; Pulumi Registry, aws.route53.Record, "Import"
(`<zone>_<name>_<type>`, then `_<set identifier>`).
"""

import re
from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import route53

from ai_zones.aws import validation
from ai_zones.aws.adopted import Adopter, HostedZoneId, joined

_TYPES = ("A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT")
_NAME = re.compile(r"(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")


class AwsAdoptedRecordArgs(TypedDict):
    """One record of the zone."""

    name: str
    """Full name, such as `vault.clinic.internal`, without a dot at its end."""
    type: str
    """Type of the record, such as `A`."""
    set_identifier: NotRequired[str]
    """Of a record with a routing policy. Default: none."""


class AwsAdoptedPrivateZoneArgs(TypedDict):
    """Inputs of `AwsAdoptedPrivateZone`."""

    zone_id: pulumi.Input[str]
    """The hosted zone: `Z…`."""
    records: NotRequired[dict[str, AwsAdoptedRecordArgs]]
    """Label → record. Default: none."""


class AdoptedRecord(validation.ComponentInput):
    """Parsed `AwsAdoptedRecordArgs`."""

    name: str
    type: str
    set_identifier: str | None = None

    @pydantic.model_validator(mode="after")
    def _is_one(self) -> Self:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"name: given {self.name!r}, must be a full name in lower case, such as vault.clinic.internal")
        if self.type not in _TYPES:
            raise ValueError(f"type: given {self.type!r}, must be one of {', '.join(_TYPES)}")
        return self

    def key(self) -> str:
        """What an import takes after the zone's id."""
        return "_".join(part for part in (self.name, self.type, self.set_identifier) if part)


class AdoptedPrivateZone(validation.ComponentInput):
    """Parsed `AwsAdoptedPrivateZoneArgs`."""

    zone_id: HostedZoneId
    records: dict[str, AdoptedRecord] = pydantic.Field(default_factory=dict)


class AwsAdoptedPrivateZone(pulumi.ComponentResource):
    """Private hosted zone with its VPCs, and records of it. Nothing of it is changed. Raises `InvalidInputError` before anything is registered."""

    zone_id: pulumi.Output[str]
    """The zone."""
    zone_name: pulumi.Output[str]
    """Domain of the zone."""

    def __init__(self, name: str, args: AwsAdoptedPrivateZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        form = AdoptedPrivateZone.parse(name, args)
        super().__init__("ai-zones:index:AwsAdoptedPrivateZone", name, {}, opts)
        adopter = Adopter(name, self)
        zone = adopter.take(route53.Zone, form.zone_id, "zone")
        for label, record in form.records.items():
            adopter.take(route53.Record, joined(form.zone_id, "_", record.key()), "record", label)
        self.zone_id = zone.zone_id
        self.zone_name = zone.name
        self.register_outputs({"zoneId": self.zone_id, "zoneName": self.zone_name})
