"""Adopted network: a VPC network that a landing zone made, or a Shared VPC's host, becomes the network of a zone, as it stands.

Unlike a route table of other clouds, a network on Google Cloud lists neither its routes nor its filters: each is a resource of its own, and is
named here one by one. What is not named is out of sight, and the verdict is then unproven; the system-generated default route is a route like
any other. Endpoints, links and stores are put into it as into a `GcpZoneNetwork`.
Sources: Virtual Private Cloud documentation, "Routes", "Shared VPC", "VPC Network Peering"; Cloud Next Generation Firewall, "Firewall policies";
NIST SP 800-207 section 3.1.2.
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import compute, dns

from ai_zones.gcp import adopted, validation
from ai_zones.gcp.adopted import Adopter
from ai_zones.gcp.network_outputs import network_outputs
from ai_zones.gcp.ordering import children_wait
from ai_zones.gcp.paths import last
from ai_zones.gcp.subnets import ENDPOINT, PROXY, WORKLOAD


class GcpAdoptedNetworkArgs(TypedDict):
    """Inputs of `GcpAdoptedNetwork`: paths of what stands, whichever project holds it. A wrong form is refused before anything is read."""

    zone: str
    """Zone that the network is. It bears no labels: without `ai-zone` on its project, map this component's name in `posture.yaml`."""
    network: str
    """The network."""
    workload_subnetwork: str
    """Subnetwork for programs."""
    endpoint_subnetwork: str
    """Subnetwork for endpoints. May be the workload subnetwork again."""
    proxy_subnetwork: NotRequired[str]
    """Proxy-only subnetwork. Default: none."""
    other_subnetworks: NotRequired[dict[str, str]]
    """Label → any further subnetwork of the network. Default: none."""
    routes: dict[str, str]
    """Label → route of the network; the default route is one of them. {} says that there is none."""
    firewall_rules: NotRequired[dict[str, str]]
    """Label → VPC firewall rule. Default: none."""
    firewall_policy: NotRequired[str]
    """Network firewall policy of the network. Default: none."""
    firewall_policy_rules: NotRequired[dict[str, str]]
    """Label → rule of that policy, `…/firewallPolicies/<name>/rules/<priority>`. Default: none."""
    firewall_policy_association: NotRequired[str]
    """Association of that policy with the network; required with it."""
    peerings: NotRequired[dict[str, str]]
    """Label → peering, as `<project>/<network>/<name>`. Default: none."""
    routers: NotRequired[dict[str, str]]
    """Label → Cloud Router. Default: none."""
    translations: NotRequired[dict[str, str]]
    """Label → Cloud NAT, `…/routers/<router>/<name>`. Default: none."""
    tunnels: NotRequired[dict[str, str]]
    """Label → tunnel of Cloud VPN. Default: none."""
    attachments: NotRequired[dict[str, str]]
    """Label → VLAN attachment of Cloud Interconnect. Default: none."""
    managed_zones: NotRequired[dict[str, str]]
    """Label → DNS zone that the network sees. Default: none."""
    server_policy: NotRequired[str]
    """DNS server policy. Default: none."""
    response_policy: NotRequired[str]
    """Response policy. Default: none."""
    response_rules: NotRequired[dict[str, str]]
    """Label → rule of that policy. Default: none."""


