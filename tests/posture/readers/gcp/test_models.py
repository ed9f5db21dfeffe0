"""Models on Vertex AI: a public endpoint's model has the internet, a private one is linked to, and requests go where they are kept."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import NUMBERS, OTHER, OURS, T1, T3, T4, THEIRS, Gcp, Made

LINK = "projects/x-tp/regions/europe-west1/serviceAttachments/search"


def served(zone: str = "inference", **endpoint: Any) -> Gcp:
    program = Gcp()
    program.project(OURS, "phi")
    program.add("storage:Bucket", "records", location="europe-west1")
    program.project(OTHER, zone)
    program.add("vertex:AiEndpoint", "model", project=OTHER, displayName="chat", location="europe-west1", **endpoint)
    return program


PRIVATE: dict[str, Any] = {"privateServiceConnectConfig": {"enablePrivateServiceConnect": True, "projectAllowlists": [OTHER]}}


def test_a_model_behind_private_service_connect_calls_nobody(form: str) -> None:
    verdicts = served(**PRIVATE).verdicts(form)
    assert (verdicts[T1], verdicts[T3]) == ("proven", "proven")


@pytest.mark.parametrize("public", [{}, {"dedicatedEndpointEnabled": True}])
def test_a_public_endpoints_model_reaches_the_internet(form: str, public: dict[str, Any]) -> None:
    assert served(**public).verdicts(form)[T3] == "violated"


@pytest.mark.parametrize(
    ("public", "service", "verdict"),
    [
        ({}, "aiplatform.googleapis.com", "proven"),
        ({}, "storage.googleapis.com", "violated"),
        ({"dedicatedEndpointEnabled": True}, "aiplatform.googleapis.com", "violated"),
    ],
)
def test_a_perimeter_closes_a_shared_endpoint_and_no_dedicated_one(public: dict[str, Any], service: str, verdict: str) -> None:
    program = served(**public)
    program.perimeter("around", [f"projects/{NUMBERS[OTHER]}"], [service])
    assert program.verdicts("state")[T3] == verdict


def test_a_strangers_project_may_not_link_to_a_model_of_records(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    program.add(
        "vertex:AiEndpoint", "model", displayName="embed", location="europe-west1",
        privateServiceConnectConfig={"enablePrivateServiceConnect": True, "projectAllowlists": [THEIRS]},
    )  # fmt: skip
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("whose", "verdict"), [(OURS, "proven"), (THEIRS, "violated")])
def test_requests_go_to_the_table_that_keeps_them(form: str, whose: str, verdict: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    kept: dict[str, Any] = {"enabled": True, "bigqueryDestination": {"outputUri": f"bq://{whose}.requests.chat"}}
    private = {"enablePrivateServiceConnect": True, "projectAllowlists": [OURS]}
    program.add(
        "vertex:AiEndpoint",
        "model",
        displayName="m",
        location="europe-west1",
        privateServiceConnectConfig=private,
        predictRequestResponseLoggingConfig=kept,
    )
    assert program.verdicts(form)[T1] == verdict


def test_requests_that_are_not_kept_go_nowhere(form: str) -> None:
    program = Gcp()
    program.project(OURS, "phi")
    kept: dict[str, Any] = {"enabled": False, "bigqueryDestination": {"outputUri": f"bq://{THEIRS}.requests.chat"}}
    private = {"enablePrivateServiceConnect": True, "projectAllowlists": [OURS]}
    program.add(
        "vertex:AiEndpoint",
        "model",
        displayName="m",
        location="europe-west1",
        privateServiceConnectConfig=private,
        predictRequestResponseLoggingConfig=kept,
    )
    assert program.verdicts(form)[T1] == "proven"


def searched(zone: str) -> Gcp:
    """An index of records that a client in another project asks."""
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, zone)
    index = program.add("vertex:AiIndex", "index", displayName="i", region="europe-west1")
    home = program.add(
        "vertex:AiIndexEndpoint", "home", displayName="i", region="europe-west1", labels={"ai-service": "database"},
        privateServiceConnectConfig={"enablePrivateServiceConnect": True, "projectAllowlists": [OTHER]},
    )  # fmt: skip
    deployed: Made = program.add(
        "vertex:AiIndexEndpointDeployedIndex", "deployed", {"privateEndpoints": [{"serviceAttachment": LINK}], "link": LINK},
        index=index.id, indexEndpoint=home.id, deployedIndexId="i",
    )  # fmt: skip
    network = program.network("other", project=OTHER)
    subnet = program.subnet("b", network, "10.1.1.0/24")
    program.instance("client", subnet)
    program.add(
        "compute:ForwardingRule", "link", project=OTHER, network=network.id, subnetwork=subnet.id, region="europe-west1",
        loadBalancingScheme="", target=deployed.out("link"),
    )  # fmt: skip
    return program


def test_an_index_of_records_is_no_service_of_inference(form: str) -> None:
    assert searched("inference").verdicts(form)[T4] == "violated"
