"""ExpressRoute circuit of one's own: a provider's line, with its private peering once the provider has run it.

A line that stands already, or belongs to another team, needs no component: `AzurePeerGateway` takes its id.
Sources: Azure ExpressRoute documentation, "ExpressRoute circuits and peering", "ExpressRoute routing requirements" (two /30 blocks, a VLAN, an AS
number), "About encryption for Azure ExpressRoute" (MACsec on Direct ports; a provider's line encrypts nothing); 45 CFR 164.312(e)(2)(ii).
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network

from ai_zones.azure import validation
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.references import WorkspaceId

CIRCUIT_TYPE: Final = "Microsoft.Network/expressRouteCircuits"
PRIVATE: Final = "AzurePrivatePeering"
BANDWIDTHS_MBPS: Final = (50, 100, 200, 500, 1000, 2000, 5000, 10000)
AZURES_OWN: Final = (12076, *range(65515, 65521))
PEER_ZONES: Final = ("deidentification", "phi", "training")


class AzureCircuitPeeringArgs(TypedDict):
    """The private peering: what the provider and both ends agree on."""

    peer_asn: int
    """AS number of the other side."""
    vlan: int
    """VLAN of the peering, 1 to 4,094."""
    primary_cidr: str
    """/30 block of the first link: the other side has its first address, Azure its second."""
    secondary_cidr: str
    """/30 block of the second link."""


class AzurePeerCircuitArgs(TypedDict):
    """Inputs of `AzurePeerCircuit`."""

    zone: str
    """Zone that has the peer: `phi`, `deidentification` or `training`."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region that bills the circuit."""
    service_provider: str
    """Who runs the line, as Azure lists them, such as `Equinix`."""
    peering_location: str
    """Where it meets Azure, such as `Amsterdam`."""
    bandwidth_mbps: int
    """One of 50, 100, 200, 500, 1000, 2000, 5000, 10000."""
    peering: AzureCircuitPeeringArgs | None
    """The private peering. None, which must be said: the provider makes it, or has not run the line yet."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the routing logs; one of ours."""
    premium: NotRequired[bool]
    """True reaches regions beyond the geography. Default False: data has no business there."""
    deletion_protection: NotRequired[bool]
    """False lifts Pulumi's protection. Default True: a line that is deleted takes weeks to come back."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class CircuitPeering(validation.ComponentInput):
    """Parsed `AzureCircuitPeeringArgs`."""

    peer_asn: Annotated[int, pydantic.Field(ge=1, le=4_294_967_295)]
    vlan: Annotated[int, pydantic.Field(ge=1, le=4094)]
    primary_cidr: validation.Cidr
    secondary_cidr: validation.Cidr

    @pydantic.model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.peer_asn in AZURES_OWN:
            raise ValueError(f"peer_asn: given {self.peer_asn}, which is Azure's own; 12076 and 65515 to 65520 are reserved")
        for name in ("primary_cidr", "secondary_cidr"):
            if getattr(self, name).prefixlen != 30:
                raise ValueError(f"{name}: given {getattr(self, name)}, it must be a /30")
        if self.primary_cidr.overlaps(self.secondary_cidr):
            raise ValueError(f"secondary_cidr: given {self.secondary_cidr}, it must lie outside of primary_cidr, {self.primary_cidr}")
        return self


class PeerCircuit(validation.ZonedInput):
    """Parsed `AzurePeerCircuitArgs`."""

    service_provider: Annotated[str, pydantic.Field(min_length=2, max_length=80)]
    peering_location: Annotated[str, pydantic.Field(min_length=2, max_length=80)]
    bandwidth_mbps: int
    peering: CircuitPeering | None
    log_workspace_id: WorkspaceId
    premium: bool = False
    deletion_protection: bool = True

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        if self.zone not in PEER_ZONES:
            raise ValueError(f"zone: given {self.zone!r}, only {', '.join(PEER_ZONES)} may have peers")
        if self.bandwidth_mbps not in BANDWIDTHS_MBPS:
            raise ValueError(f"bandwidth_mbps: given {self.bandwidth_mbps}, it must be one of {', '.join(map(str, BANDWIDTHS_MBPS))}")
        return self


class AzurePeerCircuit(pulumi.ComponentResource):
    """Circuit, its private peering, its logs. Protected by Pulumi. Classic operations and Global Reach are off."""

    circuit_id: str
    """Id of the circuit, for `AzurePeerGateway`."""
    service_key: pulumi.Output[str]
    """What the provider asks for. Secret."""

    def __init__(self, name: str, args: AzurePeerCircuitArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PeerCircuit.parse(name, args)
        super().__init__("ai-zones:index:AzurePeerCircuit", name, {}, children_wait(opts))
        label = resource_name(Kind.NETWORK, name)
        self.circuit_id = given.id_of(CIRCUIT_TYPE, label)
        tier = "Premium" if given.premium else "Standard"
        circuit = network.ExpressRouteCircuit(
            child(name, "circuit"),
            circuit_name=label,
            resource_group_name=given.resource_group_name,
            location=given.location,
            allow_classic_operations=False,
            global_reach_enabled=False,
            service_provider_properties=network.ExpressRouteCircuitServiceProviderPropertiesArgs(
                service_provider_name=given.service_provider,
                peering_location=given.peering_location,
                bandwidth_in_mbps=given.bandwidth_mbps,
            ),
            sku=network.ExpressRouteCircuitSkuArgs(name=f"{tier}_MeteredData", tier=tier, family="MeteredData"),
            tags=given.tags_of(),
            opts=after(self, protect=given.deletion_protection),
        )
        self.service_key = pulumi.Output.secret(circuit.service_key)
        if given.peering is not None:
            network.ExpressRouteCircuitPeering(
                child(name, "peering"),
                circuit_name=label,
                peering_name=PRIVATE,
                resource_group_name=given.resource_group_name,
                peering_type=PRIVATE,
                peer_asn=given.peering.peer_asn,
                vlan_id=given.peering.vlan,
                primary_peer_address_prefix=str(given.peering.primary_cidr),
                secondary_peer_address_prefix=str(given.peering.secondary_cidr),
                state="Enabled",
                opts=after(self, circuit),
            )
        diagnose(
            name,
            "diagnostics",
            resource_id=self.circuit_id,
            workspace_id=given.log_workspace_id,
            parent=self,
            depends_on=[circuit],
        )
        self.register_outputs({"circuitId": self.circuit_id, "serviceKey": self.service_key})
