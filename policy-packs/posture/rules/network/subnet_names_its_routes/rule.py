"""Subnets of zones name the route table they use."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import SUBNET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_have_companion

ASSOCIATION: Final = ("aws:ec2/routeTableAssociation:RouteTableAssociation", "aws-native:ec2:SubnetRouteTableAssociation")


@rule(*SUBNET)
def check(look: Look) -> Iterator[Fault]:
    """One that names none takes the main table, whatever somebody writes into that for all."""
    if look.zone is not None:
        yield from must_have_companion(look, ASSOCIATION, "subnetId", "names no route table: it takes the network's main one", SUBNET)
