"""What `python -m simulator coverage` prints of second sources is what these tests compare, and nothing else."""

import pytest

from simulator.rules.aws import identities, kinds
from simulator.rules.aws.secrets import SECRET
from simulator.rules.aws.security_groups import INGRESS_RULE
from simulator.rules.registry import all_rules
from simulator.schema import type_schema
from tests.simulator.aws.second_source import test_patterns, test_values
from tests.simulator.aws.second_source.names import COUNTERPARTS
from tests.simulator.aws.second_source.shapes import in_cloudformation

pytestmark = pytest.mark.second_source

MOTO = {
    kinds.BUCKET,
    kinds.CLUSTER,
    kinds.EIP,
    kinds.HOSTED_ZONE,
    kinds.INTERNET_GATEWAY,
    kinds.KEY,
    kinds.LOG_GROUP,
    kinds.NAT_GATEWAY,
    kinds.NETWORK_INTERFACE,
    kinds.PEERING,
    kinds.ROLE,
    kinds.ROUTE,
    kinds.ROUTE_TABLE,
    kinds.SECURITY_GROUP,
    kinds.SUBNET,
    kinds.VPC,
    identities.ATTACHMENT,
    identities.POLICY,
    identities.ROLE_POLICY,
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:kms/alias:Alias",
    "aws:route53/record:Record",
    INGRESS_RULE,
    SECRET,
}
"""Types that the scenarios of `test_behaviour` make."""


def compared(type_: str) -> str:
    """Sources with which a test compares at least one fact of the type."""
    keys = [key for key in test_values.OUTCOMES if key[0] == type_.removeprefix("aws:")]
    named = {source for _, _, source in keys}
    named |= {name.rsplit(" ", 1)[1] for name, other, *_ in test_patterns.PAIRS if other == type_.removeprefix("aws:")}
    if COUNTERPARTS[type_].cloudformation and any(in_cloudformation(type_, name) is not None for name in type_schema(type_).inputs):
        named.add("cfn-lint")
    if type_ in MOTO:
        named.add("moto")
    return ", ".join(sorted(named))


def test_rules_name_the_second_sources_that_they_are_compared_with() -> None:
    said = {type_: rules.second_source for type_, rules in all_rules("aws").items() if type_ in COUNTERPARTS}
    assert said == {type_: compared(type_) for type_ in COUNTERPARTS}


def test_most_types_have_a_second_source() -> None:
    with_second = [type_ for type_, rules in all_rules("aws").items() if rules.second_source]
    assert len(with_second) > 75
