"""Key policies and store policies, as plain functions."""

import fnmatch
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws.key_policy import ADMINISTRATION, AwsKeyUse, zone_key_policy
from ai_zones.aws.store_policy import access_log_bucket_policy, access_point_policy, bucket_policy
from tests.aws.policies import actions, statements

PHI, REDACTION, REGION = "111122223333", "222233334444", "eu-west-1"
BUCKET = "clinic-prod-phi-store-12345678"
POINT = "arn:aws:s3:eu-west-1:111122223333:accesspoint/clinic-prod-phi-for-phi"


def key(**changes: Any) -> dict[str, dict[str, Any]]:
    return statements(zone_key_policy(**{"region": REGION, "account_id": PHI, "uses": [AwsKeyUse.S3], **changes}))


def bucket(**changes: Any) -> dict[str, dict[str, Any]]:
    given_args = {"bucket": BUCKET, "region": REGION, "account_id": PHI, "caller_account_ids": [PHI, REDACTION], **changes}
    return statements(bucket_policy(**given_args))


@given(st.sets(st.sampled_from(list(AwsKeyUse)), min_size=1), st.lists(st.from_regex(r"[0-9]{12}", fullmatch=True), max_size=3))
def test_no_key_policy_names_a_foreign_or_an_unnamed_principal(uses: set[AwsKeyUse], readers: list[str]) -> None:
    for sid, statement in key(uses=uses, log_groups=["/a/*"], reader_account_ids=readers).items():
        principal = statement["Principal"]
        if "Service" in principal:
            assert principal == {"Service": "logs.eu-west-1.amazonaws.com"}
            assert statement["Condition"]["ArnLike"], sid
        elif principal == "*":
            # A role of AWS's own making, named by a condition: KMS refuses principals that do not exist yet.
            assert (sid.startswith("AutoScaling"), AwsKeyUse.EC2 in uses) == (True, True)
            assert statement["Condition"]["StringEquals"]["kms:CallerAccount"] == PHI
            assert f"::{PHI}:role/aws-service-role/" in statement["Condition"]["StringEquals"]["aws:PrincipalArn"]
        else:
            assert principal["AWS"].split(":")[4] in {PHI, *readers}


def test_whoever_administers_the_key_cannot_use_it() -> None:
    use = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:CreateGrant")
    assert [action for action in use if any(fnmatch.fnmatch(action, pattern) for pattern in ADMINISTRATION)] == []
    assert key()["AccountAdministersTheKey"]["Action"] == list(ADMINISTRATION)


def test_the_account_can_always_mend_its_own_key_policy() -> None:
    """AWS KMS refuses a policy that locks its own administrators out."""
    assert "kms:PutKeyPolicy" in ADMINISTRATION
    assert "Condition" not in key()["AccountAdministersTheKey"]


def test_the_key_is_used_only_through_the_named_services() -> None:
    found = key(uses=[AwsKeyUse.RDS, AwsKeyUse.S3, AwsKeyUse.LOGS], log_groups=["/x"])
    via = ["s3.eu-west-1.amazonaws.com", "rds.eu-west-1.amazonaws.com"]
    assert found["UseThroughServices"]["Condition"] == {"StringEquals": {"kms:CallerAccount": PHI, "kms:ViaService": via}}
    assert found["GrantToServices"]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}


def test_logs_encrypt_only_the_named_groups() -> None:
    found = key(uses=[AwsKeyUse.LOGS], log_groups=["/zone/*"])
    assert found["EncryptOwnLogGroups"]["Condition"]["ArnLike"] == {
        "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-west-1:111122223333:log-group:/zone/*"]
    }
    assert "UseThroughServices" not in found


def test_a_reader_decrypts_through_s3_and_does_nothing_else() -> None:
    reader = key(reader_account_ids=[REDACTION, PHI])[f"ReadFrom{REDACTION}"]
    assert reader["Action"] == ["kms:Decrypt", "kms:DescribeKey"]
    assert reader["Condition"]["StringEquals"]["kms:ViaService"] == "s3.eu-west-1.amazonaws.com"
    assert f"ReadFrom{PHI}" not in key(reader_account_ids=[PHI])


