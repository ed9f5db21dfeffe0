"""What operators make of Azure's programs: words switched, ids of strangers, roads and roles that the simulated cloud accepts."""

from functools import cache

import pytest

from tests.mutation.base import AZURE, Base, written_bases
from tests.mutation.catalogue import mutants
from tests.mutation.forms import FOREIGN_SUBSCRIPTION, RefusedError, state_of
from tests.mutation.mutant import Mutant
from tests.mutation.operators.operation import concerns_operation
from tests.mutation.operators.properties import MOST_BLOCKS
from tests.mutation.program import Program, Ref, leaves, plain

N = "azure-native:"


@cache
def base(name: str) -> Base:
    return next(Base(one.name, one.folder, own=False) for one in written_bases(AZURE) if one.name == name)


@cache
def made(name: str) -> tuple[Mutant, ...]:
    return tuple(mutants(base(name).program, base(name).settings))


def changed(name: str, operator: str, type_: str, path: str = "") -> tuple[Program, Mutant]:
    mutant = next(one for one in made(name) if one.key == (operator, N + type_, path))
    copied = base(name).program.copy()
    mutant.change(copied)
    return copied, mutant


@pytest.mark.parametrize(
    "operator",
    [
        "drop-property", "flip-boolean", "weaken-word", "set-public", "foreign-subscription", "foreign-tenant", "widen-cidr-to-all", "widen-ports",
        "widen-prefix-to-all", "drop-rule", "drop-resource", "move-abroad", "add-route-internet-gateway", "add-route-split-defaults",
        "add-peering-to-another-zone", "add-peering-to-a-foreign-account", "add-nat-gateway", "add-vpn-gateway", "add-resolver-rule",
        "add-endpoint-to-a-stranger", "add-public-address", "open-egress", "grant-foreign-principal", "federate-a-strangers-repository",
        "delegate-to-a-provider", "add-logs-for-a-stranger", "add-replica", "role-to-owner", "allow-every-name", "change-tag",
    ],
)  # fmt: skip
def test_every_operator_makes_something_on_the_bases_of_azure(operator: str) -> None:
    names = ("azure_postgres_private", "azure_storage_by_every_endpoint", "azure_web_app_private")
    assert any(one.operator == operator for name in names for one in made(name))


def test_what_a_reference_would_say_besides_its_id_is_not_set() -> None:
    """`subnet: {id: …}` names a subnet; whether that one lets machines out is said by the subnet itself."""
    for name in ("azure_postgres_private", "azure_web_app_private"):
        assert not [one.name for one in made(name) if one.operator == "set-public" and "subnet" in one.path.lower()]


def test_a_word_is_switched_to_its_documented_opposite() -> None:
    program, mutant = changed("azure_postgres_private", "flip-boolean", "dbforpostgresql:Server", "network.publicNetworkAccess")
    assert program.by_urn[mutant.urn].inputs["network"]["publicNetworkAccess"] == "Enabled"


def test_an_allowing_rule_is_never_made_to_deny_nor_left_out() -> None:
    for mutant in made("azure_postgres_private"):
        if (
            mutant.type == f"{N}network:NetworkSecurityGroup"
            and mutant.path != "securityRules"
            and mutant.operator in ("flip-boolean", "drop-rule", "drop-property")
        ):
            copied = base("azure_postgres_private").program.copy()
            mutant.change(copied)
            before, after = (
                found.by_urn[mutant.urn].inputs.get("securityRules") or [] for found in (base("azure_postgres_private").program, copied)
            )
            allowed = [[one for one in rules if plain(one.get("access")) == "Allow"] for rules in (before, after)]
            assert len(allowed[0]) <= len(allowed[1]), mutant.name


def test_a_strangers_id_names_the_same_thing_in_his_subscription_and_is_no_longer_ours() -> None:
    program, mutant = changed("azure_postgres_private", "foreign-subscription", "monitor:DiagnosticSetting", "workspaceId")
    row = program.by_urn[mutant.urn]
    assert FOREIGN_SUBSCRIPTION in str(plain(row.inputs["workspaceId"]))
    assert not row.property_dependencies.get("workspaceId")
    assert any(entry["urn"] == mutant.urn for entry in state_of(program)["deployment"]["resources"])


def test_a_default_route_that_led_nowhere_is_changed_and_not_doubled() -> None:
    program, mutant = changed("azure_postgres_private", "add-route-internet-gateway", "network:RouteTable")
    routes = program.by_urn[mutant.urn].inputs["routes"]
    assert [(plain(one["addressPrefix"]), plain(one["nextHopType"])) for one in routes] == [("0.0.0.0/0", "Internet")]
    assert any(row.type == f"{N}network:NatGateway" for row in program.rows)


