"""`AzurePhiDatabase`: private, audited, without a password."""

from itertools import pairwise
from typing import Any

import pytest

from ai_zones.azure.phi_database import PARAMETERS, AzurePhiDatabase
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import BUILT, IDENTITY, KEY_URI, OBJECT
from tests.azure.recording import TENANT, Recording, record


def database(preview: bool = False, **changes: Any) -> Recording:
    administrator = {"object_id": OBJECT, "name": "phi-database-administrators"}
    args: Any = {**BUILT, "tenant_id": TENANT, "administrator": administrator, **changes}
    return record(lambda: AzurePhiDatabase("phi-database", args).server_id, preview=preview)


def test_the_server_is_private_without_being_tied_to_a_network() -> None:
    recording = database(preview=True)
    server = recording.one("dbforpostgresql:Server")
    assert server.inputs["network"] == {"publicNetworkAccess": "Disabled"}
    assert recording.result == server.id
    assert server.inputs["tags"] == {"ai-zone": "phi", "data-class": "phi"}
    assert server.protect
    assert recording.one("authorization:ManagementLockByScope").inputs["scope"] == server.id


def test_nobody_logs_in_with_a_password() -> None:
    recording = database()
    inputs = recording.one("dbforpostgresql:Server").inputs
    assert inputs["authConfig"] == {"activeDirectoryAuth": "Enabled", "passwordAuth": "Disabled", "tenantId": TENANT}
    assert not {"administratorLogin", "administratorLoginPassword"} & set(inputs)
    administrator = recording.one("dbforpostgresql:Administrator").inputs
    assert administrator["objectId"] == OBJECT
    assert administrator["principalType"] == "Group"


def test_data_and_backups_are_under_the_zones_key_and_stay_in_the_region() -> None:
    inputs = database().one("dbforpostgresql:Server").inputs
    assert inputs["dataEncryption"] == {
        "type": "AzureKeyVault",
        "primaryKeyURI": KEY_URI,
        "primaryUserAssignedIdentityId": IDENTITY,
    }
    assert inputs["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}}
    assert inputs["backup"] == {"backupRetentionDays": 35, "geoRedundantBackup": "Disabled"}


def test_a_standby_stands_in_another_availability_zone() -> None:
    inputs = database().one("dbforpostgresql:Server").inputs
    assert inputs["highAvailability"] == {"mode": "ZoneRedundant", "standbyAvailabilityZone": "2"}
    assert inputs["availabilityZone"] == "1"
    alone = database(standby_availability_zone=None).one("dbforpostgresql:Server").inputs["highAvailability"]
    assert alone["mode"] == "Disabled"


def test_parameters_are_set_one_after_the_other_and_before_the_database() -> None:
    recording = database()
    by_name = {setting.inputs["configurationName"]: setting for setting in recording.of("dbforpostgresql:Configuration")}
    assert {name: setting.inputs["value"] for name, setting in by_name.items()} == dict(PARAMETERS)
    names = list(PARAMETERS)
    for earlier, later in pairwise(names):
        assert by_name[earlier].name in by_name[later].depends_on
    assert recording.waits(by_name[names[0]], recording.one("dbforpostgresql:Administrator"))
    assert recording.waits(recording.one("dbforpostgresql:Database"), by_name[names[-1]])


def test_the_audit_trail_says_who_touched_what_and_holds_no_values() -> None:
    assert PARAMETERS["pgaudit.log"] == "ddl,read,role,write"
    assert {PARAMETERS[name] for name in ("pgaudit.log_parameter", "pgaudit.log_catalog")} == {"off"}
    assert PARAMETERS["azure.extensions"] == "PGAUDIT,VECTOR"
    assert PARAMETERS["ssl_min_protocol_version"] == "TLSv1.3"
    assert list(PARAMETERS)[:2] == ["azure.extensions", "shared_preload_libraries"]
    setting = database().one("monitor:DiagnosticSetting").inputs
    assert setting["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"standby_availability_zone": "1"}, "two different ones of 1, 2, 3"),
        ({"version": "15"}, "version: given '15', must be 16 or 17"),
        ({"sku": "Standard_B2ms"}, "General Purpose or Memory Optimized"),
        ({"storage_gib": 100}, "storage_gib: given 100, must be one of 32, 64, 128"),
        ({"administrator": {"object_id": "me", "name": "x"}}, "administrator.object_id: given 'me'"),
    ],
)
def test_servers_that_azure_or_we_would_refuse_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        database(**changes)
