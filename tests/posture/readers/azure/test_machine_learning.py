"""Machine learning workspaces: managed networks, computes, endpoints, what they work on."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import Clinic, vouched
from tests.posture.readers.azure.networks import THEIRS, Made

ISOLATED = {"isolationMode": "AllowOnlyApprovedOutbound"}


def workspace(clinic: Clinic, name: str = "science", zone: str = "deidentification", **inputs: Any) -> Made:
    given = {"publicNetworkAccess": "Disabled", "managedNetwork": ISOLATED, **inputs}
    wanted = {key: value for key, value in given.items() if value is not ...}
    return clinic.put("machinelearningservices:Workspace", name, zone=zone, **wanted)


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"managedNetwork": ...}, "violated"),
        ({"managedNetwork": {"isolationMode": "Disabled"}}, "violated"),
        ({"managedNetwork": {"isolationMode": "AllowInternetOutbound"}}, "violated"),
        ({"publicNetworkAccess": "Enabled"}, "violated"),
        ({"publicNetworkAccess": ...}, "violated"),
    ],
)
def test_the_networks_of_a_workspace(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    workspace(clinic, **settings)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(
    ("rule", "verdict"),
    [
        ({"type": "FQDN", "destination": "packages.vendor.example"}, "violated"),
        ({"type": "ServiceTag", "destination": {"serviceTag": "Storage.WestEurope", "protocol": "TCP", "portRanges": "443"}}, "violated"),
        ({"type": "ServiceTag", "destination": {"serviceTag": "Internet", "protocol": "TCP", "portRanges": "443"}}, "violated"),
        ({"type": "ServiceTag", "destination": {"serviceTag": "AzureActiveDirectory", "protocol": "TCP", "portRanges": "443"}}, "proven"),
        (
            {
                "type": "PrivateEndpoint",
                "destination": {
                    "serviceResourceId": f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/v"
                },
            },
            "violated",
        ),
    ],
)
@pytest.mark.parametrize("inline", [True, False])
def test_what_an_isolated_workspace_is_approved_to_reach(
    clinic: Clinic, form: str, rule: dict[str, Any], verdict: str, inline: bool
) -> None:
    if inline:
        workspace(clinic, managedNetwork={**ISOLATED, "outboundRules": {"rule": rule}})
    else:
        made = workspace(clinic)
        clinic.part("machinelearningservices:ManagedNetworkSettingsRule", "rule", workspaceName=made.name, properties=rule)
    assert clinic.exit(form) == verdict


def test_a_name_that_the_reviewer_vouches_for_may_be_reached(clinic: Clinic, form: str) -> None:
    rule = {"type": "FQDN", "destination": "packages.clinic.example"}
    workspace(clinic, managedNetwork={**ISOLATED, "outboundRules": {"packages": rule}})
    assert clinic.exit(form, vouched("packages.clinic.example")) == "proven"


def test_a_private_endpoint_of_a_managed_network_into_records_bypasses_redaction(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    rule = {"type": "PrivateEndpoint", "destination": {"serviceResourceId": records.id, "subresourceTarget": "blob"}}
    workspace(clinic, zone="inference", managedNetwork={**ISOLATED, "outboundRules": {"records": rule}})
    assert clinic.redaction(form) == "violated"


def test_a_project_runs_in_the_network_of_its_hub(clinic: Clinic, form: str) -> None:
    hub = workspace(clinic, "hub", kind="Hub")
    workspace(clinic, "project", kind="Project", hubResourceId=hub.id, managedNetwork=...)
    assert clinic.exit(form) == "proven"


def test_a_project_of_an_open_hub_has_its_roads(clinic: Clinic, form: str) -> None:
    hub = clinic.put("machinelearningservices:Workspace", "hub", kind="Hub", publicNetworkAccess="Disabled")
    workspace(clinic, "project", kind="Project", hubResourceId=hub.id, managedNetwork=...)
    assert clinic.exit(form) == "violated"


def test_a_workspace_works_on_its_stores(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    workspace(clinic, zone="inference", storageAccount=records.id)
    assert clinic.redaction(form) == "violated"


def test_a_datastore_names_an_account_by_name(clinic: Clinic, form: str) -> None:
    clinic.account()
    made = workspace(clinic, zone="inference")
    properties = {"datastoreType": "AzureBlob", "accountName": "records", "containerName": "c", "credentials": {}}
    clinic.part("machinelearningservices:Datastore", "store", workspaceName=made.name, properties=properties)
    assert clinic.redaction(form) == "violated"


def compute(clinic: Clinic, made: Made, **inner: Any) -> Made:
    properties = {"computeType": "AmlCompute", "properties": inner}
    return clinic.part("machinelearningservices:Compute", "nodes", workspaceName=made.name, properties=properties)


@pytest.mark.parametrize(("public", "verdict"), [(False, "proven"), (True, "violated"), (None, "violated")])
def test_nodes_in_a_subnet_have_public_addresses_unless_told_otherwise(
    clinic: Clinic, form: str, public: bool | None, verdict: str
) -> None:
    made = workspace(clinic)
    flag = {} if public is None else {"enableNodePublicIp": public}
    compute(clinic, made, subnet={"id": clinic.zone("deidentification").id}, **flag)
    assert clinic.exit(form) == verdict


def test_nodes_of_an_isolated_workspace_stay_in_its_network(clinic: Clinic, form: str) -> None:
    compute(clinic, workspace(clinic))
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(("access", "verdict"), [("Enabled", "violated"), ("Disabled", "proven"), ("NotSpecified", "proven")])
def test_ssh_from_the_internet_is_closed_unless_it_is_opened(clinic: Clinic, form: str, access: str, verdict: str) -> None:
    compute(clinic, workspace(clinic), remoteLoginPortPublicAccess=access)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("access", "verdict"), [("Enabled", "violated"), ("Disabled", "proven"), (None, "violated")])
def test_an_online_endpoint_is_public_unless_told_otherwise(clinic: Clinic, form: str, access: str | None, verdict: str) -> None:
    made = workspace(clinic)
    settings = {"publicNetworkAccess": access} if access else {}
    properties = {"authMode": "AMLToken", **settings}
    clinic.put("machinelearningservices:OnlineEndpoint", "score", zone="deidentification", workspaceName=made.name, properties=properties)
    assert clinic.exit(form) == verdict


def test_a_workspace_in_a_subnet_of_ours_needs_no_managed_network(clinic: Clinic, form: str) -> None:
    subnet = clinic.zone("deidentification")
    workspace(clinic, managedNetwork=..., serverlessComputeSettings={"serverlessComputeCustomSubnet": subnet.id})
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(("region", "verdict"), [("northeurope", "proven"), ("eastus", "violated")])
def test_a_registry_keeps_models_in_each_of_its_regions(clinic: Clinic, form: str, region: str, verdict: str) -> None:
    details = [{"location": "westeurope"}, {"location": region}]
    clinic.put("machinelearningservices:Registry", "models", zone="deidentification", regionDetails=details, publicNetworkAccess="Disabled")
    assert clinic.exit(form) == verdict
