"""A role that may read a store, and the key that may refuse it."""

from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import FOREIGN, OURS, OURS_ONLY, STATED, Estate, allow, document, may, trust

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
LAMBDA = {"Service": "lambda.amazonaws.com"}
ROOT = allow({"AWS": f"arn:aws:iam::{OURS}:root"}, "kms:*")
READER = f"arn:aws:iam::{OURS}:role/reader"
USE = may("kms:Decrypt")
NAMED = document(allow({"AWS": READER}, "kms:Decrypt"))
"""A key's policy that names the reader, and leaves nothing to the account's identity policies."""


def store(clinic: Estate, service: str, key: Made) -> tuple[Made, str]:
    """A store of phi under the key, and what reads it."""
    arn = key.out("arn")
    match service:
        case "sqs":
            where = f"arn:aws:sqs:eu-west-1:{OURS}:records"
            return clinic.put("aws:sqs/queue:Queue", "records", zone="phi", arn=where, kmsMasterKeyId=arn), "sqs:ReceiveMessage"
        case "dynamodb":
            sse = {"enabled": True, "kmsKeyArn": arn}
            where = f"arn:aws:dynamodb:eu-west-1:{OURS}:table/records"
            return clinic.put("aws:dynamodb/table:Table", "records", zone="phi", arn=where, serverSideEncryption=sse), "dynamodb:GetItem"
        case "kinesis":
            where = f"arn:aws:kinesis:eu-west-1:{OURS}:stream/records"
            inputs = {"encryptionType": "KMS", "kmsKeyId": arn}
            return clinic.put("aws:kinesis/stream:Stream", "records", zone="phi", arn=where, **inputs), "kinesis:GetRecords"
        case _:
            where = f"arn:aws:secretsmanager:eu-west-1:{OURS}:secret:records-a1b2c3"
            return clinic.put(
                "aws:secretsmanager/secret:Secret", "records", zone="phi", arn=where, kmsKeyId=arn
            ), "secretsmanager:GetSecretValue"


def asks(clinic: Estate, service: str, *policies: str) -> Made:
    """A function of inference behind an endpoint that admits whatever is ours."""
    zone = clinic.zone("inference", "10.2.0.0/16")
    clinic.endpoint(zone, service if service != "kinesis" else "kinesis-streams", document(OURS_ONLY))
    role = clinic.role("reader", trust(LAMBDA), *policies)
    clinic.function("asks", zone, role)
    return role


def redacted(clinic: Estate, form: str = "state") -> str:
    return clinic.verdicts(form, RESIDENT, "phi-redaction")


@pytest.mark.parametrize("service", ["sqs", "dynamodb", "kinesis", "secretsmanager"])
@pytest.mark.parametrize(("more", "verdict"), [([], "proven"), ([USE], "violated")])
def test_a_reader_needs_the_key_as_well(clinic: Estate, form: str, service: str, more: list[str], verdict: str) -> None:
    _, read = store(clinic, service, clinic.key("key", document(ROOT)))
    asks(clinic, service, may(read), *more)
    assert redacted(clinic, form) == verdict


@pytest.mark.parametrize(
    ("policy", "identity", "verdict"),
    [
        (None, [], "proven"),
        (None, [USE], "violated"),
        (NAMED, [], "violated"),
        (document(allow({"AWS": f"arn:aws:iam::{OURS}:role/other"}, "kms:Decrypt")), [USE], "proven"),
        (document(ROOT, {"Effect": "Deny", "Principal": {"AWS": READER}, "Action": "kms:Decrypt", "Resource": "*"}), [USE], "proven"),
        (document(allow("*", "kms:Decrypt", "*", {"StringEquals": {"kms:ViaService": "sqs.eu-west-1.amazonaws.com"}})), [], "violated"),
        (document(allow("*", "kms:Decrypt", "*", {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}})), [], "proven"),
        (document(ROOT), [may("kms:PutKeyPolicy")], "unproven"),
        (document(ROOT), [may("kms:CreateGrant")], "unproven"),
    ],
)
def test_what_the_policies_of_key_and_role_say_together(clinic: Estate, policy: str | None, identity: list[str], verdict: str) -> None:
    _, read = store(clinic, "sqs", clinic.key("key", policy))
    asks(clinic, "sqs", may(read), *identity)
    assert redacted(clinic) == verdict


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"operations": ["Decrypt"]}, "violated"),
        ({"operations": ["Encrypt"]}, "proven"),
        ({"operations": ["Decrypt"], "constraints": [{"encryptionContextEquals": {"a": "b"}}]}, "unproven"),
    ],
)
def test_a_grant_gives_the_key_without_its_policy(clinic: Estate, form: str, inputs: dict[str, Any], verdict: str) -> None:
    key = clinic.key("key", document(ROOT))
    _, read = store(clinic, "sqs", key)
    role = asks(clinic, "sqs", may(read))
    clinic.put("aws:kms/grant:Grant", "grant", keyId=key.id, granteePrincipal=role.out("arn"), **inputs)
    assert redacted(clinic, form) == verdict


