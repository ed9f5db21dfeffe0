"""Whatever stands in a state or preview, no reader of stores, services and identities raises."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import posture.readers.azure
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.readers.load import load_readers, read_stack
from posture.readers.registry import READERS
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.readers.azure.estate import BLOB_READER, REVIEWER, Clinic

load_readers()
_NETWORKS = ("network", "dnsresolver", "privatedns", "cdn", "frontdoor")
TOKENS = sorted(token for token in READERS if token.startswith(("azure-native:", "azuread:")) and token.split(":")[1] not in _NETWORKS)
RECORDS = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/records"


@cache
def property_names() -> tuple[str, ...]:
    """Every camelCase word that the readers' sources mention: the properties that they read, and some that they don't."""
    sources = [path.read_text() for path in Path(posture.readers.azure.__path__[0]).glob("*.py")]
    return tuple(sorted({name for source in sources for name in re.findall(r"[\"'.{}]([a-z][a-zA-Z0-9]{2,})[\"'.\[]", source)}))


LITERALS = st.sampled_from(
    ["", "x", "*", "/", "0.0.0.0", "10.0.0.0/99", "Enabled", "Allow", "global", "records", RECORDS, RECORDS + "/blobServices/default", "{"]
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


NEIGHBOURS = neighbours()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_no_reader_raises_on_malformed_partial_or_unknown_properties(data: st.DataObject) -> None:
    token = data.draw(st.sampled_from(TOKENS))
    urn = f"urn:pulumi:test::test::{token}::odd"
    props = data.draw(st.dictionaries(st.sampled_from(property_names()), VALUES, max_size=8))
    urns = [*(resource.urn for resource in NEIGHBOURS), "urn:of:nobody", urn]
    depends = data.draw(st.dictionaries(st.sampled_from([*props, "scope", "identity"]), st.frozensets(st.sampled_from(urns)), max_size=4))
    odd = Resource(
        urn=urn,
        type=token,
        name="odd",
        id=data.draw(st.sampled_from(["x-1", UNKNOWN, None, RECORDS])),
        props=props,
        property_dependencies=depends,
        external=data.draw(st.booleans()),
        declared=data.draw(st.sampled_from([None, frozenset(props), frozenset()])),
    )
    graph = GraphBuilder(Stack((*NEIGHBOURS, odd), data.draw(st.sampled_from(list(Form)))), REVIEWER)
    read_stack(graph)
    build(graph)


@pytest.mark.parametrize("value", [UNKNOWN, [], {}, [UNKNOWN, None, 7], 7, True, [{}], [[UNKNOWN]], None], ids=str)
@pytest.mark.parametrize("deep", [False, True])
def test_no_reader_raises_when_every_property_is_the_same_nonsense(value: Any, deep: bool) -> None:
    names = property_names()
    nonsense = dict.fromkeys(names, dict.fromkeys(names, value)) if deep else dict.fromkeys(names, value)
    props = nonsense if value is not None else {}
    odd = tuple(Resource(f"urn:pulumi:test::test::{token}::odd", token, "odd", UNKNOWN, props) for token in TOKENS)
    read_stack(GraphBuilder(Stack((*NEIGHBOURS, *odd), Form.PREVIEW), REVIEWER))
