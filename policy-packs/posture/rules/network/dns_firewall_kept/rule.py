"""The DNS firewall of a closed zone can't be taken off by one call."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.readers.aws.tokens import VPC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_one_of

ASSOCIATION: Final = (
    "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
    "aws-native:route53resolver:FirewallRuleGroupAssociation",
)


@rule(*ASSOCIATION)
def check(look: Look) -> Iterator[Fault]:
    """`mutationProtection`; absent it is off, and the API takes one call to dissociate."""
    if any(network.zone in CLOSED_ZONES for network in look.targets("vpcId", VPC)):
        yield from must_be_one_of(look, "mutationProtection", ("ENABLED",), "can be taken off by one call", default="DISABLED")