def test_what_is_added_refers_to_what_is_added_before_it() -> None:
    program, _ = changed("azure_postgres_private", "add-vpn-gateway", "network:VirtualNetwork")
    connection = next(row for row in program.rows if row.type == f"{N}network:VirtualNetworkGatewayConnection")
    assert any(isinstance(leaf, Ref) for _, leaf in leaves(connection.inputs))


def test_the_simulated_cloud_makes_most_roads_and_roles() -> None:
    """An operator that is always refused would never be judged."""
    refused: dict[str, bool] = {}
    for mutant in made("azure_postgres_private"):
        if not mutant.operator.startswith(("add-", "open-", "grant-", "federate-", "associate-")):
            continue
        copied = base("azure_postgres_private").program.copy()
        try:
            mutant.change(copied)
            state_of(copied)
            refused[mutant.operator] = False
        except RefusedError:
            refused.setdefault(mutant.operator, True)
    assert sum(refused.values()) * 5 <= len(refused), sorted(name for name, said in refused.items() if said)


def test_a_policy_for_endpoints_is_changed_where_one_stands() -> None:
    program = base("azure_postgres_private").program
    changed_ = {mutant.urn for mutant in made("azure_postgres_private") if mutant.path == "privateEndpointNetworkPolicies"}
    held = {str(plain(row.inputs["subnet"]["id"])).rsplit("/", 1)[-1] for row in program.of_type(f"{N}network:PrivateEndpoint")}
    subnets = [row for row in program.of_type(f"{N}network:Subnet") if "privateEndpointNetworkPolicies" in row.inputs]
    assert changed_
    assert {row.urn for row in subnets if plain(row.inputs["subnetName"]) in held} >= changed_
    assert len(subnets) > len(changed_)


@pytest.mark.parametrize("path", ["sku.capacity", "highAvailability.standbyAvailabilityZone", "probes.port", "imageReference.offer"])
def test_performance_capacity_and_code_are_left_alone_on_azure(path: str) -> None:
    assert concerns_operation(f"{N}compute:VirtualMachine", path)


@pytest.mark.parametrize(
    "path",
    [
        "sharedKey",
        "connectionProtocol",
        "applicationSecurityGroups",
        "identity.type",
        "kafkaEnabled",
        "defaultTtl",
        "networkRuleSet.bypass",
        "encryption.keySource",
        "securityRules.access",
        "routes.nextHopType",
        "retentionInDays",
    ],
)
def test_roads_keys_and_filters_are_not_left_alone_on_azure(path: str) -> None:
    assert not concerns_operation(f"{N}storage:StorageAccount", path)


def test_the_two_clouds_lists_are_apart() -> None:
    """A name of AWS's list says nothing of Azure, and the other way round."""
    assert concerns_operation("aws:ec2/instance:Instance", "instanceType")
    assert not concerns_operation(f"{N}compute:VirtualMachine", "instanceType")


def test_each_object_of_a_list_is_left_out_once_and_named_by_what_tells_it_apart() -> None:
    """A key that is turned over and one that tells of its end: two actions, of which the second may be the one that counts."""
    path = "properties.rotationPolicy.lifetimeActions"
    found = [one for one in made("azure_vault_private") if one.key == ("drop-rule", f"{N}keyvault:Key", path)]
    found = [one for one in found if one.urn == found[0].urn]
    assert {one.variant for one in found} == {"rotate", "notify"}
    left = []
    for mutant in found:
        copied = base("azure_vault_private").program.copy()
        mutant.change(copied)
        actions = copied.by_urn[mutant.urn].inputs["properties"]["rotationPolicy"]["lifetimeActions"]
        left.append([plain(one["action"]["type"]) for one in actions])
    assert sorted(left) == [["notify"], ["rotate"]]


def test_of_a_long_list_the_first_ones_and_the_last_are_left_out() -> None:
    blocks = [one for one in made("azure_egress_by_firewall") if one.operator == "drop-rule"]
    places: dict[tuple[str, str], int] = {}
    for one in blocks:
        places[one.urn, one.path] = places.get((one.urn, one.path), 0) + 1
    assert 1 <= max(places.values()) <= MOST_BLOCKS


def test_a_reference_to_what_is_gone_is_gone_as_a_whole() -> None:
    program, _ = changed("azure_endpoint_policies_to_own_accounts", "drop-resource", "network:ServiceEndpointPolicy")
    subnets = [row for row in program.of_type(f"{N}network:Subnet") if "serviceEndpoints" in row.inputs]
    assert subnets
    assert not [row.urn for row in subnets if "serviceEndpointPolicies" in row.inputs]
