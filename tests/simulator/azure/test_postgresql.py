"""PostgreSQL: one way in, who logs in, what never goes back, and parameters."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import IN, PERSON, places, readable_key
from tests.simulator.azure.places import endpoint, group, network, private_zone, standing, subnet
from tests.simulator.azure.subscription import TENANT, Made, Subscription

SERVER = "dbforpostgresql:Server"
PARAMETER = "dbforpostgresql:Configuration"
BASE: dict[str, Any] = {
    "serverName": "clinic-db",
    "version": "17",
    "sku": {"name": "Standard_D4ds_v5", "tier": "GeneralPurpose"},
    "storage": {"storageSizeGB": 128},
    "authConfig": {"activeDirectoryAuth": "Enabled", "passwordAuth": "Disabled"},
    **IN,
}


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def server(azure: Subscription, **inputs: Any) -> Made:
    return azure.make(SERVER, **{**BASE, **inputs})


def parameter(azure: Subscription, name: str, value: str) -> Made:
    return azure.make(PARAMETER, serverName="clinic-db", configurationName=name, value=value, source="user-override", **IN)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"serverName": "Clinic"}, "serverName"),
        ({"serverName": "clinic-"}, "serverName"),
        ({"backup": {"backupRetentionDays": 6}}, "backup.backupRetentionDays"),
        ({"backup": {"backupRetentionDays": 36}}, "backup.backupRetentionDays"),
        ({"version": "9.6"}, "version"),
        ({"sku": {"name": "Standard_E4ds_v5", "tier": "GeneralPurpose"}}, "sku.name"),
        ({"storage": {"storageSizeGB": 100}}, "storage.storageSizeGB"),
        ({"storage": {}}, "storage.storageSizeGB"),
        (
            {"sku": {"name": "Standard_B2s", "tier": "Burstable"}, "highAvailability": {"mode": "ZoneRedundant"}},
            "highAvailability.mode",
        ),
        (
            {"availabilityZone": "1", "highAvailability": {"mode": "ZoneRedundant", "standbyAvailabilityZone": "1"}},
            "highAvailability.standbyAvailabilityZone",
        ),
        (
            {"availabilityZone": "1", "highAvailability": {"mode": "SameZone", "standbyAvailabilityZone": "2"}},
            "highAvailability.standbyAvailabilityZone",
        ),
        ({"authConfig": {"passwordAuth": "Disabled"}}, "authConfig"),
        ({"authConfig": {"passwordAuth": "Enabled"}}, "administratorLogin"),
        ({"administratorLoginPassword": "Made-up-12"}, "administratorLoginPassword"),
        ({"network": {"delegatedSubnetResourceId": "/x"}}, "network.privateDnsZoneArmResourceId"),
        (
            {"network": {"delegatedSubnetResourceId": "/x", "privateDnsZoneArmResourceId": "/y", "publicNetworkAccess": "Enabled"}},
            "network.publicNetworkAccess",
        ),
        ({"dataEncryption": {"type": "AzureKeyVault"}}, "dataEncryption.primaryKeyURI"),
        ({"dataEncryption": {"primaryKeyURI": "https://clinic-keys.vault.azure.net/keys/records"}}, "dataEncryption.type"),
        ({"maintenanceWindow": {"dayOfWeek": 7}}, "maintenanceWindow.dayOfWeek"),
    ],
)
def test_a_servers_parts_fit_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert place in places(here.faults(SERVER, **{**BASE, **inputs}))


@pytest.mark.parametrize("login", ["azure_superuser", "admin", "pg_keeper", "root"])
def test_some_logins_are_azures_own(here: Subscription, login: str) -> None:
    given = {"authConfig": {"passwordAuth": "Enabled"}, "administratorLogin": login, "administratorLoginPassword": "Made-up-123"}
    assert places(here.faults(SERVER, **{**BASE, **given})) == ["administratorLogin"]


def test_a_weak_password_is_refused_and_none_is_answered(here: Subscription) -> None:
    given = {"authConfig": {"passwordAuth": "Enabled"}, "administratorLogin": "keeper"}
    assert places(here.faults(SERVER, **{**BASE, **given, "administratorLoginPassword": "onlyletters"})) == ["administratorLoginPassword"]
    made = server(here, **given, administratorLoginPassword="Made-up-123")
    assert "administratorLoginPassword" not in made.outputs


def test_a_server_shows_its_host_and_what_holds(here: Subscription) -> None:
    made = server(here)
    assert made["fullyQualifiedDomainName"] == "clinic-db.postgres.database.azure.com"
    assert made["network"]["publicNetworkAccess"] == "Enabled"
    assert (made["backup"]["backupRetentionDays"], made["backup"]["geoRedundantBackup"]) == (7, "Disabled")
    assert made["authConfig"]["tenantId"] == TENANT
    assert made["dataEncryption"]["type"] == "SystemManaged"


def test_a_name_is_taken_once_in_the_world(here: Subscription, other: Subscription) -> None:
    server(here)
    group(other)
    other.refuses("ServerNameAlreadyExists", SERVER, **BASE)


def test_a_server_in_a_network_needs_a_delegated_subnet_and_a_fitting_zone(azure: Subscription) -> None:
    group(azure)
    net = network(azure)
    plain = subnet(azure, net)
    zone = private_zone(azure, "clinic.postgres.database.azure.com", net)
    inside = {"delegatedSubnetResourceId": plain.id, "privateDnsZoneArmResourceId": zone.id}
    azure.refuses("SubnetNotDelegated", SERVER, **{**BASE, "network": inside})
    delegation = {"name": "db", "serviceName": "Microsoft.DBforPostgreSQL/flexibleServers"}
    own = subnet(azure, net, "db", "10.0.1.0/28", delegations=[delegation])
    wrong = private_zone(azure, "clinic.example", net)
    azure.refuses(
        "InvalidPrivateDnsZone",
        SERVER,
        **{**BASE, "network": {"delegatedSubnetResourceId": own.id, "privateDnsZoneArmResourceId": wrong.id}},
    )
    given = {"delegatedSubnetResourceId": own.id, "privateDnsZoneArmResourceId": zone.id}
    made = server(azure, network=given)
    assert made["fullyQualifiedDomainName"] == "clinic-db.clinic.postgres.database.azure.com"
    azure.refuses_delete("InUseSubnetCannotBeDeleted", own)
    azure.refuses_change("NetworkConfigurationCannotBeChanged", made, network={**given, "delegatedSubnetResourceId": plain.id})
    rule = {"serverName": "clinic-db", "firewallRuleName": "all", "startIpAddress": "0.0.0.0", "endIpAddress": "0.0.0.0", **IN}
    azure.refuses("FirewallRuleNotSupportedForPrivateAccess", "dbforpostgresql:FirewallRule", **rule)


def test_a_servers_endpoints_show_in_it(azure: Subscription) -> None:
    _, place = standing(azure)
    made = server(azure, network={"publicNetworkAccess": "Disabled"})
    endpoint(azure, place, made.id, ("postgresqlServer",))
    assert len(azure.read(made)[0]["privateEndpointConnections"]) == 1
    assert azure.read(made)[1] == made.inputs


def test_a_customers_key_is_readable_and_chosen_at_creation(here: Subscription) -> None:
    made, reader = readable_key(here)
    encryption = {"type": "AzureKeyVault", "primaryKeyURI": made["keyUri"], "primaryUserAssignedIdentityId": reader.id}
    identities = {"type": "UserAssigned", "userAssignedIdentities": {reader.id: {}}}
    assert "dataEncryption.primaryUserAssignedIdentityId" in places(here.faults(SERVER, **{**BASE, "dataEncryption": encryption}))
    db = server(here, dataEncryption=encryption, identity=identities)
    assert db["identity"]["userAssignedIdentities"][reader.id]["clientId"] == reader["clientId"]
    here.refuses_change("DataEncryptionTypeCannotBeChanged", db, dataEncryption={"type": "SystemAssigned"})
    lost = {**encryption, "primaryKeyURI": "https://clinic-keys.vault.azure.net/keys/nobody"}
    inputs = {**BASE, "serverName": "clinic-db2", "dataEncryption": lost, "identity": identities}
    here.refuses("ServerKeyVaultAccessDenied", SERVER, **inputs)


def test_sizes_and_versions_only_rise(here: Subscription) -> None:
    made = server(here)
    assert made["storage"]["type"] == "Premium_LRS"
    here.refuses_change("StorageSizeCannotBeReduced", made, storage={"storageSizeGB": 64})
    here.refuses_change("ServerVersionDowngradeNotAllowed", made, version="16")
    here.refuses_change("GeoBackupCannotBeChanged", made, backup={"geoRedundantBackup": "Enabled"})
    here.change(made, storage={"storageSizeGB": 256})


def test_audit_needs_its_library(here: Subscription) -> None:
    server(here)
    inputs = {"serverName": "clinic-db", "source": "user-override", **IN}
    here.refuses("InvalidParameterValue", PARAMETER, configurationName="pgaudit.log", value="ddl", **inputs)
    libraries = parameter(here, "shared_preload_libraries", "pg_stat_statements,pgaudit")
    assert libraries["isConfigPendingRestart"] is True
    assert parameter(here, "pgaudit.log", "ddl,role,-misc")["isDynamicConfig"] is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("azure.extensions", "vector,teleport"),
        ("require_secure_transport", "maybe"),
        ("pgaudit.log", "everything"),
        ("ssl_min_protocol_version", "TLSv1"),
        ("shared_preload_libraries", "auditor"),
    ],
)
def test_a_parameter_takes_what_the_service_knows(here: Subscription, name: str, value: str) -> None:
    given = {"serverName": "clinic-db", "configurationName": name, "value": value, "source": "user-override", **IN}
    assert places(here.faults(PARAMETER, **given)) == ["value"]


def test_value_and_source_of_a_parameter_go_together(here: Subscription) -> None:
    assert places(here.faults(PARAMETER, serverName="clinic-db", configurationName="azure.extensions", value="VECTOR", **IN)) == ["source"]
    assert places(here.faults(PARAMETER, serverName="a", configurationName="port", value="1", source="user-override", **IN)) == [
        "configurationName"
    ]


def test_extensions_are_written_in_any_case(here: Subscription) -> None:
    server(here)
    assert parameter(here, "azure.extensions", "VECTOR,pgcrypto,UUID-OSSP")["defaultValue"] == ""


def test_an_administrator_of_the_directory_needs_its_authentication(here: Subscription) -> None:
    password = {"authConfig": {"passwordAuth": "Enabled"}, "administratorLogin": "keeper", "administratorLoginPassword": "Made-up-123"}
    server(here, **password)
    given = {"serverName": "clinic-db", "objectId": PERSON, "principalName": "dba", "principalType": "Group", **IN}
    here.refuses("AadAuthNotEnabled", "dbforpostgresql:Administrator", **given)
    server(here, serverName="clinic-db2")
    made = here.make("dbforpostgresql:Administrator", **{**given, "serverName": "clinic-db2"})
    assert made["tenantId"] == TENANT


def test_the_services_own_databases_are_there(here: Subscription) -> None:
    server(here)
    place = {"serverName": "clinic-db", **IN}
    here.refuses("DatabaseAlreadyExists", "dbforpostgresql:Database", databaseName="postgres", **place)
    made = here.make("dbforpostgresql:Database", databaseName="records", **place)
    assert here.replaced_by(made, collation="C") == ["collation"]


def test_a_rule_is_a_range_of_addresses(here: Subscription) -> None:
    place = {"serverName": "clinic-db", "firewallRuleName": "office", **IN}
    assert places(here.faults("dbforpostgresql:FirewallRule", startIpAddress="20.0.0.9", endIpAddress="20.0.0.1", **place)) == [
        "startIpAddress"
    ]
    assert places(here.faults("dbforpostgresql:FirewallRule", startIpAddress="home", endIpAddress="20.0.0.1", **place)) == [
        "startIpAddress"
    ]
