"""Organization components: what they register, where it is attached, and what they refuse."""

import json
from typing import Any

import pytest

from ai_zones.aws import (
    AwsAccountBaseline,
    AwsAccountBaselineArgs,
    AwsOrganizationFeatures,
    AwsOrganizationGuardrails,
    AwsOrganizationGuardrailsArgs,
    AwsOrganizationUnits,
    AwsOrganizationUnitsArgs,
    InvalidInputError,
)
from ai_zones.aws.org_guardrails import POLICY_TYPES
from ai_zones.plan.names import ZoneName
from tests.aws.inputs import changed
from tests.aws.recording import ACCOUNT, Recording, record

ORGANIZATION = "o-a1b2c3d4e5"
GUARDRAILS: AwsOrganizationGuardrailsArgs = {
    "organization_id": ORGANIZATION,
    "allowed_regions": ["eu-west-1"],
    "parents": {"zones": "ou-abcd-11111111"},
    "targets": {zone.value: {"target_id": f"ou-abcd-{index:08d}", "zones": [zone.value]} for index, zone in enumerate(ZoneName)},
}
UNITS: AwsOrganizationUnitsArgs = {"root_id": "r-abcd", "environments": {"prod": ["phi", "egress"], "dev": []}}
ADOPTED = {"account_id": "222233334444", "name": "phi", "email": "aws+phi@example.org", "environment": "prod", "zone": "phi"}


def guardrails(**changes: Any) -> Recording:
    return record(lambda: AwsOrganizationGuardrails("org", changed(GUARDRAILS, changes)).policy_ids, preview=True)


def attached(recording: Recording) -> dict[Any, set[str]]:
    """Target → policies attached to it."""
    found: dict[Any, set[str]] = {}
    for one in recording.of("organizations/policyAttachment:PolicyAttachment"):
        found.setdefault(one.inputs["targetId"], set()).update(one.depends_on)
    return found


def test_what_holds_everywhere_is_attached_above_and_each_zones_own_at_its_unit() -> None:
    found = attached(guardrails())
    assert found["ou-abcd-11111111"] == {"org-scp-1", "org-scp-2", "org-rcp-1", "org-ec2-defaults", "org-tags", "org-ai-opt-out"}
    phi = GUARDRAILS["targets"]["phi"]["target_id"]
    assert found[phi] == {"org-phi-scp-1", "org-phi-internet"}


def test_every_document_is_known_in_a_preview_and_of_an_enabled_type() -> None:
    policies = guardrails().of("organizations/policy:Policy")
    assert len(policies) == 6 + 2 * len(ZoneName)
    for policy in policies:
        assert json.loads(policy.inputs["content"])
        assert policy.inputs["type"] in POLICY_TYPES
        assert policy.protect


def test_no_target_has_more_policies_than_it_takes() -> None:
    recording = guardrails(backup={"vault_name": "phi", "role_name": "ai-zones-backup"})
    kinds = {one.name: one.inputs["type"] for one in recording.of("organizations/policy:Policy")}
    for target, policies in attached(recording).items():
        for kind in set(kinds.values()):
            assert sum(kinds[name] == kind for name in policies) <= 4, (target, kind)


def test_backups_are_inherited_where_they_are_asked_for() -> None:
    recording = guardrails(backup={"vault_name": "phi", "role_name": "ai-zones-backup", "retention_days": 90})
    plan = json.loads(recording.one("organizations/policy:Policy", "org-backup").inputs["content"])["plans"]["ai-zones-phi"]
    assert plan["rules"]["nightly"]["lifecycle"] == {"delete_after_days": {"@@assign": "90"}}


def test_accounts_that_share_zones_are_blocked_as_their_widest_zone() -> None:
    target = {"dev": {"target_id": "444455556666", "zones": ["phi", "egress"], "services": ["s3"]}}
    content = json.loads(guardrails(targets=target).one("organizations/policy:Policy", "org-dev-internet").inputs["content"])
    block = content["ec2_attributes"]["vpc_block_public_access"]["internet_gateway_block"]
    assert block["mode"]["@@assign"] == "block_ingress"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"organization_id": "clinic"}, "must be an AWS organization id"),
        ({"allowed_regions": []}, "allowed_regions"),
        ({"allowed_regions": ["Ireland"]}, "must be an AWS region"),
        ({"parents": {}}, "parents"),
        ({"targets": {"x": {"target_id": "ou-abcd-1", "zones": ["clinic"]}}}, "must be one of phi"),
        ({"deploy_role_names": [f"role-{number:060d}" for number in range(60)]}, "Give fewer roles"),
        ({"backup": {"vault_name": "a b", "role_name": "r"}}, "backup.vault_name"),
    ],
)
def test_guardrails_that_can_not_be_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        guardrails(**changes)


def units(**changes: Any) -> Recording:
    return record(lambda: AwsOrganizationUnits("zones", changed(UNITS, changes)).unit_ids)


def test_units_stand_by_environment_and_zone() -> None:
    found = {one.name: one.inputs["parentId"] for one in units().of("organizations/organizationalUnit:OrganizationalUnit")}
    assert found == {
        "zones-zones": "r-abcd",
        "zones-security": "r-abcd",
        "zones-prod": "id-of-zones-zones",
        "zones-dev": "id-of-zones-zones",
        "zones-prod-phi": "id-of-zones-prod",
        "zones-prod-egress": "id-of-zones-prod",
    }
    assert all(one.protect for one in units().of("organizations/organizationalUnit:OrganizationalUnit"))


