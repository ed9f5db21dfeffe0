"""Who may ask for a role is who may have it, unless somebody else decides."""

from typing import Any

import pytest

from posture.readers.gcp.entitlements import ENTITLEMENT
from tests.posture.readers.gcp.programs import OTHER, OURS, T1, THEIRS, Gcp, with_organization

APPROVED = with_organization(gcp_project_ids=frozenset({OURS, OTHER}), gcp_domains=frozenset({"hospital.example"}))
STEPS = {"manualApprovals": {"steps": [{"approvers": {"principals": ["group:dpo@hospital.example"]}}]}}


def asked(who: str, project: str = OURS, role: str = "roles/storage.objectViewer", **more: Any) -> Gcp:
    program = Gcp()
    program.project()
    program.add("storage:Bucket", "records", location="europe-west1", labels={"data-class": "phi"})
    access = {
        "resource": f"//cloudresourcemanager.googleapis.com/projects/{project}",
        "resourceType": "cloudresourcemanager.googleapis.com/Project",
        "roleBindings": [{"role": role}],
    }
    made = program.add(
        "privilegedaccessmanager:Entitlement",
        "ask",
        eligibleUsers=[{"principals": [who]}],
        privilegedAccess={"gcpIamAccess": access},
        parent=f"projects/{project}",
        **more,
    )
    made.token = ENTITLEMENT[0]
    return program


def test_a_group_of_ours_may_ask(form: str) -> None:
    assert asked("group:reviewers@hospital.example").verdicts(form, APPROVED)[T1] == "proven"


@pytest.mark.parametrize("who", ["user:x@gmail.com", f"serviceAccount:robot@{THEIRS}.iam.gserviceaccount.com"])
def test_a_stranger_who_decides_alone_has_it(form: str, who: str) -> None:
    assert asked(who).verdicts(form, APPROVED)[T1] == "violated"


@pytest.mark.parametrize(("project", "role", "verdict"), [
    (OURS, "roles/storage.objectViewer", "unproven"),
    (OURS, "roles/compute.viewer", "proven"),
    (OTHER, "roles/storage.objectViewer", "proven"),
])  # fmt: skip
def test_a_stranger_whom_others_must_let_may_have_it(form: str, project: str, role: str, verdict: str) -> None:
    assert asked("user:x@gmail.com", project, role, approvalWorkflow=STEPS).verdicts(form, APPROVED)[T1] == verdict


def test_an_entitlement_on_a_folder_is_for_all_below(form: str) -> None:
    program = asked("user:x@gmail.com")
    access = program.made[-1].inputs["privilegedAccess"]["gcpIamAccess"]
    access |= {"resource": "//cloudresourcemanager.googleapis.com/folders/1", "resourceType": "cloudresourcemanager.googleapis.com/Folder"}
    assert program.verdicts(form, APPROVED)[T1] == "unproven"
