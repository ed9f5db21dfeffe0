"""Whatever stands in a state or preview, no reader raises; and what is not understood is never a pass."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import posture.readers.aws
from posture.approved import Approved
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import INERT, READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.aws.cloud import Cloud

load_readers()
TOKENS = sorted(token for token in READERS if token.startswith(("aws:", "aws-native:")))


@cache
def property_names() -> tuple[str, ...]:
    """Every camelCase word that the readers' sources mention: the properties that they read, and some that they don't."""
    sources = [path.read_text() for path in Path(posture.readers.aws.__path__[0]).glob("*.py")]
    return tuple(sorted({name for source in sources for name in re.findall(r"[\"'.{}]([a-z][a-zA-Z0-9]{2,})[\"'.\[]", source)}))


LITERALS = st.sampled_from(
    [
        "",
        "x",
        "10.0.0.0/8",
        "10.0.0.0/99",
        "::/0",
        "igw-1",
        "nat-1",
        "pl-1",
        "local",
        "tcp",
        "-1",
        "allow",
        "ingress",
        "true",
        "{",
        "*",
        "sg-1",
    ]
)
SCALARS = st.one_of(LITERALS, st.none(), st.booleans(), st.integers(-2, 70_000), st.floats(allow_nan=True), st.just(UNKNOWN))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.deferred(lambda: st.sampled_from(property_names())), inner, max_size=4),
    ),
    max_leaves=8,
)


@st.composite
def properties(draw: st.DrawFn) -> dict[str, Any]:
    return draw(st.dictionaries(st.sampled_from(property_names()), VALUES, max_size=8))


def neighbours() -> tuple[Resource, ...]:
    aws = Cloud()
    vpc = aws.vpc("phi")
    aws.table("t", vpc, aws.subnet("a", vpc))
    aws.group("g", vpc)
    aws.attach("tgw", aws.transit_gateway("hub"), vpc)
    aws.add("aws:networkfirewall/firewallPolicy:FirewallPolicy", "p", firewallPolicy={"statefulRuleGroupReferences": [UNKNOWN]})
    return aws.stack("preview").resources


NEIGHBOURS = neighbours()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_reader_raises_on_malformed_partial_or_unknown_properties(data: st.DataObject) -> None:
    token = data.draw(st.sampled_from(TOKENS))
    urns = [resource.urn for resource in NEIGHBOURS] + ["urn:of:nobody"]
    urn = f"urn:pulumi:test::test::{token}::odd"
    props = data.draw(properties())
    depends = data.draw(
        st.dictionaries(st.sampled_from([*props, "vpcId", "routeTableId"]), st.frozensets(st.sampled_from([*urns, urn])), max_size=4)
    )
    odd = Resource(
        urn=urn,
        type=token,
        name="odd",
        id=data.draw(st.sampled_from(["x-1", UNKNOWN, None])),
        props=props,
        property_dependencies=depends,
        external=data.draw(st.booleans()),
        declared=data.draw(st.sampled_from([None, frozenset(props), frozenset()])),
    )
    graph = GraphBuilder(Stack((*NEIGHBOURS, odd), data.draw(st.sampled_from(list(Form)))), Approved(flows=frozenset()))
    read_stack(graph)


@pytest.mark.parametrize("value", [UNKNOWN, [], {}, [UNKNOWN, None, 7], "x", 7, True, [{}], [[UNKNOWN]], None], ids=str)
def test_no_reader_raises_when_every_property_of_every_type_is_the_same_nonsense(value: Any) -> None:
    names = property_names()
    for token in TOKENS:
        props = {} if value is None else dict.fromkeys(names, value)
        odd = Resource(urn=f"urn::{token}::odd", type=token, name="odd", id=UNKNOWN, props=props)
        read_stack(GraphBuilder(Stack((odd,), Form.PREVIEW), Approved(flows=frozenset())))


def test_nothing_is_both_read_and_said_to_be_inert() -> None:
    assert set(READERS) & set(INERT) == set()
