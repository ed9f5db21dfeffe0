"""What moto refuses is refused here with the same error, and what it does is done; each difference is listed with its reason."""

from collections.abc import Callable, Iterator

import pytest
from moto import mock_aws

from tests.simulator.aws.account import Account
from tests.simulator.aws.second_source.clouds import MANAGED, Either, Moto, Ours, answer, client

pytestmark = pytest.mark.second_source

Scenario = Callable[[Either], object]
SCENARIOS: dict[str, Scenario] = {}


def scenario(step: Scenario) -> Scenario:
    """A few operations that end in an error code, or are done."""
    SCENARIOS[step.__name__] = step
    return step


# Networks.


@scenario
def a_subnet_outside_of_its_network(cloud: Either) -> object:
    return cloud.subnet(cloud.vpc(), "10.1.0.0/24")


@scenario
def a_subnet_that_overlaps_another(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.subnet(vpc, "10.0.0.0/24")
    return cloud.subnet(vpc, "10.0.0.128/25", "b")


@scenario
def a_subnet_in_a_zone_of_nowhere(cloud: Either) -> object:
    return cloud.subnet(cloud.vpc(), "10.0.0.0/24", "z")


@scenario
def a_subnet_of_a_network_that_is_not_there(cloud: Either) -> object:
    return cloud.subnet("vpc-00000000000000000", "10.0.0.0/24")


@scenario
def deleting_a_network_with_a_subnet(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.subnet(vpc, "10.0.0.0/24")
    return cloud.delete_vpc(vpc)


@scenario
def deleting_a_network_with_a_gateway(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.gateway(vpc)
    return cloud.delete_vpc(vpc)


@scenario
def deleting_a_network_with_a_table(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.table(vpc)
    return cloud.delete_vpc(vpc)


@scenario
def deleting_a_network_with_a_group(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.group(vpc, "web")
    return cloud.delete_vpc(vpc)


@scenario
def deleting_a_network_with_only_its_defaults(cloud: Either) -> object:
    return cloud.delete_vpc(cloud.vpc())


# Routes.


@scenario
def a_route_to_an_attached_gateway(cloud: Either) -> object:
    vpc = cloud.vpc()
    return cloud.route(cloud.table(vpc), "0.0.0.0/0", cloud.gateway(vpc))


@scenario
def a_route_to_a_gateway_that_is_not_attached(cloud: Either) -> object:
    return cloud.route(cloud.table(cloud.vpc()), "0.0.0.0/0", cloud.gateway(None))


@scenario
def a_route_to_a_gateway_that_is_not_there(cloud: Either) -> object:
    return cloud.route(cloud.table(cloud.vpc()), "0.0.0.0/0", "igw-00000000000000000")


@scenario
def a_route_in_a_table_that_is_not_there(cloud: Either) -> object:
    return cloud.route("rtb-00000000000000000", "0.0.0.0/0", cloud.gateway(cloud.vpc()))


@scenario
def the_same_route_twice(cloud: Either) -> object:
    vpc = cloud.vpc()
    table, gateway = cloud.table(vpc), cloud.gateway(vpc)
    cloud.route(table, "192.0.2.0/24", gateway)
    return cloud.route(table, "192.0.2.0/24", gateway)


@scenario
def a_route_to_a_nat_gateway_that_is_not_there(cloud: Either) -> object:
    return cloud.route_to_nat(cloud.table(cloud.vpc()), "0.0.0.0/0", "nat-00000000000000000")


@scenario
def deleting_a_table_that_a_subnet_follows(cloud: Either) -> object:
    vpc = cloud.vpc()
    table = cloud.table(vpc)
    cloud.associate(table, cloud.subnet(vpc, "10.0.0.0/24"))
    return cloud.delete_table(table)


@scenario
def deleting_the_main_table(cloud: Either) -> object:
    return cloud.delete_table(cloud.main_table(cloud.vpc()))


@scenario
def deleting_a_table_with_a_route(cloud: Either) -> object:
    vpc = cloud.vpc()
    table = cloud.table(vpc)
    cloud.route(table, "0.0.0.0/0", cloud.gateway(vpc))
    return cloud.delete_table(table)


# Gateways.


@scenario
def a_second_gateway_for_a_network(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.gateway(vpc)
    return cloud.gateway(vpc)


@scenario
def a_nat_gateway_without_a_way_out(cloud: Either) -> object:
    return cloud.nat(cloud.subnet(cloud.vpc(), "10.0.0.0/24"), cloud.address())


@scenario
def a_nat_gateway_in_a_subnet_that_is_not_there(cloud: Either) -> object:
    return cloud.nat("subnet-00000000000000000", cloud.address())


@scenario
def a_nat_gateway_with_a_way_out(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.gateway(vpc)
    return cloud.nat(cloud.subnet(vpc, "10.0.0.0/24"), cloud.address())


# Filters and peerings.


@scenario
def the_same_group_twice(cloud: Either) -> object:
    vpc = cloud.vpc()
    cloud.group(vpc, "web")
    return cloud.group(vpc, "web")


@scenario
def the_same_group_in_two_networks(cloud: Either) -> object:
    cloud.group(cloud.vpc(), "web")
    return cloud.group(cloud.vpc("10.1.0.0/16"), "web")


@scenario
def the_same_rule_twice(cloud: Either) -> object:
    vpc = cloud.vpc()
    group, other = cloud.group(vpc, "a"), cloud.group(vpc, "b")
    cloud.admit(group, other)
    return cloud.admit(group, other)


@scenario
def deleting_a_group_that_another_names(cloud: Either) -> object:
    vpc = cloud.vpc()
    group, other = cloud.group(vpc, "a"), cloud.group(vpc, "b")
    cloud.admit(group, other)
    return cloud.delete_group(other)


@scenario
def deleting_a_group_that_names_itself(cloud: Either) -> object:
    group = cloud.group(cloud.vpc(), "a")
    cloud.admit(group, group)
    return cloud.delete_group(group)


@scenario
def deleting_a_group_that_an_interface_has(cloud: Either) -> object:
    vpc = cloud.vpc()
    group = cloud.group(vpc, "a")
    cloud.interface(cloud.subnet(vpc, "10.0.0.0/24"), group)
    return cloud.delete_group(group)


@scenario
def a_peering_of_networks_with_common_addresses(cloud: Either) -> object:
    return cloud.peering(cloud.vpc(), cloud.vpc())


@scenario
def a_peering_of_networks_with_different_addresses(cloud: Either) -> object:
    return cloud.peering(cloud.vpc(), cloud.vpc("10.1.0.0/16"))


# Names that are taken, and things that are in use.


@scenario
def a_bucket_of_ones_own_twice(cloud: Either) -> object:
    cloud.bucket("clinic-store")
    return cloud.bucket("clinic-store")


@scenario
def a_role_twice(cloud: Either) -> object:
    cloud.role("deploy")
    return cloud.role("deploy")


@scenario
def a_policy_twice(cloud: Either) -> object:
    cloud.policy("read")
    return cloud.policy("read")


@scenario
def deleting_a_role_with_a_policy(cloud: Either) -> object:
    role = cloud.role("deploy")
    cloud.attach(role, cloud.policy("read"))
    return cloud.delete_role(role)


@scenario
def deleting_a_role_with_an_inline_policy(cloud: Either) -> object:
    role = cloud.role("deploy")
    cloud.inline(role)
    return cloud.delete_role(role)


@scenario
def deleting_a_policy_that_a_role_has(cloud: Either) -> object:
    policy = cloud.policy("read")
    cloud.attach(cloud.role("deploy"), policy)
    return cloud.delete_policy(policy)


@scenario
def a_policy_for_a_role_that_is_not_there(cloud: Either) -> object:
    return cloud.attach("nobody", MANAGED)


@scenario
def an_alias_twice(cloud: Either) -> object:
    key = cloud.key()
    cloud.alias("alias/clinic", key)
    return cloud.alias("alias/clinic", key)


@scenario
def an_alias_of_a_key_that_is_not_there(cloud: Either) -> object:
    return cloud.alias("alias/clinic", "00000000-0000-4000-8000-000000000000")


@scenario
def a_log_group_twice(cloud: Either) -> object:
    cloud.log_group("/clinic")
    return cloud.log_group("/clinic")


@scenario
def a_secret_twice(cloud: Either) -> object:
    cloud.secret("clinic")
    return cloud.secret("clinic")


@scenario
def a_secret_whose_name_waits_for_its_end(cloud: Either) -> object:
    cloud.delete_secret(cloud.secret("clinic"))
    return cloud.secret("clinic")


@scenario
def a_cluster_twice(cloud: Either) -> object:
    cloud.cluster("clinic", protected=False)
    return cloud.cluster("clinic", protected=False)


@scenario
def deleting_a_protected_cluster(cloud: Either) -> object:
    return cloud.delete_cluster(cloud.cluster("clinic", protected=True))


@scenario
def deleting_a_zone_with_a_record(cloud: Either) -> object:
    zone = cloud.zone("clinic.example")
    cloud.record(zone, "db.clinic.example")
    return cloud.delete_zone(zone)


@scenario
def a_record_twice(cloud: Either) -> object:
    zone = cloud.zone("clinic.example")
    cloud.record(zone, "db.clinic.example")
    return cloud.record(zone, "db.clinic.example")


UNMODELLED = "moto does not model it. "

DIFFERENCES: dict[str, tuple[str, str, str]] = {
    "a_cluster_twice": (
        "DBClusterSnapshotAlreadyExistsFault",
        "DBClusterAlreadyExistsFault",
        "moto stumbles over the automated snapshot of the first one before it looks at the name",
    ),
    "a_nat_gateway_without_a_way_out": (
        "done",
        "Gateway.NotAttached",
        UNMODELLED
        + "VPC User Guide, 'Troubleshoot NAT gateways': creation fails with 'Network vpc-xxxxxxxx has no Internet gateway attached'",
    ),
    "a_peering_of_networks_with_common_addresses": (
        "done",
        "VpcPeeringConnection.Failed",
        "the request succeeds and the connection goes to `failed`, on which the provider gives up",
    ),
    "a_route_to_a_gateway_that_is_not_attached": (
        "done",
        "InvalidParameterValue",
        UNMODELLED + "CreateRoute: 'route table ... and network gateway ... belong to different networks'",
    ),
    "a_route_to_a_gateway_that_is_not_there": (
        "InvalidInternetGatewayID.NotFound",
        "InvalidGatewayID.NotFound",
        "EC2 error codes: a route's gateway may be of several kinds, so EC2 says InvalidGatewayID.NotFound",
    ),
    "a_route_to_a_nat_gateway_that_is_not_there": (
        "done",
        "InvalidNatGatewayID.NotFound",
        UNMODELLED + "EC2 error codes, 'InvalidNatGatewayID.NotFound'",
    ),
    "a_second_gateway_for_a_network": (
        "done",
        "InvalidParameterValue",
        UNMODELLED + "VPC quotas: 'You can attach only one internet gateway to a VPC at a time'",
    ),
    "a_secret_whose_name_waits_for_its_end": (
        "ResourceExistsException",
        "InvalidRequestException",
        "Secrets Manager: 'a secret with this name is already scheduled for deletion'",
    ),
    "deleting_a_group_that_an_interface_has": (
        "done",
        "DependencyViolation",
        UNMODELLED + "DeleteSecurityGroup: 'fails with DependencyViolation' when it is associated with a network interface",
    ),
    "deleting_a_group_that_another_names": (
        "done",
        "DependencyViolation",
        UNMODELLED + "DeleteSecurityGroup: the same when another group of the VPC references it",
    ),
    "deleting_a_network_with_a_gateway": (
        "done",
        "DependencyViolation",
        UNMODELLED + "DeleteVpc: 'you must detach or delete all gateways and resources that are associated with the VPC'",
    ),
    "deleting_a_network_with_a_group": ("done", "DependencyViolation", UNMODELLED + "DeleteVpc: the same"),
    "deleting_a_policy_that_a_role_has": (
        "done",
        "DeleteConflict",
        UNMODELLED + "DeletePolicy: 'Before you can delete a managed policy, you must first detach the policy'",
    ),
    "deleting_the_main_table": (
        "done",
        "DependencyViolation",
        UNMODELLED + "DeleteRouteTable: 'You cannot delete the main route table'",
    ),
}
"""Scenario → (moto's answer, ours, why)."""


@pytest.fixture(scope="module", autouse=True)
def _mocked() -> Iterator[None]:
    with mock_aws():
        client.cache_clear()
        yield
        client.cache_clear()


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_both_clouds_give_the_same_answer(aws: Account, name: str) -> None:
    theirs, ours = answer(SCENARIOS[name], Moto(name)), answer(SCENARIOS[name], Ours(aws))
    if name in DIFFERENCES:
        assert (theirs, ours) == DIFFERENCES[name][:2]
    else:
        assert ours == theirs
