"""What a composite of zones has built so far: each step adds to it, and finds here what the steps before it made.

A part of the composite is a function `build_<part>(built, zone)` in a file `zones_<parts>.py`: it asks `built.zones` whether the zone has the part
and what it is named, gives its component `built.options(zone, …)` (or `built.keyed_options` where it encrypts with a key of the zone), and says
in `built.targets` what others may wait for, by its path. `GcpZones.__init__` calls it, in the order in which one needs the other. A part that
encrypts names its purpose in `zones_foundation.keys_of`, and the APIs that it needs in `zones_foundation.apis_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from ai_zones.gcp.access_policy import GcpAccessPolicy
from ai_zones.gcp.keys import GcpKeys, zone_key_path
from ai_zones.gcp.service_agents import KeyUse
from ai_zones.gcp.zone_project import GcpZoneProject
from ai_zones.gcp.zones_input import Zones
from ai_zones.plan import ZoneName


@dataclass
class Built:
    """The zones that are built here, what they are asked to be, and what stands already."""

    zones: Zones
    parent: pulumi.Resource
    projects: dict[ZoneName, GcpZoneProject] = field(default_factory=dict)
    keys: dict[ZoneName, GcpKeys] = field(default_factory=dict)
    networks: dict[ZoneName, Any] = field(default_factory=dict)
    identities: list[pulumi.Resource] = field(default_factory=list)
    """Service accounts of programs, which grants wait for."""
    targets: dict[str, pulumi.Resource] = field(default_factory=dict)
    """What an endpoint may lead to, by its path: whoever connects waits for it."""
    admitted: dict[ZoneName, pulumi.Resource] = field(default_factory=dict)
    """Who must have signed what runs, by zone."""
    archive: pulumi.Resource | None = None
    """The log archive, where it is built here."""
    access_policy: GcpAccessPolicy | None = None
    """The access policy with its levels, where the settings give one."""

    def options(self, zone: ZoneName, *after: pulumi.Resource | None) -> pulumi.ResourceOptions:
        """Options of a component that stands in a zone: a child of the composite, under the zone's provider, after its project and others."""
        awaited = [one for one in (self.projects.get(zone), *after) if one is not None]
        return pulumi.ResourceOptions(parent=self.parent, providers=[self.zones.providers[zone]], depends_on=awaited)

    def keyed_options(self, zone: ZoneName, *after: pulumi.Resource | None) -> pulumi.ResourceOptions:
        """The same of what encrypts with a key of the zone, and grants its use to programs."""
        return self.options(zone, self.keys[zone], *self.identities, *after)

    def known(self, *paths: str) -> list[pulumi.Resource]:
        """What is built here of these paths."""
        return [self.targets[one] for one in paths if one in self.targets]

    def has_number(self, zone: ZoneName) -> bool:
        """Whether the number of a zone's project is known, at the latest in the update."""
        return zone in self.projects or zone in self.zones.project_numbers

    def number(self, zone: ZoneName) -> pulumi.Input[str]:
        """Number of a zone's project."""
        if zone in self.projects:
            return self.projects[zone].project_number
        return self.zones.project_numbers[zone]

    def key(self, zone: ZoneName, use: KeyUse) -> str:
        """Path of a zone's key."""
        return zone_key_path(self.zones.project(zone), self.zones.region, zone, use.value)

    def service_args(self, zone: ZoneName, use: KeyUse, **more: Any) -> Any:
        """Arguments of a component that keeps a zone's data: where it stands, its key, whether it may go; and more."""
        zones = self.zones
        return loose({**zones.place(zone), "zone": zone.value, "kms_key": self.key(zone, use), "removable": zones.removable, **more})


def loose(args: Mapping[str, Any]) -> Any:
    """Arguments that share a part with others: one TypedDict can't be spread into another under a strict type checker. The component judges them."""
    return dict(args)
