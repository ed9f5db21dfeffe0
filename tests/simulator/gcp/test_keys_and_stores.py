"""Keys, buckets and their objects, service accounts, grants, and functions that programs ask for."""

import json
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.errors import CloudError
from simulator.rules.gcp.buckets import AGENT
from simulator.rules.gcp.kinds import BUCKET, CRYPTO_KEY, KEY_RING, OBJECT, ORG_POLICY, SERVICE_ACCOUNT
from simulator.values import UNKNOWN
from simulator.world import World
from tests.simulator.gcp.project import REGION, Project

MEMBER = "gcp:storage/bucketIAMMember:BucketIAMMember"
BINDING = "gcp:projects/iAMBinding:IAMBinding"
KEY = "gcp:serviceaccount/key:Key"


# Keys.


def test_a_ring_and_a_key_are_never_deleted(gcp: Project) -> None:
    key = gcp.key()
    ring = gcp.cloud.world.find(KEY_RING)[0]
    assert key.id == f"{ring.id}/cryptoKeys/store"
    gcp.delete(key)
    assert gcp.stands(key)
    gcp.refuses("alreadyExists", CRYPTO_KEY, name="store", keyRing=ring.id)
    gcp.refuses("alreadyExists", KEY_RING, name="ring-store", location=REGION)


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"rotationPeriod": "90 days"}, "rotationPeriod"),
        ({"rotationPeriod": "3600s"}, "rotationPeriod"),
        ({"destroyScheduledDuration": "3600s"}, "destroyScheduledDuration"),
        ({"purpose": "SIGN"}, "purpose"),
        ({"purpose": "ASYMMETRIC_SIGN"}, "versionTemplate"),
        (
            {"purpose": "ASYMMETRIC_SIGN", "versionTemplate": {"algorithm": "EC_SIGN_P256_SHA256"}, "rotationPeriod": "86400s"},
            "rotationPeriod",
        ),
        ({"name": "a key"}, "name"),
    ],
)
def test_a_key_makes_sense(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(CRYPTO_KEY, **{"name": "k", "keyRing": "r", **inputs})}


def test_what_a_key_is_can_not_be_changed(gcp: Project) -> None:
    key = gcp.key()
    assert gcp.replaced_by(key, purpose="MAC") == ["purpose"]
    assert gcp.change(key, rotationPeriod="7776000s")["rotationPeriod"] == "7776000s"
    gcp.refuses("notFound", CRYPTO_KEY, name="k", keyRing="projects/hospital-phi/locations/global/keyRings/none")


def test_a_handle_names_the_key_that_was_made_for_it(gcp: Project) -> None:
    made = gcp.make("gcp:kms/keyHandle:KeyHandle", name="h", location=REGION, resourceTypeSelector="storage.googleapis.com/Bucket")
    assert made["kmsKey"].startswith(
        "projects/hospital-phi/locations/europe-west3/keyRings/autokey/cryptoKeys/hospital-phi-storage-bucket-"
    )


def test_autokey_makes_keys_in_the_folders_key_project_once_it_may(gcp: Project) -> None:
    home = gcp.made_project("hospital-data", orgId=None, folderId="folders/1")
    gcp.enable("hospital-data", "cloudkms", "storage")
    handle = {"name": "h", "location": REGION, "resourceTypeSelector": "storage.googleapis.com/Bucket", "project": home["projectId"]}
    gcp.make("gcp:kms/autokeyConfig:AutokeyConfig", folder="folders/1", keyProject="projects/hospital-keys")
    gcp.refuses("failedPrecondition", "gcp:kms/keyHandle:KeyHandle", **handle)
    agent = "serviceAccount:service-600000000001@gcp-sa-cloudkms.iam.gserviceaccount.com"
    gcp.make(BINDING, project="hospital-keys", role="roles/cloudkms.admin", members=[agent])
    key = gcp.make("gcp:kms/keyHandle:KeyHandle", **handle)["kmsKey"]
    assert key.startswith(f"projects/hospital-keys/locations/{REGION}/keyRings/autokey/cryptoKeys/hospital-data-storage-bucket-")
    # The agent may use it without a grant in the program.
    assert gcp.bucket("hospital-data-store", project="hospital-data", encryption={"defaultKmsKeyName": key})["name"]
    gcp.refuses("failedPrecondition", "gcp:kms/keyHandle:KeyHandle", **{**handle, "project": "hospital-keys"})


