"""Organizations: who may ask, what a policy may say, what attaches where, and what must be empty before it goes."""

import json
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.rules.aws.organization_admins import CLOUDTRAIL_ADMIN, GUARDDUTY_ADMIN, ROOT_FEATURES
from simulator.rules.aws.organization_policies import TYPES
from simulator.rules.aws.organizations import ACCOUNT, ATTACHMENT, DELEGATED, ORGANIZATION, POLICY, UNIT
from simulator.world import World
from tests.simulator.aws.account import REGION, Account, Made, document

DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
PERIMETER = {**DENY, "Principal": "*"}
TRUSTED = ["config.amazonaws.com", "iam.amazonaws.com"]


@pytest.fixture
def management(aws: Account) -> Account:
    """The management account of an organization with all types of policy."""
    aws.make(ORGANIZATION, enabledPolicyTypes=list(TYPES), awsServiceAccessPrincipals=TRUSTED)
    return aws


def root_of(aws: Account) -> str:
    (found,) = aws.cloud.world.find(ORGANIZATION)
    return str(found.outputs["roots"][0]["id"])


def scp(aws: Account, name: str = "", **inputs: Any) -> Made:
    return aws.make(POLICY, name=name or "deny", content=document(DENY), **inputs)


def test_an_organization_has_the_same_id_for_the_same_account(aws: Account, world: World) -> None:
    made = aws.make(ORGANIZATION)
    assert made.id.startswith("o-")
    assert len(made.id) == 12
    assert made["roots"][0]["policyTypes"] == []
    aws.refuses("AlreadyInOrganizationException", ORGANIZATION)


def test_only_a_management_account_is_answered(aws: Account) -> None:
    aws.refuses("AWSOrganizationsNotInUseException", POLICY, name="p", content=document(DENY))
    aws.refuses("AWSOrganizationsNotInUseException", UNIT, name="u", parentId="r-abcd")
    aws.refuses("OrganizationNotFoundException", ROOT_FEATURES, enabledFeatures=["RootSessions"])


def test_policies_need_all_features(aws: Account) -> None:
    assert aws.faults(ORGANIZATION, featureSet="CONSOLIDATED_BILLING", enabledPolicyTypes=["TAG_POLICY"])
    aws.make(ORGANIZATION, featureSet="CONSOLIDATED_BILLING")
    aws.refuses("PolicyTypeNotAvailableForOrganizationException", POLICY, name="p", content=document(DENY))


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("SERVICE_CONTROL_POLICY", document(PERIMETER), "has prohibited field Principal"),
        ("SERVICE_CONTROL_POLICY", "{", "is not JSON"),
        ("SERVICE_CONTROL_POLICY", "[]", "must be a JSON object"),
        (
            "SERVICE_CONTROL_POLICY",
            json.dumps({**json.loads(document(DENY)), "Id": "x" * 5120}),
            "allowed in a SERVICE_CONTROL_POLICY: 5120",
        ),
        ("RESOURCE_CONTROL_POLICY", document(DENY), "exactly one of Principal"),
        ("RESOURCE_CONTROL_POLICY", document({**PERIMETER, "Effect": "Allow"}), "may only Deny"),
        ("RESOURCE_CONTROL_POLICY", document({**DENY, "Principal": {"AWS": "*"}}), 'may only name "*"'),
        ("RESOURCE_CONTROL_POLICY", document({**PERIMETER, "Action": "*"}), "RCPs are supported by"),
        ("RESOURCE_CONTROL_POLICY", document({**PERIMETER, "Action": "ec2:*"}), "RCPs are supported by"),
        ("TAG_POLICY", json.dumps({"tag": {}}), "the one top-level key 'tags'"),
        ("TAG_POLICY", json.dumps({"tags": {"zone": {"tag_key": "zone"}}}), "needs an operator"),
        ("BACKUP_POLICY", json.dumps({"plans": {"p": {"@@set": 1}}}), "allowed operators"),
        ("BACKUP_POLICY", json.dumps({"plans": {}}), "at least one entry"),
        ("DECLARATIVE_POLICY_EC2", json.dumps({"ec2_attributes": {"imds": {"@@assign": 1}}}), "no such attribute"),
        (
            "AISERVICES_OPT_OUT_POLICY",
            json.dumps({"services": {"x" * 2600: {"@@assign": 1}}}),
            "allowed in a AISERVICES_OPT_OUT_POLICY: 2500",
        ),
    ],
)
def test_each_type_of_policy_has_its_grammar(management: Account, kind: str, content: str, said: str) -> None:
    faults = management.faults(POLICY, name="p", type=kind, content=content)
    assert any(said in fault for fault in faults), faults


def test_an_rcp_knows_no_exceptions_but_conditions(management: Account) -> None:
    content = document({"Effect": "Deny", "NotPrincipal": "*", "NotAction": "s3:*", "Resource": "*"})
    faults = management.faults(POLICY, name="p", type="RESOURCE_CONTROL_POLICY", content=content)
    assert sum("is not supported in an RCP" in fault for fault in faults) == 2


def test_a_unit_has_a_parent_a_name_of_its_own_and_nothing_in_it_when_it_goes(management: Account) -> None:
    root = root_of(management)
    unit = management.make(UNIT, name="phi", parentId=root)
    assert unit["arn"].startswith("arn:aws:organizations::111122223333:ou/o-")
    management.refuses("DuplicateOrganizationalUnitException", UNIT, name="phi", parentId=root)
    management.refuses("ParentNotFoundException", UNIT, name="x", parentId="ou-abcd-12345678")
    deepest = unit
    for level in range(4):
        deepest = management.make(UNIT, name=f"level-{level}", parentId=deepest.id)
    management.refuses("ConstraintViolationException", UNIT, match="OU_DEPTH_LIMIT", name="six", parentId=deepest.id)
    management.refuses_delete("OrganizationalUnitNotEmptyException", unit)


