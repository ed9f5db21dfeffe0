"""Whatever stands in a state or preview, no reader of networks raises."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import posture.readers.azure
from posture.approved import Approved
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import INERT, READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.azure.networks import Azure, deny_all, route

load_readers()
MODULES = ("network", "dnsresolver", "privatedns", "cdn", "frontdoor", "compute")
TOKENS = sorted(token for token in (*READERS, *INERT) if token.startswith(tuple(f"azure-native:{module}:" for module in MODULES)))


@cache
def property_names() -> tuple[str, ...]:
    """Every camelCase word that the readers' sources mention: the properties that they read, and some that they don't."""
    sources = [path.read_text() for path in Path(posture.readers.azure.__path__[0]).glob("*.py")]
    return tuple(sorted({name for source in sources for name in re.findall(r"[\"'.{}]([a-z][a-zA-Z0-9]{2,})[\"'.\[]", source)}))


LITERALS = st.sampled_from(
    [
        "",
        "x",
        "*",
        "/",
        "10.0.0.0/8",
        "10.0.0.0/99",
        "10.1.1.4",
        "Internet",
        "VirtualAppliance",
        "VirtualNetworkGateway",
        "Allow",
        "Inbound",
        "1-2-3",
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/phi/subnets/a",
        "/subscriptions//providers",
        "{",
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
    azure = Azure()
    phi, hub = azure.vnet("phi", "10.1.0.0/16", zone="phi"), azure.vnet("hub", "10.9.0.0/16")
    azure.peer(phi, hub)
    azure.peer(hub, phi)
    group, table = azure.nsg("g", *deny_all()), azure.table("t", route("r", "0.0.0.0/0", "VirtualAppliance", "10.9.0.4"))
    subnet = azure.subnet("a", phi, "10.1.1.0/24", networkSecurityGroup={"id": group.id}, routeTable={"id": table.id})
    azure.nic("nic", subnet)
    home = azure.subnet("AzureFirewallSubnet", hub, "10.9.0.0/26")
    azure.add("network:AzureFirewall", "fw", ipConfigurations=[{"subnet": {"id": home.id}}])
    azure.add("network:VirtualHub", "wan")
    azure.closed_names(phi)
    return azure.stack("preview").resources


NEIGHBOURS = neighbours()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_reader_raises_on_malformed_partial_or_unknown_properties(data: st.DataObject) -> None:
    token = data.draw(st.sampled_from(TOKENS))
    urns = [resource.urn for resource in NEIGHBOURS] + ["urn:of:nobody"]
    urn = f"urn:pulumi:test::test::{token}::odd"
    props = data.draw(properties())
    depends = data.draw(
        st.dictionaries(st.sampled_from([*props, "subnet", "routes"]), st.frozensets(st.sampled_from([*urns, urn])), max_size=4)
    )
    odd = Resource(
        urn=urn,
        type=token,
        name="odd",
        id=data.draw(
            st.sampled_from(["x-1", UNKNOWN, None, "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/phi"])
        ),
        props=props,
        property_dependencies=depends,
        external=data.draw(st.booleans()),
        declared=data.draw(st.sampled_from([None, frozenset(props), frozenset()])),
    )
    graph = GraphBuilder(Stack((*NEIGHBOURS, odd), data.draw(st.sampled_from(list(Form)))), Approved(flows=frozenset()))
    read_stack(graph)
    build(graph)


@pytest.mark.parametrize("value", [UNKNOWN, [], {}, [UNKNOWN, None, 7], "x", 7, True, [{}], [[UNKNOWN]], None], ids=str)
def test_no_reader_raises_when_every_property_of_every_type_is_the_same_nonsense(value: Any) -> None:
    names = property_names()
    for token in TOKENS:
        props = {} if value is None else dict.fromkeys(names, value)
        odd = Resource(urn=f"urn::{token}::odd", type=token, name="odd", id=UNKNOWN, props=props)
        read_stack(GraphBuilder(Stack((odd,), Form.PREVIEW), Approved(flows=frozenset())))


def test_every_type_of_the_networks_modules_is_read_or_said_to_be_inert() -> None:
    assert {f"azure-native:network:{name}" for name in ("VirtualNetwork", "Subnet", "PrivateEndpoint", "AzureFirewall", "Commit")} <= {
        *READERS,
        *INERT,
    }
    assert set(READERS) & set(INERT) == set()
