"""Names and ids are plain functions of what they are built from, in Azure's own forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.azure import arm, naming
from ai_zones.azure.naming import Kind

PARTS = st.lists(st.text("abcxyz-_.0123456789", min_size=1, max_size=60), min_size=1, max_size=4)
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"


@given(st.sampled_from(Kind), PARTS)
def test_a_name_keeps_to_the_rules_of_its_kind(kind: Kind, parts: list[str]) -> None:
    name = naming.resource_name(kind, "acme-prod", *parts)
    assert naming.name_fault(kind, name) is None


@given(st.sampled_from(Kind), PARTS)
def test_a_unique_name_keeps_to_the_rules_of_its_kind(kind: Kind, parts: list[str]) -> None:
    name = naming.unique_name(kind, "zone", *parts, organization="acme", environment="prod", subscription_id=SUBSCRIPTION)
    assert naming.name_fault(kind, name) is None


def test_two_long_names_stay_different() -> None:
    long = "hospital-" * 10
    assert naming.resource_name(Kind.FIREWALL, long, "a") != naming.resource_name(Kind.FIREWALL, long, "b")
    unique = {
        naming.unique_name(Kind.STORAGE_ACCOUNT, long, end, organization="acme", environment="prod", subscription_id=SUBSCRIPTION)
        for end in "ab"
    }
    assert len(unique) == 2


def test_a_short_name_is_left_alone() -> None:
    assert naming.resource_name(Kind.VIRTUAL_NETWORK, "acme-prod-phi") == "acme-prod-phi"


def test_a_storage_account_is_named_in_small_letters_and_digits() -> None:
    name = naming.unique_name(Kind.STORAGE_ACCOUNT, "phi", "Store", organization="acme", environment="prod", subscription_id=SUBSCRIPTION)
    assert name.startswith("phistore")
    assert name.isalnum()
    assert name == name.lower()


def test_a_unique_name_differs_between_subscriptions() -> None:
    names = {
        naming.unique_name(Kind.KEY_VAULT, "phi", organization="acme", environment="prod", subscription_id=subscription)
        for subscription in (SUBSCRIPTION, SUBSCRIPTION.replace("1", "2"))
    }
    assert len(names) == 2


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.STORAGE_ACCOUNT, "Records"),
        (Kind.STORAGE_ACCOUNT, "my-store"),
        (Kind.KEY_VAULT, "1vault"),
        (Kind.KEY_VAULT, "vault--one"),
        (Kind.VIRTUAL_NETWORK, "a"),
        (Kind.FIREWALL, "f" * 57),
        (Kind.RESOURCE_GROUP, "group."),
        (Kind.POSTGRESQL, "Database"),
    ],
)
def test_a_name_that_azure_would_refuse_is_a_fault(kind: Kind, name: str) -> None:
    assert naming.name_fault(kind, name)


def test_an_id_alternates_types_and_names() -> None:
    text = arm.arm_id(SUBSCRIPTION, "phi", "Microsoft.Network/virtualNetworks/subnets", "net", "workload")
    assert text == (f"/subscriptions/{SUBSCRIPTION}/resourceGroups/phi/providers/Microsoft.Network/virtualNetworks/net/subnets/workload")
    found = arm.parse(text)
    assert (found.subscription_id, found.resource_group_name, found.type, found.name) == (
        SUBSCRIPTION,
        "phi",
        "Microsoft.Network/virtualNetworks/subnets",
        "workload",
    )


def test_an_id_with_too_few_names_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 2 names"):
        arm.arm_id(SUBSCRIPTION, "phi", "Microsoft.Network/virtualNetworks/subnets", "net")


def test_an_extension_is_read_without_its_scope() -> None:
    vault = arm.arm_id(SUBSCRIPTION, "phi", "Microsoft.KeyVault/vaults", "keys")
    setting = arm.parse(arm.extension_id(vault, "Microsoft.Insights/diagnosticSettings", "logs"))
    assert (setting.type, setting.name, setting.resource_group_name) == ("Microsoft.Insights/diagnosticSettings", "logs", "phi")


def test_a_group_and_a_subscription_have_ids_too() -> None:
    assert arm.parse(arm.group_id(SUBSCRIPTION, "phi")).name == "phi"
    assert arm.parse(arm.subscription_scope(SUBSCRIPTION)).name == SUBSCRIPTION


@pytest.mark.parametrize(
    "text", ["", "phi", "/subscriptions", "/subscriptions/x/resourceGroups/g/providers/Microsoft.Network/virtualNetworks"]
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no id of Azure"):
        arm.parse(text)


def test_ids_are_the_same_whatever_their_case() -> None:
    assert arm.same("/subscriptions/A/resourceGroups/PHI", "/subscriptions/a/resourcegroups/phi")