def test_an_adopted_account_stands_at_the_root_and_can_be_moved(management: Account) -> None:
    unit = management.make(UNIT, name="phi", parentId=root_of(management))
    urn = management.urn(ACCOUNT)
    found = management.cloud.read(ACCOUNT, urn, "222233334444", {}, {})
    assert found is not None
    id_, outputs, inputs = found
    assert (id_, outputs["parentId"]) == ("222233334444", root_of(management))
    adopted = Made(urn, id_, inputs, outputs)
    assert management.change(adopted, parentId=unit.id)["parentId"] == unit.id
    management.refuses_delete("OrganizationalUnitNotEmptyException", unit)
    management.refuses_change("DestinationParentNotFoundException", adopted, parentId="ou-abcd-12345678")


def test_nobody_but_the_management_account_finds_members(aws: Account) -> None:
    assert aws.cloud.read(ACCOUNT, aws.urn(ACCOUNT), "222233334444", {}, {}) is None


def test_a_policy_attaches_once_where_its_type_is_enabled(management: Account) -> None:
    root, made = root_of(management), scp(management)
    assert made["arn"].endswith(f"/service_control_policy/{made.id}")
    management.refuses("DuplicatePolicyException", POLICY, name="deny", content=document(DENY))
    held = management.make(ATTACHMENT, policyId=made.id, targetId=root)
    assert held.id == f"{root}:{made.id}"
    management.refuses("DuplicatePolicyAttachmentException", ATTACHMENT, policyId=made.id, targetId=root)
    management.refuses("TargetNotFoundException", ATTACHMENT, policyId=made.id, targetId="ou-abcd-12345678")
    management.refuses("PolicyNotFoundException", ATTACHMENT, policyId="p-12345678", targetId=root)
    management.refuses_delete("PolicyInUseException", made)
    assert management.faults(ATTACHMENT, policyId=made.id, targetId="phi")


def test_a_type_that_is_not_enabled_attaches_nowhere(aws: Account) -> None:
    aws.make(ORGANIZATION)
    aws.refuses("PolicyTypeNotEnabledException", ATTACHMENT, policyId=scp(aws).id, targetId="222233334444")


def test_four_service_control_policies_stand_beside_the_managed_one(management: Account) -> None:
    for number in range(4):
        management.make(ATTACHMENT, policyId=scp(management, f"p{number}").id, targetId="222233334444")
    fifth = scp(management, "p5")
    management.refuses("ConstraintViolationException", ATTACHMENT, match="MAX_POLICY_TYPE", policyId=fifth.id, targetId="222233334444")
    perimeter = management.make(POLICY, name="r", type="RESOURCE_CONTROL_POLICY", content=document(PERIMETER))
    assert management.make(ATTACHMENT, policyId=perimeter.id, targetId="222233334444")


def test_a_delegated_administrator_is_a_member_of_a_trusted_service(management: Account) -> None:
    made = management.make(DELEGATED, accountId="222233334444", servicePrincipal="config.amazonaws.com")
    assert made.id == "222233334444/config.amazonaws.com"
    again = {"accountId": "222233334444", "servicePrincipal": "config.amazonaws.com"}
    management.refuses("AccountAlreadyRegisteredException", DELEGATED, **again)
    management.refuses("ConstraintViolationException", DELEGATED, match="CANNOT_REGISTER", **{**again, "accountId": "111122223333"})
    management.refuses(
        "ConstraintViolationException", DELEGATED, match="SERVICE_ACCESS", **{**again, "servicePrincipal": "ssm.amazonaws.com"}
    )
    assert management.faults(DELEGATED, accountId="222233334444", servicePrincipal="nowhere.amazonaws.com")


def test_an_organization_with_something_in_it_stays(aws: Account) -> None:
    made = aws.make(ORGANIZATION)
    unit = aws.make(UNIT, name="phi", parentId=root_of(aws))
    aws.refuses_delete("OrganizationNotEmptyException", made)
    aws.delete(unit)
    aws.delete(made)


def test_root_credentials_are_managed_where_iam_is_trusted(management: Account, world: World) -> None:
    made = management.make(ROOT_FEATURES, enabledFeatures=["RootCredentialsManagement", "RootSessions"])
    assert made.id.startswith("o-")
    assert management.faults(ROOT_FEATURES, enabledFeatures=["Everything"])
    elsewhere = Account(Cloud("aws", world, {"region": REGION, "assumeRoles": '[{"roleArn": "arn:aws:iam::444455556666:role/d"}]'}))
    elsewhere.make(ORGANIZATION)
    elsewhere.refuses("ServiceAccessNotEnabledException", ROOT_FEATURES, enabledFeatures=["RootSessions"])


@pytest.mark.parametrize(("type_", "name"), [(GUARDDUTY_ADMIN, "adminAccountId"), (CLOUDTRAIL_ADMIN, "accountId")])
def test_a_services_own_administrator_is_an_account(management: Account, type_: str, name: str) -> None:
    assert management.make(type_, **{name: "222233334444"}).id == "222233334444"
    assert management.faults(type_, **{name: "security"})