class AdoptedNetwork(validation.ComponentInput):
    """Parsed `GcpAdoptedNetworkArgs`."""

    zone: validation.ZoneText
    network: adopted.Network
    workload_subnetwork: adopted.Subnetwork
    endpoint_subnetwork: adopted.Subnetwork
    proxy_subnetwork: adopted.Subnetwork | None = None
    other_subnetworks: dict[str, adopted.Subnetwork] = pydantic.Field(default_factory=dict)
    routes: dict[str, adopted.Route]
    firewall_rules: dict[str, adopted.FirewallRule] = pydantic.Field(default_factory=dict)
    firewall_policy: adopted.FirewallPolicy | None = None
    firewall_policy_rules: dict[str, adopted.PolicyRule] = pydantic.Field(default_factory=dict)
    firewall_policy_association: adopted.PolicyAssociation | None = None
    peerings: dict[str, adopted.Peering] = pydantic.Field(default_factory=dict)
    routers: dict[str, adopted.Router] = pydantic.Field(default_factory=dict)
    translations: dict[str, adopted.Translation] = pydantic.Field(default_factory=dict)
    tunnels: dict[str, adopted.Tunnel] = pydantic.Field(default_factory=dict)
    attachments: dict[str, adopted.Attachment] = pydantic.Field(default_factory=dict)
    managed_zones: dict[str, adopted.ManagedZone] = pydantic.Field(default_factory=dict)
    server_policy: adopted.ServerPolicy | None = None
    response_policy: adopted.ResponsePolicy | None = None
    response_rules: dict[str, adopted.ResponseRule] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _is_whole(self) -> Self:
        if clash := sorted({WORKLOAD, ENDPOINT, PROXY} & set(self.other_subnetworks)):
            raise ValueError(f"other_subnetworks.{clash[0]}: has an input of its own, {clash[0]}_subnetwork")
        policy, bound = self.firewall_policy, self.firewall_policy_association
        if (policy is None) != (bound is None) or (policy and bound and not bound.startswith(f"{policy}/")):
            raise ValueError("firewall_policy, firewall_policy_association: give both, of one policy, or none")
        for field, holder, parts in (
            ("firewall_policy_rules", policy, self.firewall_policy_rules),
            ("response_rules", self.response_policy, self.response_rules),
        ):
            if stray := sorted(path for path in parts.values() if holder is None or not path.startswith(f"{holder}/")):
                raise ValueError(f"{field}: given {stray[0]}, it must be a rule of {holder or 'a policy that is given too'}")
        return self

    def subnetworks(self) -> dict[str, str]:
        """Label → subnetwork; one that serves several kinds stands under the first."""
        given = {WORKLOAD: self.workload_subnetwork, ENDPOINT: self.endpoint_subnetwork, PROXY: self.proxy_subnetwork}
        found: dict[str, str] = {}
        for label, path in {**given, **self.other_subnetworks}.items():
            if path is not None and path not in found.values():
                found[label] = path
        return found


class GcpAdoptedNetwork(pulumi.ComponentResource):
    """A network that stands already, with everything that decides where its packets go, in this stack's state. Nothing of it is changed.

    Offers what `GcpZoneNetwork` offers. Raises `InvalidInputError` before anything is registered.
    """

    network: str
    """Path of the network."""
    workload_subnetwork: str
    """Path of the subnetwork of programs."""
    endpoint_subnetwork: str
    """Path of the subnetwork of endpoints."""
    proxy_subnetwork: str
    """Path of the subnetwork of Google's proxies; empty without one."""
    firewall_policy: str
    """Path of the firewall policy; empty without one."""
    response_policy: str
    """Name of the response policy; empty without one."""

    def __init__(self, name: str, args: GcpAdoptedNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AdoptedNetwork.parse(name, args)
        super().__init__("ai-zones:index:GcpAdoptedNetwork", name, {}, children_wait(opts))
        adopter = Adopter(name, self)
        adopter.take(compute.Network, given.network, "network")
        adopter.take_all(compute.Subnetwork, given.subnetworks(), "subnet")
        adopter.take_all(compute.Route, given.routes, "route")
        adopter.take_all(compute.Firewall, given.firewall_rules, "rule")
        adopter.take_all(compute.NetworkPeering, given.peerings, "peering")
        adopter.take_all(compute.Router, given.routers, "router")
        adopter.take_all(compute.RouterNat, given.translations, "nat")
        adopter.take_all(compute.VPNTunnel, given.tunnels, "tunnel")
        adopter.take_all(compute.InterconnectAttachment, given.attachments, "attachment")
        adopter.take_all(dns.ManagedZone, given.managed_zones, "names")
        if given.firewall_policy is not None and given.firewall_policy_association is not None:
            adopter.take(compute.NetworkFirewallPolicy, given.firewall_policy, "firewall")
            adopter.take_all(compute.NetworkFirewallPolicyRule, given.firewall_policy_rules, "firewall")
            adopter.take(compute.NetworkFirewallPolicyAssociation, given.firewall_policy_association, "firewall", "of-network")
        if given.server_policy is not None:
            adopter.take(dns.Policy, given.server_policy, "resolver")
        if given.response_policy is not None:
            adopter.take(dns.ResponsePolicy, given.response_policy, "answers")
            adopter.take_all(dns.ResponsePolicyRule, given.response_rules, "answers")
        self.network = given.network
        self.workload_subnetwork, self.endpoint_subnetwork = given.workload_subnetwork, given.endpoint_subnetwork
        self.proxy_subnetwork = given.proxy_subnetwork or ""
        self.firewall_policy = given.firewall_policy or ""
        self.response_policy = last(given.response_policy) if given.response_policy else ""
        self.register_outputs(network_outputs(self))
