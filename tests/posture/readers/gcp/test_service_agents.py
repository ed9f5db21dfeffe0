"""Agents of services are their project's, by the number in their address, and by Google's own projects that hold them alone."""

from dataclasses import replace

import pytest

from tests.posture.readers.gcp.programs import APPROVED, NUMBERS, OURS, T1, Gcp, Made, Ref

OWN = NUMBERS[OURS]
USER = "roles/cloudkms.cryptoKeyEncrypterDecrypter"


def zone() -> tuple[Gcp, Made]:
    program = Gcp()
    project = program.project()
    return program, project


@pytest.mark.parametrize(
    "agent",
    [
        f"bq-{OWN}@bigquery-encryption",
        f"cmek-p{OWN}@gcp-sa-logging",
        f"service-{OWN}@gs-project-accounts",
        f"service-{OWN}@gcp-sa-cloud-sql",
        f"service-{OWN}@compute-system",
        f"project-{OWN}@storage-transfer-service",
    ],
)
def test_an_agent_of_a_project_of_ours_is_ours(form: str, agent: str) -> None:
    program, project = zone()
    bucket = program.add("storage:Bucket", "records", location="europe-west1", labels={"data-class": "phi"})
    member = Ref(project.urn, f"serviceAccount:{agent}.iam.gserviceaccount.com")
    program.add("storage:BucketIAMBinding", "agent", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", members=[member])
    assert program.verdicts(form)[T1] == "proven"


@pytest.mark.parametrize("agent", [f"service-{OWN}@hospital-cloud", f"bq-{OWN}@theirs-encryption", f"cmek-p{OWN}@somebody"])
def test_an_account_that_is_called_like_an_agent_is_its_own_projects(form: str, agent: str) -> None:
    program, _ = zone()
    bucket = program.add("storage:Bucket", "records", location="europe-west1", labels={"data-class": "phi"})
    member = f"serviceAccount:{agent}.iam.gserviceaccount.com"
    program.add("storage:BucketIAMMember", "agent", bucket=bucket.inputs["name"], role="roles/storage.objectViewer", member=member)
    assert program.verdicts(form)[T1] == "violated"


@pytest.mark.parametrize(("listed", "verdict"), [("123456", "proven"), ("654321", "unproven")])
def test_the_writer_of_a_folders_sink_is_ours_where_the_folder_is(form: str, listed: str, verdict: str) -> None:
    program, _ = zone()
    bucket = program.add("storage:Bucket", "records", location="europe-west1", labels={"data-class": "phi"})
    sink = program.add("logging:FolderSink", "logs", folder="123456", destination=f"storage.googleapis.com/{bucket.inputs['name']}")
    member = Ref(sink.urn, "serviceAccount:service-folder-123456@gcp-sa-logging.iam.gserviceaccount.com")
    program.add("storage:BucketIAMBinding", "writer", bucket=bucket.inputs["name"], role="roles/storage.objectCreator", members=[member])
    ours = replace(APPROVED, organization=replace(APPROVED.organization, gcp_folder_ids=frozenset({listed})))
    assert program.verdicts(form, ours)[T1] == verdict
