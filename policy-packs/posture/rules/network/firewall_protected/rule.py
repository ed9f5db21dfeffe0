"""The inspecting firewall can't be removed or opened by one call, and is encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of, must_be_true

FIREWALL: Final = ("aws:networkfirewall/firewall:Firewall", "aws-native:networkfirewall:Firewall")
POLICY: Final = ("aws:networkfirewall/firewallPolicy:FirewallPolicy", "aws-native:networkfirewall:FirewallPolicy")
GROUP: Final = ("aws:networkfirewall/ruleGroup:RuleGroup", "aws-native:networkfirewall:RuleGroup")


@rule(*FIREWALL, *POLICY, *GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Protection of the firewall, its subnets and its policy; a key of one's own on all three kinds."""
    if look.zone is None:
        return
    if look.resource.type in FIREWALL:
        # aws names it deleteProtection, the native type as well.
        yield from must_be_true(look, "deleteProtection", "can be deleted by one call")
        yield from must_be_true(look, "subnetChangeProtection", "can be taken off its subnets by one call")
        yield from must_be_true(look, "firewallPolicyChangeProtection", "can be given another policy by one call")
    if not look.resource.type.startswith("aws-native"):
        yield from must_be_one_of(look, "encryptionConfiguration.type", ("CUSTOMER_KMS",), "is not encrypted with a key of one's own")
