"""What every zone's network on Google Cloud has, with or without a road out: network, subnetworks, firewall, road to the APIs, resolver.

Sources: Virtual Private Cloud documentation, "VPC networks" (custom mode), "Routes" (`deleteDefaultRoutesOnCreate` holds at creation alone).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.firewall import PassRule, build_firewall, policy_path
from ai_zones.gcp.google_apis import addresses_of, build_road, build_zones
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.network_input import NetworkInput
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import network_path, subnetwork_path
from ai_zones.gcp.private_dns import build_resolver
from ai_zones.gcp.subnets import build_subnetwork, subnetwork_name

FIXED: Final = ("deleteDefaultRoutesOnCreate",)
"""What only a new network can have otherwise: the provider would keep it in mind and change nothing."""


@dataclass
class NetworkBuilder:
    """Builds the parts of one network under one component."""

    name: str
    zone: str
    given: NetworkInput
    parent: pulumi.Resource

    @property
    def network_name(self) -> str:
        """Name of the network."""
        return resource_name(Kind.COMPUTE, self.name)

    @property
    def network(self) -> str:
        """Path of the network."""
        return network_path(self.given.project, self.network_name)

    @property
    def firewall_policy(self) -> str:
        """Path of its firewall policy."""
        return policy_path(self.name, self.given.project)

    def subnetwork(self, label: str) -> str:
        """Path of a subnetwork; empty where the network has none of that kind."""
        has = label in self.given.ranges()
        return subnetwork_path(self.given.project, self.given.region, subnetwork_name(self.name, label)) if has else ""

    def subnetworks(self) -> Mapping[str, str]:
        """Kind → path."""
        return {label: self.subnetwork(label) for label in self.given.ranges()}

    def build(self, rules: Sequence[PassRule]) -> list[pulumi.Resource]:
        """Everything but the resolver's answers; what is built into the network waits for what is returned."""
        given = self.given
        network = compute.Network(
            child(self.name, "network"),
            name=self.network_name,
            project=given.project,
            description=f"Network of the {self.zone} zone.",
            auto_create_subnetworks=False,
            delete_default_routes_on_create=True,
            routing_mode="REGIONAL",
            network_firewall_policy_enforcement_order="BEFORE_CLASSIC_FIREWALL",
            opts=after(self.parent, replace_on=FIXED),
        )
        filtered = build_firewall(self.name, given.project, self.network, rules, [network], zone=self.zone, parent=self.parent)
        subnets = [
            build_subnetwork(self.name, spec, given, self.network, filtered, sampling=given.flow_log_sampling, parent=self.parent)
            for spec in given.subnets()
        ]
        road = build_road(self.name, given, self.zone, self.network, given.google_apis_address, [filtered], parent=self.parent)
        return [network, filtered, *subnets, road]

    def answer(self, domains: Sequence[str], waits_for: Sequence[pulumi.Resource]) -> str:
        """Private zones for Google's names, and the resolver's policies. Returns the response policy's name."""
        given = self.given
        addresses = addresses_of(given.google_apis_address)
        build_zones(self.name, given, self.zone, self.network, given.google_names(), addresses, waits_for, parent=self.parent)
        return build_resolver(self.name, given.project, self.network, domains, waits_for, zone=self.zone, parent=self.parent)
