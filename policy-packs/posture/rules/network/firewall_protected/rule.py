"""The inspecting firewall can't be removed or opened by one call, and is encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_name_key_of_ours
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users
from posture.rules.words import must_be_one_of, must_be_true

FIREWALL: Final = ("aws:networkfirewall/firewall:Firewall", "aws-native:networkfirewall:Firewall")
POLICY: Final = ("aws:networkfirewall/firewallPolicy:FirewallPolicy", "aws-native:networkfirewall:FirewallPolicy")
GROUP: Final = ("aws:networkfirewall/ruleGroup:RuleGroup", "aws-native:networkfirewall:RuleGroup")


_ENDS: Final = ("DROP", "REJECT")
_STREAM: Final = "firewallPolicy.statefulEngineOptions.streamExceptionPolicy"


@rule(*FIREWALL, *POLICY, *GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Protection of the firewall, its subnets and its policy; a key of one's own on all three kinds; no traffic that it lost track of."""
    if not _inspects(look):
        return
    native = look.resource.type.startswith("aws-native")
    if look.resource.type in FIREWALL:
        # aws names it deleteProtection, the native type as well.
        yield from must_be_true(look, "deleteProtection", "can be deleted by one call")
        yield from must_be_true(look, "subnetChangeProtection", "can be taken off its subnets by one call")
        yield from must_be_true(look, "firewallPolicyChangeProtection", "can be given another policy by one call")
    if look.resource.type in POLICY and not native:
        # Absent is DROP (AWS Network Firewall Developer Guide, "Stream exception policy options").
        yield from must_be_one_of(look, _STREAM, _ENDS, "lets streams pass that it lost track of", default="DROP")
    if not native:
        yield from must_be_one_of(look, "encryptionConfiguration.type", ("CUSTOMER_KMS",), "is not encrypted with a key of one's own")
        if look.text("encryptionConfiguration.type") == "CUSTOMER_KMS":
            yield from must_name_key_of_ours(look, "encryptionConfiguration.keyId", "names no key of its own")


def _inspects(look: Look) -> bool:
    """A policy or a rule group without a tag belongs to the firewalls that use it."""
    return look.zone is not None or any(
        user.resource.type in (*FIREWALL, *POLICY) and _inspects(user) for user in users(look) if look.resource.type not in FIREWALL
    )