def test_autokey_asks_for_the_agent_of_the_key_project_itself(gcp: Project) -> None:
    home, keys = (gcp.made_project(one, orgId=None, folderId="folders/1") for one in ("hospital-data", "hospital-keys"))
    gcp.enable("hospital-data", "cloudkms", "storage")
    gcp.enable("hospital-keys", "cloudkms")
    handle = {"name": "h", "location": REGION, "resourceTypeSelector": "storage.googleapis.com/Bucket", "project": "hospital-data"}
    gcp.make("gcp:kms/autokeyConfig:AutokeyConfig", folder="folders/1", keyProject="projects/hospital-keys")
    gcp.refuses("failedPrecondition", "gcp:kms/keyHandle:KeyHandle", match="make its service identity", **handle)
    gcp.make("gcp:projects/serviceIdentity:ServiceIdentity", project="hospital-keys", service="cloudkms.googleapis.com")
    for project, stands in ((home, False), (keys, True)):
        agent = f"serviceAccount:service-{project['number']}@gcp-sa-cloudkms.iam.gserviceaccount.com"
        gcp.make("gcp:projects/iAMMember:IAMMember", project="hospital-keys", role="roles/cloudkms.admin", member=agent)
        if stands:
            gcp.make("gcp:kms/keyHandle:KeyHandle", **handle)
        else:
            gcp.refuses("failedPrecondition", "gcp:kms/keyHandle:KeyHandle", match="to its agent", **handle)


# Buckets.


@pytest.mark.parametrize("name", ["Store", "st", "goog-store", "my-google-store", "10.0.0.1", "store-", "s" * 64])
def test_a_bucket_has_a_name_that_is_allowed(gcp: Project, name: str) -> None:
    assert "name" in {fault.partition(":")[0] for fault in gcp.faults(BUCKET, name=name, location="EU")}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"storageClass": "HOT"}, "storageClass"),
        ({"publicAccessPrevention": "on"}, "publicAccessPrevention"),
        ({"rpo": "FAST"}, "rpo"),
        ({"retentionPolicy": {"retentionPeriod": "0"}}, "retentionPolicy.retentionPeriod"),
        ({"softDeletePolicy": {"retentionDurationSeconds": 86400}}, "softDeletePolicy.retentionDurationSeconds"),
        ({"lifecycleRules": [{"action": {"type": "SetStorageClass"}, "condition": {"age": 1}}]}, "lifecycleRules[0].action.storageClass"),
    ],
)
def test_a_bucket_makes_sense(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(BUCKET, name="store-1", location="EU", **inputs)}


def test_a_bucket_shows_what_nobody_asked(gcp: Project, other: Project) -> None:
    made = gcp.bucket()
    assert (made.id, made["location"], made["url"]) == ("hospital-phi-store", "EUROPE-WEST3", "gs://hospital-phi-store")
    assert (made["publicAccessPrevention"], made["uniformBucketLevelAccess"], made["storageClass"]) == ("inherited", False, "STANDARD")
    assert made["softDeletePolicy"]["retentionDurationSeconds"] == 604800
    assert gcp.replaced_by(made, location="EU") == ["location"]
    other.refuses("conflict", BUCKET, name="hospital-phi-store", location="EU")


def test_a_bucket_is_emptied_first_unless_it_may_go_with_all(gcp: Project) -> None:
    bucket = gcp.bucket()
    thing = gcp.make(OBJECT, bucket=bucket["name"], name="a.txt", content="x")
    assert thing.id == "hospital-phi-store-a.txt"
    gcp.refuses_delete("conflict", bucket)
    gcp.change(bucket, forceDestroy=True)
    gcp.delete(bucket)
    assert gcp.cloud.world.find(OBJECT) == []


def test_retention_and_holds_keep_objects(gcp: Project) -> None:
    bucket = gcp.bucket(retentionPolicy={"retentionPeriod": "86400"}, forceDestroy=True)
    thing = gcp.make(OBJECT, bucket=bucket["name"], name="a.txt", content="x")
    gcp.refuses_delete("retentionPolicyNotMet", thing)
    gcp.refuses_delete("retentionPolicyNotMet", bucket)
    gcp.change(bucket, retentionPolicy=None)
    held = gcp.make(OBJECT, bucket=bucket["name"], name="b.txt", content="x", temporaryHold=True)
    gcp.refuses_delete("forbidden", held)
    gcp.delete(thing)


