"""Service agents of the simulated Google Cloud: made by an identity, or told when they are asked for."""

import pytest

from tests.simulator.gcp.project import PROJECT, Project

IDENTITY = "gcp:projects/serviceIdentity:ServiceIdentity"


@pytest.mark.parametrize(("service", "domain"), [("sqladmin", "gcp-sa-cloud-sql"), ("healthcare", "gcp-sa-healthcare")])
def test_an_identity_is_an_account_of_its_service(gcp: Project, service: str, domain: str) -> None:
    made = gcp.make(IDENTITY, project=PROJECT, service=f"{service}.googleapis.com")
    assert made["email"].endswith(f"@{domain}.iam.gserviceaccount.com")
    assert made["member"] == f"serviceAccount:{made['email']}"


def test_an_identity_needs_its_api(gcp: Project) -> None:
    gcp.made_project()
    gcp.refuses("accessNotConfigured", IDENTITY, project="hospital-new", service="healthcare.googleapis.com")
    gcp.enable("hospital-new", "healthcare")
    gcp.make(IDENTITY, project="hospital-new", service="healthcare.googleapis.com")


def test_agents_that_are_asked_for_bear_their_projects_number(gcp: Project) -> None:
    asked = gcp.cloud.invoke
    storage = asked("gcp:storage/getProjectServiceAccount:getProjectServiceAccount", {})["emailAddress"]
    bigquery = asked("gcp:bigquery/getDefaultServiceAccount:getDefaultServiceAccount", {"project": PROJECT})["email"]
    logging = asked("gcp:logging/getProjectCmekSettings:getProjectCmekSettings", {"project": PROJECT})["serviceAccountId"]
    number = storage.removeprefix("service-").partition("@")[0]
    assert number.isdigit()
    assert storage == f"service-{number}@gs-project-accounts.iam.gserviceaccount.com"
    assert bigquery == f"bq-{number}@bigquery-encryption.iam.gserviceaccount.com"
    assert logging == f"cmek-p{number}@gcp-sa-logging.iam.gserviceaccount.com"


def test_storage_transfer_tells_its_agent(gcp: Project) -> None:
    told = gcp.cloud.invoke("gcp:storage/getTransferProjectServiceAccount:getTransferProjectServiceAccount", {"project": "hospital-phi"})
    assert str(told["email"]).startswith("project-")
    assert str(told["member"]).endswith("@storage-transfer-service.iam.gserviceaccount.com")


def test_a_function_brings_the_service_that_answers_for_it(gcp: Project) -> None:
    made = gcp.make("gcp:cloudfunctionsv2/function:Function", name="redact", location="europe-west3", serviceConfig={})
    service = made["serviceConfig"]["service"]
    assert service == "projects/hospital-phi/locations/europe-west3/services/redact"
    assert [one.type for one in gcp.cloud.world.by_id(service)] == ["gcp:cloudrunv2/service:Service"]
