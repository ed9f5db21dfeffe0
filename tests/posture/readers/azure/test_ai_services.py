"""AI accounts, projects, connections, agents and search."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import BLOB_READER, HOME, Clinic, vouched
from tests.posture.readers.azure.networks import OTHER, THEIRS, Made


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"publicNetworkAccess": "Enabled"}, "violated"),
        ({"publicNetworkAccess": ...}, "violated"),
        ({"publicNetworkAccess": "Enabled", "networkAcls": {"defaultAction": "Deny"}}, "proven"),
        ({"publicNetworkAccess": "Enabled", "networkAcls": {"defaultAction": "Allow"}}, "violated"),
        ({"publicNetworkAccess": "Enabled", "networkAcls": {"defaultAction": "Deny", "ipRules": [{"value": "203.0.113.1"}]}}, "violated"),
        ({"restrictOutboundNetworkAccess": ...}, "unproven"),
        ({"restrictOutboundNetworkAccess": False}, "unproven"),
        ({"restrictOutboundNetworkAccess": True, "allowedFqdnList": ["vendor.example.com"]}, "violated"),
        ({"restrictOutboundNetworkAccess": True, "allowedFqdnList": []}, "proven"),
    ],
)
def test_who_comes_in_and_what_goes_out_of_an_account_in_deidentification(
    clinic: Clinic, form: str, settings: dict[str, Any], verdict: str
) -> None:
    clinic.ai(zone="deidentification", **settings)
    assert clinic.exit(form) == verdict


def test_a_name_that_an_account_may_fetch_is_a_store_of_ours(clinic: Clinic, form: str) -> None:
    clinic.account("files", zone="deidentification")
    clinic.ai(zone="deidentification", allowedFqdnList=["files.blob.core.windows.net"])
    assert ("route", "models", "files", True) in clinic.edges(form)
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(
    ("sku", "verdict"),
    [
        ("Standard", "proven"),
        ("ProvisionedManaged", "proven"),
        ("GlobalStandard", "violated"),
        ("GlobalBatch", "violated"),
        ("DataZoneStandard", "violated"),
        ("DataZoneProvisionedManaged", "violated"),
    ],
)
def test_global_and_data_zone_deployments_leave_the_region(clinic: Clinic, form: str, sku: str, verdict: str) -> None:
    account = clinic.ai(zone="deidentification")
    model = {"format": "OpenAI", "name": "text-embedding-3-large", "version": "1"}
    clinic.part("cognitiveservices:Deployment", "embed", accountName=account.name, sku={"name": sku}, properties={"model": model})
    assert clinic.exit(form) == verdict


def link(clinic: Clinic, account: Made, category: str, **more: Any) -> Made:
    properties = {"authType": "AAD", "category": category, **more}
    return clinic.part("cognitiveservices:AccountConnection", "connection", accountName=account.name, properties=properties)


@pytest.mark.parametrize("category", ["GroundingWithBingSearch", "GroundingWithCustomSearch", "BingLLMSearch", "Serp", "OpenAI", "Git"])
def test_a_tool_that_searches_the_web_is_an_exit(clinic: Clinic, form: str, category: str) -> None:
    account = clinic.ai(zone="deidentification")
    link(clinic, account, category, target="https://api.bing.microsoft.com/")
    assert clinic.exit(form) == "violated"


def test_a_tool_that_searches_the_web_needs_no_address_to_be_one(clinic: Clinic, form: str) -> None:
    link(clinic, clinic.ai(zone="deidentification"), "GroundingWithBingSearch")
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize("named", ["target", "ResourceId", "type"])
def test_a_bing_account_of_our_own_is_the_web(clinic: Clinic, form: str, named: str) -> None:
    bing = f"/subscriptions/{OTHER}/resourceGroups/rg/providers/Microsoft.Bing/accounts/search"
    more = {"target": bing} if named == "target" else {"metadata": {named: "bing_grounding" if named == "type" else bing}}
    link(clinic, clinic.ai(zone="deidentification"), "ApiKey", **more)
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(("zone", "verdict"), [("inference", "violated"), ("deidentification", "proven")])
def test_a_models_own_connection_to_records_passes_no_deidentification(clinic: Clinic, form: str, zone: str, verdict: str) -> None:
    records = clinic.account()
    account = clinic.ai(zone=zone)
    link(clinic, account, "AzureBlob", target="https://records.blob.core.windows.net/", metadata={"ResourceId": records.id})
    assert ("use", "models", "records", True) in clinic.edges(form)
    assert clinic.redaction(form) == verdict


def test_a_connection_is_told_by_the_address_of_its_store(clinic: Clinic, form: str) -> None:
    clinic.account()
    link(clinic, clinic.ai(), "AzureBlob", target="https://records.blob.core.windows.net/container")
    assert clinic.redaction(form) == "violated"


def test_a_connection_to_a_store_of_a_stranger_is_an_exit(clinic: Clinic, form: str) -> None:
    target = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Search/searchServices/s"
    link(clinic, clinic.ai(zone="deidentification"), "CognitiveSearch", target=target)
    assert clinic.exit(form) == "violated"


def test_a_project_is_one_place_with_its_account(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    account = clinic.ai()
    project = clinic.put("cognitiveservices:Project", "project", accountName=account.name, properties={})
    properties = {"authType": "AAD", "category": "AzureBlob", "target": records.id}
    clinic.part("cognitiveservices:ProjectConnection", "c", accountName=account.name, projectName=project.name, properties=properties)
    assert clinic.redaction(form) == "violated"


@pytest.mark.parametrize(
    ("network", "verdict"),
    [
        ({"isolationMode": "AllowInternetOutbound"}, "violated"),
        ({"isolationMode": "Disabled"}, "violated"),
        ({"isolationMode": "AllowOnlyApprovedOutbound"}, "proven"),
        (
            {
                "isolationMode": "AllowOnlyApprovedOutbound",
                "outboundRules": {"web": {"type": "FQDN", "destination": "vendor.example.com"}},
            },
            "violated",
        ),
    ],
)
def test_the_managed_network_of_agents(clinic: Clinic, form: str, network: dict[str, Any], verdict: str) -> None:
    account = clinic.ai(zone="deidentification")
    clinic.part("cognitiveservices:ManagedNetworkSetting", "network", accountName=account.name, properties={"managedNetwork": network})
    assert clinic.exit(form) == verdict


def test_agents_for_whom_nobody_chose_a_network_reach_the_internet(clinic: Clinic, form: str) -> None:
    account = clinic.ai(zone="deidentification")
    clinic.part(
        "cognitiveservices:AccountCapabilityHost",
        "agents",
        accountName=account.name,
        capabilityHostProperties={"capabilityHostKind": "Agents"},
    )
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(("out", "verdict"), [(True, "violated"), (False, "proven")])
def test_agents_in_a_subnet_have_its_roads(clinic: Clinic, form: str, out: bool, verdict: str) -> None:
    vnet = clinic.vnet("deidentification", zone="deidentification")
    subnet = clinic.subnet("agents", vnet, private=False, defaultOutboundAccess=out)
    clinic.ai(zone="deidentification", networkInjections=[{"scenario": "agent", "subnetArmId": subnet.id}])
    assert clinic.exit(form) == verdict


def search(clinic: Clinic, zone: str = "inference", **inputs: Any) -> Made:
    given = {"publicNetworkAccess": "disabled", "sku": {"name": "standard"}, **inputs}
    return clinic.put("search:Service", "index", zone=zone, **given)


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"publicNetworkAccess": "enabled"}, "violated"),
        ({"publicNetworkAccess": "enabled", "networkRuleSet": {"ipRules": [{"value": "203.0.113.0/24"}]}}, "violated"),
        ({"publicNetworkAccess": "enabled", "networkRuleSet": {"ipRules": [{"value": "10.0.0.0/8"}]}}, "proven"),
    ],
)
def test_an_index_of_records_answers_whom_it_lets_in(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    search(clinic, "phi", **settings)
    assert clinic.exit(form) == verdict


def test_a_shared_private_link_brings_records_into_an_index(clinic: Clinic, form: str) -> None:
    records, index = clinic.account(), search(clinic)
    properties = {"groupId": "blob", "privateLinkResourceId": records.id, "requestMessage": "please"}
    clinic.part("search:SharedPrivateLinkResource", "link", searchServiceName=index.name, properties=properties)
    assert clinic.redaction(form) == "violated"


@pytest.mark.parametrize(("bypass", "verdict"), [(None, "violated"), ("AzureServices", "violated"), ("None", "proven")])
def test_an_index_reads_records_by_its_own_identity_past_the_network_rules(
    clinic: Clinic, form: str, bypass: str | None, verdict: str
) -> None:
    rules = {"networkRuleSet": {"defaultAction": "Deny", "bypass": bypass}} if bypass else {}
    records = clinic.account(**rules)
    index = search(clinic, identity={"type": "SystemAssigned"}, outputs={"principalId": "11111111-aaaa-4000-8000-000000000077"})
    if form == "state":
        index.inputs["identity"] = {"type": "SystemAssigned", "principalId": "11111111-aaaa-4000-8000-000000000077"}
    clinic.assign(index.out("principalId"), BLOB_READER, records)
    assert clinic.redaction(form) == verdict


def test_models_of_another_region_are_outside_residency_for_phi_alone(clinic: Clinic, form: str) -> None:
    clinic.account()
    clinic.put(
        "cognitiveservices:Account",
        "abroad",
        zone="inference",
        kind="OpenAI",
        location="eastus",
        properties={"publicNetworkAccess": "Disabled"},
    )
    assert clinic.exit(form) == "proven"
    clinic.put(
        "cognitiveservices:Account",
        "near",
        zone="deidentification",
        kind="OpenAI",
        location="eastus",
        properties={"publicNetworkAccess": "Disabled"},
    )
    assert clinic.exit(form) == "violated"


def test_a_name_that_the_reviewer_vouches_for_may_be_fetched(clinic: Clinic, form: str) -> None:
    clinic.ai(zone="deidentification", allowedFqdnList=["files.clinic.example"])
    assert clinic.exit(form, vouched("files.clinic.example")) == "proven"
    assert HOME == "westeurope"
