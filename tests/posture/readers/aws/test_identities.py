"""Roles that somebody outside ours may act as."""

from typing import Any

import pytest

from tests.posture.readers.aws.cloud import Ref
from tests.posture.readers.aws.estate import AI, FOREIGN, OURS, STATED, UNSTATED, Estate, allow, document, may, trust

PHI = "arn:aws:s3:::clinic-phi"
STRANGER = {"AWS": f"arn:aws:iam::{FOREIGN}:root"}
READS = may("s3:GetObject", f"{PHI}/*")
GITHUB = f"arn:aws:iam::{OURS}:oidc-provider/token.actions.githubusercontent.com"
ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"


def phi_role(clinic: Estate, trusts: str, *policies: str) -> Any:
    clinic.bucket("clinic-phi", "phi")
    return clinic.role("reader", trusts, *policies)


def test_a_foreign_account_that_may_act_as_a_reader_of_phi_is_an_exit(clinic: Estate, form: str) -> None:
    phi_role(clinic, trust(STRANGER), READS)
    assert clinic.edges(form) == {
        ("assume", f"account:{FOREIGN}", "reader", "both", True),
        ("use", "reader", "clinic-phi", "both", True),
    }
    assert clinic.verdicts(form) == "violated proven proven"
    assert clinic.verdicts(form, UNSTATED) == "unproven proven proven"


def test_a_foreign_account_that_may_do_nothing_with_phi_is_none(clinic: Estate, form: str) -> None:
    phi_role(clinic, trust(STRANGER), may("cloudwatch:PutMetricData"))
    assert clinic.verdicts(form) == "proven proven proven"


def test_accounts_of_ours_and_services_of_aws_are_no_strangers(clinic: Estate, form: str) -> None:
    phi_role(clinic, trust({"AWS": [f"arn:aws:iam::{AI}:root"], "Service": "ec2.amazonaws.com"}), READS)
    assert clinic.edges(form) == set()


def test_everybody_may_act_as_a_role_that_trusts_a_star(clinic: Estate, form: str) -> None:
    phi_role(clinic, trust("*"), READS)
    assert ("assume", "principal:*", "reader", "both", True) in clinic.edges(form)
    assert clinic.verdicts(form).startswith("violated")


def test_a_bucket_that_refuses_all_but_its_endpoints_keeps_the_role_out_from_outside(clinic: Estate, form: str) -> None:
    refuses = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [PHI, f"{PHI}/*"]}
    only = {"Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-phi-s3"}}}
    clinic.bucket("clinic-phi", "phi", document({**refuses, **only}))
    clinic.role("reader", trust(STRANGER), READS)
    assert clinic.verdicts(form) == "proven proven proven"


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        (None, "violated"),
        ({"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}, "violated"),
        ({"StringLike": {"token.actions.githubusercontent.com:sub": "repo:*"}}, "violated"),
        ({"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:clinic/infra:ref:refs/heads/main"}}, "unproven"),
    ],
    ids=["nothing", "audience alone", "any repository", "one repository"],
)
def test_a_shared_identity_provider_without_a_subject_lets_anybody_in(clinic: Estate, form: str, condition: Any, verdict: str) -> None:
    phi_role(clinic, trust({"Federated": GITHUB}, condition, "sts:AssumeRoleWithWebIdentity"), READS)
    assert clinic.verdicts(form) == f"{verdict} proven proven"


def test_a_subject_that_the_reviewer_asserts_is_ours(clinic: Estate, form: str) -> None:
    subject = "repo:clinic/infra:ref:refs/heads/main"
    condition = {"StringEquals": {"token.actions.githubusercontent.com:sub": subject}}
    phi_role(clinic, trust({"Federated": GITHUB}, condition, "sts:AssumeRoleWithWebIdentity"), READS)
    asserted = {"literal": f"token.actions.githubusercontent.com:{subject}", "reason": "our deployments"}
    assert clinic.verdicts(form, {**STATED, "asserted": [asserted]}) == "proven proven proven"


