"""Where inspections carry what they find."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OURS, T1, Gcp


def _finding(action: dict[str, Any], **trigger: Any) -> Gcp:
    program = Gcp()
    program.project(OURS, "phi")
    network = program.network()
    program.subnet("a", network)
    program.close_names(network)
    program.add("storage:Bucket", "notes", location="europe-west1")
    program.add("bigquery:Dataset", "findings", datasetId="findings", location="europe-west1")
    storage = {"cloudStorageOptions": {"fileSet": {"url": "gs://notes/**"}}}
    job = {"storageConfig": storage, "actions": [action]}
    program.add("dataloss:PreventionJobTrigger", "weekly", parent=f"projects/{OURS}/locations/europe-west1", inspectJob=job, **trigger)
    return program


def _table(project: str) -> dict[str, Any]:
    return {"saveFindings": {"outputConfig": {"table": {"projectId": project, "datasetId": "findings"}}}}


@pytest.mark.parametrize(
    ("action", "verdict"),
    [
        (_table(OURS), "proven"),
        (_table("stranger-prod"), "violated"),
        ({"pubSub": {"topic": "projects/stranger-prod/topics/found"}}, "violated"),
        ({"deidentify": {"cloudStorageOutput": "gs://notes/copies"}}, "proven"),
        ({"saveFindings": {"outputConfig": {"storagePath": {"path": "gs://somebodys/found"}}}}, "unproven"),
        ({"deidentify": {"cloudStorageOutput": "gs://somebodys/copies"}}, "unproven"),
    ],
)
def test_findings_go_where_the_actions_say(form: str, action: dict[str, Any], verdict: str) -> None:
    assert _finding(action).verdicts(form)[T1] == verdict


def test_a_trigger_that_is_paused_carries_nothing(form: str) -> None:
    assert _finding(_table("stranger-prod"), status="PAUSED").verdicts(form)[T1] == "proven"