def test_an_organization_shuts_everybody_else_out() -> None:
    for found in (key(organization_id="o-a1b2c3d4e5"), bucket(organization_id="o-a1b2c3d4e5")):
        assert found["NobodyElse"]["Effect"] == "Deny"
        assert found["NobodyElse"]["Condition"] == {
            "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        }


def test_a_bucket_allows_nothing_but_its_own_access_points() -> None:
    allowed = {sid: statement for sid, statement in bucket().items() if statement["Effect"] == "Allow"}
    assert set(allowed) == {"DelegateToAccessPoints"}
    assert allowed["DelegateToAccessPoints"]["Condition"]["StringEquals"] == {
        "s3:DataAccessPointAccount": PHI,
        "s3:AccessPointNetworkOrigin": "VPC",
        "aws:PrincipalAccount": [PHI, REDACTION],
    }


def test_objects_are_refused_around_the_access_points_to_everybody() -> None:
    around = bucket()["DenyAroundAccessPoints"]
    assert around["Condition"] == {"StringNotEquals": {"s3:AccessPointNetworkOrigin": "VPC"}}
    reached = ("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObjectVersion", "s3:RestoreObject")
    assert all(any(fnmatch.fnmatch(action, pattern) for pattern in around["Action"]) for action in reached)


def test_break_glass_is_a_named_role_and_shows() -> None:
    role = "arn:aws:iam::111122223333:role/break-glass"
    assert bucket(break_glass_role_arns=[role])["DenyAroundAccessPoints"]["Condition"]["ArnNotEquals"] == {"aws:PrincipalArn": [role]}


def test_every_way_to_choose_another_encryption_is_refused() -> None:
    header = "s3:x-amz-server-side-encryption"
    found = bucket()
    assert found["NoWeakerEncryption"]["Condition"] == {"StringNotEquals": {header: "aws:kms"}, "Null": {header: "false"}}
    assert found["NoOtherKey"]["Condition"] == {"Null": {f"{header}-aws-kms-key-id": "false"}}
    assert found["NoCustomerProvidedKey"]["Condition"] == {"Null": {f"{header}-customer-algorithm": "false"}}
    assert {found[sid]["Effect"] for sid in ("NoWeakerEncryption", "NoOtherKey", "NoCustomerProvidedKey")} == {"Deny"}


def test_plain_connections_and_old_tls_are_refused() -> None:
    for found in (bucket(), statements(access_log_bucket_policy(bucket="logs", source_bucket=BUCKET, region=REGION, account_id=PHI))):
        assert found["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert found["NoOldTls"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}


def test_an_access_point_admits_one_account_and_writes_only_when_told() -> None:
    read = access_point_policy(access_point_arn=POINT, region=REGION, caller_account_id=REDACTION, writable=False)
    write = access_point_policy(access_point_arn=POINT, region=REGION, caller_account_id=REDACTION, writable=True)
    statement = statements(read)["RolesOfTheZone"]
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{REDACTION}:root"}
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalAccount": REDACTION, "aws:VpceAccount": REDACTION}}
    assert statement["Resource"] == [POINT, f"{POINT}/object/*"]
    assert "s3:PutObject" not in actions(read)
    assert "s3:PutObject" in actions(write)


def test_access_logs_are_written_by_s3_alone_and_deleted_by_nobody() -> None:
    found = statements(access_log_bucket_policy(bucket="logs", source_bucket=BUCKET, region=REGION, account_id=PHI))
    writer = found["LogDeliveryWrites"]
    assert writer["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert writer["Condition"] == {"StringEquals": {"aws:SourceAccount": PHI}, "ArnEquals": {"aws:SourceArn": f"arn:aws:s3:::{BUCKET}"}}
    assert found["NobodyDeletes"]["Effect"] == "Deny"
    assert "Condition" not in found["NobodyDeletes"]