def test_a_lock_is_for_ever(gcp: Project) -> None:
    bucket = gcp.bucket(retentionPolicy={"retentionPeriod": "86400", "isLocked": True})
    gcp.refuses_change("forbidden", bucket, retentionPolicy={"retentionPeriod": "3600", "isLocked": True})
    gcp.refuses_change("invalid", bucket, retentionPolicy={"retentionPeriod": "86400", "isLocked": False})
    gcp.refuses_change("invalid", bucket, retentionPolicy=None)
    gcp.change(bucket, retentionPolicy={"retentionPeriod": "172800", "isLocked": True})


def test_a_key_serves_once_the_agent_may_use_it_where_the_bucket_is(gcp: Project) -> None:
    key = gcp.key()
    given = {"name": "store-one", "encryption": {"defaultKmsKeyName": key.id}}
    gcp.refuses("forbidden", BUCKET, "cryptoKeyEncrypterDecrypter", location=REGION, **given)
    gcp.grant(key, AGENT)
    gcp.refuses("invalid", BUCKET, "location", location="EU", **given)
    gcp.make(BUCKET, location=REGION, **given)


@pytest.mark.parametrize(
    ("type_", "over"),
    [
        ("gcp:kms/keyRingIAMBinding:KeyRingIAMBinding", {"keyRingId": "ring", "members": ["m"]}),
        (BINDING, {"project": "hospital-phi", "members": ["m"]}),
    ],
)
def test_a_grant_on_ring_or_project_is_one_on_the_key(gcp: Project, type_: str, over: dict[str, Any]) -> None:
    key = gcp.key()
    over = {**over, "members": [f"serviceAccount:service-1@{AGENT}"], **({"keyRingId": key["keyRing"]} if "keyRingId" in over else {})}
    gcp.make(type_, role="roles/cloudkms.cryptoKeyEncrypterDecrypter", **over)
    gcp.bucket(encryption={"defaultKmsKeyName": key.id})


def test_a_whole_policy_grants_too(gcp: Project) -> None:
    key = gcp.key()
    policy = {"bindings": [{"role": "roles/cloudkms.cryptoKeyEncrypterDecrypter", "members": [f"serviceAccount:service-1@{AGENT}"]}]}
    gcp.make("gcp:kms/cryptoKeyIAMPolicy:CryptoKeyIAMPolicy", cryptoKeyId=key.id, policyData=json.dumps(policy))
    gcp.bucket(encryption={"defaultKmsKeyName": key.id})


# Service accounts and grants.


def test_a_preview_knows_the_address_of_an_account(gcp: Project) -> None:
    shown = gcp.plan(SERVICE_ACCOUNT, accountId="worker")
    assert shown["email"] == "worker@hospital-phi.iam.gserviceaccount.com"
    assert (shown["uniqueId"], shown["name"]) == (UNKNOWN, UNKNOWN)
    assert gcp.plan(SERVICE_ACCOUNT, accountId="worker", project=UNKNOWN)["email"] is UNKNOWN


def test_an_account_has_one_address_and_keys(gcp: Project) -> None:
    account = gcp.make(SERVICE_ACCOUNT, accountId="worker")
    assert account.id == account["name"] == "projects/hospital-phi/serviceAccounts/worker@hospital-phi.iam.gserviceaccount.com"
    gcp.refuses("alreadyExists", SERVICE_ACCOUNT, accountId="worker")
    key = gcp.make(KEY, serviceAccountId=account["name"])
    assert key["keyAlgorithm"] == "KEY_ALG_RSA_2048"
    gcp.refuses_delete("resourceInUseByAnotherResource", account)
    gcp.refuses("notFound", KEY, serviceAccountId="none@hospital-phi.iam.gserviceaccount.com")
    assert gcp.faults(SERVICE_ACCOUNT, accountId="w") != []


def test_a_grant_is_named_by_what_it_grants(gcp: Project) -> None:
    bucket = gcp.bucket()
    given = {"bucket": bucket["name"], "role": "roles/storage.objectViewer", "member": "group:ops@hospital.example"}
    assert gcp.make(MEMBER, **given).id == "b/hospital-phi-store/roles/storage.objectViewer/group:ops@hospital.example"
    conditional = gcp.make(MEMBER, **given, condition={"title": "now", "expression": "true"})
    assert conditional.id.endswith("/now")
    binding = gcp.make(BINDING, project="hospital-phi", role="roles/viewer", members=["user:a@b.example"])
    assert binding.id == "hospital-phi/roles/viewer"


