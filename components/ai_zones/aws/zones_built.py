"""What a composite of zones has built so far: each step adds to it, and finds here what the steps before it made."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pulumi

from ai_zones.aws.alarm_topic import AwsAlarmTopic
from ai_zones.aws.egress_network import AwsEgressNetwork
from ai_zones.aws.phi_store import AwsPhiStore
from ai_zones.aws.zone_key import AwsZoneKey
from ai_zones.aws.zone_network import AwsZoneNetwork
from ai_zones.aws.zones_input import Zones
from ai_zones.aws.zones_joins import Joins
from ai_zones.plan import Tier, ZoneName

Network = AwsZoneNetwork | AwsEgressNetwork


@dataclass
class Built:
    """The zones that are built here, what they are asked to be, and what stands already."""

    zones: Zones
    parent: pulumi.Resource
    keys: dict[ZoneName, AwsZoneKey] = field(default_factory=dict)
    networks: dict[ZoneName, Network] = field(default_factory=dict)
    stores: dict[ZoneName, AwsPhiStore] = field(default_factory=dict)
    doors: dict[ZoneName, Sequence[pulumi.Resource]] = field(default_factory=dict)
    """Endpoints of each zone's services."""
    alarms: dict[ZoneName, AwsAlarmTopic] = field(default_factory=dict)
    offered: dict[str, dict[str, pulumi.Input[str]]] = field(default_factory=lambda: {kind: {} for kind in Joins.model_fields})
    """What this part has to offer to the others, in the form of `Joins`."""

    def options(self, zone: ZoneName) -> pulumi.ResourceOptions:
        """Options of a component that stands in a zone: a child of the composite, under the zone's provider."""
        return pulumi.ResourceOptions(parent=self.parent, providers=[self.zones.providers[zone]])

    def endpoint_subnets(self, zone: ZoneName) -> dict[str, pulumi.Input[str]]:
        """Endpoint subnets of a zone by availability zone."""
        return dict(self.networks[zone].subnet_ids[Tier.ENDPOINT])

    def joined(self, kind: str, key: str) -> pulumi.Input[str] | None:
        """What this part or another one offers; None where nobody does yet (`Zones.waiting_for` names it)."""
        value: pulumi.Input[str] | None = self.offered[kind].get(key) or getattr(self.zones.joins, kind).get(key)
        return value
