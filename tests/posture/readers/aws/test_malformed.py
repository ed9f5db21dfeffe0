"""Whatever stands in a state or preview, no reader raises; and what is not understood is never a pass."""

from typing import Any

import pytest
from hypothesis import given, settings

import posture.readers.aws
from posture.approved import Approved
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import INERT, READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.aws.cloud import Cloud
from tests.posture.readers.malformed import NONSENSE, SLOW, Malformed

load_readers()


def neighbours() -> tuple[Resource, ...]:
    aws = Cloud()
    vpc = aws.vpc("phi")
    aws.table("t", vpc, aws.subnet("a", vpc))
    aws.group("g", vpc)
    aws.attach("tgw", aws.transit_gateway("hub"), vpc)
    aws.add("aws:networkfirewall/firewallPolicy:FirewallPolicy", "p", firewallPolicy={"statefulRuleGroupReferences": [UNKNOWN]})
    return aws.stack("preview").resources


ODD = Malformed(
    posture.readers.aws,
    tokens=sorted(token for token in READERS if token.startswith(("aws:", "aws-native:"))),
    literals=(
        *("", "x", "10.0.0.0/8", "10.0.0.0/99", "::/0", "igw-1", "nat-1", "pl-1", "sg-1", "local", "tcp", "-1"),
        *("allow", "ingress", "true", "{", "*"),
    ),
    neighbours=neighbours(),
    references=("vpcId", "routeTableId"),
)


@settings(max_examples=400, deadline=None, suppress_health_check=SLOW)
@given(stack=ODD.stacks())
def test_no_reader_raises_on_malformed_partial_or_unknown_properties(stack: Stack) -> None:
    read_stack(GraphBuilder(stack, Approved(flows=frozenset())))


@pytest.mark.parametrize("value", NONSENSE, ids=str)
def test_no_reader_raises_when_every_property_of_every_type_is_the_same_nonsense(value: Any) -> None:
    for odd in ODD.saying(value):
        read_stack(GraphBuilder(Stack((odd,), Form.PREVIEW), Approved(flows=frozenset())))


def test_nothing_is_both_read_and_said_to_be_inert() -> None:
    assert set(READERS) & set(INERT) == set()
