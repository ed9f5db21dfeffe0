"""What clinical services, web firewalls and gateways are where nothing was said, and parts that Azure demands of them."""

from typing import Any

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.data_places import IN
from tests.simulator.azure.network_places import public_ip
from tests.simulator.azure.subscription import Made, Subscription
from tests.simulator.azure.test_clinical_data_and_messages import DICOM, FHIR, fhir, health
from tests.simulator.azure.test_entries import GATEWAY, WAF, gateway
from tests.simulator.azure.test_machines_and_apps import INSTANCE

RULES = {"managedRuleSets": [{"ruleSetType": "OWASP", "ruleSetVersion": "3.2"}]}


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    """A network in a resource group."""
    places.group(azure)
    return places.network(azure)


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    places.group(azure)
    return azure


def test_a_clinical_service_lets_no_page_in_and_keeps_versions(here: Subscription) -> None:
    home = health(here)
    made = here.make(FHIR, **fhir(workspaceName=home.name))
    assert made["corsConfiguration"] == {"allowCredentials": False, "headers": [], "methods": [], "origins": []}
    assert made["importConfiguration"] == {"enabled": False, "initialImportMode": False}
    assert made["resourceVersionPolicyConfiguration"] == {"default": "versioned"}
    images = here.make(DICOM, dicomServiceName="images", workspaceName=home.name, **IN)
    assert images["enableDataPartitions"] is False
    assert images["corsConfiguration"]["origins"] == []


def test_a_web_firewall_reads_bodies_and_refuses_larger_ones(here: Subscription) -> None:
    made = here.make(WAF, policyName="front", policySettings={"mode": "Prevention"}, managedRules=RULES, **IN)
    expected = {"state": "Enabled", "requestBodyCheck": True, "requestBodyEnforcement": True, "fileUploadEnforcement": True}
    assert made["policySettings"] == {"mode": "Prevention", **expected, "requestBodyInspectLimitInKB": 128}


def test_scrubbing_that_is_given_is_on(here: Subscription) -> None:
    settings = {"logScrubbing": {"scrubbingRules": [{"matchVariable": "RequestArgNames", "selectorMatchOperator": "EqualsAny"}]}}
    made = here.make(WAF, policyName="front", policySettings=settings, managedRules=RULES, **IN)["policySettings"]["logScrubbing"]
    assert [made["state"], made["scrubbingRules"][0]["state"]] == ["Enabled", "Enabled"]


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"frontendIPConfigurations": [{"name": "front", "privateIPAddress": "10.1.0.9"}]}, "frontendIPConfigurations[0].subnet"),
        ({"trustedRootCertificates": [{"name": "root"}]}, "trustedRootCertificates[0].data"),
    ],
)
def test_a_part_of_a_gateway_says_what_it_is_made_of(azure: Subscription, vnet: Made, part: dict[str, Any], place: str) -> None:
    inputs = gateway(azure, places.subnet(azure, vnet, "entry"), public_ip(azure))
    assert azure.faults(GATEWAY, **inputs) == []
    assert [fault.split(":")[0] for fault in azure.faults(GATEWAY, **{**inputs, **part})] == [place]


def test_a_gateway_trusts_only_certificates_that_it_has(azure: Subscription, vnet: Made) -> None:
    inputs = gateway(azure, places.subnet(azure, vnet, "entry"), public_ip(azure))
    own = f"/subscriptions/{azure.id}/resourceGroups/{places.GROUP}/providers/Microsoft.Network/applicationGateways/gateway"
    trusting = [{**inputs["backendHttpSettingsCollection"][0], "trustedRootCertificates": [{"id": f"{own}/trustedRootCertificates/root"}]}]
    azure.refuses("InvalidResourceReference", GATEWAY, **{**inputs, "backendHttpSettingsCollection": trusting})
    azure.make(
        GATEWAY, **{**inputs, "backendHttpSettingsCollection": trusting, "trustedRootCertificates": [{"name": "root", "data": "aa"}]}
    )


def test_a_backup_is_read_by_the_vault_or_by_an_identity_with_a_name(here: Subscription) -> None:
    source = {"resourceID": f"/subscriptions/{here.id}", "datasourceType": "Microsoft.Storage/storageAccounts/blobServices"}
    policy = {"policyId": f"/subscriptions/{here.id}"}
    parts = {"objectType": "BackupInstance", "dataSourceInfo": source, "policyInfo": policy}
    properties = {**parts, "identityDetails": {"useSystemAssignedIdentity": False}}
    found = here.faults(INSTANCE, vaultName="clinic-backups", backupInstanceName="store", properties=properties, **IN)
    assert [fault.split(":")[0] for fault in found] == ["properties.identityDetails.userAssignedIdentityArmUrl"]
