"""Zones and data classes: tags, inheritance, names."""

import pytest

from ai_zones.plan import ZoneName
from posture.approved import Approved
from posture.graph.graph import Node
from posture.values import UNKNOWN
from tests.posture.world import WHOLE_CEILING, World, one_of, urn


def node(world: World, name: str) -> Node:
    return world.graph().nodes[urn(name)]


def test_a_subnet_is_in_its_networks_zone_and_a_workload_in_its_subnets() -> None:
    world = World().network("vpc", zone="phi").subnet("a", "vpc", "10.0.0.0/24").workload("app", "a").endpoint("s3", "vpc", "s3", "a")
    assert {node(world, name).zone for name in ("vpc", "a", "app", "s3")} == {ZoneName.PHI}
    assert node(world, "app").zone_from == "zone of a"


def test_a_network_is_in_the_zone_of_what_holds_it() -> None:
    world = World().network("vpc", within="project")
    world.resource("project", zone="inference")
    assert node(world, "vpc").zone is ZoneName.INFERENCE


def test_an_own_tag_wins_and_contradicts() -> None:
    world = World().network("vpc", zone="inference").subnet("a", "vpc", "10.0.0.0/24", zone="phi")
    assert node(world, "a").zone is ZoneName.PHI
    [conflict] = world.graph().conflicts
    assert (conflict.zone, conflict.network, conflict.network_zone) == (ZoneName.PHI, "vpc", ZoneName.INFERENCE)


def test_what_stands_in_subnets_of_two_zones_can_not_be_told() -> None:
    world = World().network("vpc").subnet("a", "vpc", "10.0.0.0/24", zone="phi").subnet("b", "vpc", "10.0.1.0/24", zone="inference")
    assert "several zones" in node(world.workload("app", "a", "b"), "app").zone_unknown


def test_a_service_is_in_the_zone_of_what_is_behind_it() -> None:
    world = World().network("vpc", zone="egress").subnet("a", "vpc", "10.0.0.0/24").workload("lb", "a").service("service", "lb")
    assert node(world, "service").zone is ZoneName.EGRESS


_CLASSES = [("phi", None, "phi"), ("phi", "internal", "internal"), (None, "phi", "phi"), ("inference", None, None), (None, None, None)]


@pytest.mark.parametrize(("zone", "data", "expected"), _CLASSES)
def test_a_store_has_its_own_class_or_that_of_the_phi_zone(zone: str | None, data: str | None, expected: str | None) -> None:
    assert node(World().store("bucket", zone=zone, data=data), "bucket").data_class == expected


def test_names_map_to_zones_by_the_reviewers_patterns() -> None:
    world = World(Approved(WHOLE_CEILING, zone_patterns={ZoneName.PHI: ("*-phi-*",), ZoneName.EGRESS: ("edge-*",)}))
    world.network("prod-phi-net").subnet("a", "prod-phi-net", "10.0.0.0/24").network("plain", "10.1.0.0/16", parent="edge-component")
    world.resource("edge-component", custom=False)
    assert (node(world, "prod-phi-net").zone, node(world, "a").zone, node(world, "plain").zone) == (
        ZoneName.PHI,
        ZoneName.PHI,
        ZoneName.EGRESS,
    )


def test_a_name_of_two_zones_is_of_none() -> None:
    world = World(Approved(WHOLE_CEILING, zone_patterns={ZoneName.PHI: ("*phi*",), ZoneName.EGRESS: ("edge*",)})).network("edge-phi")
    assert "several zones (egress, phi)" in node(world, "edge-phi").zone_unknown


def test_unknown_tags_are_said() -> None:
    assert node(World().network("vpc", tags=UNKNOWN), "vpc").zone_unknown == "its tags are unknown until the update"
    assert "ai-zone is unknown" in node(World().network("vpc", tags={"ai-zone": UNKNOWN}), "vpc").zone_unknown
    assert "data-class is unknown" in node(World().store("bucket", tags={"data-class": UNKNOWN}), "bucket").zone_unknown
    assert "no data class" in node(World().store("bucket", data="secret"), "bucket").zone_unknown


def test_a_subnet_of_one_of_two_networks_can_not_be_told() -> None:
    world = World().network("one", zone="phi").network("two", "10.1.0.0/16").subnet("a", one_of("one", "two"), "10.0.0.0/24")
    assert node(world, "a").zone_unknown


def test_a_store_of_phi_that_stands_alone_and_names_no_zone_is_phis() -> None:
    world = World().store("records", data="phi").store("studies", data="deidentified").store("prompts", zone="inference", data="phi")
    assert (node(world, "records").zone, node(world, "records").zone_from) == (ZoneName.PHI, "tag data-class")
    assert node(world, "studies").zone is None
    assert node(world, "prompts").zone is ZoneName.INFERENCE


def test_a_store_of_phi_in_a_network_without_a_zone_is_not_told_by_its_class() -> None:
    world = World().network("vpc").subnet("a", "vpc", "10.0.0.0/24").store("records", "rds", "a", data="phi")
    assert node(world, "records").zone is None
