"""Azure Classic is read in Azure Native's words."""

from collections.abc import Mapping

import pytest

from posture.inputs.classic.joined import ASSOCIATIONS, SHAPES, in_native_words
from posture.inputs.classic.shape import Blocks, To
from posture.resource import Provider, Resource
from posture.values import UNKNOWN
from simulator.schema import type_schema

SUBSCRIPTION = "11111111-2222-4333-8444-555555555555"
PROVIDER = Provider("urn:pulumi:dev::p::pulumi:providers:azure::default", account=SUBSCRIPTION)
SUBNET = "azure:network/subnet:Subnet"
ACCOUNT = "azure:storage/account:Account"
TABLED = "azure:network/subnetRouteTableAssociation:SubnetRouteTableAssociation"


def resource(
    token: str, name: str, props: Mapping[str, object], ties: Mapping[str, frozenset[str]] | None = None, id_: object = UNKNOWN
) -> Resource:
    return Resource(
        urn=f"urn:pulumi:dev::p::{token}::{name}",
        type=token,
        name=name,
        id=id_,  # type: ignore[arg-type]
        props=props,
        property_dependencies=ties or {},
        provider=PROVIDER,
        declared=frozenset(props),
    )


def one(token: str, props: Mapping[str, object]) -> Resource:
    [made] = in_native_words([resource(token, "x", props)])
    return made


@pytest.mark.parametrize("token", SHAPES)
def test_every_word_is_one_that_azure_native_has(token: str) -> None:
    shape = SHAPES[token]
    known = type_schema(shape.token).inputs
    assert [field.new for field in shape.fields if field.new.partition(".")[0] not in known] == []


@pytest.mark.parametrize("token", SHAPES)
def test_words_of_blocks_are_those_of_azure_native_too(token: str) -> None:
    shape = SHAPES[token]
    schema = type_schema(shape.token)
    wrong = []
    for field in shape.fields:
        if isinstance(field, Blocks) and "." not in field.new:
            inner = schema.inputs[field.new].shape
            inner = inner[1] if inner[0] == "list" else inner
            wrong += [f"{field.new}.{one.new}" for one in field.fields if one.new.partition(".")[0] not in schema.objects[inner[1]]]
    # What only Azure's answer has.
    assert set(wrong) <= {"ipConfigurations.privateIPAddress"}


def test_a_subnet_gets_default_outbound_access_unless_the_program_says_no() -> None:
    assert one(SUBNET, {"name": "s"}).props["defaultOutboundAccess"] is True
    assert one(SUBNET, {"name": "s", "defaultOutboundAccessEnabled": False}).props["defaultOutboundAccess"] is False
    assert one(SUBNET, {"name": "s", "defaultOutboundAccessEnabled": UNKNOWN}).props["defaultOutboundAccess"] is UNKNOWN


def test_an_account_is_public_with_keys_unless_the_program_says_no() -> None:
    open_ = one(ACCOUNT, {"name": "a"}).props
    assert (open_["publicNetworkAccess"], open_["allowSharedKeyAccess"], open_["allowBlobPublicAccess"]) == ("Enabled", True, True)
    closed = one(ACCOUNT, {"publicNetworkAccessEnabled": False, "sharedAccessKeyEnabled": False, "allowNestedItemsToBePublic": False}).props
    assert (closed["publicNetworkAccess"], closed["allowSharedKeyAccess"], closed["allowBlobPublicAccess"]) == ("Disabled", False, False)


def test_rules_of_an_account_are_said_in_the_new_words() -> None:
    rules = {"defaultAction": "Deny", "bypasses": ["Logging", "Metrics"], "ipRules": ["203.0.113.4"], "virtualNetworkSubnetIds": ["/s"]}
    assert one(ACCOUNT, {"networkRules": rules}).props["networkRuleSet"] == {
        "defaultAction": "Deny",
        "bypass": "Logging, Metrics",
        "ipRules": [{"iPAddressOrRange": "203.0.113.4"}],
        "virtualNetworkRules": [{"virtualNetworkResourceId": "/s"}],
    }


def test_an_id_follows_from_the_names() -> None:
    found = one(SUBNET, {"name": "s", "virtualNetworkName": "v", "resourceGroupName": "rg"})
    assert found.arm_id == f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"


def test_dependencies_go_with_their_values() -> None:
    endpoint = resource("azure:privatelink/endpoint:Endpoint", "e", {"subnetId": UNKNOWN}, {"subnetId": frozenset({"urn:s"})})
    [made] = in_native_words([endpoint])
    assert made.property_dependencies["subnet"] == frozenset({"urn:s"})


@pytest.mark.parametrize("known", [True, False], ids=["state", "preview"])
def test_an_association_becomes_a_property_of_the_subnet(known: bool) -> None:
    subnet = resource(SUBNET, "s", {"name": "s"}, id_="/subscriptions/1/S" if known else UNKNOWN)
    table = resource("azure:network/routeTable:RouteTable", "t", {"name": "t"}, id_="/t")
    props: dict[str, object] = {"subnetId": "/SUBSCRIPTIONS/1/s" if known else UNKNOWN, "routeTableId": "/t" if known else UNKNOWN}
    ties = {"subnetId": frozenset({subnet.urn}), "routeTableId": frozenset({table.urn})}
    made = {found.name: found for found in in_native_words([subnet, table, resource(TABLED, "a", props, ties)])}
    assert made["s"].props["routeTable"] == {"id": "/t" if known else UNKNOWN}
    assert made["s"].property_dependencies["routeTable"] == frozenset({table.urn})
    assert "routeTable" in (made["s"].declared or ())


def test_an_association_that_may_be_of_several_subnets_is_of_none() -> None:
    subnets = [resource(SUBNET, name, {"name": name}) for name in "ab"]
    ties = {"subnetId": frozenset(one.urn for one in subnets)}
    made = in_native_words([*subnets, resource(TABLED, "x", {"subnetId": UNKNOWN, "routeTableId": UNKNOWN}, ties)])
    assert all("routeTable" not in found.props for found in made)


def test_what_is_not_known_stays_as_it_is() -> None:
    assert one("azure:cdn/profile:Profile", {"name": "x"}).type == "azure:cdn/profile:Profile"


def test_an_associations_property_is_one_that_its_owner_has() -> None:
    for association in ASSOCIATIONS.values():
        owner = {"subnetId": "Subnet", "networkInterfaceId": "NetworkInterface", "natGatewayId": "NatGateway"}[association.owner]
        assert association.prop in type_schema(f"azure-native:network:{owner}").inputs


def test_fields_say_where_they_come_from() -> None:
    assert all(isinstance(field, (To, Blocks)) and field.old for shape in SHAPES.values() for field in shape.fields)
