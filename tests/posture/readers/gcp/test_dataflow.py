"""Dataflow: where workers stand, and what a job names."""

from typing import Any

import pytest

from tests.posture.readers.gcp.programs import OTHER, OURS, T1, T2, THEIRS, Gcp


def job(**more: Any) -> Gcp:
    """A job of the PHI zone in its closed network, with a bucket of records and one of inference beside it."""
    program = Gcp()
    program.project(OURS, "phi")
    program.project(OTHER, "inference")
    subnet = program.subnet("a", program.network())
    for project in (OURS, OTHER):
        program.add("storage:Bucket", f"{project}-files", project=project, location="europe-west1")
    given = {
        "subnetwork": subnet.id,
        "ipConfiguration": "WORKER_IP_PRIVATE",
        "containerSpecGcsPath": f"gs://{OURS}-files/sums.json",
        **more,
    }
    program.add("dataflow:FlexTemplateJob", "sums", project=OURS, region="europe-west1", **given)
    return program


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        pytest.param({}, "proven", id="inside"),
        pytest.param({"subnetwork": None}, "violated", id="in the default network"),
        pytest.param({"parameters": {"outputTable": f"{THEIRS}:feed.cases"}}, "violated", id="into a stranger's table"),
        pytest.param({"parameters": {"topic": f"projects/{THEIRS}/topics/feed"}}, "violated", id="into a stranger's topic"),
        pytest.param({"tempLocation": "gs://somebodys-files/temp"}, "unproven", id="files in a bucket that nobody knows"),
        pytest.param({"parameters": {"windowMinutes": "15"}}, "proven", id="a number"),
    ],
)
def test_where_a_job_takes_records(form: str, more: dict[str, Any], verdict: str) -> None:
    assert job(**more).verdicts(form)[T1] == verdict


def test_a_job_that_writes_into_a_bucket_of_inference(form: str) -> None:
    assert job(parameters={"output": f"gs://{OTHER}-files/rows"}).verdicts(form)[T2] == "violated"
