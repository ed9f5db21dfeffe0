"""Databases: firewall rules, replicas, failover, audit trails, regions; Cosmos DB."""

from typing import Any

import pytest

from tests.posture.readers.azure.estate import ABROAD, OUR_TENANT, THEIR_TENANT, Clinic
from tests.posture.readers.azure.estate import ONE_REGION as RESIDENT
from tests.posture.readers.azure.networks import OTHER, THEIRS, Made

SERVERS = {
    "dbforpostgresql:Server": "dbforpostgresql:FirewallRule",
    "dbformysql:Server": "dbformysql:FirewallRule",
    "dbforpostgresql:SingleServer": "dbforpostgresql:SingleServerFirewallRule",
    "sql:Server": "sql:FirewallRule",
}


def postgres(clinic: Clinic, name: str = "records", zone: str | None = "phi", **inputs: Any) -> Made:
    return clinic.put("dbforpostgresql:Server", name, zone=zone, **inputs)


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        ("0.0.0.0", "255.255.255.255", "violated"),
        ("0.0.0.0", "0.0.0.0", "violated"),
        ("203.0.113.4", "203.0.113.9", "violated"),
        ("10.0.0.1", "10.0.0.9", "proven"),
        (None, None, "proven"),
    ],
)
def test_a_firewall_rule_lets_in_whom_it_names(
    clinic: Clinic, form: str, server: str, start: str | None, end: str | None, verdict: str
) -> None:
    made = clinic.put(server, "records", zone="phi")
    if start is not None:
        clinic.part(SERVERS[server], "rule", serverName=made.name, startIpAddress=start, endIpAddress=end)
    assert clinic.exit(form) == verdict


def test_the_rule_for_services_of_azure_lets_in_every_customer(clinic: Clinic, form: str) -> None:
    server = clinic.put("sql:Server", "records", zone="phi")
    clinic.part("sql:FirewallRule", "azure", serverName=server.name, startIpAddress="0.0.0.0", endIpAddress="0.0.0.0")
    assert clinic.lists(form) == {"any-account:services of Azure"}


@pytest.mark.parametrize("network", [{"publicNetworkAccess": "Disabled"}, {"delegatedSubnetResourceId": "subnet"}])
def test_a_rule_of_a_server_without_a_public_side_lets_nobody_in(clinic: Clinic, form: str, network: dict[str, Any]) -> None:
    if "delegatedSubnetResourceId" in network:
        network = {"delegatedSubnetResourceId": clinic.zone("phi").id}
    server = postgres(clinic, network=network)
    clinic.part("dbforpostgresql:FirewallRule", "rule", serverName=server.name, startIpAddress="0.0.0.0", endIpAddress="0.0.0.0")
    assert clinic.exit(form) == "proven"


def test_an_injected_server_stands_in_its_subnet(clinic: Clinic, form: str) -> None:
    vnet = clinic.vnet("phi", zone="phi")
    subnet = clinic.subnet("database", vnet, private=False, defaultOutboundAccess=True)
    postgres(clinic, network={"delegatedSubnetResourceId": subnet.id})
    assert clinic.exit(form) == "violated"


def test_a_rule_of_a_server_that_nobody_sees_is_said(clinic: Clinic, form: str) -> None:
    clinic.part("sql:FirewallRule", "rule", serverName="elsewhere", startIpAddress="0.0.0.0", endIpAddress="0.0.0.0")
    assert clinic.unreadable(form) == {"rule"}


@pytest.mark.parametrize(("zone", "verdict"), [("phi", "proven"), ("inference", "violated")])
def test_a_network_rule_opens_a_server_to_a_subnet(clinic: Clinic, form: str, zone: str, verdict: str) -> None:
    server = clinic.put("sql:Server", "records", zone="phi")
    clinic.part("sql:VirtualNetworkRule", "rule", serverName=server.name, virtualNetworkSubnetId=clinic.zone(zone).id)
    assert clinic.redaction(form) == verdict


@pytest.mark.parametrize(("backup", "verdict"), [("Enabled", "violated"), ("Disabled", "proven"), (None, "proven")])
@pytest.mark.parametrize("server", ["dbforpostgresql:Server", "dbformysql:Server"])
def test_geo_redundant_backups_lie_in_the_pair(clinic: Clinic, form: str, server: str, backup: str | None, verdict: str) -> None:
    settings = {"backup": {"geoRedundantBackup": backup}} if backup else {}
    clinic.put(server, "records", zone="phi", **settings)
    assert clinic.exit(form, RESIDENT) == verdict


@pytest.mark.parametrize(("location", "verdict"), [("northeurope", "proven"), (ABROAD, "violated")])
def test_a_read_replica_lies_where_it_is_built(clinic: Clinic, form: str, location: str, verdict: str) -> None:
    source = postgres(clinic)
    postgres(clinic, "replica", None, location=location, createMode="Replica", sourceServerResourceId=source.id)
    assert ("replicate", "records", "replica", True) in clinic.edges(form)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("redundancy", "verdict"), [("Local", "proven"), ("Zone", "proven"), ("Geo", "violated"), (None, "violated")])
def test_backups_of_a_sql_database_are_geo_redundant_unless_told_otherwise(
    clinic: Clinic, form: str, redundancy: str | None, verdict: str
) -> None:
    server = clinic.put("sql:Server", "server", zone="phi", publicNetworkAccess="Disabled")
    settings = {"requestedBackupStorageRedundancy": redundancy} if redundancy else {}
    clinic.put("sql:Database", "records", zone="phi", serverName=server.name, **settings)
    assert clinic.exit(form, RESIDENT) == verdict