@pytest.mark.parametrize("move", [False, True])
def test_an_account_is_adopted_where_it_stands_and_moved_only_on_request(move: bool) -> None:
    account = units(accounts={"phi": {**ADOPTED, "move": move}}).one("organizations/account:Account")
    assert account.inputs["parentId"] == "id-of-zones-prod-phi"
    assert account.inputs["closeOnDeletion"] is False
    assert account.protect
    assert ("parentId" in account.ignore_changes) is not move


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ({"a": ADOPTED, "b": ADOPTED}, "stands here already as a"),
        ({"a": {**ADOPTED, "environment": "test"}}, "must be one of prod, dev"),
        ({"a": {**ADOPTED, "zone": "training"}}, "has no unit of zone training"),
        ({"a": {**ADOPTED, "account_id": "1"}}, "twelve digits"),
    ],
)
def test_an_account_without_a_unit_is_refused(accounts: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        units(accounts=accounts)


DELEGATED = dict.fromkeys(("access-analyzer", "backup", "cloudtrail", "config", "guardduty", "ipam", "securityhub"), "777788889999")


def test_an_organization_trusts_what_it_delegates() -> None:
    recording = record(
        lambda: AwsOrganizationFeatures("org", {"organization_id": ORGANIZATION, "delegated_account_ids": DELEGATED}), preview=True
    )
    organization = recording.one("organizations/organization:Organization")
    assert organization.protect
    assert sorted(POLICY_TYPES) == organization.inputs["enabledPolicyTypes"]
    registered = {one.inputs["servicePrincipal"] for one in recording.of("organizations/delegatedAdministrator:DelegatedAdministrator")}
    assert registered <= set(organization.inputs["awsServiceAccessPrincipals"])
    for kind in (
        "guardduty/organizationAdminAccount:OrganizationAdminAccount",
        "securityhub/organizationAdminAccount:OrganizationAdminAccount",
        "cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount",
        "ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount",
    ):
        assert "777788889999" in recording.one(kind).inputs.values()
    assert recording.one("iam/organizationsFeatures:OrganizationsFeatures").inputs["enabledFeatures"] == [
        "RootCredentialsManagement",
        "RootSessions",
    ]


def test_an_organization_with_another_id_is_refused_before_anything_hangs_below_it() -> None:
    with pytest.raises(Exception, match="would lock everybody out"):
        record(lambda: AwsOrganizationFeatures("org", {"organization_id": ORGANIZATION}).root_id)


def test_an_unknown_service_is_not_delegated() -> None:
    with pytest.raises(InvalidInputError, match="delegated_account_ids"):
        record(lambda: AwsOrganizationFeatures("org", {"organization_id": ORGANIZATION, "delegated_account_ids": {"s3": ACCOUNT}}))


def baseline(**changes: Any) -> Recording:
    args: AwsAccountBaselineArgs = {"account_id": ACCOUNT}
    return record(lambda: AwsAccountBaseline("base", changed(args, changes)).external_access_analyzer_arn)


def test_a_baseline_closes_what_should_never_be_open() -> None:
    recording = baseline()
    block = recording.one("s3/accountPublicAccessBlock:AccountPublicAccessBlock").inputs
    assert {name: value for name, value in block.items() if name != "accountId"} == dict.fromkeys(
        ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
    )
    assert recording.one("ebs/encryptionByDefault:EncryptionByDefault").inputs["enabled"] is True
    assert recording.one("ec2/instanceMetadataDefaults:InstanceMetadataDefaults").inputs["httpTokens"] == "required"
    assert recording.one("ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess").inputs["state"] == "block-all-sharing"
    assert recording.one("ec2/serialConsoleAccess:SerialConsoleAccess").inputs["enabled"] is False
    assert (
        recording.one("ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions").inputs["internetGatewayBlockMode"]
        == "block-bidirectional"
    )
    assert {one.inputs["type"] for one in recording.of("accessanalyzer/analyzer:Analyzer")} == {"ACCOUNT", "ACCOUNT_UNUSED_ACCESS"}


@pytest.mark.parametrize(
    ("zones", "mode"), [(["egress", "phi"], "block-ingress"), (["access", "egress"], "off"), (["phi"], "block-bidirectional")]
)
def test_a_baseline_blocks_the_internet_as_its_zones_allow(zones: list[str], mode: str) -> None:
    made = baseline(zones=zones).one("ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions")
    assert made.inputs["internetGatewayBlockMode"] == mode


def test_under_a_declarative_policy_a_baseline_leaves_ec2_alone() -> None:
    recording = baseline(ec2_defaults=False, unused_access=False, ebs_kms_key_arn="arn:aws:kms:eu-west-1:111122223333:key/1")
    assert not [one for one in recording.resources if one.type.startswith("aws:ec2/")]
    assert recording.one("ebs/defaultKmsKey:DefaultKmsKey").depends_on >= {"base-ebs"}
    assert len(recording.of("accessanalyzer/analyzer:Analyzer")) == 1
