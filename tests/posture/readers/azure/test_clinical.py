"""Clinical stores and container registries."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import OUR_TENANT, THEIR_TENANT, Clinic, vouched
from tests.posture.readers.azure.networks import Made


def fhir(clinic: Clinic, *, private: bool = True, **inputs: Any) -> Made:
    """A FHIR service in a workspace, which a private endpoint closes."""
    workspace = clinic.put("healthcareapis:Workspace", "clinic", zone="phi")
    if private:
        subnet = clinic.zone("phi")
        connection = {"name": "c", "privateLinkServiceId": workspace.id, "groupIds": ["healthcareworkspace"]}
        clinic.put("network:PrivateEndpoint", "pe", subnet={"id": subnet.id}, privateLinkServiceConnections=[connection])
    return clinic.put("healthcareapis:FhirService", "fhir", zone="phi", workspaceName=workspace.name, **inputs)


@pytest.mark.parametrize(("private", "verdict"), [(True, "proven"), (False, "violated")])
def test_a_private_endpoint_closes_a_clinical_workspace(clinic: Clinic, form: str, private: bool, verdict: str) -> None:
    fhir(clinic, private=private)
    assert clinic.exit(form) == verdict


def test_exports_go_to_the_account_that_is_named(clinic: Clinic, form: str) -> None:
    clinic.account("exports")
    fhir(clinic, exportConfiguration={"storageAccountName": "exports"})
    assert ("replicate", "fhir", "exports", True) in clinic.edges(form)
    assert clinic.exit(form) == "proven"


def test_exports_to_an_account_that_nobody_knows_are_unproven(clinic: Clinic, form: str) -> None:
    fhir(clinic, exportConfiguration={"storageAccountName": "somebodys"})
    assert clinic.exit(form) == "unproven"


def test_exports_into_inference_pass_no_deidentification(clinic: Clinic, form: str) -> None:
    clinic.account("corpus", zone="inference")
    fhir(clinic, exportConfiguration={"storageAccountName": "corpus"})
    assert clinic.redaction(form) == "violated"


@pytest.mark.parametrize(("tenant", "verdict"), [(OUR_TENANT, "proven"), (THEIR_TENANT, "violated")])
def test_a_clinical_store_trusts_the_tenant_that_it_names(clinic: Clinic, form: str, tenant: str, verdict: str) -> None:
    fhir(clinic, authenticationConfiguration={"authority": f"https://login.microsoftonline.com/{tenant}", "audience": "a"})
    assert clinic.exit(form) == verdict


def test_an_identity_provider_of_somebodys_is_unproven_until_the_reviewer_vouches(clinic: Clinic, form: str) -> None:
    providers = [{"authority": "https://id.vendor.example/v2"}]
    fhir(clinic, authenticationConfiguration={"smartIdentityProviders": providers})
    assert clinic.exit(form) == "unproven"
    assert clinic.exit(form, vouched("id.vendor.example")) == "proven"


@pytest.mark.parametrize(("access", "verdict"), [("Enabled", "violated"), ("Disabled", "proven"), (None, "violated")])
def test_the_older_api_is_public_unless_told_otherwise(clinic: Clinic, form: str, access: str | None, verdict: str) -> None:
    properties = {"publicNetworkAccess": access} if access else {}
    clinic.put("healthcareapis:Service", "api", zone="phi", kind="fhir-R4", properties=properties)
    assert clinic.exit(form) == verdict


def test_images_are_kept_in_the_account_that_is_named(clinic: Clinic, form: str) -> None:
    corpus = clinic.account("corpus", zone="inference")
    workspace = clinic.put("healthcareapis:Workspace", "clinic", zone="phi")
    storage = {"storageResourceId": corpus.id, "fileSystemName": "dicom"}
    clinic.put("healthcareapis:DicomService", "dicom", zone="phi", workspaceName=workspace.name, storageConfiguration=storage)
    assert clinic.redaction(form) == "violated"


def test_messages_of_devices_go_on_into_the_clinical_store(clinic: Clinic, form: str) -> None:
    service = fhir(clinic)
    hub = clinic.put("eventhub:Namespace", "devices", zone="phi", publicNetworkAccess="Disabled")
    endpoint = {"fullyQualifiedEventHubNamespace": f"{hub.name}.servicebus.windows.net", "eventHubName": "h", "consumerGroup": "c"}
    clinic.put("healthcareapis:IotConnector", "medtech", workspaceName="clinic", ingestionEndpointConfiguration=endpoint)
    clinic.part(
        "healthcareapis:IotConnectorFhirDestination",
        "to-fhir",
        workspaceName="clinic",
        iotConnectorName="medtech",
        fhirServiceResourceId=service.id,
    )
    edges = clinic.edges(form)
    assert {("replicate", "devices", "medtech", True), ("replicate", "medtech", "fhir", True)} <= edges
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(("access", "verdict"), [("Disabled", "proven"), ("Enabled", "violated"), (None, "violated")])
def test_the_clouds_own_deidentification_answers_whom_it_lets_in(clinic: Clinic, form: str, access: str | None, verdict: str) -> None:
    properties = {"publicNetworkAccess": access} if access else {}
    clinic.put("healthdataaiservices:DeidService", "deid", zone="deidentification", properties=properties)
    assert clinic.exit(form) == verdict


def registry(clinic: Clinic, **inputs: Any) -> Made:
    given = {"publicNetworkAccess": "Disabled", "sku": {"name": "Premium"}, **inputs}
    return clinic.put("containerregistry:Registry", "images", zone="phi", **{k: v for k, v in given.items() if v is not ...})


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"publicNetworkAccess": ...}, "violated"),
        ({"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Deny"}}, "proven"),
        ({"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Allow"}}, "violated"),
        ({"anonymousPullEnabled": True}, "proven"),
        ({"publicNetworkAccess": "Enabled", "anonymousPullEnabled": True}, "violated"),
    ],
)
def test_who_pulls_from_a_registry(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    registry(clinic, **settings)
    assert clinic.exit(form) == verdict


def test_anonymous_pull_is_said_besides_the_open_network(clinic: Clinic, form: str) -> None:
    registry(clinic, publicNetworkAccess="Enabled", anonymousPullEnabled=True)
    assert ("share", "images", "principal:*", True) in clinic.edges(form)


@pytest.mark.parametrize(("location", "verdict"), [("northeurope", "proven"), ("East US", "violated")])
def test_a_replica_of_a_registry_lies_in_its_region(clinic: Clinic, form: str, location: str, verdict: str) -> None:
    made = registry(clinic)
    clinic.put("containerregistry:Replication", "replica", location=location, registryName=made.name)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("status", "verdict"), [("enabled", "violated"), ("disabled", "proven")])
def test_a_webhook_tells_an_address_of_images(clinic: Clinic, form: str, status: str, verdict: str) -> None:
    made = registry(clinic)
    inputs = {"registryName": made.name, "actions": ["push"], "serviceUri": "https://vendor.example.com/", "status": status}
    clinic.put("containerregistry:Webhook", "hook", **inputs)
    assert clinic.exit(form) == verdict


def test_a_build_without_agents_of_ours_has_the_internet(clinic: Clinic, form: str) -> None:
    made = registry(clinic)
    clinic.put("containerregistry:Task", "build", registryName=made.name)
    assert clinic.exit(form) == "violated"


def test_an_export_pipeline_leads_to_its_container(clinic: Clinic, form: str) -> None:
    made = registry(clinic)
    target = {"keyVaultUri": "https://v.vault.azure.net/secrets/s", "uri": "https://vendor.blob.core.windows.net/images"}
    clinic.put("containerregistry:ExportPipeline", "export", registryName=made.name, target=target)
    assert clinic.exit(form) == "unproven"
