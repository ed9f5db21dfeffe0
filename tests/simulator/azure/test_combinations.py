"""What excludes or demands what: the fault stands where the mistake is."""

from typing import Any

import pytest

from tests.simulator.azure import combinations_more
from tests.simulator.azure.combinations import ROWS
from tests.simulator.azure.data_places import IN, places
from tests.simulator.azure.places import group
from tests.simulator.azure.subscription import Subscription

assert combinations_more.__doc__, "its rows are added when it is imported"


@pytest.mark.parametrize(("type_", "inputs", "place"), ROWS, ids=[f"{type_}-{place}" for type_, _, place in ROWS])
def test_the_fault_stands_where_the_mistake_is(azure: Subscription, type_: str, inputs: dict[str, Any], place: str) -> None:
    group(azure)
    given = inputs if type_.startswith(("authorization:", "security:")) or "resourceUri" in inputs else {**IN, **inputs}
    assert place in places(azure.faults(type_, **given))


def test_a_new_replica_of_a_server_needs_neither_size_nor_login(azure: Subscription) -> None:
    group(azure)
    assert azure.faults("dbforpostgresql:Server", serverName="clinic-copy", createMode="Replica", sourceServerResourceId="/x", **IN) == []
