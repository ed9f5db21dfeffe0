"""Organization policies: their sizes, and what they deny and leave, as the evaluator of policy documents reads them."""

import json
from collections.abc import Collection
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from ai_zones.aws import org_management, org_rcp, org_scp
from ai_zones.aws.org_documents import MAX_CONTROL_POLICY, OWN_POLICIES, TooLargeError, forbid, minified, split
from ai_zones.aws.org_services import allowed_prefixes, prefix_of
from ai_zones.plan import CEILING
from ai_zones.plan.names import Cloud, ZoneName
from posture.iam import ABSENT, Caller, PolicyKind, Request, Truth, evaluate, parse_policy

ORGANIZATION = "o-a1b2c3d4e5"
HOME = "arn:aws:iam::111122223333:role/workload"
DEPLOYER = "arn:aws:iam::111122223333:role/ai-zones-deploy"
STRANGER = "arn:aws:iam::999988887777:role/stranger"
ORDINARY = {
    "aws:RequestedRegion": "eu-west-1",
    "aws:PrincipalOrgID": ORGANIZATION,
    "aws:ResourceOrgID": ORGANIZATION,
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    "s3:TlsVersion": "1.3",
}


def scps(statements: Collection[Any]) -> list[str]:
    return split(statements)


EVERYWHERE = scps(
    org_scp.everywhere(
        organization_id=ORGANIZATION, regions=["eu-west-1"], deploy_role_names=["ai-zones-deploy"], administrator_role_names=["security"]
    )
)
PERIMETER = scps(org_rcp.perimeter(ORGANIZATION))


def denied(
    texts: list[str], action: str, resource: str = "*", who: str | Caller = HOME, kind: PolicyKind = PolicyKind.IDENTITY, **more: Any
) -> Truth:
    """Whether one of the documents denies."""
    context = {**ORDINARY, **{name.replace("__", ":"): value for name, value in more.items()}}
    caller = Caller.role(who) if isinstance(who, str) else who
    request = Request(action, resource, caller, context, others=ABSENT)
    answers = [evaluate(parse_policy(text, kind), request).deny for text in texts]
    return Truth.TRUE if Truth.TRUE in answers else Truth.UNKNOWN if Truth.UNKNOWN in answers else Truth.FALSE


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("organizations:LeaveOrganization", {}),
        ("ec2:RunInstances", {"aws__RequestedRegion": "us-east-1"}),
        ("rds:CopyDBClusterSnapshot", {"aws__RequestedRegion": "us-west-2"}),
        ("s3:GetObject", {"who": "arn:aws:iam::111122223333:root"}),
        ("cloudtrail:StopLogging", {}),
        ("guardduty:DeleteDetector", {"who": DEPLOYER}),
        ("ec2:DeleteFlowLogs", {}),
        ("iam:CreateUser", {"who": DEPLOYER}),
        ("iam:CreateAccessKey", {"who": DEPLOYER}),
        ("iam:CreateLoginProfile", {"who": DEPLOYER}),
        ("ec2:RunInstances", {"resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*", "ec2__MetadataHttpTokens": "optional"}),
        ("ec2:CreateVolume", {"resource": "arn:aws:ec2:eu-west-1:111122223333:volume/*", "ec2__Encrypted": "false"}),
        ("rds:CreateDBCluster", {"rds__StorageEncrypted": "false"}),
        ("ram:CreateResourceShare", {"ram__RequestedAllowsExternalPrincipals": "true"}),
        ("ec2:ModifySnapshotAttribute", {"who": DEPLOYER}),
        ("s3:PutObject", {"resource": "arn:aws:s3:::drop/x", "aws__ResourceOrgID": "o-stranger00"}),
        ("iam:UpdateAssumeRolePolicy", {"resource": "arn:aws:iam::111122223333:role/ai-zones-deploy"}),
        ("ec2:CreateTags", {"aws__TagKeys": ("ai-zone",)}),
        ("ec2:DeleteTags", {"aws__TagKeys": ("data-class", "Name")}),
        ("s3:PutAccountPublicAccessBlock", {}),
    ],
)
def test_everywhere_is_denied(action: str, more: dict[str, Any]) -> None:
    assert denied(EVERYWHERE, action, **more) is Truth.TRUE


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("iam:GetRole", {"aws__RequestedRegion": "us-east-1"}),
        ("route53:CreateHostedZone", {"aws__RequestedRegion": "us-east-1"}),
        ("iam:CreateRole", {"who": DEPLOYER, "resource": "arn:aws:iam::111122223333:role/ai-zones-vault"}),
        ("iam:CreateRole", {"resource": "arn:aws:iam::111122223333:role/workload"}),
        ("ec2:CreateTags", {"who": DEPLOYER, "aws__TagKeys": ("ai-zone",)}),
        ("ec2:CreateTags", {"aws__TagKeys": ("Name",)}),
        ("ec2:DeleteFlowLogs", {"who": DEPLOYER}),
        ("cloudtrail:UpdateTrail", {"who": "arn:aws:iam::111122223333:role/security"}),
        ("ec2:RunInstances", {"resource": "arn:aws:ec2:eu-west-1:111122223333:instance/*", "ec2__MetadataHttpTokens": "required"}),
        ("s3:PutObject", {"resource": "arn:aws:s3:::ours/x"}),
        ("ram:CreateResourceShare", {"ram__RequestedAllowsExternalPrincipals": "false"}),
        ("s3:GetObject", {"who": "arn:aws:iam::111122223333:root", "aws__AssumedRoot": "true"}),
    ],
)
def test_everywhere_the_work_goes_on(action: str, more: dict[str, Any]) -> None:
    assert denied(EVERYWHERE, action, **more) is Truth.FALSE


