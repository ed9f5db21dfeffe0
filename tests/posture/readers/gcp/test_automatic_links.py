"""Endpoints that Google makes for caches and databases, and policies that let it."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T4, Gcp, Made


def _two_zones() -> tuple[Gcp, Made, Made]:
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    own, theirs = program.network(), program.network("model", project=OTHER)
    for name, network in (("a", own), ("b", theirs)):
        program.subnet(name, network)
        program.close_names(network)
    return program, own, theirs


@pytest.mark.parametrize(("own", "verdict"), [(True, "proven"), (False, "violated")])
@pytest.mark.parametrize(
    ("token", "listed", "prop"),
    [
        ("memorystore:Instance", "desiredAutoCreatedEndpoints", "network"),
        ("memorystore:Instance", "desiredPscAutoConnections", "network"),
        ("redis:Cluster", "pscConfigs", "network"),
    ],
)
def test_a_cache_is_reached_from_the_networks_that_it_names(form: str, token: str, listed: str, prop: str, own: bool, verdict: str) -> None:
    program, ours, theirs = _two_zones()
    connected: dict[str, Any] = {listed: [{prop: (ours if own else theirs).id}]}
    program.add(token, "sessions", location="europe-west1", **connected)
    assert program.verdicts(form)[T4] == verdict


def test_a_database_is_reached_from_the_networks_that_it_names(form: str) -> None:
    program, _, theirs = _two_zones()
    private = {"ipv4Enabled": False, "pscConfigs": [{"pscEnabled": True, "pscAutoConnections": [{"consumerNetwork": theirs.id}]}]}
    program.add("sql:DatabaseInstance", "cases", databaseVersion="POSTGRES_16", settings={"ipConfiguration": private})
    assert program.verdicts(form)[T4] == "violated"


def test_a_network_of_a_stranger_is_a_way_out(form: str) -> None:
    program, _, _ = _two_zones()
    network = "projects/stranger-prod/global/networks/theirs"
    program.add("redis:Cluster", "sessions", region="europe-west1", pscConfigs=[{"network": network}])
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(
    ("scope", "verdict"),
    [
        ({}, "proven"),
        (
            {
                "producerInstanceLocation": "CUSTOM_RESOURCE_HIERARCHY_LEVELS",
                "allowedGoogleProducersResourceHierarchyLevels": [f"projects/{OTHER}"],
            },
            "proven",
        ),
        (
            {
                "producerInstanceLocation": "CUSTOM_RESOURCE_HIERARCHY_LEVELS",
                "allowedGoogleProducersResourceHierarchyLevels": ["projects/stranger-prod"],
            },
            "unproven",
        ),
    ],
)
def test_services_of_others_may_not_put_endpoints_into_a_network(form: str, scope: dict[str, Any], verdict: str) -> None:
    program, own, _ = _two_zones()
    given = {"subnetworks": ["projects/clinic-phi/regions/europe-west1/subnetworks/a"], **scope}
    program.add(
        "networkconnectivity:ServiceConnectionPolicy",
        "caches",
        network=own.id,
        location="europe-west1",
        serviceClass="gcp-memorystore",
        pscConfig=given,
    )
    assert program.verdicts(form)[T1] == verdict
