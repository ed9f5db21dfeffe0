"""Storage accounts: who comes in, anonymous readers, copies, replication, instances and shares."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import ABROAD, OUR_TENANT, REVIEWER, THEIR_TENANT, Clinic, vouched
from tests.posture.readers.azure.estate import ONE_REGION as RESIDENT
from tests.posture.readers.azure.networks import OTHER, THEIRS

DENIED = {"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Deny"}}


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({"publicNetworkAccess": "Disabled"}, "proven"),
        ({"publicNetworkAccess": "disabled"}, "proven"),
        ({"publicNetworkAccess": ...}, "violated"),
        ({"publicNetworkAccess": "Enabled"}, "violated"),
        ({"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Allow"}}, "violated"),
        ({"publicNetworkAccess": "Disabled", "networkRuleSet": {"defaultAction": "Allow"}}, "proven"),
        (DENIED, "proven"),
        ({"publicNetworkAccess": "Enabled", "networkRuleSet": {"bypass": "AzureServices"}}, "unproven"),
        ({"publicNetworkAccess": "SecuredByPerimeter"}, "proven"),
    ],
)
def test_public_network_access_of_records(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    clinic.account(**settings)
    assert clinic.exit(form) == verdict


def test_public_network_access_that_only_the_update_tells_is_unproven(clinic: Clinic) -> None:
    chooser = clinic.part("resources:ResourceGroup", "chooser", outputs={"choice": "Disabled"})
    clinic.account(publicNetworkAccess=chooser.out("choice"))
    assert (clinic.exit("state"), clinic.exit("preview")) == ("proven", "unproven")


@pytest.mark.parametrize(
    ("address", "verdict"),
    [("203.0.113.7", "violated"), ("198.51.100.0/24", "violated"), ("10.1.0.0/16", "proven"), ("192.168.4.4", "proven")],
)
def test_an_address_that_an_account_lets_in_is_the_internet_unless_it_is_private(
    clinic: Clinic, form: str, address: str, verdict: str
) -> None:
    rules = {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": address}]}
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet=rules)
    assert clinic.exit(form) == verdict


def test_an_address_that_the_reviewer_vouches_for_is_ours(clinic: Clinic, form: str) -> None:
    rules = {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": "203.0.113.7"}]}
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet=rules)
    assert clinic.exit(form, vouched("203.0.113.7")) == "proven"


@pytest.mark.parametrize(("zone", "verdict"), [("phi", "proven"), ("inference", "violated")])
def test_a_subnet_that_an_account_lets_in_by_service_endpoint_is_a_way_in(clinic: Clinic, form: str, zone: str, verdict: str) -> None:
    subnet = clinic.zone(zone)
    rules = {"defaultAction": "Deny", "virtualNetworkRules": [{"virtualNetworkResourceId": subnet.id}]}
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet=rules)
    assert ("use", f"{zone}-workload", "records", True) in clinic.edges(form)
    assert (clinic.exit(form), clinic.redaction(form)) == ("proven", verdict)


def test_a_subnet_of_a_stranger_that_an_account_lets_in_is_a_way_out(clinic: Clinic, form: str) -> None:
    subnet = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    rules = {"defaultAction": "Deny", "virtualNetworkRules": [{"virtualNetworkResourceId": subnet}]}
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet=rules)
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(
    ("account", "container", "verdict"),
    [
        ({"allowBlobPublicAccess": True}, {"publicAccess": "Blob"}, True),
        ({"allowBlobPublicAccess": True}, {"publicAccess": "Container"}, True),
        ({"allowBlobPublicAccess": True}, {"publicAccess": "None"}, False),
        ({"allowBlobPublicAccess": True}, {}, False),
        ({"allowBlobPublicAccess": False}, {"publicAccess": "Blob"}, False),
        ({}, {"publicAccess": "Blob"}, False),
    ],
)
def test_anonymous_readers_need_the_account_and_the_container_to_let_them_in(
    clinic: Clinic, form: str, account: dict[str, Any], container: dict[str, Any], verdict: bool
) -> None:
    records = clinic.account(publicNetworkAccess="Enabled", **account)
    clinic.part("storage:BlobContainer", "pictures", accountName=records.name, **container)
    shares = {edge for edge in clinic.edges(form) if edge[0] == "share"}
    assert shares == ({("share", "records", "principal:*", True)} if verdict else set())


def test_an_anonymous_container_of_a_closed_account_is_read_by_nobody(clinic: Clinic, form: str) -> None:
    records = clinic.account(allowBlobPublicAccess=True)
    clinic.part("storage:BlobContainer", "pictures", accountName=records.name, publicAccess="Blob")
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(("access", "verdict"), [("Enabled", "violated"), ("Disabled", "proven")])
def test_a_static_web_site_is_served_to_whoever_reaches_the_account(clinic: Clinic, form: str, access: str, verdict: str) -> None:
    records = clinic.account(publicNetworkAccess=access)
    clinic.part("storage:StorageAccountStaticWebsite", "site", accountName=records.name, indexDocument="index.html")
    assert clinic.exit(form) == verdict
    assert (("share", "records", "principal:*", True) in clinic.edges(form)) is (access == "Enabled")


@pytest.mark.parametrize(
    ("sku", "location", "verdict"),
    [
        ("Standard_LRS", "westeurope", "proven"),
        ("Standard_ZRS", "westeurope", "proven"),
        ("Standard_GRS", "westeurope", "violated"),
        ("Standard_RAGRS", "West Europe", "violated"),
        ("Standard_GZRS", "westeurope", "violated"),
        ("Standard_RAGZRS", "westeurope", "violated"),
    ],
)
def test_geo_redundant_storage_keeps_a_copy_in_the_paired_region(clinic: Clinic, form: str, sku: str, location: str, verdict: str) -> None:
    clinic.account(sku={"name": sku}, location=location)
    assert clinic.exit(form, RESIDENT) == verdict


def test_the_pair_within_residency_is_no_exit(clinic: Clinic, form: str) -> None:
    clinic.account(sku={"name": "Standard_GRS"})
    assert ("replicate", "records", "region:northeurope", True) in clinic.edges(form)
    assert clinic.exit(form, REVIEWER) == "proven"


def test_the_copy_of_a_region_that_the_table_of_pairs_lacks_is_unproven(clinic: Clinic, form: str) -> None:
    clinic.account(sku={"name": "Standard_GRS"}, location="newregion")
    assert "records" in clinic.unreadable(form)


def test_an_account_abroad_lies_outside_residency(clinic: Clinic, form: str) -> None:
    clinic.account(location=ABROAD)
    assert clinic.exit(form) == "violated"


def test_an_account_in_a_subscription_that_is_not_ours_is_outside(clinic: Clinic, form: str) -> None:
    clinic.account(subscription=THEIRS)
    assert ("replicate", "records", f"subscription:{THEIRS}", True) in clinic.edges(form)
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize("subscription", [OTHER, THEIRS])
def test_an_adopted_account_is_ours_by_its_subscription(clinic: Clinic, form: str, subscription: str) -> None:
    clinic.account(subscription=subscription, external=True)
    assert clinic.exit(form) == ("proven" if subscription == OTHER else "violated")


def test_object_replication_into_another_account_of_ours_stays_with_us(clinic: Clinic, form: str) -> None:
    records, copy = clinic.account(), clinic.account("copy")
    clinic.part("storage:ObjectReplicationPolicy", "policy", accountName=records.name, sourceAccount=records.id, destinationAccount=copy.id)
    assert ("replicate", "records", "copy", True) in clinic.edges(form)
    assert clinic.exit(form) == "proven"


@pytest.mark.parametrize(
    ("destination", "verdict"),
    [
        (f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/vendor", "violated"),
        (f"/subscriptions/{OTHER}/resourceGroups/x/providers/Microsoft.Storage/storageAccounts/ours", "proven"),
        ("vendoraccount", "unproven"),
    ],
)
def test_object_replication_leads_to_whoever_owns_the_destination(clinic: Clinic, form: str, destination: str, verdict: str) -> None:
    records = clinic.account()
    clinic.part(
        "storage:ObjectReplicationPolicy", "policy", accountName=records.name, sourceAccount=records.id, destinationAccount=destination
    )
    assert clinic.exit(form) == verdict


def test_object_replication_into_inference_passes_no_deidentification(clinic: Clinic, form: str) -> None:
    records, corpus = clinic.account(), clinic.account("corpus", zone="inference")
    clinic.part(
        "storage:ObjectReplicationPolicy", "policy", accountName=records.name, sourceAccount="records", destinationAccount=corpus.id
    )
    assert clinic.redaction(form) == "violated"


@pytest.mark.parametrize(("tenant", "verdict"), [(OUR_TENANT, "proven"), (THEIR_TENANT, "violated")])
def test_instances_of_another_tenant_come_in_past_the_network_rules(clinic: Clinic, form: str, tenant: str, verdict: str) -> None:
    instance = f"/subscriptions/{OTHER}/resourceGroups/x/providers/Microsoft.Synapse/workspaces/w"
    rules = {"defaultAction": "Deny", "resourceAccessRules": [{"resourceId": instance, "tenantId": tenant}]}
    clinic.account(publicNetworkAccess="Enabled", networkRuleSet=rules)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("tenant", "verdict"), [(OUR_TENANT, "proven"), (THEIR_TENANT, "violated")])
def test_a_share_of_data_is_for_the_tenants_that_it_names(clinic: Clinic, form: str, tenant: str, verdict: str) -> None:
    records = clinic.account()
    policies = [{"permission": "Read", "principalId": "p", "tenantId": tenant}]
    clinic.part("storage:DataShare", "share", accountName=records.name, properties={"accessPolicies": policies, "assets": []})
    assert clinic.exit(form) == verdict


def test_parts_of_an_account_say_nothing_that_their_account_does_not(clinic: Clinic, form: str) -> None:
    records = clinic.account()
    for token in ("storage:BlobContainer", "storage:FileShare", "storage:Queue", "storage:Table", "storage:LocalUser"):
        clinic.part(token, f"part-{token[-4:].lower()}", accountName=records.name)
    assert (clinic.edges(form), clinic.unreadable(form)) == (set(), set())


def test_an_id_is_compared_without_regard_to_case(clinic: Clinic, form: str) -> None:
    records, copy = clinic.account(), clinic.account("copy")
    clinic.part(
        "storage:ObjectReplicationPolicy",
        "policy",
        accountName=records.name,
        sourceAccount=records.arm.upper(),
        destinationAccount=copy.arm.lower(),
    )
    assert ("replicate", "records", "copy", True) in clinic.edges(form)
