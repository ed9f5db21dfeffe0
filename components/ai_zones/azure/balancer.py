"""Internal load balancer before a zone's programs: no public face, in all availability zones, one port, and no way out through it.

Sources: Azure Load Balancer documentation, "Reliability in Load Balancer" (a frontend in three availability zones), "Azure Load Balancer
health probes", "TCP reset", "Outbound rules" (an internal frontend gives no way out; a rule must not either).
"""

from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure import arm
from ai_zones.azure.naming import child
from ai_zones.azure.ordering import after
from ai_zones.azure.subnets import subnet_by_id
from ai_zones.azure.validation import PlacedInput

LOAD_BALANCER: Final = "Microsoft.Network/loadBalancers"
FRONTEND: Final = "service"
PROGRAMS: Final = "programs"
PROBE: Final = "answers"
PROBE_SECONDS: Final = 5
UNHEALTHY_AFTER: Final = 2
IDLE_MINUTES: Final = 5
"""Azure Private Link frequently asked questions: a link drops what is silent for five minutes; programs keep connections alive sooner."""


@dataclass(frozen=True)
class Balancer:
    """One service behind one frontend."""

    label: str
    """Name of the load balancer."""
    service: str
    """Name of its rule."""
    subnet_id: str
    port: int
    target_port: int
    availability_zones: tuple[str, ...]
    address: str | None = None
    """A fixed address of the subnet. None: Azure picks one."""

    def id(self, place: PlacedInput) -> str:
        """Id of the load balancer."""
        return place.id_of(LOAD_BALANCER, self.label)

    def frontend_id(self, place: PlacedInput) -> str:
        """What a Private Link Service stands before."""
        return arm.child_id(self.id(place), "frontendIPConfigurations", FRONTEND)

    def pool_id(self, place: PlacedInput) -> str:
        """Pool of the programs' network interfaces."""
        return arm.child_id(self.id(place), "backendAddressPools", PROGRAMS)


def build_balancer(name: str, form: Balancer, place: PlacedInput, tags: dict[str, str], *, parent: pulumi.Resource) -> network.LoadBalancer:
    """The load balancer."""
    dynamic, static = network.IPAllocationMethod.DYNAMIC, network.IPAllocationMethod.STATIC
    return network.LoadBalancer(
        child(name, "balancer"),
        load_balancer_name=form.label,
        resource_group_name=place.resource_group_name,
        location=place.location,
        sku=network.LoadBalancerSkuArgs(name=network.LoadBalancerSkuName.STANDARD, tier=network.LoadBalancerSkuTier.REGIONAL),
        frontend_ip_configurations=[
            network.FrontendIPConfigurationArgs(
                name=FRONTEND,
                subnet=subnet_by_id(form.subnet_id),
                private_ip_allocation_method=dynamic if form.address is None else static,
                private_ip_address=form.address,
                private_ip_address_version=network.IPVersion.I_PV4,
                zones=list(form.availability_zones) or None,
            )
        ],
        backend_address_pools=[network.BackendAddressPoolArgs(name=PROGRAMS)],
        probes=[
            network.ProbeArgs(
                name=PROBE,
                protocol=network.ProbeProtocol.TCP,
                port=form.target_port,
                interval_in_seconds=PROBE_SECONDS,
                probe_threshold=UNHEALTHY_AFTER,
            )
        ],
        load_balancing_rules=[
            network.LoadBalancingRuleArgs(
                name=form.service,
                protocol=network.TransportProtocol.TCP,
                frontend_port=form.port,
                backend_port=form.target_port,
                frontend_ip_configuration=network.SubResourceArgs(id=form.frontend_id(place)),
                backend_address_pool=network.SubResourceArgs(id=form.pool_id(place)),
                probe=network.SubResourceArgs(id=arm.child_id(form.id(place), "probes", PROBE)),
                # A link service forwards to the frontend's address: a floating one is not supported behind it.
                enable_floating_ip=False,
                enable_tcp_reset=True,
                # Programs must find no way out through the balancer.
                disable_outbound_snat=True,
                idle_timeout_in_minutes=IDLE_MINUTES,
                load_distribution=network.LoadDistribution.DEFAULT,
            )
        ],
        tags=tags,
        opts=after(parent, replace_on=["frontendIPConfigurations[*].zones"]),
    )
