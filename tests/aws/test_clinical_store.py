"""`AwsClinicalStore` and `AwsThreatDetection` under mocks."""

import json
from typing import Any

import pytest

from ai_zones.aws import AwsClinicalStore, AwsThreatDetection, InvalidInputError
from tests.aws.networks import KEY
from tests.aws.policies import statements
from tests.aws.recording import ACCOUNT, REGION, Recording, record

VALIDATOR = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:token-validator"
SMART = {
    "authorization_endpoint": "https://login.clinic.example/authorize",
    "token_endpoint": "https://login.clinic.example/token",
    "jwks_uri": "https://login.clinic.example/keys",
    "issuer": "https://login.clinic.example",
    "token_validator_arn": VALIDATOR,
}


def store(*, preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "region": REGION,
        "account_id": ACCOUNT,
        "vpc_id": "vpc-phi",
        "subnet_ids": {f"{REGION}{letter}": f"subnet-{letter}" for letter in "ab"},
        "security_group_id": "sg-endpoints",
        **changes,
    }
    return record(lambda: AwsClinicalStore("fhir", args).datastore_id, preview=preview)


def desired(built: Recording) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(built.one("cloudcontrol/resource:Resource").inputs["desiredState"])
    return found


def detection(**changes: Any) -> Recording:
    args: Any = {
        "region": REGION,
        "account_id": ACCOUNT,
        "records_bucket_name": "records",
        "audit_bucket_arn": "arn:aws:s3:::audit",
        "archive_key_arn": KEY,
        "alarm_topic_arn": "topic",
        **changes,
    }
    return record(lambda: AwsThreatDetection("detection", args).detector_id)


def test_a_clinical_store_is_encrypted_with_its_own_key_and_classed_as_phi() -> None:
    built = store()
    state = desired(built)
    key = {"CmkType": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/fhir-key"}
    assert state["SseConfiguration"] == {"KmsEncryptionConfig": key}
    assert built.one("kms/alias:Alias").inputs["name"] == "alias/fhir-key"
    assert {"Key": "data-class", "Value": "phi"} in state["Tags"]
    assert {"Key": "ai-zone", "Value": "phi"} in state["Tags"]
    assert "PreloadDataConfig" not in state
    assert "healthlake.eu-west-1.amazonaws.com" in built.one("kms/key:Key").inputs["policy"]


def test_a_clinical_store_waits_for_its_key_and_is_protected() -> None:
    datastore = store().one("cloudcontrol/resource:Resource")
    assert "fhir-key-key" in datastore.depends_on
    assert datastore.protect
    assert not store(removable=True).one("cloudcontrol/resource:Resource").protect


def test_callers_sign_their_requests_unless_an_authorization_server_is_given() -> None:
    assert desired(store())["IdentityProviderConfiguration"] == {"AuthorizationStrategy": "AWS_AUTH"}
    identity = desired(store(authorization="SMART_ON_FHIR", smart_on_fhir=SMART))["IdentityProviderConfiguration"]
    assert identity["IdpLambdaArn"] == VALIDATOR
    assert identity["FineGrainedAuthorizationEnabled"] is True
    metadata = json.loads(identity["Metadata"])
    assert metadata["token_endpoint"] == SMART["token_endpoint"]
    assert metadata["code_challenge_methods_supported"] == ["S256"]


def test_the_whole_state_is_known_in_a_preview() -> None:
    assert desired(store(preview=True)) == desired(store())


def test_the_endpoint_lets_own_principals_read_own_stores_and_exports_nothing() -> None:
    endpoint = store().one("ec2/vpcEndpoint:VpcEndpoint").inputs
    assert endpoint["serviceName"] == f"com.amazonaws.{REGION}.healthlake"
    assert endpoint["privateDnsEnabled"] is True
    found = statements(endpoint["policy"])["OwnDataStores"]
    assert found["Resource"] == [f"arn:aws:healthlake:{REGION}:{ACCOUNT}:datastore/fhir/*"]
    assert found["Condition"]["StringEquals"] == {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}
    assert not any("Export" in action or "Delete" in action or "Create" in action for action in found["Action"])
    writing = statements(store(writable=True).one("ec2/vpcEndpoint:VpcEndpoint").inputs["policy"])["OwnDataStores"]
    assert "healthlake:CreateResource" in writing["Action"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"authorization": "SMART_ON_FHIR"}, "smart_on_fhir: give it with authorization SMART_ON_FHIR"),
        ({"smart_on_fhir": SMART}, "leave it out otherwise"),
        (
            {"authorization": "SMART_ON_FHIR", "smart_on_fhir": {**SMART, "token_endpoint": "http://login"}},
            "smart_on_fhir.token_endpoint: given 'http://login'",
        ),
        (
            {"authorization": "SMART_ON_FHIR", "smart_on_fhir": {**SMART, "token_validator_arn": VALIDATOR.replace(ACCOUNT, "9" * 12)}},
            "must be of this account and region",
        ),
        (
            {"authorization": "SMART_ON_FHIR", "smart_on_fhir": {**SMART, "grant_types": ["password"]}},
            "must be among authorization_code, client_credentials",
        ),
    ],
)
def test_a_clinical_store_without_sound_authorization_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        store(**changes)
    assert said in str(error.value)


def test_findings_and_configuration_go_to_the_archive_and_to_the_topic() -> None:
    built = detection()
    findings = built.one("guardduty/publishingDestination:PublishingDestination").inputs
    assert (findings["destinationArn"], findings["kmsKeyArn"]) == ("arn:aws:s3:::audit", KEY)
    assert built.one("cfg/deliveryChannel:DeliveryChannel").inputs["s3BucketName"] == "records"
    assert {target.inputs["arn"] for target in built.of("cloudwatch/eventTarget:EventTarget")} == {"topic"}


def test_everything_is_recorded_and_the_recorder_runs_once_it_can_deliver() -> None:
    built = detection()
    recorder = built.one("cfg/recorder:Recorder").inputs
    assert recorder["recordingGroup"] == {"allSupported": True, "includeGlobalResourceTypes": True}
    status = built.one("cfg/recorderStatus:RecorderStatus")
    assert status.inputs["isEnabled"] is True
    assert "detection-channel" in status.depends_on
    elsewhere = detection(home_region=False).one("cfg/recorder:Recorder").inputs["recordingGroup"]
    assert elsewhere["includeGlobalResourceTypes"] is False


def test_a_part_that_the_account_has_already_is_left_out() -> None:
    built = detection(parts=["access-analyzer"])
    assert {each.type.split(":")[-1] for each in built.resources} == {"AwsThreatDetection", "Analyzer", "EventRule", "EventTarget"}
    types = {each.inputs["type"] for each in built.of("accessanalyzer/analyzer:Analyzer")}
    assert types == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}