def test_pods_of_the_stacks_own_cluster_are_ours(clinic: Estate) -> None:
    trusts = trust({"Federated": f"arn:aws:iam::{OURS}:oidc-provider/{ISSUER}"}, None, "sts:AssumeRoleWithWebIdentity")
    phi_role(clinic, trusts, READS)
    assert clinic.verdicts("state").split()[0] == "unproven"
    zone = clinic.zone("phi")
    where = {"subnetIds": [zone.subnet.id], "endpointPublicAccess": False}
    cluster = clinic.put("aws:eks/cluster:Cluster", "pods", vpcConfig=where)
    cluster.outputs["identities"] = [{"oidcs": [{"issuer": f"https://{ISSUER}"}]}]
    assert clinic.verdicts("state") == "proven proven proven"


@pytest.mark.parametrize(
    ("token", "whose", "what"),
    [
        ("aws:iam/rolePolicy:RolePolicy", "role", "policy"),
        ("aws-native:iam:RolePolicy", "roleName", "policyDocument"),
    ],
)
def test_policies_by_resources_of_their_own_count(clinic: Estate, form: str, token: str, whose: str, what: str) -> None:
    role = phi_role(clinic, trust(STRANGER))
    clinic.put(token, "may", **{whose: role.id, what: READS})
    assert clinic.verdicts(form).startswith("violated")


def test_attached_policies_count(clinic: Estate, form: str) -> None:
    role = phi_role(clinic, trust(STRANGER))
    policy = clinic.put("aws:iam/policy:Policy", "may-read", arn=f"arn:aws:iam::{OURS}:policy/may-read", policy=READS)
    attached = {"role": role.id, "policyArn": Ref(policy.urn, f"arn:aws:iam::{OURS}:policy/may-read")}
    clinic.put("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached", **attached)
    assert clinic.verdicts(form).startswith("violated")


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("AdministratorAccess", "violated"),
        ("ReadOnlyAccess", "violated"),
        ("service-role/AWSLambdaBasicExecutionRole", "proven"),
        ("AmazonAthenaFullAccess", "unproven"),
    ],
)
def test_policies_of_aws_are_known_or_may_allow_anything(clinic: Estate, form: str, name: str, verdict: str) -> None:
    role = phi_role(clinic, trust(STRANGER))
    attached = {"role": role.id, "policyArn": f"arn:aws:iam::aws:policy/{name}"}
    clinic.put("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached", **attached)
    assert clinic.verdicts(form).split()[0] == verdict


def test_a_trust_policy_that_only_the_update_will_tell_is_unproven(clinic: Estate) -> None:
    bucket = clinic.bucket("clinic-phi", "phi")
    role = clinic.role("reader", trust({"Service": "ec2.amazonaws.com"}), READS, zone="phi")
    role.inputs["assumeRolePolicy"] = Ref(bucket.urn, role.inputs["assumeRolePolicy"])
    assert (clinic.verdicts("state").split()[0], clinic.verdicts("preview").split()[0]) == ("proven", "unproven")


def test_a_role_that_may_hand_on_snapshots_hands_on_the_database(clinic: Estate, form: str) -> None:
    clinic.put("aws:rds/clusterSnapshot:ClusterSnapshot", "snapshot", zone="phi")
    clinic.role("admin", trust(STRANGER), may("rds:ModifyDBClusterSnapshotAttribute"))
    assert clinic.verdicts(form).startswith("violated")


def test_naming_the_role_in_the_buckets_policy_is_enough_within_an_account(clinic: Estate, form: str) -> None:
    clinic.bucket("clinic-phi", "phi", document(allow({"AWS": f"arn:aws:iam::{OURS}:role/reader"}, "s3:GetObject", f"{PHI}/*")))
    clinic.role("reader", trust(STRANGER))
    assert clinic.verdicts(form).split()[0] in ("violated", "unproven")
