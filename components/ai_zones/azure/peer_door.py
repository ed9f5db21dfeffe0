"""Door by which a declared peer enters a zone's programs: a load balancer at a fixed private address that the peer's systems can be told.

It opens nothing by itself: the road is `AzurePeerGateway`, who may take it stands in `AzureZoneNetwork.peers`. The load balancer is that of
`balancer`. Sources: Azure Load Balancer documentation, "What is Azure Load Balancer?" (the client's address is kept, so the filter at the
programs sees the peer); DESIGN, "Vocabulary" (peers).
"""

import ipaddress
from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.azure.balancer import Balancer, build_balancer
from ai_zones.azure.naming import Kind, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import SubnetId
from ai_zones.azure.validation import AVAILABILITY_ZONES, AvailabilityZones, Port, ZonedInput
from ai_zones.plan.ceiling import CEILING
from ai_zones.plan.names import Direction

ENTERED = tuple(sorted(peer.zone.value for peer in CEILING.peers if peer.direction is Direction.INBOUND))


class AzurePeerDoorArgs(TypedDict):
    """Inputs of `AzurePeerDoor`."""

    zone: str
    """Zone that the peer enters: `phi` or `training`."""
    peer: str
    """Name of the peer."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the zone's network."""
    subnet_id: str
    """The zone's workload subnet."""
    address: str
    """Fixed address of the door, in that subnet."""
    port: NotRequired[int]
    """TCP port: 2575 for HL7 MLLP, 2762 for DICOM over TLS, 443 for FHIR and federated learning. Default 443."""
    target_port: NotRequired[int]
    """Port on which the programs listen: the peer's port in `AzureZoneNetwork.peers`. Default: `port`."""
    availability_zones: NotRequired[list[str]]
    """Zones of the door; [] in a region without any. Default: all three."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class PeerDoor(ZonedInput):
    """Parsed `AzurePeerDoorArgs`."""

    peer: Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    subnet_id: SubnetId
    address: ipaddress.IPv4Address
    port: Port = 443
    target_port: Port | None = None
    availability_zones: AvailabilityZones = AVAILABILITY_ZONES

    @pydantic.model_validator(mode="after")
    def _is_entered(self) -> Self:
        if self.zone not in ENTERED:
            raise ValueError(f"zone: given {self.zone!r}, but peers enter {', '.join(ENTERED)} alone; remove the door")
        if not self.address.is_private:
            raise ValueError(f"address: given {self.address}, it must be a private address of the workload subnet")
        return self


class AzurePeerDoor(pulumi.ComponentResource):
    """Internal load balancer for one peer. Put the network interfaces of the programs that answer into `backend_pool_id`."""

    address: str
    """Address that the peer connects to."""
    load_balancer_id: str
    """The load balancer."""
    backend_pool_id: str
    """Pool of the programs that answer."""

    def __init__(self, name: str, args: AzurePeerDoorArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PeerDoor.parse(name, args)
        super().__init__("ai-zones:index:AzurePeerDoor", name, {}, children_wait(opts))
        form = Balancer(
            resource_name(Kind.NETWORK, name),
            given.peer,
            given.subnet_id,
            given.port,
            given.target_port or given.port,
            given.availability_zones,
            address=str(given.address),
        )
        build_balancer(name, form, given, given.tags_of(), parent=self)
        self.address = str(given.address)
        self.load_balancer_id, self.backend_pool_id = form.id(given), form.pool_id(given)
        self.register_outputs({"address": self.address, "loadBalancerId": self.load_balancer_id, "backendPoolId": self.backend_pool_id})