@pytest.mark.parametrize(("role", "member"), [("viewer", "user:a@b"), ("roles/viewer", "a@b.example"), ("roles/viewer", "everybody")])
def test_roles_and_principals_have_their_form(gcp: Project, role: str, member: str) -> None:
    gcp.bucket()
    gcp.refuses("badRequest", MEMBER, bucket="hospital-phi-store", role=role, member=member)
    gcp.refuses("badRequest", BINDING, project="hospital-phi", role=role, members=[member])
    policy = json.dumps({"bindings": [{"role": role, "members": [member]}]})
    gcp.refuses("badRequest", "gcp:projects/iAMPolicy:IAMPolicy", project="hospital-phi", policyData=policy)


def test_an_account_of_a_made_project_must_stand(gcp: Project) -> None:
    gcp.made_project()
    gcp.bucket()
    given = {"bucket": "hospital-phi-store", "role": "roles/viewer", "member": "serviceAccount:worker@hospital-new.iam.gserviceaccount.com"}
    gcp.refuses("badRequest", MEMBER, "does not exist", **given)
    gcp.enable("hospital-new", "iam")
    gcp.make(SERVICE_ACCOUNT, accountId="worker", project="hospital-new")
    gcp.make(MEMBER, **given)


def test_a_bucket_must_stand_and_prevention_keeps_everybody_out(gcp: Project) -> None:
    given = {"bucket": "hospital-phi-store", "role": "roles/storage.objectViewer", "member": "allUsers"}
    gcp.refuses("notFound", MEMBER, **given)
    bucket = gcp.bucket(publicAccessPrevention="enforced")
    gcp.refuses("conditionNotMet", MEMBER, "public access prevention", **given)
    gcp.change(bucket, publicAccessPrevention="inherited")
    gcp.make(MEMBER, **given)


def test_a_policy_permits_domains_alone(gcp: Project) -> None:
    rule = {"values": {"allowedValues": ["C0abcdefg"]}}
    name = "projects/hospital-phi/policies/iam.allowedPolicyMemberDomains"
    gcp.make(ORG_POLICY, parent="projects/hospital-phi", name=name, spec={"rules": [rule]})
    gcp.refuses("failedPrecondition", BINDING, project="hospital-phi", role="roles/viewer", members=["allAuthenticatedUsers"])


# Functions.


def test_a_document_is_rendered_the_same_however_it_is_written(gcp: Project) -> None:
    one = [{"role": "roles/b", "members": ["user:b", "user:a"]}, {"role": "roles/a", "members": ["user:c"]}]
    two = [
        {"role": "roles/a", "members": ["user:c"]},
        {"role": "roles/b", "members": ["user:a"]},
        {"role": "roles/b", "members": ["user:b"]},
    ]
    token = "gcp:organizations/getIAMPolicy:getIAMPolicy"
    first, second = (gcp.cloud.invoke(token, {"bindings": given})["policyData"] for given in (one, two))
    assert first == second
    assert json.loads(first)["bindings"][0] == {"role": "roles/a", "members": ["user:c"]}


def test_a_project_tells_its_number(gcp: Project) -> None:
    token = "gcp:organizations/getProject:getProject"
    made = gcp.made_project()
    assert gcp.cloud.invoke(token, {"projectId": "hospital-new"})["number"] == made["number"]
    adopted = gcp.cloud.invoke(token, {})
    assert adopted["projectId"] == "hospital-phi"
    assert adopted["number"] == str(gcp.bucket()["projectNumber"])
    agent = gcp.cloud.invoke("gcp:storage/getProjectServiceAccount:getProjectServiceAccount", {})["emailAddress"]
    assert agent == f"service-{adopted['number']}@{AGENT}"


def test_the_client_tells_how_it_is_configured(world: World) -> None:
    cloud = Cloud("gcp", world, {"project": "p12345", "zone": "europe-west3-a"})
    found = cloud.invoke("gcp:organizations/getClientConfig:getClientConfig", {})
    assert (found["project"], found["zone"], found["region"]) == ("p12345", "europe-west3-a", "")


def test_a_function_that_nobody_modelled_is_an_error(gcp: Project) -> None:
    with pytest.raises(CloudError, match="does not model"):
        gcp.cloud.invoke("gcp:compute/getImage:getImage", {})
