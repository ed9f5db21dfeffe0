"""A confidential machine closes its memory, boots what is signed, has no public address and nobody's keys."""

from typing import Any

import pytest

from ai_zones.gcp.confidential_machine import GcpConfidentialMachine
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, record, subnetwork

KEY = key_path(PROJECT, REGION, "deid-keys", "compute")
MACHINE = "compute/instance:Instance"
ACCOUNT = f"vm-deidentification-redaction@{PROJECT}.iam.gserviceaccount.com"


def machine(**changes: Any) -> Recording:
    args: Any = {**PLACE, "zone": "deidentification", "subnetwork": subnetwork(), "kms_key": KEY, "label": "redaction", **changes}

    def program() -> Any:
        made = GcpConfidentialMachine("redaction", args)
        return [made.machine_id, made.service_account]

    return record(program)


def built(**changes: Any) -> dict[str, Any]:
    return machine(**changes).one(MACHINE).inputs


@pytest.mark.parametrize(("technology", "size", "platform"), [("SEV_SNP", "n2d-standard-4", "AMD Milan"), ("TDX", "c3-standard-4", None)])
def test_each_technology_has_machines_that_know_it_and_end_with_their_host(technology: str, size: str, platform: str | None) -> None:
    made = built(technology=technology)
    assert made["confidentialInstanceConfig"] == {"confidentialInstanceType": technology}
    assert (made["machineType"], made.get("minCpuPlatform")) == (size, platform)
    assert made["scheduling"]["onHostMaintenance"] == "TERMINATE"
    assert made["networkInterfaces"][0]["nicType"] == "GVNIC"


def test_it_boots_what_is_signed_from_a_disk_under_the_zones_key() -> None:
    made = built()
    assert made["shieldedInstanceConfig"] == {"enableSecureBoot": True, "enableVtpm": True, "enableIntegrityMonitoring": True}
    assert made["bootDisk"]["kmsKeySelfLink"] == KEY
    assert made["keyRevocationActionType"] == "STOP"


def test_it_has_no_public_address_and_forwards_nothing() -> None:
    [face] = built()["networkInterfaces"]
    assert "accessConfigs" not in face
    assert face["subnetwork"] == subnetwork()
    assert built()["canIpForward"] is False


def test_people_log_in_as_themselves_and_nobody_by_a_key_of_the_project() -> None:
    metadata = built()["metadata"]
    assert (metadata["enable-oslogin"], metadata["block-project-ssh-keys"], metadata["serial-port-enable"]) == ("TRUE", "TRUE", "FALSE")
    assert machine().of("compute/instanceIAMBinding:InstanceIAMBinding") == []
    recording = machine(login_members=["group:operators@example.com"])
    login = recording.one("compute/instanceIAMBinding:InstanceIAMBinding").inputs
    assert (login["role"], login["members"]) == ("roles/compute.osLogin", ["group:operators@example.com"])
    acts = recording.one("serviceaccount/iAMBinding:IAMBinding").inputs
    assert (acts["role"], acts["serviceAccountId"]) == ("roles/iam.serviceAccountUser", f"projects/{PROJECT}/serviceAccounts/{ACCOUNT}")


def test_it_acts_as_an_account_of_its_own_that_writes_logs_and_no_more() -> None:
    recording = machine()
    assert recording.one(MACHINE).inputs["serviceAccount"] == {
        "email": ACCOUNT,
        "scopes": ["https://www.googleapis.com/auth/cloud-platform"],
    }
    assert [one.inputs["role"] for one in recording.of("projects/iAMMember:IAMMember")] == ["roles/logging.logWriter"]
    assert recording.result == [f"projects/{PROJECT}/zones/{REGION}-a/instances/deidentification-redaction", ACCOUNT]


def test_it_is_protected_by_pulumi_and_google() -> None:
    for removable in (False, True):
        made = machine(removable=removable).one(MACHINE)
        assert (made.protect, made.inputs["deletionProtection"]) == (not removable,) * 2
    assert made.ignore_changes == ("bootDisk.initializeParams.image",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"machine_type": "e2-standard-4"}, "a machine with SEV_SNP, such as n2d-standard-4"),
        ({"technology": "TDX", "machine_type": "n2d-standard-4"}, "a machine with TDX, such as c3-standard-4"),
        ({"technology": "SEV"}, "must be one of SEV_SNP, TDX"),
        ({"image": "debian"}, "an image or family of images"),
        ({"login_members": ["allUsers"]}, "never allUsers"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_a_machine_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        machine(**changes)