@pytest.mark.parametrize(
    ("partner", "verdict"),
    [
        (f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Sql/servers/vendor", "violated"),
        (f"/subscriptions/{OTHER}/resourceGroups/x/providers/Microsoft.Sql/servers/ours", "proven"),
    ],
)
def test_a_failover_group_replicates_to_its_partner(clinic: Clinic, form: str, partner: str, verdict: str) -> None:
    server = clinic.put("sql:Server", "server", zone="phi", publicNetworkAccess="Disabled")
    clinic.part("sql:FailoverGroup", "group", serverName=server.name, partnerServers=[{"id": partner}], readWriteEndpoint={})
    assert clinic.exit(form) == verdict


def test_a_failover_partner_of_the_stack_abroad_is_an_exit(clinic: Clinic, form: str) -> None:
    server = clinic.put("sql:Server", "server", zone="phi", publicNetworkAccess="Disabled")
    partner = clinic.put("sql:Server", "partner", location=ABROAD, publicNetworkAccess="Disabled")
    clinic.part("sql:FailoverGroup", "group", serverName=server.name, partnerServers=[{"id": partner.id}], readWriteEndpoint={})
    assert clinic.exit(form) == "violated"


@pytest.mark.parametrize(
    ("place", "verdict"), [("https://archive.blob.core.windows.net/", "proven"), ("https://vendor.example.com/", "violated")]
)
def test_audit_trails_go_to_the_account_that_they_name(clinic: Clinic, form: str, place: str, verdict: str) -> None:
    clinic.account("archive")
    server = clinic.put("sql:Server", "server", zone="phi", publicNetworkAccess="Disabled")
    clinic.part("sql:ExtendedServerBlobAuditingPolicy", "audit", serverName=server.name, state="Enabled", storageEndpoint=place)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(("public", "verdict"), [(True, "violated"), (False, "proven"), (None, "proven")])
def test_the_public_endpoint_of_a_managed_instance_is_off_by_default(clinic: Clinic, form: str, public: bool | None, verdict: str) -> None:
    settings = {} if public is None else {"publicDataEndpointEnabled": public}
    local = {"requestedBackupStorageRedundancy": "Local", "subnetId": clinic.zone("phi").id}
    clinic.put("sql:ManagedInstance", "instance", zone="phi", **local, **settings)
    assert clinic.exit(form) == verdict


def test_a_link_of_a_managed_instance_leads_to_a_server_that_nobody_knows(clinic: Clinic, form: str) -> None:
    local = {"requestedBackupStorageRedundancy": "Local"}
    instance = clinic.put("sql:ManagedInstance", "instance", zone="phi", **local)
    clinic.part("sql:DistributedAvailabilityGroup", "link", managedInstanceName=instance.name, partnerEndpoint="TCP://vendor:5022")
    assert clinic.exit(form) == "unproven"


@pytest.mark.parametrize(("tenant", "verdict"), [(OUR_TENANT, "proven"), (THEIR_TENANT, "violated")])
def test_administrators_of_another_tenant_are_strangers(clinic: Clinic, form: str, tenant: str, verdict: str) -> None:
    clinic.put("sql:Server", "server", zone="phi", publicNetworkAccess="Disabled", administrators={"tenantId": tenant})
    assert clinic.exit(form) == verdict


def cosmos(clinic: Clinic, **inputs: Any) -> Made:
    given = {"publicNetworkAccess": "Disabled", "locations": [{"locationName": "West Europe"}], "backupPolicy": {"type": "Continuous"}}
    wanted = {key: value for key, value in {**given, **inputs}.items() if value is not ...}
    return clinic.put("cosmosdb:DatabaseAccount", "documents", zone="phi", databaseAccountOfferType="Standard", **wanted)


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, "proven"),
        ({"publicNetworkAccess": ...}, "violated"),
        ({"publicNetworkAccess": "Enabled", "ipRules": [{"ipAddressOrRange": "0.0.0.0"}]}, "violated"),
        ({"publicNetworkAccess": "Enabled", "ipRules": [{"ipAddressOrRange": "203.0.113.5"}]}, "violated"),
        ({"publicNetworkAccess": "Enabled", "isVirtualNetworkFilterEnabled": True}, "proven"),
        ({"locations": [{"locationName": "West Europe"}, {"locationName": "East US"}]}, "violated"),
        ({"locations": [{"locationName": "westeurope"}, {"locationName": "northeurope"}]}, "proven"),
    ],
)
def test_documents_answer_and_lie_where_their_account_says(clinic: Clinic, form: str, settings: dict[str, Any], verdict: str) -> None:
    cosmos(clinic, **settings)
    assert clinic.exit(form) == verdict


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        ({"type": "Continuous"}, "proven"),
        ({"type": "Periodic", "periodicModeProperties": {"backupStorageRedundancy": "Local"}}, "proven"),
        ({"type": "Periodic", "periodicModeProperties": {"backupStorageRedundancy": "Geo"}}, "violated"),
        ({"type": "Periodic"}, "violated"),
        (..., "violated"),
    ],
)
def test_periodic_backups_of_documents_are_geo_redundant_unless_told_otherwise(
    clinic: Clinic, form: str, policy: Any, verdict: str
) -> None:
    cosmos(clinic, backupPolicy=policy)
    assert clinic.exit(form, RESIDENT) == verdict


def test_a_resource_that_comes_in_past_the_rules_of_documents_is_followed(clinic: Clinic, form: str) -> None:
    workspace = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Synapse/workspaces/w"
    cosmos(clinic, networkAclBypassResourceIds=[workspace])
    assert clinic.exit(form) == "violated"
