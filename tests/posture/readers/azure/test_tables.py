"""The tables of the data readers: no type read twice by name, no type both read and harmless, pairs of regions as Azure lists them."""

import pytest

from posture.inputs.arm_ids import arm_paths
from posture.readers.azure.arm import template_of
from posture.readers.azure.arm_paths import PATHS
from posture.readers.azure.data_tokens import DATA_TYPES
from posture.readers.azure.door_table import DOORS, RULES
from posture.readers.azure.look import HOSTS, guid
from posture.readers.azure.regions import PAIRS, UNPAIRED, pair_of
from posture.readers.azure.role_powers import BUILT_IN
from posture.readers.azure.stores import STORES
from posture.readers.azure.unread import UNREAD
from posture.readers.load import load_readers
from posture.readers.registry import INERT, READERS
from tests.posture.readers.azure.estate import Clinic

load_readers()
_DATA = ("storage", "keyvault", "dbforpostgresql", "dbformysql", "sql", "cosmosdb", "servicebus", "eventhub", "eventgrid", "search")


def test_no_type_of_a_data_service_is_both_read_and_harmless() -> None:
    ours = {token for token in READERS if token.startswith("azure-native:") and token.split(":")[1] in _DATA}
    assert ours & set(INERT) == set()


def test_what_is_unread_is_read_by_nobody_else() -> None:
    assert [token for token in UNREAD if len(READERS[token]) != 1 or token in INERT] == []


def test_every_store_and_every_door_has_a_path() -> None:
    assert {token for token in (*STORES, *DOORS) if token not in DATA_TYPES or not template_of(token)} == set()


def test_every_type_of_data_has_one_path_in_one_table() -> None:
    assert {token for token in DATA_TYPES if not template_of(token)} == set()
    assert PATHS.keys() & arm_paths().keys() == set()


def test_every_rule_opens_something_with_a_door() -> None:
    assert {owner for kind in RULES.values() for owner in kind.owners if owner not in DOORS} == set()


def test_roles_are_known_by_their_ids() -> None:
    assert all(guid(role) == role for role in BUILT_IN)


def test_hosts_lead_to_types_with_a_path() -> None:
    assert {token for _, tokens in HOSTS for token in tokens if token not in DATA_TYPES or not template_of(token)} == set()


@pytest.mark.parametrize(
    ("region", "pair"),
    [
        ("westeurope", "northeurope"),
        ("northeurope", "westeurope"),
        ("germanywestcentral", "germanynorth"),
        ("swedencentral", "swedensouth"),
        ("brazilsouth", "southcentralus"),
        ("southcentralus", "northcentralus"),
        ("westus3", "eastus"),
        ("eastus", "westus"),
        ("westindia", "southindia"),
        ("southindia", "centralindia"),
        ("italynorth", None),
    ],
)
def test_pairs_of_regions(region: str, pair: str | None) -> None:
    assert pair_of(region) == pair


def test_no_region_is_its_own_pair_and_none_is_paired_and_unpaired() -> None:
    assert [one for one, other in PAIRS.items() if one == other] == []
    assert UNPAIRED & (set(PAIRS) | set(PAIRS.values())) == set()


@pytest.mark.parametrize(
    "token",
    ["automation:AutomationAccount", "apimanagement:ApiManagementService", "netapp:CapacityPoolVolume", "signalrservice:SignalR"],
)
def test_a_type_that_is_known_to_be_unread_leaves_records_unproven(clinic: Clinic, form: str, token: str) -> None:
    records = clinic.account()
    clinic.put(token, "unread", backend=records.id)
    assert clinic.unreadable(form) == {"unread"}
    assert clinic.exit(form) == "unproven"


def test_guardrails_say_nothing(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    clinic.part("authorization:ManagementLockByScope", "lock", scope=records.id, level="CanNotDelete")
    clinic.part("authorization:PolicyAssignment", "policy", scope=records.id)
    clinic.part("security:Pricing", "defender", scopeId=records.id)
    assert (clinic.edges(form), clinic.unreadable(form), clinic.exit(form)) == (set(), set(), "proven")
