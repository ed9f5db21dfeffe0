"""IAM, KMS and log groups: names, documents, and what must not be left behind."""

import json
from typing import Any

import pytest

from simulator.rules.aws import kinds
from simulator.rules.aws.identities import ATTACHMENT, INSTANCE_PROFILE, POLICY, ROLE_POLICY
from simulator.rules.aws.keys import PENDING
from simulator.world import World
from tests.simulator.aws.account import ROOT, Account, document, trust

ALIAS = "aws:kms/alias:Alias"
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
ANYONE = {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ({**READ, "Principal": "*"}, "has prohibited field Principal"),
        ({**READ, "Effect": "Perhaps"}, "allowed: Allow, Deny"),
        ({"Effect": "Allow", "Action": "s3:GetObject"}, "exactly one of Resource, NotResource"),
        ({"Effect": "Allow", "Resource": "*"}, "exactly one of Action, NotAction"),
        ({**READ, "Action": "everything"}, "is not of the form service:action"),
        ({**READ, "Sid": "not-plain"}, "letters and digits only"),
        ({**READ, "When": "now"}, "unknown element When"),
        ({**READ, "Condition": {"Bool": "x"}}, "Condition must map operators"),
    ],
)
def test_an_identity_policy_follows_the_grammar(aws: Account, statement: dict[str, Any], said: str) -> None:
    (fault,) = aws.faults(POLICY, policy=document(statement))
    assert fault.startswith("policy: MalformedPolicyDocument")
    assert said in fault


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "must be a JSON object"),
        (json.dumps({"Version": "2020-01-01", "Statement": [READ]}), "allowed: 2012-10-17"),
        (json.dumps({"Statement": []}), "at least one Statement"),
        (json.dumps({"Statement": READ, "Author": "me"}), "unknown element Author"),
        (document({**READ, "Sid": "A"}, {**READ, "Sid": "A"}), "must be unique"),
        (document({**READ, "Resource": ["arn:aws:s3:::" + "x" * 6200]}), "allowed: 6144"),
    ],
)
def test_a_policy_is_a_document_of_a_certain_size(aws: Account, policy: str, said: str) -> None:
    faults = aws.faults(POLICY, policy=policy)
    assert any(said in fault for fault in faults), faults


