"""Vertex AI in the simulated Google Cloud."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import ENDPOINT, FORWARDING_RULE
from simulator.rules.gcp.vertex import INDEX, INDEX_ENDPOINT
from tests.simulator.gcp.project import OTHER_PROJECT, REGION, Made, Project

DEPLOYED = "gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex"
STORE = "gcp:vertex/aiMetadataStore:AiMetadataStore"
TREE = {"dimensions": 768, "approximateNeighborsCount": 10, "algorithmConfig": {"treeAhConfig": {}}}


def index(gcp: Project, region: str = REGION) -> Made:
    return gcp.make(INDEX, displayName="search", region=region, metadata={"config": TREE})


def door(gcp: Project, region: str = REGION) -> Made:
    psc = {"enablePrivateServiceConnect": True, "projectAllowlists": [OTHER_PROJECT]}
    return gcp.make(INDEX_ENDPOINT, displayName="search", region=region, privateServiceConnectConfig=psc)


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"name": "chat"}, "name"),
        ({"name": "0123"}, "name"),
        ({"name": "12345678901"}, "name"),
        ({"name": None}, "name"),  # A name that is made up of the resource's own is none.
        ({"predictRequestResponseLoggingConfig": {"samplingRate": 0}}, "predictRequestResponseLoggingConfig.samplingRate"),
        (
            {"predictRequestResponseLoggingConfig": {"bigqueryDestination": {"outputUri": "acme.requests"}}},
            "predictRequestResponseLoggingConfig.bigqueryDestination.outputUri",
        ),
    ],
)
def test_an_endpoint_that_vertex_refuses(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    wanted = {"displayName": "chat", "name": "1234567890", "location": REGION, **inputs}
    faults = gcp.faults(ENDPOINT, **{name: value for name, value in wanted.items() if value is not None})
    assert {fault.partition(":")[0] for fault in faults} == {where}


def test_a_deployed_index_is_published_to_the_projects_of_its_endpoint(gcp: Project) -> None:
    home = door(gcp)
    made = gcp.make(DEPLOYED, deployedIndexId="search", index=index(gcp).id, indexEndpoint=home.id)
    link = made["privateEndpoints"][0]["serviceAttachment"]
    network = gcp.network("deid", project=OTHER_PROJECT)
    where = {"network": network.id, "subnetwork": gcp.subnet(network, project=OTHER_PROJECT).id}
    endpoint = gcp.make(FORWARDING_RULE, name="to-search", project=OTHER_PROJECT, target=link, loadBalancingScheme="", **where)
    assert endpoint["pscConnectionStatus"] == "ACCEPTED"
    gcp.refuses_delete("failedPrecondition", home)


def test_index_and_endpoint_stand_in_one_region(gcp: Project) -> None:
    here, there = index(gcp), door(gcp, "us-east1")
    gcp.refuses("invalid", DEPLOYED, deployedIndexId="search", index=here.id, indexEndpoint=there.id)


def test_an_index_says_how_near_it_looks(gcp: Project) -> None:
    lacking = {"dimensions": 768, "algorithmConfig": {"treeAhConfig": {}}}
    faults = gcp.faults(INDEX, displayName="search", region=REGION, metadata={"config": lacking})
    assert {fault.partition(":")[0] for fault in faults} == {"metadata.config.approximateNeighborsCount"}


def test_an_index_endpoint_has_one_way_in(gcp: Project) -> None:
    psc = {"enablePrivateServiceConnect": True}
    faults = gcp.faults(INDEX_ENDPOINT, displayName="search", region=REGION, privateServiceConnectConfig=psc, publicEndpointEnabled=True)
    assert {fault.partition(":")[0] for fault in faults} == {"publicEndpointEnabled"}


def test_a_deployment_has_machines_of_one_kind_and_ids_without_hyphens(gcp: Project) -> None:
    counts = {"minReplicaCount": 2, "maxReplicaCount": 1}
    machines = {"machineSpec": {"machineType": "e2-standard-2"}, **counts}
    wanted = {"deployedIndexId": "a-b", "index": index(gcp).id, "indexEndpoint": door(gcp).id}
    faults = gcp.faults(DEPLOYED, **wanted, dedicatedResources=machines, automaticResources={"minReplicaCount": 1})
    assert {fault.partition(":")[0] for fault in faults} == {"deployedIndexId", "dedicatedResources", "dedicatedResources.maxReplicaCount"}


def test_a_metadata_store_waits_for_its_key(gcp: Project) -> None:
    key = gcp.key()
    wanted = {"name": "default", "region": REGION, "encryptionSpec": {"kmsKeyName": key.id}}
    gcp.refuses("forbidden", STORE, **wanted)
    gcp.grant(key, "gcp-sa-aiplatform.iam.gserviceaccount.com")
    assert gcp.stands(gcp.make(STORE, **wanted))
    assert {fault.partition(":")[0] for fault in gcp.faults(STORE, name="My-Store", region=REGION)} == {"name"}
