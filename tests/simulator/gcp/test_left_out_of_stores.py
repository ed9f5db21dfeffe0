"""What Google's APIs take for what stores, messages, logs and registries leave out is what the cloud then says of them."""

from typing import Any

import pytest

from simulator.errors import CloudError
from simulator.rules.gcp.autokey import CONFIG
from simulator.rules.gcp.kinds import LOG_BUCKET, REPOSITORY, SINK, SUBSCRIPTION, TABLE, TOPIC
from simulator.rules.gcp.pipelines import TRANSFER_JOB
from tests.simulator.gcp.project import PROJECT, REGION, Project

VIEW = "gcp:logging/logView:LogView"
READERS = "gcp:logging/logViewIamBinding:LogViewIamBinding"
FOLDER_SINK = "gcp:logging/folderSink:FolderSink"
METRIC = "gcp:logging/metric:Metric"
ALERT = "gcp:monitoring/alertPolicy:AlertPolicy"
CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
KEPT = f"projects/{PROJECT}/locations/{REGION}/buckets/kept"
COUNTED = {"metricKind": "DELTA", "valueType": "INT64"}
MOVED = {"gcsDataSource": {"bucketName": "hospital-phi-from"}, "gcsDataSink": {"bucketName": "hospital-phi-to"}}
LOGGED = {"logActions": ["COPY"], "logActionStates": ["FAILED"]}
NEEDED: dict[str, dict[str, Any]] = {
    CONFIG: {"folder": "folders/1"},
    SINK: {"name": "audit", "destination": f"logging.googleapis.com/{KEPT}"},
    FOLDER_SINK: {"name": "audit", "folder": "folders/1", "destination": f"logging.googleapis.com/{KEPT}"},
    LOG_BUCKET: {"bucketId": "more", "location": REGION, "project": PROJECT},
    METRIC: {"name": "grants", "filter": 'protoPayload.methodName="SetIamPolicy"'},
    ALERT: {"displayName": "grants", "combiner": "OR", "conditions": [{"displayName": "x", "conditionAbsent": {"duration": "60s"}}]},
    CHANNEL: {"type": "email", "labels": {"email_address": "a@clinic.example"}},
    REPOSITORY: {"repositoryId": "programs", "format": "DOCKER"},
    SUBSCRIPTION: {"name": "visits", "topic": f"projects/{PROJECT}/topics/visits"},
    TRANSFER_JOB: {"description": "nightly", "name": "transferJobs/nightly"},
}
"""What each type must be given."""
PUSHED = {"pushEndpoint": "https://results.example/", "oidcToken": {"serviceAccountEmail": "a@b.iam.gserviceaccount.com"}}
HEARD = {**PUSHED, "oidcToken": {**PUSHED["oidcToken"], "audience": "https://results.example/"}}  # type: ignore[dict-item]
DEAD = {"deadLetterTopic": f"projects/{PROJECT}/topics/visits"}


@pytest.fixture
def place(gcp: Project) -> Project:
    """What the rest refers to stands."""
    gcp.make(LOG_BUCKET, bucketId="kept", location=REGION, project=PROJECT)
    gcp.make(TOPIC, name="visits")
    return gcp