def test_a_trust_policy_names_who_and_no_resource(aws: Account) -> None:
    nobody = document({"Effect": "Allow", "Action": "sts:AssumeRole"})
    assert any("exactly one of Principal" in fault for fault in aws.faults(kinds.ROLE, assumeRolePolicy=nobody))
    resource = document({"Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "sts:AssumeRole", "Resource": "*"})
    assert any("has prohibited field Resource" in fault for fault in aws.faults(kinds.ROLE, assumeRolePolicy=resource))


@pytest.mark.parametrize("inputs", [{"name": "a b"}, {"name": "x" * 65}, {"path": "team"}, {"maxSessionDuration": 60}])
def test_a_role_follows_the_rules(aws: Account, inputs: dict[str, Any]) -> None:
    faults = aws.faults(kinds.ROLE, assumeRolePolicy=trust("ec2.amazonaws.com"), **inputs)
    assert [fault.split(":")[0] for fault in faults] == list(inputs)


def test_a_name_is_taken_once_in_an_account_in_all_regions(aws: Account, other: Account) -> None:
    aws.role(name="deploy")
    aws.refuses("EntityAlreadyExists", kinds.ROLE, name="deploy", assumeRolePolicy=trust("ec2.amazonaws.com"))
    assert other.role(name="deploy")["arn"] == "arn:aws:iam::444455556666:role/deploy"


def test_a_role_shows_what_is_attached_and_is_bare_before_it_goes(aws: Account) -> None:
    role = aws.role()
    policy = aws.make(POLICY, policy=document(READ))
    attached = aws.make(ATTACHMENT, role=role.id, policyArn=policy["arn"])
    inline = aws.make(ROLE_POLICY, role=role.id, policy=document(READ))
    outputs, inputs = aws.read(role)
    assert outputs["managedPolicyArns"] == [policy["arn"]]
    assert [one["name"] for one in outputs["inlinePolicies"]] == [inline["name"]]
    assert inputs == role.inputs
    assert aws.read(policy)[0]["attachmentCount"] == 1
    aws.refuses_delete("DeleteConflict", policy, attached.id)
    aws.refuses_delete("DeleteConflict", role, "detach all policies")
    aws.delete(attached)
    aws.refuses_delete("DeleteConflict", role, "delete policies")
    aws.delete(inline)
    profile = aws.make(INSTANCE_PROFILE, role=role.id)
    aws.refuses_delete("DeleteConflict", role, profile.id)
    aws.delete(profile)
    aws.delete(role)


def test_a_role_may_be_told_to_let_go_of_its_policies(aws: Account) -> None:
    role = aws.role(forceDetachPolicies=True)
    aws.make(ROLE_POLICY, role=role.id, policy=document(READ))
    aws.delete(role)
    assert aws.cloud.world.remaining() == []


def test_policies_of_aws_need_not_exist_and_others_must(aws: Account) -> None:
    role = aws.role()
    assert aws.make(ATTACHMENT, role=role.id, policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    aws.refuses("NoSuchEntity", ATTACHMENT, role=role.id, policyArn="arn:aws:iam::111122223333:policy/none")
    aws.refuses("NoSuchEntity", ROLE_POLICY, role="none", policy=document(READ))


def test_a_role_has_twenty_policies_at_most(aws: Account) -> None:
    role = aws.role()
    for i in range(20):
        aws.make(ATTACHMENT, role=role.id, policyArn=f"arn:aws:iam::aws:policy/P{i}")
    aws.refuses("LimitExceeded", ATTACHMENT, role=role.id, policyArn="arn:aws:iam::aws:policy/P20")


# Keys.


def test_a_key_has_aws_default_policy_where_none_is_given(aws: Account) -> None:
    key = aws.make(kinds.KEY)
    assert json.loads(key["policy"])["Statement"][0]["Principal"] == {"AWS": ROOT}
    assert key["rotationPeriodInDays"] == 0
    assert aws.change(key, enableKeyRotation=True)["rotationPeriodInDays"] == 365
    assert key["arn"] == f"arn:aws:kms:eu-west-1:111122223333:key/{key['keyId']}"


def test_a_policy_that_locks_its_author_out_is_refused(aws: Account) -> None:
    stranger = document({**ANYONE, "Principal": {"AWS": "arn:aws:iam::444455556666:root"}})
    aws.refuses("MalformedPolicyDocumentException", kinds.KEY, policy=stranger)
    key = aws.key()
    aws.refuses_change("MalformedPolicyDocumentException", key, policy=stranger)
    assert aws.make(kinds.KEY, policy=stranger, bypassPolicyLockoutSafetyCheck=True)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"deletionWindowInDays": 6}, "deletionWindowInDays"),
        ({"rotationPeriodInDays": 89, "enableKeyRotation": True}, "rotationPeriodInDays"),
        ({"rotationPeriodInDays": 90}, "enableKeyRotation"),
        ({"customerMasterKeySpec": "RSA_2048", "enableKeyRotation": True}, "enableKeyRotation"),
        ({"keyUsage": "SIGN_VERIFY"}, "keyUsage"),
        ({"policy": document({"Effect": "Allow", "Action": "kms:*", "Resource": "*"})}, "policy"),
    ],
)
def test_a_key_follows_the_rules(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(kinds.KEY, **inputs)] == [place]


def test_a_deleted_key_waits_for_its_end_and_serves_nobody(aws: Account, world: World) -> None:
    key = aws.key(deletionWindowInDays=7)
    aws.delete(key)
    (left,) = world.remaining()
    assert (left.type, left.outputs["keyState"], left.outputs["isEnabled"]) == (PENDING, "PendingDeletion", False)
    assert "2026-01-08" in left.state["kept_because"]
    aws.refuses("NotFoundException", ALIAS, name="alias/late", targetKeyId=key.id)


def test_a_disabled_key_takes_no_changes(aws: Account) -> None:
    key = aws.key(isEnabled=False)
    aws.refuses_change("DisabledException", key, enableKeyRotation=True)


@pytest.mark.parametrize("name", ["clinic", "alias/aws/s3", "alias/a b", "alias/"])
def test_an_alias_has_its_own_form(aws: Account, name: str) -> None:
    assert len(aws.faults(ALIAS, name=name, targetKeyId="x")) == 1


