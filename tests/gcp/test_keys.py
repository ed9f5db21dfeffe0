"""A zone's keys rotate, stand in hardware, are used by their service alone, and can't be lost by accident."""

from typing import Any

import pytest

from ai_zones.gcp.autokey import GcpAutokey
from ai_zones.gcp.keys import GcpKeys
from ai_zones.gcp.service_agents import AGENTS, KeyUse, agree
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import NUMBER, OTHER_PROJECT, PLACE, PROJECT, REGION, Recording, record

KEY, USERS, IDENTITY = "kms/cryptoKey:CryptoKey", "kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding", "projects/serviceIdentity:ServiceIdentity"
RING = f"projects/{PROJECT}/locations/{REGION}/keyRings/phi-keys"


def keys(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "phi", **PLACE, "purposes": ["storage", "sql"], "data_project_number": NUMBER, **changes}
    return record(lambda: list(GcpKeys("phi", args).keys.values()), preview=preview)


def test_each_purpose_has_a_key_in_hardware_that_rotates_every_ninety_days() -> None:
    recording = keys()
    assert recording.result == [f"{RING}/cryptoKeys/sql", f"{RING}/cryptoKeys/storage"]
    key = recording.one(KEY, "phi-key-storage")
    assert key.id == f"{RING}/cryptoKeys/storage"
    assert (key.inputs["rotationPeriod"], key.inputs["destroyScheduledDuration"]) == ("7776000s", "7776000s")
    assert key.inputs["versionTemplate"] == {"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protectionLevel": "HSM"}
    assert key.inputs["labels"] == {"ai-zone": "phi", "ai-service": "storage"}


def test_a_key_is_protected_by_pulumi_and_by_the_provider_until_it_is_removable() -> None:
    held, free = keys().one(KEY, "phi-key-sql"), keys(removable=True).one(KEY, "phi-key-sql")
    assert (held.protect, held.inputs["deletionPolicy"]) == (True, "PREVENT")
    assert (free.protect, free.inputs["deletionPolicy"]) == (False, "DELETE")
    assert keys().one("kms/keyRing:KeyRing").protect


def test_a_key_is_used_by_its_own_service_alone() -> None:
    recording = keys(users={"storage": ["group:break-glass@example.com"]})
    storage, sql = recording.one(USERS, "phi-users-storage"), recording.one(USERS, "phi-users-sql")
    assert storage.inputs["members"] == [
        f"serviceAccount:service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com",
        "group:break-glass@example.com",
    ]
    assert sql.inputs["members"] == [f"serviceAccount:service-{NUMBER}@gcp-sa-cloud-sql.iam.gserviceaccount.com"]
    assert sql.inputs["cryptoKeyId"] == f"{RING}/cryptoKeys/sql"


def test_users_are_known_in_a_preview() -> None:
    recording = keys(preview=True, purposes=[use.value for use in KeyUse])
    assert all(len(one.inputs["members"]) == 1 for one in recording.of(USERS))
    assert all(str(one.inputs["members"][0]).startswith("serviceAccount:") for one in recording.of(USERS))


def test_an_agent_that_is_called_otherwise_is_named() -> None:
    other = "service-9@gcp-sa-other.iam.gserviceaccount.com"
    recording = keys(agents={"sql": other})
    assert recording.one(USERS, "phi-users-sql").inputs["members"] == [f"serviceAccount:{other}"]


def test_an_update_says_which_agent_is_another() -> None:
    agree("phi", KeyUse.LOGGING, PROJECT, told="cmek-p1@gcp-sa-logging", used="cmek-p1@gcp-sa-logging")
    with pytest.raises(RuntimeError, match="'service-1@gcp-sa-logging'"):
        agree("phi", KeyUse.LOGGING, PROJECT, told="service-1@gcp-sa-logging", used="cmek-p1@gcp-sa-logging")


def test_an_agent_is_there_before_a_key_names_it() -> None:
    recording = keys(purposes=[use.value for use in KeyUse], data_project=OTHER_PROJECT)
    made = {one.name: one for one in recording.of(IDENTITY)}
    assert set(made) == {f"phi-agent-{use}" for use, agent in AGENTS.items() if agent.identity}
    assert {one.inputs["project"] for one in made.values()} == {OTHER_PROJECT}
    assert all(recording.waits(recording.one(USERS, name.replace("agent", "users")), one) for name, one in made.items())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"purposes": []}, "purposes: given"),
        ({"purposes": ["mail"]}, "purposes"),
        ({"rotation_days": 365}, "rotation_days: given 365"),
        ({"destroy_after_days": 1}, "destroy_after_days: given 1"),
        ({"protection_level": "EXTERNAL"}, "one of HSM, SOFTWARE"),
        ({"users": {"pubsub": ["group:a@example.com"]}}, "given pubsub, which has no key"),
        ({"agents": {"pubsub": "a@b.iam.gserviceaccount.com"}}, "given pubsub, which has no key"),
        ({"agents": {"sql": "somebody"}}, "the address of a service account"),
        ({"users": {"sql": ["allAuthenticatedUsers"]}}, "never allUsers"),
        ({"region": "global"}, "a region, such as"),
    ],
)
def test_keys_that_cant_be_made_are_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        keys(**changes)


def test_autokey_makes_keys_in_a_project_of_its_own_once_its_agent_may() -> None:
    args: Any = {"folder_id": "123456789012", "key_project": "acme-prod-keys", "key_project_number": "333333333333"}
    recording = record(lambda: GcpAutokey("keys", args).key_project)
    config, grant = recording.one("kms/autokeyConfig:AutokeyConfig"), recording.one("projects/iAMMember:IAMMember")
    assert (config.inputs["folder"], config.inputs["keyProject"]) == ("folders/123456789012", "projects/acme-prod-keys")
    assert config.inputs["keyProjectResolutionMode"] == "DEDICATED_KEY_PROJECT"
    assert (grant.inputs["role"], grant.inputs["project"]) == ("roles/cloudkms.admin", "acme-prod-keys")
    assert grant.inputs["member"] == "serviceAccount:service-333333333333@gcp-sa-cloudkms.iam.gserviceaccount.com"
    assert recording.waits(config, grant)
    assert config.protect
