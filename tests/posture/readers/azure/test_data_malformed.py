"""Whatever stands in a state or preview, no reader of stores, services and identities raises."""

from typing import Any

import pytest
from hypothesis import given, settings

import posture.readers.azure
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from tests.posture.readers.azure.estate import BLOB_READER, REVIEWER, Clinic
from tests.posture.readers.malformed import NONSENSE, SLOW, Malformed

load_readers()
_NETWORKS = ("network", "dnsresolver", "privatedns", "cdn", "frontdoor")
RECORDS = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/records"


def neighbours() -> tuple[Resource, ...]:
    clinic = Clinic()
    records, worker = clinic.account(), clinic.identity()
    clinic.assign(worker, BLOB_READER, records)
    clinic.put("sql:Server", "server", zone="phi")
    clinic.put("containerservice:ManagedCluster", "cluster", zone="phi")
    clinic.put("web:Connection", "connection")
    clinic.put("web:WebApp", "app", zone="phi", virtualNetworkSubnetId=clinic.zone("phi").id)
    clinic.workspace()
    clinic.ai()
    return clinic.stack("preview").resources


ODD = Malformed(
    posture.readers.azure,
    tokens=sorted(token for token in READERS if token.startswith(("azure-native:", "azuread:")) and token.split(":")[1] not in _NETWORKS),
    literals=(
        *("", "x", "*", "/", "0.0.0.0", "10.0.0.0/99", "Enabled", "Allow", "global", "{"),
        *("records", RECORDS, f"{RECORDS}/blobServices/default"),
    ),
    neighbours=neighbours(),
    ids=(RECORDS,),
    references=("scope", "identity"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(stack=ODD.stacks())
def test_no_reader_raises_on_malformed_partial_or_unknown_properties(stack: Stack) -> None:
    graph = GraphBuilder(stack, REVIEWER)
    read_stack(graph)
    build(graph)


@pytest.mark.parametrize("value", NONSENSE, ids=str)
@pytest.mark.parametrize("deep", [False, True])
def test_no_reader_raises_when_every_property_is_the_same_nonsense(value: Any, deep: bool) -> None:
    read_stack(GraphBuilder(Stack((*ODD.neighbours, *ODD.saying(value, deep)), Form.PREVIEW), REVIEWER))