def of(*zones: ZoneName) -> list[str]:
    return scps(org_scp.of_zones(zones))


@pytest.mark.parametrize("zone", list(ZoneName))
@pytest.mark.parametrize(
    "action", ["ec2:CreateVpcPeeringConnection", "ec2:CreateDefaultVpc", "ec2:CreateTransitGateway", "lightsail:CreateInstances"]
)
def test_no_zone_joins_networks_or_leaves_its_services(zone: ZoneName, action: str) -> None:
    assert denied(of(zone), action) is Truth.TRUE


@pytest.mark.parametrize(
    "action", ["ec2:CreateInternetGateway", "ec2:CreateNatGateway", "ec2:AllocateAddress", "ec2:CreateEgressOnlyInternetGateway"]
)
def test_roads_to_the_internet_are_made_in_egress_alone_and_ways_in_in_access(action: str) -> None:
    makers = {zone for zone in ZoneName if denied(of(zone), action) is Truth.FALSE}
    ways_in = action in ("ec2:CreateInternetGateway", "ec2:AllocateAddress")
    assert makers == ({ZoneName.EGRESS, ZoneName.ACCESS} if ways_in else {ZoneName.EGRESS})


def test_circuits_end_in_phi_and_deidentification_alone() -> None:
    makers = {zone for zone in ZoneName if denied(of(zone), "ec2:CreateVpnConnection") is Truth.FALSE}
    assert makers == {ZoneName.PHI, ZoneName.DEIDENTIFICATION}


def test_nothing_gets_a_public_address_where_no_road_leads_out() -> None:
    asked: dict[str, Any] = {"resource": "arn:aws:ec2:eu-west-1:111122223333:network-interface/*", "ec2__AssociatePublicIpAddress": "true"}
    assert denied(of(ZoneName.PHI), "ec2:RunInstances", **asked) is Truth.TRUE
    assert denied(of(ZoneName.EGRESS), "ec2:RunInstances", **asked) is Truth.FALSE


@pytest.mark.parametrize("action", ["bedrock:InvokeModel", "sagemaker:CreateEndpoint", "comprehendmedical:DetectPHI"])
def test_no_ai_service_is_asked_from_the_phi_zone(action: str) -> None:
    assert denied(of(ZoneName.PHI), action) is Truth.TRUE


def test_copies_are_not_configured_where_phi_is() -> None:
    holders = {zone for zone in ZoneName if denied(of(zone), "s3:PutReplicationConfiguration") is Truth.TRUE}
    assert holders == {ZoneName.PHI, ZoneName.DEIDENTIFICATION}


@pytest.mark.parametrize("zone", list(ZoneName))
def test_every_service_of_the_ceiling_is_left_to_its_zone(zone: ZoneName) -> None:
    assert {prefix_of(service) for service in CEILING.cloud_services[Cloud.AWS][zone]} <= set(allowed_prefixes(zone))


def test_accounts_that_zones_share_may_do_what_any_of_them_may() -> None:
    both = of(ZoneName.PHI, ZoneName.EGRESS)
    assert denied(both, "ec2:CreateNatGateway") is Truth.FALSE
    assert denied(both, "rds:CreateDBCluster") is Truth.FALSE
    assert denied(both, "s3:PutReplicationConfiguration") is Truth.TRUE
    assert denied(both, "ec2:CreateVpcPeeringConnection") is Truth.TRUE
    with pytest.raises(ValueError, match="at least one zone"):
        org_scp.of_zones([])


@pytest.mark.parametrize(
    "action", ["s3:GetObject", "kms:Decrypt", "sqs:ReceiveMessage", "secretsmanager:GetSecretValue", "sts:AssumeRole", "ecr:BatchGetImage"]
)
def test_the_perimeter_keeps_strangers_out_and_ours_in(action: str) -> None:
    kind = PolicyKind.RESOURCE
    assert denied(PERIMETER, action, who=STRANGER, kind=kind, aws__PrincipalOrgID="o-stranger00") is Truth.TRUE
    assert denied(PERIMETER, action, who=STRANGER, kind=kind, aws__PrincipalOrgID=ABSENT) is Truth.TRUE
    assert denied(PERIMETER, action, who=HOME, kind=kind) is Truth.FALSE


