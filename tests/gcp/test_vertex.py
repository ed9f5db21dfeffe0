"""What a zone has on Vertex AI is under its key and reached by Private Service Connect alone."""

from typing import Any

import pytest

from ai_zones.gcp.model_endpoint import GcpModelEndpoint
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from ai_zones.gcp.vector_search import GcpVectorSearch
from ai_zones.gcp.vertex_metadata import GcpVertexMetadata
from tests.gcp.conftest import ATTACHMENT
from tests.gcp.recording import OTHER_PROJECT, PLACE, PROJECT, REGION, Recording, record

KEY = key_path(PROJECT, REGION, "inference-keys", "vertex")
ENDPOINT, INDEX = "vertex/aiEndpoint:AiEndpoint", "vertex/aiIndex:AiIndex"
INDEX_ENDPOINT, DEPLOYED = "vertex/aiIndexEndpoint:AiIndexEndpoint", "vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex"
CALLER = "retrieval@acme-prod-deid.iam.gserviceaccount.com"


def endpoint(**changes: Any) -> Recording:
    args: Any = {**PLACE, "zone": "inference", "kms_key": KEY, "consumer_projects": [OTHER_PROJECT], "label": "chat", **changes}

    def program() -> Any:
        made = GcpModelEndpoint("chat", args)
        return [made.endpoint_id, made.endpoint_name]

    return record(program)


def test_a_model_is_reached_by_endpoints_of_named_projects_and_asks_who_calls() -> None:
    made = endpoint().one(ENDPOINT).inputs
    assert made["privateServiceConnectConfig"] == {
        "enablePrivateServiceConnect": True,
        "enableSecurePrivateServiceConnect": True,
        "projectAllowlists": [OTHER_PROJECT],
    }
    # A dedicated public endpoint stands outside every perimeter.
    assert made["dedicatedEndpointEnabled"] is False
    assert "network" not in made
    assert made["encryptionSpec"] == {"kmsKeyName": KEY}


def test_an_endpoints_name_is_ten_digits_that_stay() -> None:
    path, name = endpoint().result
    assert path == f"projects/{PROJECT}/locations/{REGION}/endpoints/{name}"
    assert name == endpoint().one(ENDPOINT).inputs["name"]
    assert len(name) == 10
    assert name.isdigit()
    assert not name.startswith("0")
    assert name != endpoint(label="code").result[1]


def test_requests_are_kept_only_where_a_table_is_named() -> None:
    assert "predictRequestResponseLoggingConfig" not in endpoint().one(ENDPOINT).inputs
    kept = endpoint(request_table="acme-prod-deid.requests.chat").one(ENDPOINT).inputs["predictRequestResponseLoggingConfig"]
    assert kept == {"enabled": True, "samplingRate": 1.0, "bigqueryDestination": {"outputUri": "bq://acme-prod-deid.requests.chat"}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "phi"}, "other zones serve no models"),
        ({"consumer_projects": ["*"]}, "a project's id"),
        ({"request_table": "acme-prod-deid"}, "a table, such as"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_an_endpoint_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        endpoint(**changes)


def search(**changes: Any) -> Recording:
    args: Any = {
        **PLACE, "zone": "deidentification", "kms_key": KEY, "consumer_projects": [OTHER_PROJECT], "callers": [CALLER], "dimensions": 768, **changes
    }  # fmt: skip
    return record(lambda: GcpVectorSearch("search", args).service_attachment)


def test_embeddings_are_searched_through_endpoints_of_named_projects_by_named_accounts() -> None:
    recording = search()
    home, deployed = recording.one(INDEX_ENDPOINT).inputs, recording.one(DEPLOYED).inputs
    assert home["privateServiceConnectConfig"] == {"enablePrivateServiceConnect": True, "projectAllowlists": [OTHER_PROJECT]}
    assert home["publicEndpointEnabled"] is False
    assert deployed["deployedIndexAuthConfig"]["authProvider"]["allowedIssuers"] == [CALLER]
    assert deployed["enableAccessLogging"] is True
    assert recording.result == ATTACHMENT


def test_index_and_endpoint_have_the_zones_key_and_the_index_is_protected() -> None:
    for removable in (False, True):
        recording = search(removable=removable)
        index = recording.one(INDEX)
        assert index.inputs["encryptionSpec"] == recording.one(INDEX_ENDPOINT).inputs["encryptionSpec"] == {"kmsKeyName": KEY}
        assert (index.protect, index.inputs["deletionPolicy"]) == (not removable, "DELETE" if removable else "PREVENT")
        assert index.inputs["labels"] == {"ai-zone": "deidentification", "data-class": "deidentified"}


def test_a_shard_has_a_machine_that_holds_it() -> None:
    deployed = search(shard_size="SHARD_SIZE_LARGE", replicas=3).one(DEPLOYED).inputs["dedicatedResources"]
    assert deployed == {"machineSpec": {"machineType": "e2-highmem-16"}, "minReplicaCount": 3, "maxReplicaCount": 3}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "inference"}, "other zones keep no embeddings"),
        ({"callers": []}, "callers"),
        ({"callers": ["someone@example.com"]}, "the address of a service account"),
        ({"dimensions": 0}, "dimensions: given 0"),
        ({"shard_size": "HUGE"}, "must be one of"),
    ],
)
def test_a_search_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        search(**changes)


def test_the_regions_default_metadata_store_is_made_under_the_zones_key() -> None:
    args: Any = {**PLACE, "zone": "training", "kms_key": KEY}
    recording = record(lambda: GcpVertexMetadata("lineage", args).store_id)
    made = recording.one("vertex/aiMetadataStore:AiMetadataStore")
    assert (made.inputs["name"], made.inputs["encryptionSpec"], made.protect) == ("default", {"kmsKeyName": KEY}, True)
    assert recording.result == made.id