def test_an_alias_is_taken_once_and_moves_between_keys(aws: Account) -> None:
    first, second = aws.key(), aws.key()
    alias = aws.make(ALIAS, name="alias/clinic", targetKeyId=first["arn"])
    assert alias["targetKeyArn"] == first["arn"]
    aws.refuses("AlreadyExistsException", ALIAS, name="alias/clinic", targetKeyId=second.id)
    assert aws.change(alias, targetKeyId=second.id)["targetKeyArn"] == second["arn"]
    aws.delete(second)


# Log groups.


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"name": "aws/mine"}, "name"),
        ({"name": "a b"}, "name"),
        ({"name": "x" * 513}, "name"),
        ({"name": "a", "retentionInDays": 2}, "retentionInDays"),
        ({"name": "a", "logGroupClass": "CHEAP"}, "logGroupClass"),
    ],
)
def test_a_log_group_follows_the_rules(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(kinds.LOG_GROUP, **inputs)] == [place]


def test_a_log_groups_key_must_admit_the_logs_service_for_this_group(aws: Account) -> None:
    silent = aws.make(kinds.KEY)
    aws.refuses("InvalidParameterException", kinds.LOG_GROUP, name="/a", kmsKeyId=silent["arn"])
    for groups, fits in (("log-group:/a*", True), ("log-group:/b*", False)):
        condition = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:eu-west-1:111122223333:{groups}"}}
        service = {"Effect": "Allow", "Principal": {"Service": "logs.eu-west-1.amazonaws.com"}, "Action": "kms:*", "Resource": "*"}
        policy = document({**ANYONE, "Principal": {"AWS": ROOT}}, {**service, "Condition": condition})
        key = aws.make(kinds.KEY, policy=policy)
        if fits:
            assert aws.make(kinds.LOG_GROUP, name="/a", kmsKeyId=key["arn"])
        else:
            aws.refuses("InvalidParameterException", kinds.LOG_GROUP, name="/c", kmsKeyId=key["arn"])


def test_a_log_group_is_taken_once_protected_and_may_be_left_behind(aws: Account, world: World) -> None:
    group = aws.make(kinds.LOG_GROUP, name="/a", deletionProtectionEnabled=True, skipDestroy=True)
    assert group["arn"] == "arn:aws:logs:eu-west-1:111122223333:log-group:/a"
    aws.refuses("ResourceAlreadyExistsException", kinds.LOG_GROUP, name="/a")
    aws.refuses_delete("ValidationException", group)
    aws.change(group, deletionProtectionEnabled=False)
    aws.delete(group)
    assert [(one.id, one.state["kept_because"], one.urn) for one in world.remaining()] == [("/a", "skipDestroy", None)]


# Providers that roles trust, and the address of a function.

OPENID = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
SAML = "aws:iam/samlProvider:SamlProvider"


@pytest.mark.parametrize("url", ["http://tokens.example.org", "tokens.example.org", "https://tokens.example.org?tenant=1"])
def test_a_provider_of_tokens_has_an_https_address(aws: Account, url: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(OPENID, url=url, clientIdLists=["sts.amazonaws.com"])] == ["url"]


def test_a_provider_of_tokens_is_named_by_its_address_and_stands_once(aws: Account) -> None:
    made = aws.make(OPENID, url="https://tokens.example.org/clinic", clientIdLists=["sts.amazonaws.com"])
    assert made.id == made["arn"] == "arn:aws:iam::111122223333:oidc-provider/tokens.example.org/clinic"
    aws.refuses("EntityAlreadyExists", OPENID, url="https://tokens.example.org/clinic", clientIdLists=["other"])


def test_a_provider_of_people_has_metadata_and_a_name(aws: Account) -> None:
    assert len(aws.faults(SAML, name="people of ours", samlMetadataDocument="<x/>")) == 2
    made = aws.make(SAML, name="people", samlMetadataDocument="<EntityDescriptor>" + " " * 1000 + "</EntityDescriptor>")
    assert made.id == made["arn"] == "arn:aws:iam::111122223333:saml-provider/people"


def test_a_function_has_an_address_of_its_region(aws: Account) -> None:
    made = aws.make("aws:lambda/functionUrl:FunctionUrl", functionName="answers", authorizationType="AWS_IAM")
    assert str(made["functionUrl"]) == f"https://{made['urlId']}.lambda-url.eu-west-1.on.aws/"
    assert len(aws.faults("aws:lambda/functionUrl:FunctionUrl", functionName="answers", authorizationType="OPEN")) == 1