def test_a_service_acts_for_us_alone() -> None:
    service = Caller.aws_service("cloudtrail.amazonaws.com")
    asked: dict[str, Any] = {"who": service, "kind": PolicyKind.RESOURCE, "aws__PrincipalOrgID": ABSENT}
    ours: dict[str, Any] = {"aws__SourceAccount": "111122223333", "aws__SourceOrgID": ORGANIZATION}
    assert denied(PERIMETER, "s3:PutObject", **asked, **ours) is Truth.FALSE
    assert denied(PERIMETER, "s3:PutObject", **asked, **{**ours, "aws__SourceOrgID": "o-stranger00"}) is Truth.TRUE
    assert denied(PERIMETER, "s3:PutObject", **asked) is Truth.FALSE


def test_a_named_partner_may_pass_and_no_other() -> None:
    with_partner = scps(org_rcp.perimeter(ORGANIZATION, ["999988887777"]))
    asked: dict[str, Any] = {"kind": PolicyKind.RESOURCE, "aws__PrincipalOrgID": "o-stranger00"}
    assert denied(with_partner, "s3:GetObject", who=STRANGER, aws__PrincipalAccount="999988887777", **asked) is Truth.FALSE
    assert denied(with_partner, "s3:GetObject", who=STRANGER, aws__PrincipalAccount="999988886666", **asked) is Truth.TRUE


def test_nothing_passes_in_the_clear_or_by_old_tls() -> None:
    assert denied(PERIMETER, "sqs:SendMessage", kind=PolicyKind.RESOURCE, aws__SecureTransport="false") is Truth.TRUE
    assert denied(PERIMETER, "s3:GetObject", kind=PolicyKind.RESOURCE, s3__TlsVersion="1.1") is Truth.TRUE


def test_web_identities_are_left_to_the_roles_own_trust() -> None:
    assert denied(PERIMETER, "sts:AssumeRoleWithWebIdentity", kind=PolicyKind.RESOURCE, aws__PrincipalOrgID=ABSENT) is Truth.FALSE


@hypothesis.settings(max_examples=60, deadline=None, derandomize=True, database=None)
@hypothesis.given(st.lists(st.lists(st.integers(4, 60), min_size=1, max_size=40), min_size=1, max_size=12))
def test_splitting_keeps_every_statement_once_within_the_limits(sizes: list[list[int]]) -> None:
    statements = [forbid(f"S{i}", [f"s3:{'x' * size}{j}" for j, size in enumerate(one)]) for i, one in enumerate(sizes)]
    texts = split(statements, most=len(statements))
    if len(texts) > OWN_POLICIES:
        with pytest.raises(TooLargeError, match=f"need {len(texts)} policies"):
            split(statements)
    assert all(len(text) <= MAX_CONTROL_POLICY for text in texts)
    held = [statement for text in texts for statement in json.loads(text)["Statement"]]
    assert sorted(held, key=lambda one: str(one["Sid"])) == sorted(statements, key=lambda one: str(one["Sid"]))


def test_a_statement_that_fits_nowhere_is_named() -> None:
    with pytest.raises(TooLargeError, match="statement Long alone has"):
        split([forbid("Long", [f"s3:{'x' * 6000}"])])
    with pytest.raises(ValueError, match="either actions or but_actions"):
        forbid("Nothing")


def test_many_regions_and_roles_still_fit_a_target() -> None:
    regions = [f"eu-west-{number}" for number in range(10)]
    roles = [f"ai-zones-deploy-{number}" for number in range(8)]
    texts = scps(org_scp.everywhere(organization_id=ORGANIZATION, regions=regions, deploy_role_names=roles))
    assert len(texts) <= OWN_POLICIES


def test_internet_gateways_pass_nothing_but_where_a_zone_needs_them() -> None:
    modes = {zone: org_management.internet_block(zone).value for zone in ZoneName}
    assert {zone for zone, mode in modes.items() if mode != "block_bidirectional"} == {ZoneName.EGRESS, ZoneName.ACCESS}


def test_management_policies_are_final() -> None:
    for document in (org_management.ec2_defaults("refused"), org_management.ai_opt_out()):
        assert '"@@operators_allowed_for_child_policies":["@@none"]' in minified(document)


def test_backups_stay_in_the_allowed_regions() -> None:
    plan = org_management.backups(vault_name="v", role_name="r", regions=["eu-west-1"], retention_days=35, partition="aws")["plans"][
        "ai-zones-phi"
    ]
    assert plan["regions"] == {"@@assign": ["eu-west-1"]}
    assert "copy_actions" not in minified(plan)
