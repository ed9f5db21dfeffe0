"""Databases with records name a subnet group and security groups."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import DATABASES, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given

_GROUPS: Final = ("dbSubnetGroupName", "neptuneSubnetGroupName", "clusterSubnetGroupName")
_FILTERS: Final = ("vpcSecurityGroupIds", "vpcSecurityGroups")


@rule(*DATABASES)
def check(look: Look) -> Iterator[Fault]:
    """A member stands where its cluster does, a replica of the region where its source does."""
    if not look.holds_records or is_member(look) or is_replica(look):
        return
    if all(given(look, prop) in (None, "") for prop in _GROUPS):
        yield Fault("names no subnet group: it lands in the account's default network", _GROUPS[0])
    if all(given(look, prop) in (None, []) for prop in _FILTERS):
        yield Fault("names no security group: it gets the network's default one", _FILTERS[0])
