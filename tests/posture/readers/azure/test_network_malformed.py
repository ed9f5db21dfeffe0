"""Whatever stands in a state or preview, no reader of networks raises."""

from typing import Any

import pytest
from hypothesis import given, settings

import posture.readers.azure
from posture.approved import Approved
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import INERT, READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from tests.posture.readers.azure.networks import Azure, deny_all, route
from tests.posture.readers.malformed import NONSENSE, SLOW, Malformed

load_readers()
MODULES = ("network", "dnsresolver", "privatedns", "cdn", "frontdoor", "compute")
PHI = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/phi"


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


ODD = Malformed(
    posture.readers.azure,
    tokens=sorted(token for token in (*READERS, *INERT) if token.startswith(tuple(f"azure-native:{module}:" for module in MODULES))),
    literals=(
        *("", "x", "*", "/", "10.0.0.0/8", "10.0.0.0/99", "10.1.1.4", "1-2-3", "{"),
        *("Internet", "VirtualAppliance", "VirtualNetworkGateway", "Allow", "Inbound"),
        *(f"{PHI}/subnets/a", "/subscriptions//providers"),
    ),
    neighbours=neighbours(),
    ids=(PHI,),
    references=("subnet", "routes"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(stack=ODD.stacks())
def test_no_reader_raises_on_malformed_partial_or_unknown_properties(stack: Stack) -> None:
    graph = GraphBuilder(stack, Approved(flows=frozenset()))
    read_stack(graph)
    build(graph)


@pytest.mark.parametrize("value", NONSENSE, ids=str)
def test_no_reader_raises_when_every_property_of_every_type_is_the_same_nonsense(value: Any) -> None:
    for odd in ODD.saying(value):
        read_stack(GraphBuilder(Stack((odd,), Form.PREVIEW), Approved(flows=frozenset())))


def test_every_type_of_the_networks_modules_is_read_or_said_to_be_inert() -> None:
    assert {f"azure-native:network:{name}" for name in ("VirtualNetwork", "Subnet", "PrivateEndpoint", "AzureFirewall", "Commit")} <= {
        *READERS,
        *INERT,
    }
    assert set(READERS) & set(INERT) == set()