@pytest.mark.parametrize(
    ("type_", "less", "more"),
    [
        (CONFIG, {"keyProject": "projects/keys"}, {"keyProject": "projects/keys", "keyProjectResolutionMode": "DEDICATED_KEY_PROJECT"}),
        (SINK, {}, {"uniqueWriterIdentity": True, "disabled": False}),
        (FOLDER_SINK, {}, {"interceptChildren": False, "disabled": False}),
        (LOG_BUCKET, {}, {"enableAnalytics": False}),
        (METRIC, {}, {"metricDescriptor": {**COUNTED, "unit": "1"}}),
        (METRIC, {"metricDescriptor": COUNTED}, {"metricDescriptor": {**COUNTED, "unit": "1"}}),
        (ALERT, {}, {"enabled": True}),
        (CHANNEL, {}, {"enabled": True, "forceDelete": False}),
        (REPOSITORY, {}, {"location": REGION, "vulnerabilityScanningConfig": {"enablementConfig": "INHERITED"}}),
        (SUBSCRIPTION, {}, {"messageRetentionDuration": "604800s", "retainAckedMessages": False, "enableExactlyOnceDelivery": False}),
        (SUBSCRIPTION, {"deadLetterPolicy": DEAD}, {"deadLetterPolicy": {**DEAD, "maxDeliveryAttempts": 5}}),
        (SUBSCRIPTION, {"pushConfig": PUSHED}, {"pushConfig": HEARD}),
        (
            TRANSFER_JOB,
            {"transferSpec": MOVED, "loggingConfig": LOGGED},
            {"loggingConfig": {**LOGGED, "enableOnPremGcsTransferLogs": False}, "status": "ENABLED"},
        ),
        (
            TRANSFER_JOB,
            {"transferSpec": MOVED},
            {"transferSpec": {**MOVED, "transferOptions": {"overwriteWhen": "DIFFERENT", "deleteObjectsFromSourceAfterTransfer": False}}},
        ),
        (VIEW, {"name": "all", "bucket": KEPT}, {"name": "all", "bucket": KEPT, "parent": f"projects/{PROJECT}", "location": REGION}),
    ],
)
def test_what_is_left_out_is_what_the_api_takes(place: Project, type_: str, less: dict[str, Any], more: dict[str, Any]) -> None:
    made = place.make(type_, **NEEDED.get(type_, {}), **less)
    assert {name: made.outputs.get(name) for name in more} == more


def test_the_shared_writer_of_sinks_is_everybodys(place: Project) -> None:
    made = place.make(SINK, name="audit", destination=f"logging.googleapis.com/{KEPT}", uniqueWriterIdentity=False)
    assert made.outputs["writerIdentity"] == "serviceAccount:cloud-logs@system.gserviceaccount.com"


def test_a_repository_stands_in_the_region_of_the_provider_not_in_its_zone(place: Project) -> None:
    assert f"/locations/{REGION}/" in place.make(REPOSITORY, repositoryId="programs", format="DOCKER").id


def test_a_repository_without_a_place_has_its_key_in_the_region_of_the_provider(place: Project) -> None:
    key = place.key("europe-west1")
    place.grant(key, "gcp-sa-artifactregistry.iam.gserviceaccount.com")
    with pytest.raises(CloudError, match="they must be in one location"):
        place.make(REPOSITORY, repositoryId="programs", format="DOCKER", kmsKeyName=key.id)


def test_a_table_that_names_no_key_takes_its_datasets(place: Project) -> None:
    key = place.key()
    place.grant(key, "bigquery-encryption.iam.gserviceaccount.com")
    place.make("gcp:bigquery/dataset:Dataset", datasetId="charts", location=REGION, defaultEncryptionConfiguration={"kmsKeyName": key.id})
    assert place.make(TABLE, datasetId="charts", tableId="visits").outputs["encryptionConfiguration"] == {"kmsKeyName": key.id}


def test_what_is_over_written_on_purpose_is_not_said_to_differ(place: Project) -> None:
    spec = {**MOVED, "transferOptions": {"overwriteObjectsAlreadyExistingInSink": True}}
    made = place.make(TRANSFER_JOB, **NEEDED[TRANSFER_JOB], transferSpec=spec)
    assert made.outputs["transferSpec"]["transferOptions"] == {"overwriteObjectsAlreadyExistingInSink": True}


def test_a_grant_on_a_view_stands_where_the_bucket_says(place: Project) -> None:
    place.make(VIEW, name="review", bucket=KEPT)
    made = place.make(
        READERS, name="review", bucket=KEPT, parent=f"projects/{PROJECT}", role="roles/logging.viewAccessor", members=["group:a@b.example"]
    )
    assert made.outputs["location"] == REGION
