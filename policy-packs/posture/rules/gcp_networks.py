"""Networks of Google's, and what filters them.

Sources: Virtual Private Cloud documentation, "VPC networks", "Subnets" (purposes), "VPC firewall rules"; Cloud Next Generation Firewall
documentation, "Firewall policies" (hierarchical, global, regional; `goto_next`).
"""

from typing import Final

from posture.rules.gcp_words import gcp
from posture.rules.look import Look

NETWORK: Final = gcp("compute:Network")
SUBNET: Final = gcp("compute:Subnetwork")
FIREWALL: Final = gcp("compute:Firewall")
POLICY: Final = gcp("compute:NetworkFirewallPolicy", "compute:RegionNetworkFirewallPolicy", "compute:FirewallPolicy")
POLICY_RULE: Final = gcp("compute:NetworkFirewallPolicyRule", "compute:RegionNetworkFirewallPolicyRule", "compute:FirewallPolicyRule")
ASSOCIATION: Final = gcp("compute:NetworkFirewallPolicyAssociation", "compute:RegionNetworkFirewallPolicyAssociation")
EVERYWHERE: Final = frozenset({"0.0.0.0/0", "::/0", "0::0/0"})
_NO_MACHINES: Final = (
    "REGIONAL_MANAGED_PROXY",
    "GLOBAL_MANAGED_PROXY",
    "PRIVATE_SERVICE_CONNECT",
    "PRIVATE_NAT",
    "INTERNAL_HTTPS_LOAD_BALANCER",
)


def for_machines(subnet: Look) -> bool:
    """Whether machines stand in a subnet: not those of Google's proxies and translated addresses, which take no flow log."""
    return subnet.text("purpose") not in _NO_MACHINES


def switched_off(look: Look) -> bool:
    """Whether a firewall rule does nothing."""
    return look.flag("disabled") is True


def ranges_of(look: Look) -> tuple[str, list[str]]:
    """The property that says for which addresses a firewall rule is, and those that are known. None given means everywhere."""
    inbound = look.text("direction") != "EGRESS"
    if look.resource.type in FIREWALL:
        prop = "sourceRanges" if inbound else "destinationRanges"
    else:
        prop = "match.srcIpRanges" if inbound else "match.destIpRanges"
    found = look.texts(prop)
    return prop, [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def allows(look: Look) -> bool:
    """Whether a firewall rule lets something pass."""
    return look.text("action") == "allow" if look.resource.type in POLICY_RULE else look.value("allows") not in (None, [])