def _bucket(clinic: Estate, *statements: Any) -> None:
    key = clinic.key("key", document(ROOT))
    bucket = clinic.bucket("records", "phi", document(*statements) if statements else None)
    default = {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.out("arn")}}
    token = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    clinic.put(token, "default", bucket=bucket.id, rules=[default])


def _refuse(condition: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::records/*", "Condition": condition}


KEY_ARN = f"arn:aws:kms:eu-west-1:{OURS}:key/key"
NO_OTHER = _refuse({"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": KEY_ARN}})
"""A write must name the key: one that names none is refused too."""


@pytest.mark.parametrize(
    ("statements", "identity", "verdict"),
    [
        ([], [], "unproven"),
        ([NO_OTHER], [], "proven"),
        ([NO_OTHER], [USE], "violated"),
        ([_refuse({"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}})], [], "unproven"),
        ([], [USE], "violated"),
    ],
)
def test_objects_may_lie_under_another_key_unless_the_bucket_refuses_every_other(
    clinic: Estate, form: str, statements: list[Any], identity: list[str], verdict: str
) -> None:
    _bucket(clinic, *statements)
    asks(clinic, "s3", may("s3:GetObject"), *identity)
    assert redacted(clinic, form) == verdict


@pytest.mark.parametrize(("more", "verdict"), [([], "proven"), ([USE], "violated")])
def test_a_partner_who_acts_as_a_role_of_ours_needs_the_key_too(clinic: Estate, form: str, more: list[str], verdict: str) -> None:
    _, read = store(clinic, "secretsmanager", clinic.key("key", document(ROOT)))
    clinic.role("reader", trust({"AWS": f"arn:aws:iam::{FOREIGN}:root"}), may(read), *more)
    assert clinic.verdicts(form, RESIDENT, "phi-exit") == verdict


def test_a_key_that_is_named_and_switched_off_refuses_nobody(clinic: Estate, form: str) -> None:
    key = clinic.key("key", document(ROOT))
    where = f"arn:aws:kinesis:eu-west-1:{OURS}:stream/records"
    clinic.put("aws:kinesis/stream:Stream", "records", zone="phi", arn=where, kmsKeyId=key.out("arn"), encryptionType="NONE")
    asks(clinic, "kinesis", may("kinesis:GetRecords"))
    assert redacted(clinic, form) == "violated"


def test_whoever_may_only_write_needs_no_more_than_before(clinic: Estate, form: str) -> None:
    """What is written to a phi queue from inference goes there: no record comes back, with or without the key."""
    store(clinic, "sqs", clinic.key("key", document(ROOT)))
    asks(clinic, "sqs", may("sqs:SendMessage"))
    assert redacted(clinic, form) == "proven"
    assert any(kind == "use" and target == "records" and way == "forward" for kind, _, target, way, _ in clinic.edges(form, RESIDENT))


THEIRS = f"arn:aws:iam::{FOREIGN}:root"


@pytest.mark.parametrize(
    ("key_policy", "grants", "verdict"),
    [
        (None, [], "proven"),
        (document(ROOT), [], "proven"),
        (document(ROOT, allow({"AWS": THEIRS}, ["kms:Decrypt", "kms:DescribeKey"])), [], "violated"),
        (document(ROOT, allow("*", "kms:Decrypt")), [], "violated"),
        (document(ROOT, allow("*", "kms:Decrypt", "*", {"StringEquals": {"kms:CallerAccount": OURS}})), [], "proven"),
        (document(ROOT, allow({"Service": "logs.eu-west-1.amazonaws.com"}, "kms:Decrypt")), [], "proven"),
        (document(ROOT), [f"arn:aws:iam::{FOREIGN}:role/x"], "violated"),
        (document(ROOT), [f"arn:aws:iam::{OURS}:role/x"], "proven"),
    ],
)
def test_a_stranger_whom_a_secret_lets_in_reads_it_only_with_its_key(
    clinic: Estate, form: str, key_policy: str | None, grants: list[str], verdict: str
) -> None:
    key = clinic.key("key", key_policy)
    store(clinic, "secretsmanager", key)
    secret = next(made for made in clinic.made if made.name == "records")
    policy = document(allow({"AWS": THEIRS}, "secretsmanager:GetSecretValue"))
    clinic.put("aws:secretsmanager/secretPolicy:SecretPolicy", "theirs", secretArn=secret.out("arn"), policy=policy)
    for number, who in enumerate(grants):
        clinic.put("aws:kms/grant:Grant", f"grant{number}", keyId=key.id, granteePrincipal=who, operations=["Decrypt"])
    assert clinic.verdicts(form, RESIDENT, "phi-exit") == verdict


def _found(clinic: Estate, form: str) -> set[str]:
    return {finding.verdict.value for finding in clinic.judge(form, RESIDENT).result("phi-exit").findings}


def _shared(clinic: Estate, key: Made | None, copied_with: Made | None = None) -> None:
    inputs = {"kmsKeyId": key.out("arn")} if key is not None else {}
    database = clinic.put("aws:rds/cluster:Cluster", "records", zone="phi", data="phi", storageEncrypted=True, **inputs)
    snapshot = clinic.put("aws:rds/clusterSnapshot:ClusterSnapshot", "nightly", dbClusterIdentifier=database.id)
    if copied_with is None:
        snapshot.inputs["sharedAccounts"] = [FOREIGN]
        return
    inputs = {"sourceDbClusterSnapshotIdentifier": snapshot.id, "kmsKeyId": copied_with.out("arn")}
    clinic.put("aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy", "sent", sharedAccounts=[FOREIGN], **inputs)


WITH_THEM = document(ROOT, allow({"AWS": THEIRS}, ["kms:Decrypt", "kms:CreateGrant"]))


@pytest.mark.parametrize(("policy", "verdict"), [(document(ROOT), "proven"), (WITH_THEM, "violated"), (None, "proven")])
def test_a_snapshot_is_of_use_to_another_account_only_with_its_key(clinic: Estate, form: str, policy: str | None, verdict: str) -> None:
    _shared(clinic, clinic.key("key", policy))
    assert _found(clinic, form) == {verdict} - {"proven"}


def test_a_copy_under_a_shared_key_is_of_use_though_its_source_is_not(clinic: Estate, form: str) -> None:
    _shared(clinic, clinic.key("key", document(ROOT)), clinic.key("between", WITH_THEM))
    assert _found(clinic, form) == {"violated"}


def test_a_snapshot_without_a_key_of_the_program_leaves_when_it_is_shared(clinic: Estate, form: str) -> None:
    _shared(clinic, None)
    assert _found(clinic, form) == {"violated"}


@pytest.mark.parametrize(("policy", "verdict"), [(document(ROOT), "proven"), (WITH_THEM, "violated")])
def test_a_disks_snapshot_is_of_use_to_another_account_only_with_its_key(clinic: Estate, form: str, policy: str, verdict: str) -> None:
    key = clinic.key("key", policy)
    disk = clinic.put("aws:ebs/volume:Volume", "records", zone="phi", data="phi", encrypted=True, kmsKeyId=key.out("arn"))
    snapshot = clinic.put("aws:ebs/snapshot:Snapshot", "nightly", volumeId=disk.id)
    token = "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission"
    clinic.put(token, "theirs", snapshotId=snapshot.id, accountId=FOREIGN)
    assert _found(clinic, form) == {verdict} - {"proven"}
