"""Door by which a declared peer enters a zone's programs: a load balancer at a fixed private address that the peer's systems can be told.

It opens nothing by itself: the road is `GcpPeerRoad`, who may take it stands in `GcpZoneNetwork.peers`. The client's address is kept, so the filter
at the programs sees the peer.
Sources: Cloud Load Balancing documentation, "Internal passthrough Network Load Balancer overview" (the client's address is kept; ports are not
translated), "Internal passthrough Network Load Balancers and connected networks" (clients behind a VPN or an Interconnect of the same region).
"""

import ipaddress
from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import compute

from ai_zones.gcp.balancer import Balancer, GroupPath, build_balancer
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.validation import NetworkPath, Port, SubnetworkPath, ZonedInput
from ai_zones.plan.ceiling import CEILING
from ai_zones.plan.names import Direction

ENTERED = tuple(sorted(peer.zone.value for peer in CEILING.peers if peer.direction is Direction.INBOUND))


class GcpPeerDoorArgs(TypedDict):
    """Inputs of `GcpPeerDoor`."""

    zone: str
    """Zone that the peer enters: `phi` or `training`."""
    peer: str
    """Name of the peer."""
    project: str
    """Project of the zone."""
    region: str
    """Region of the zone's network, in which the peer's road ends too."""
    network: str
    """Path of the zone's network."""
    workload_subnetwork: str
    """Path of its subnetwork of programs."""
    address: str
    """Fixed address of the door, in that subnetwork."""
    port: NotRequired[int]
    """TCP port, on which programs listen too: 2575 for HL7 MLLP, 2762 for DICOM over TLS, 443 for FHIR and federated learning. Default 443."""
    backends: NotRequired[dict[str, str]]
    """Label → path of an instance group or network endpoint group of the programs that answer. Default: none yet."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class PeerDoor(ZonedInput):
    """Parsed `GcpPeerDoorArgs`."""

    peer: Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    network: NetworkPath
    workload_subnetwork: SubnetworkPath
    address: ipaddress.IPv4Address
    port: Port = 443
    backends: dict[str, GroupPath] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _is_entered(self) -> Self:
        if self.zone not in ENTERED:
            raise ValueError(f"zone: given {self.zone!r}, but peers enter {', '.join(ENTERED)} alone; remove the door")
        if not self.address.is_private:
            raise ValueError(f"address: given {self.address}, it must be a private address of the workload subnetwork")
        return self


class GcpPeerDoor(pulumi.ComponentResource):
    """Fixed address and internal load balancer for one peer."""

    address: str
    """Address that the peer connects to."""
    backend_service: str
    """Path of the backend service of the programs that answer."""

    def __init__(self, name: str, args: GcpPeerDoorArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PeerDoor.parse(name, args)
        super().__init__("ai-zones:index:GcpPeerDoor", name, {}, children_wait(opts))
        label = resource_name(Kind.COMPUTE, name)
        held = compute.Address(
            child(name, "address"),
            name=label,
            project=given.project,
            region=given.region,
            address_type="INTERNAL",
            purpose="GCE_ENDPOINT",
            address=str(given.address),
            subnetwork=given.workload_subnetwork,
            labels=given.labels_of(),
            opts=after(self),
        )
        form = Balancer(
            label,
            given.network,
            given.workload_subnetwork,
            given.port,
            given.backends,
            description=f"Door of {given.peer} into the {given.zone} zone.",
            held=held,
        )
        build_balancer(name, form, given, given.labels_of(), parent=self)
        self.address, self.backend_service = str(given.address), form.path(given, "backendServices")
        self.register_outputs({"address": self.address, "backendService": self.backend_service})
