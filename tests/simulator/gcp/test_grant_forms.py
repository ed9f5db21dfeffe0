"""Policy, binding and member forms of one resource's grants: which of them stand side by side, and which undo each other."""

import json
from typing import Any

import pytest

from simulator.packages.gcp_paths import iam_kind, path_of
from simulator.rules.gcp.grant_forms import about, forms_of
from simulator.schema import sdk
from tests.simulator.gcp.project import Project

MEMBER = "gcp:projects/iAMMember:IAMMember"
BINDING = "gcp:projects/iAMBinding:IAMBinding"
POLICY = "gcp:projects/iAMPolicy:IAMPolicy"
ONE: dict[str, Any] = {"project": "hospital-phi", "role": "roles/viewer", "member": "user:a@hospital.org"}
ALL: dict[str, Any] = {"project": "hospital-phi", "role": "roles/viewer", "members": ["user:b@hospital.org"]}
WHOLE: dict[str, Any] = {
    "project": "hospital-phi",
    "policyData": json.dumps({"bindings": [{"role": "roles/viewer", "members": ["user:b@hospital.org"]}]}),
}
NIGHT = {"title": "night", "expression": "request.time.getHours() > 20"}


def test_members_of_one_role_stand_side_by_side(gcp: Project) -> None:
    gcp.make(MEMBER, **ONE)
    assert gcp.make(MEMBER, **{**ONE, "member": "user:b@hospital.org"})
    assert gcp.make(BINDING, **{**ALL, "role": "roles/browser"})


@pytest.mark.parametrize(
    ("first", "second"),
    [((MEMBER, ONE), (BINDING, ALL)), ((BINDING, ALL), (MEMBER, ONE)), ((POLICY, WHOLE), (MEMBER, ONE)), ((BINDING, ALL), (POLICY, WHOLE))],
    ids=["member-binding", "binding-member", "policy-member", "binding-policy"],
)
def test_forms_that_undo_each_other_are_refused(
    gcp: Project, first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]]
) -> None:
    gcp.make(first[0], **first[1])
    gcp.refuses("conflict", second[0], match="undoes the other", **second[1])


def test_a_binding_of_the_same_role_with_a_condition_is_another(gcp: Project) -> None:
    gcp.make(MEMBER, **ONE)
    assert gcp.make(BINDING, **{**ALL, "condition": NIGHT})
    gcp.refuses("conflict", MEMBER, **{**ONE, "member": "user:c@hospital.org", "condition": NIGHT})


def test_another_resource_is_nobodys_business(gcp: Project) -> None:
    gcp.make(POLICY, **WHOLE)
    assert gcp.make(MEMBER, **{**ONE, "project": "hospital-access"})
    key, other = gcp.key(), gcp.key(name="other")
    role = {"role": "roles/cloudkms.cryptoKeyEncrypterDecrypter"}
    gcp.make("gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding", cryptoKeyId=key.id, **role, members=["user:a@hospital.org"])
    grant = {**role, "member": "user:b@hospital.org"}
    assert gcp.make("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", cryptoKeyId=other.id, **grant)
    gcp.refuses("conflict", "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", cryptoKeyId=key.id, **grant)


def test_a_binding_of_a_policy_names_somebody(gcp: Project) -> None:
    nobody = json.dumps({"bindings": [{"role": "roles/viewer", "members": []}]})
    gcp.refuses("badRequest", POLICY, match="names no member", project="hospital-phi", policyData=nobody)


def test_a_custom_roles_path_is_no_part_of_the_resource() -> None:
    values = {"role": "projects/p/roles/reader", "member": "user:a@b.org"}
    assert about(MEMBER, "hospital-phi/projects/p/roles/reader/user:a@b.org", values) == "hospital-phi"


def test_every_kind_of_grant_has_an_id_and_its_other_forms() -> None:
    grants = [token for token in sdk("gcp").tokens() if iam_kind(token)]
    assert len(grants) > 400
    assert [token for token in grants if path_of(token) is None] == []
    assert sorted({one for token in grants for one in forms_of(token).values()} - set(grants)) == []
    assert [token for token in grants if forms_of(token)[iam_kind(token)] != token] == []
