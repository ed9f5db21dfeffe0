"""One availability zone, for development: everything but the database's subnet group stands in it, and nothing else is given up."""

from typing import Any

import pytest

from ai_zones.aws.reference_maps import PlacedInput, ZoneReferenceMap
from ai_zones.aws.validation import InvalidInputError
from ai_zones.aws.zone_network import ZoneNetwork
from tests.aws.networks import ZONES, phi
from tests.aws.recording import Recording
from tests.aws.zone_plans import build, document

FIRST = ZONES[0]


class Placed(PlacedInput):
    """The smallest input with subnets."""

    subnet_ids: ZoneReferenceMap


@pytest.fixture(scope="module")
def built() -> Recording:
    """The whole plan in one availability zone."""
    return build(document(), single_availability_zone=True)


def test_everything_stands_in_the_first_zone_but_the_databases_subnets(built: Recording) -> None:
    subnets = built.of("ec2/subnet:Subnet")
    elsewhere = {subnet.name for subnet in subnets if subnet.inputs["availabilityZone"] != FIRST}
    assert elsewhere == {"clinic-test-phi-subnet-database-eu-west-1b"}
    assert [one.inputs["availabilityZone"] for one in built.of("rds/clusterInstance:ClusterInstance")] == [FIRST]
    assert len(built.of("ec2/natGateway:NatGateway")) == 1
    assert len(built.one("networkfirewall/firewall:Firewall").inputs["subnetMappings"]) == 1
    assert {len(one.inputs["subnetIds"]) for one in built.of("ec2/vpcEndpoint:VpcEndpoint") if one.inputs.get("subnetIds")} == {1}


def test_nothing_but_copies_is_given_up(built: Recording) -> None:
    """The same types, and each policy document to the letter."""
    several = build(document())
    assert {resource.type for resource in built.resources} == {resource.type for resource in several.resources}
    documents = [
        {resource.name: resource.inputs["policy"] for resource in recording.resources if "policy" in resource.inputs}
        for recording in (several, built)
    ]
    assert documents[0] == documents[1]


def test_the_class_of_the_database_follows_the_setting() -> None:
    built = build(document(), single_availability_zone=True, database_instance_class="db.t4g.medium")
    assert built.one("rds/clusterInstance:ClusterInstance").inputs["instanceClass"] == "db.t4g.medium"


def one(cidr: str) -> dict[str, str]:
    return {FIRST: cidr}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "with single_availability_zone allowed is one, the same in every tier"),
        ({"endpoint_subnets": {ZONES[1]: "10.20.16.0/24"}}, "endpoint_subnets: given eu-west-1b"),
        ({"database_subnets": one("10.20.32.0/24")}, "database_subnets: given eu-west-1a, AWS asks for two availability zones"),
        ({"region": "eu-central-1"}, "availability zones: given eu-west-1a, eu-west-1b, allowed are those of eu-central-1"),
    ],
)
def test_a_network_of_one_zone_has_every_tier_in_it(changes: dict[str, Any], said: str) -> None:
    tiers = {"workload_subnets": one("10.20.0.0/24"), "endpoint_subnets": one("10.20.16.0/24")}
    databases = {"database_subnets": {FIRST: "10.20.32.0/24", ZONES[1]: "10.20.33.0/24"}}
    given = phi(**({**tiers, **databases, **changes} if changes else {}), single_availability_zone=True)
    with pytest.raises(InvalidInputError) as refused:
        ZoneNetwork.parse("phi", given)
    assert said in str(refused.value)


def test_one_subnet_is_enough_only_where_it_is_said() -> None:
    given = {"subnet_ids": {FIRST: "subnet-a"}}
    assert Placed.parse("x", {**given, "single_availability_zone": True}).subnet_ids == given["subnet_ids"]
    with pytest.raises(InvalidInputError, match="at least two availability zones"):
        Placed.parse("x", given)
