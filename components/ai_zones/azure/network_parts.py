"""What every zone's network on Azure has, with or without a road out: the network, a filter and a table for each subnet, resolver and logs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.dns_policy import build_dns_policy
from ai_zones.azure.flow_logs import FlowLogSpec, build_flow_log, build_network_watcher
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after
from ai_zones.azure.routes import NO_WAY_OUT, ROUTE_TABLE, Way, build_route_table, route_table_name
from ai_zones.azure.security_rules import NSG, Traffic, build_security_group, security_group_name
from ai_zones.azure.subnets import VIRTUAL_NETWORK, NetworkPlace, SubnetSpec, build_subnets
from ai_zones.azure.tags import tags_for
from ai_zones.azure.validation import Cidr, PlacedInput

HTTPS: Final = 443


@dataclass(frozen=True)
class SubnetPlan:
    """One subnet, its ways and what is special about it."""

    label: str
    cidr: Cidr
    ways: tuple[Way, ...] = (NO_WAY_OUT,)
    learn_from_gateway: bool = False
    filtered: bool = True
    """False only where Azure forbids a security group."""
    for_private_links: bool = False
    delegation: str | None = None
    """Service that alone may use the subnet."""


@dataclass
class NetworkBuilder:
    """Builds the parts of one network under one component."""

    name: str
    zone: str
    place: PlacedInput
    cidr: Cidr
    parent: pulumi.Resource
    subnets: dict[str, network.Subnet] = field(default_factory=dict)
    _last: list[pulumi.Resource] = field(default_factory=list)

    @property
    def virtual_network_name(self) -> str:
        """Name of the network."""
        return resource_name(Kind.VIRTUAL_NETWORK, self.name)

    @property
    def virtual_network_id(self) -> str:
        """Id of the network."""
        return self.place.id_of(VIRTUAL_NETWORK, self.virtual_network_name)

    @property
    def network_place(self) -> NetworkPlace:
        """Where its subnets go."""
        return NetworkPlace(self.virtual_network_id, self.place.resource_group_name, self.virtual_network_name)

    def build_network(self, logs: FlowLogSpec) -> network.VirtualNetwork:
        """The network without subnets: these are resources of their own (see `subnets`)."""
        watcher = build_network_watcher(self.name, logs, self.place, self.zone, parent=self.parent)
        built = network.VirtualNetwork(
            child(self.name, "network"),
            virtual_network_name=self.virtual_network_name,
            resource_group_name=self.place.resource_group_name,
            location=self.place.location,
            address_space=network.AddressSpaceArgs(address_prefixes=[str(self.cidr)]),
            enable_ddos_protection=False,
            tags=tags_for(self.zone, extra=self.place.tags),
            opts=after(self.parent, watcher),
        )
        self._last = [built]
        return built

    def add(self, plans: list[SubnetPlan], traffic: Traffic, ranges: Mapping[str, str], *waits_for: pulumi.Resource) -> None:
        """Subnets with their filters and tables; tables wait for `waits_for`, whose address they may name."""
        specs = []
        for plan in plans:
            table = build_route_table(
                self.name,
                plan.label,
                self.place,
                self.zone,
                plan.ways,
                learn_from_gateway=plan.learn_from_gateway,
                waits_for=waits_for,
                parent=self.parent,
            )
            parts: list[pulumi.Resource] = [table]
            if plan.filtered:
                parts.append(
                    build_security_group(
                        self.name, plan.label, self.place, self.zone, traffic, ranges, parent=self.parent, waits_for=waits_for
                    )
                )
            specs.append(
                SubnetSpec(
                    plan.label,
                    plan.cidr,
                    security_group_id=self.security_group_id(plan.label) if plan.filtered else None,
                    route_table_id=self.route_table_id(plan.label),
                    for_private_links=plan.for_private_links,
                    delegation=plan.delegation,
                    waits_for=tuple(parts),
                )
            )
        built = build_subnets(self.name, self.network_place, specs, first=self._last[-1], parent=self.parent)
        self.subnets |= built
        self._last += built.values()

    def watch(self, domains: list[str], logs: FlowLogSpec, *, log_workspace_id: pulumi.Input[str], protect: bool) -> tuple[str, str]:
        """Resolver policy and flow log, after all writes to the network. Returns their ids."""
        policy_id, link = build_dns_policy(
            self.name,
            domains,
            self.place,
            self.zone,
            virtual_network_id=self.virtual_network_id,
            log_workspace_id=log_workspace_id,
            waits_for=self._last,
            parent=self.parent,
        )
        build_flow_log(
            self.name,
            logs,
            self.place,
            self.zone,
            virtual_network_id=self.virtual_network_id,
            waits_for=[*self._last, link],
            protect=protect,
            parent=self.parent,
        )
        return policy_id, resource_name(Kind.NETWORK, self.name, "flows")

    def security_group_id(self, label: str) -> str:
        """Id of a subnet's filter."""
        return self.place.id_of(NSG, security_group_name(self.name, label))

    def route_table_id(self, label: str) -> str:
        """Id of a subnet's table."""
        return self.place.id_of(ROUTE_TABLE, route_table_name(self.name, label))
