"""Identity Center, and the settings of whole accounts."""

from typing import Any

import pytest

from simulator.rules.aws import account_defaults as defaults
from simulator.rules.aws.permission_sets import ASSIGNMENT, ATTACHED, BOUNDARY, INLINE, PERMISSION_SET
from tests.simulator.aws.account import Account, Made, document

INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
GROUP = "a1b2c3d4-0000-4000-8000-123456789abc"
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
NOWHERE = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"


def permission_set(aws: Account, name: str = "reviewer", **inputs: Any) -> Made:
    return aws.make(PERMISSION_SET, name=name, instanceArn=INSTANCE, **inputs)


@pytest.mark.parametrize(
    "inputs",
    [
        {"name": "a b"},
        {"name": "x" * 33},
        {"sessionDuration": "PT30M"},
        {"sessionDuration": "PT13H"},
        {"sessionDuration": "P1D"},
        {"instanceArn": "ssoins-1"},
        {"relayState": ""},
        {"description": "x" * 701},
    ],
)
def test_a_permission_set_follows_the_rules(aws: Account, inputs: dict[str, Any]) -> None:
    assert aws.faults(PERMISSION_SET, **{"name": "reviewer", "instanceArn": INSTANCE, **inputs})


def test_a_permission_set_holds_one_inline_policy_and_goes_last(aws: Account) -> None:
    made = permission_set(aws, sessionDuration="PT4H30M")
    assert made.id == f"{made['arn']},{INSTANCE}"
    held = aws.make(INLINE, instanceArn=INSTANCE, permissionSetArn=made["arn"], inlinePolicy=document(READ))
    aws.refuses("ConflictException", INLINE, instanceArn=INSTANCE, permissionSetArn=made["arn"], inlinePolicy=document(READ))
    aws.refuses("ResourceNotFoundException", INLINE, instanceArn=INSTANCE, permissionSetArn=NOWHERE, inlinePolicy=document(READ))
    aws.refuses("ConflictException", PERMISSION_SET, name="reviewer", instanceArn=INSTANCE)
    aws.refuses_delete("ConflictException", made)
    aws.delete(held)
    aws.delete(made)


def test_an_inline_policy_has_ten_thousand_characters_at_most(aws: Account) -> None:
    long = document({**READ, "Resource": [f"arn:aws:s3:::{'x' * 10240}"]})
    faults = aws.faults(INLINE, instanceArn=INSTANCE, permissionSetArn=NOWHERE, inlinePolicy=long)
    assert any("allowed: 10240" in fault for fault in faults)


def test_a_boundary_and_a_managed_policy_are_named_by_arn(aws: Account) -> None:
    arn = "arn:aws:iam::aws:policy/SecurityAudit"
    made = permission_set(aws)
    attached = aws.make(ATTACHED, instanceArn=INSTANCE, permissionSetArn=made["arn"], managedPolicyArn=arn)
    assert attached["managedPolicyName"] == "SecurityAudit"
    assert aws.make(BOUNDARY, instanceArn=INSTANCE, permissionSetArn=made["arn"], permissionsBoundary={"managedPolicyArn": arn})
    other = {"permissionsBoundary": {"managedPolicyArn": "SecurityAudit"}}
    assert aws.faults(BOUNDARY, instanceArn=INSTANCE, permissionSetArn=made["arn"], **other)


def test_an_assignment_names_a_group_an_account_and_a_set(aws: Account) -> None:
    made = permission_set(aws)
    whole = {
        "instanceArn": INSTANCE,
        "permissionSetArn": made["arn"],
        "principalId": GROUP,
        "principalType": "GROUP",
        "targetId": "222233334444",
        "targetType": "AWS_ACCOUNT",
    }
    assert aws.make(ASSIGNMENT, **whole).id == f"{GROUP},GROUP,222233334444,AWS_ACCOUNT,{made['arn']},{INSTANCE}"
    aws.refuses("ConflictException", ASSIGNMENT, **whole)
    for name, wrong in (("principalId", "reviewers"), ("principalType", "ROLE"), ("targetId", "security")):
        assert aws.faults(ASSIGNMENT, **{**whole, name: wrong})


@pytest.mark.parametrize(
    ("type_", "wrong"),
    [
        (defaults.SNAPSHOTS, {"state": "closed"}),
        (defaults.IMAGES, {"state": "block-all-sharing"}),
        (defaults.METADATA, {"httpTokens": "yes"}),
        (defaults.METADATA, {"httpPutResponseHopLimit": 65}),
        (defaults.VPC_BLOCK, {"internetGatewayBlockMode": "block"}),
        (defaults.S3_BLOCK, {"accountId": "mine"}),
        (defaults.PASSWORDS, {"minimumPasswordLength": 4}),
        (defaults.ANALYZER, {"analyzerName": "a b"}),
        (defaults.ANALYZER, {"analyzerName": "a", "configuration": {"unusedAccess": {"unusedAccessAge": 90}}}),
    ],
)
def test_settings_of_an_account_take_documented_values(aws: Account, type_: str, wrong: dict[str, Any]) -> None:
    assert aws.faults(type_, **wrong)


def test_there_is_one_of_each_setting_in_a_region(aws: Account) -> None:
    made = aws.make(defaults.VPC_BLOCK, internetGatewayBlockMode="block-bidirectional")
    assert (made.id, made["awsAccountId"]) == ("eu-west-1", "111122223333")
    assert aws.make(defaults.PASSWORDS, maxPasswordAge=90)["expirePasswords"] is True
    assert aws.make(defaults.METADATA, httpTokens="required")["httpEndpoint"] == "no-preference"
    aws.make(defaults.ANALYZER, analyzerName="unused", type="ACCOUNT_UNUSED_ACCESS")
    aws.refuses("ConflictException", defaults.ANALYZER, analyzerName="unused")
