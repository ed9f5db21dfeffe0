"""A notebook of training has no address, no proxy, no root, one user, and disks under the zone's key."""

from typing import Any

import pytest

from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from ai_zones.gcp.workbench import GcpWorkbench
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, network, record, subnetwork

KEY = key_path(PROJECT, REGION, "training-keys", "compute")
NOTEBOOK = "workbench/instance:Instance"
ACCOUNT = f"nb-training-cohort-a@{PROJECT}.iam.gserviceaccount.com"


def notebook(**changes: Any) -> Recording:
    args: Any = {
        **PLACE, "zone": "training", "network": network(), "subnetwork": subnetwork(), "kms_key": KEY, "label": "cohort-a", **changes
    }  # fmt: skip

    def program() -> Any:
        made = GcpWorkbench("cohort", args)
        return [made.instance_id, made.service_account]

    return record(program)


def setup(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = notebook(**changes).one(NOTEBOOK).inputs["gceSetup"]
    return found


def test_it_has_no_address_and_no_proxy_leads_to_it() -> None:
    made = notebook().one(NOTEBOOK).inputs
    assert made["disableProxyAccess"] is True
    assert made["gceSetup"]["disablePublicIp"] is True
    assert made["gceSetup"]["enableIpForwarding"] is False
    [face] = made["gceSetup"]["networkInterfaces"]
    assert (face["network"], face["subnet"]) == (network(), subnetwork())


def test_its_users_get_no_root_no_terminal_and_take_nothing_away() -> None:
    metadata = setup()["metadata"]
    off = ("notebook-disable-root", "notebook-disable-downloads", "notebook-disable-nbconvert", "notebook-disable-terminal")
    assert [metadata[name] for name in off] == ["true"] * 4
    assert metadata["idle-timeout-seconds"] == "3600"
    assert setup(terminal=True)["metadata"]["notebook-disable-terminal"] == "false"


def test_both_disks_are_under_the_zones_key_and_it_boots_what_is_signed() -> None:
    made = setup()
    for disk in ("bootDisk", "dataDisks"):
        assert (made[disk]["diskEncryption"], made[disk]["kmsKey"]) == ("CMEK", KEY)
    assert made["shieldedInstanceConfig"]["enableSecureBoot"] is True


def test_it_acts_as_an_account_of_its_own_and_has_one_user_where_one_is_named() -> None:
    recording = notebook(owner="ana@example.com", proxy=True)
    made = recording.one(NOTEBOOK)
    assert made.inputs["gceSetup"]["serviceAccounts"] == [{"email": ACCOUNT}]
    assert (made.inputs["instanceOwners"], made.inputs["disableProxyAccess"]) == (["ana@example.com"], False)
    assert recording.waits(made, recording.one("serviceaccount/account:Account"))
    assert recording.result == [f"projects/{PROJECT}/locations/{REGION}-a/instances/training-cohort-a", ACCOUNT]
    assert {one.inputs["role"] for one in recording.of("projects/iAMMember:IAMMember")} == {
        "roles/logging.logWriter",
        "roles/monitoring.metricWriter",
    }


def test_accelerators_are_asked_for_by_kind() -> None:
    assert "acceleratorConfigs" not in setup()
    assert setup(accelerator={"kind": "NVIDIA_L4", "count": 2})["acceleratorConfigs"] == [{"type": "NVIDIA_L4", "coreCount": "2"}]


def test_it_is_protected_by_pulumi_and_google() -> None:
    for removable in (False, True):
        made = notebook(removable=removable).one(NOTEBOOK)
        assert (made.protect, made.inputs["enableDeletionProtection"]) == (not removable,) * 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "phi"}, "must be training"),
        ({"proxy": True}, "owner: is required with proxy"),
        ({"owner": "group:all@example.com"}, "one person's address"),
        ({"idle_minutes": 5}, "idle_minutes: given 5"),
        ({"accelerator": {"kind": "TPU"}}, "must be one of NVIDIA"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_a_notebook_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        notebook(**changes)
