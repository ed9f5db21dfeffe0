"""Folder firewall: what no network under a folder or organization opens to the internet, whatever its own rules say.

Asked before the policies of networks. Packets between private ranges, to Google's restricted address, and from Google's health checks and
fronts are sent on to the network's own policy; everything else is denied here, in both directions, and logged.
Sources: Cloud Next Generation Firewall documentation, "Hierarchical firewall policies" (`goto_next` delegates; it can't be logged), "Firewall
policies: evaluation order"; Virtual Private Cloud, "Configure Private Google Access"; Cloud Load Balancing, "Health checks overview".
"""

from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import compute

from ai_zones.gcp.firewall import EGRESS, EVERYWHERE, INGRESS, PROBES
from ai_zones.gcp.google_apis import RESTRICTED
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.validation import Cidr, ComponentInput
from ai_zones.inputs import matches

PRIVATE: Final = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")
Node = Annotated[str, matches(r"(organizations|folders)/\d{6,20}", "organizations/<number> or folders/<number>")]


class GcpFolderFirewallArgs(TypedDict):
    """Inputs of `GcpFolderFirewall`."""

    parent: str
    """`organizations/<number>` or `folders/<number>` that holds the policy."""
    target: NotRequired[str]
    """Folder or organization that it binds. Default: `parent`."""
    further_ranges: NotRequired[list[str]]
    """Ranges of peers that are not private, which networks may open too; /16 at the widest. Default: none."""


class FolderFirewall(ComponentInput):
    """Parsed `GcpFolderFirewallArgs`."""

    parent: Node
    target: Node | None = None
    further_ranges: tuple[Cidr, ...] = ()

    @pydantic.model_validator(mode="after")
    def _is_narrow(self) -> Self:
        if wide := [cidr for cidr in self.further_ranges if cidr.prefixlen < 16]:
            raise ValueError(f"further_ranges: given {wide[0]}, it must be a /16 or smaller")
        return self


class GcpFolderFirewall(pulumi.ComponentResource):
    """Hierarchical firewall policy, bound to a folder or organization. Built by the organization's stack."""

    firewall_policy: pulumi.Output[str]
    """Number of the policy."""

    def __init__(self, name: str, args: GcpFolderFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = FolderFirewall.parse(name, args)
        super().__init__("ai-zones:index:GcpFolderFirewall", name, {}, children_wait(opts))
        label = resource_name(Kind.COMPUTE, name)
        policy = compute.FirewallPolicy(
            child(name, "firewall"),
            parent=given.parent,
            short_name=label,
            description="What no network opens to the internet; all else is left to the networks' own policies.",
            opts=after(self),
        )
        further = [str(cidr) for cidr in given.further_ranges]
        apis = [str(RESTRICTED)]
        rules = [
            self._rule(name, policy, "on-egress", EGRESS, 1000, [*PRIVATE, *further, *apis]),
            self._rule(name, policy, "on-ingress", INGRESS, 1010, [*PRIVATE, *further, *PROBES]),
            self._rule(name, policy, "deny-egress", EGRESS, 2000, list(EVERYWHERE)),
            self._rule(name, policy, "deny-ingress", INGRESS, 2010, list(EVERYWHERE)),
        ]
        compute.FirewallPolicyAssociation(
            child(name, "firewall", "of-folder"),
            name=label,
            firewall_policy=policy.id,
            attachment_target=given.target or given.parent,
            # Bound once it is whole.
            opts=after(self, rules),
        )
        self.firewall_policy = policy.name
        self.register_outputs({"firewallPolicy": self.firewall_policy})

    def _rule(
        self, name: str, policy: compute.FirewallPolicy, label: str, direction: str, priority: int, ranges: list[str]
    ) -> compute.FirewallPolicyRule:
        denies, outward = label.startswith("deny-"), direction == EGRESS
        return compute.FirewallPolicyRule(
            child(name, "firewall", label),
            firewall_policy=policy.id,
            description=f"{'Denied and logged' if denies else 'Left to the network'}: {direction.lower()}.",
            direction=direction,
            priority=priority,
            action="deny" if denies else "goto_next",
            enable_logging=denies,
            disabled=False,
            match=compute.FirewallPolicyRuleMatchArgs(
                dest_ip_ranges=ranges if outward else None,
                src_ip_ranges=None if outward else ranges,
                layer4_configs=[compute.FirewallPolicyRuleMatchLayer4ConfigArgs(ip_protocol="all")],
            ),
            opts=after(self),
        )
