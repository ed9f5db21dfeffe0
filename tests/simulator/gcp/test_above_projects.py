"""What stands above projects: policies by the kind of their constraint, entitlements, writers of folders' sinks."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import LOG_BUCKET, ORG_POLICY
from simulator.rules.gcp.privileged_access import ENTITLEMENT
from tests.simulator.gcp.project import Project

FOLDER = "folders/123456"
GIVEN: dict[str, Any] = {
    "entitlementId": "break-glass",
    "location": "global",
    "parent": "projects/hospital-phi",
    "maxRequestDuration": "3600s",
    "eligibleUsers": [{"principals": ["group:ops@hospital.example"]}],
    "privilegedAccess": {
        "gcpIamAccess": {
            "resource": "//cloudresourcemanager.googleapis.com/projects/hospital-phi",
            "resourceType": "cloudresourcemanager.googleapis.com/Project",
            "roleBindings": [{"role": "roles/compute.networkAdmin"}],
        }
    },
    "requesterJustificationConfig": {"unstructured": {}},
}
ACCESS = GIVEN["privilegedAccess"]["gcpIamAccess"]
STEP = "approvalWorkflow.manualApprovals.steps[0]"


def approved(**step: Any) -> dict[str, Any]:
    """A workflow of one step."""
    return {"approvalWorkflow": {"manualApprovals": {"steps": [step]}}}


def policy(constraint: str, *, side: str = "spec", node: str = FOLDER, **spec: Any) -> dict[str, Any]:
    return {"name": f"{node}/policies/{constraint}", "parent": node, side: spec}


def wrong(gcp: Project, type_: str, **inputs: Any) -> set[str]:
    """Paths at which the inputs are refused."""
    return {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)}


ON = {"enforce": "TRUE"}
ALL = {"denyAll": "TRUE"}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        (policy("compute.requireOsLogin", rules=[ALL]), "spec.rules[0]"),
        (policy("compute.requireOsLogin", rules=[ON], inheritFromParent=True), "spec.inheritFromParent"),
        (policy("compute.requireOsLogin", rules=[ON, {"enforce": "FALSE"}]), "spec.rules"),
        (policy("compute.vmExternalIpAccess", rules=[ON]), "spec.rules[0].enforce"),
        (policy("compute.vmExternalIpAccess", rules=[ALL], reset=True), "spec.reset"),
        (policy("compute.vmExternalIpAccess", side="dryRunSpec", rules=[ALL]), "dryRunSpec"),
        (policy("gcp.restrictNonCmekServices", rules=[{"values": {"allowedValues": ["storage.googleapis.com"]}}]), "spec.rules[0].values.allowedValues"),
        (policy("gcp.restrictCmekCryptoKeyProjects", rules=[{"values": {"allowedValues": ["projects/keys"]}}]), "spec.rules[0].values.allowedValues[0]"),
        (policy("gcp.restrictCmekCryptoKeyProjects", rules=[{"values": {"deniedValues": ["under:projects/k"]}}]), "spec.rules[0].values.deniedValues"),
        (policy("essentialcontacts.allowedContactDomains", rules=[{"values": {"allowedValues": ["acme.org"]}}]), "spec.rules[0].values.allowedValues[0]"),
    ],
)  # fmt: skip
def test_a_policy_says_what_its_constraint_takes(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in wrong(gcp, ORG_POLICY, **inputs)


@pytest.mark.parametrize(
    "inputs",
    [
        policy("compute.requireOsLogin", rules=[ON]),
        policy("compute.requireOsLogin", rules=[ON, {"enforce": "FALSE", "condition": {"expression": "resource.matchTag('1/a', 'b')"}}]),
        policy("compute.vmExternalIpAccess", rules=[ALL], inheritFromParent=True),
        policy("compute.vmExternalIpAccess", reset=True),
        policy("run.managed.requireInvokerIam", side="dryRunSpec", rules=[ON]),
        policy("gcp.restrictServiceUsage", side="dryRunSpec", rules=[{"values": {"allowedValues": ["is:storage.googleapis.com"]}}]),
        policy("a.constraintNobodyKnows", rules=[ALL]),
    ],
)
def test_a_policy_that_makes_sense_is_taken_once(gcp: Project, inputs: dict[str, Any]) -> None:
    gcp.make(ORG_POLICY, **inputs)
    gcp.refuses("alreadyExists", ORG_POLICY, **inputs)


def test_the_same_constraint_stands_on_two_nodes(gcp: Project) -> None:
    gcp.make(ORG_POLICY, **policy("compute.requireOsLogin", rules=[ON]))
    gcp.make(ORG_POLICY, **policy("compute.requireOsLogin", node="folders/654321", rules=[ON]))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"maxRequestDuration": "60s"}, "maxRequestDuration"),
        ({"maxRequestDuration": "691200s"}, "maxRequestDuration"),
        ({"maxRequestDuration": "an hour"}, "maxRequestDuration"),
        ({"entitlementId": "X"}, "entitlementId"),
        ({"location": "europe-west3"}, "location"),
        ({"eligibleUsers": []}, "eligibleUsers"),
        ({"requesterJustificationConfig": {}}, "requesterJustificationConfig"),
        ({"privilegedAccess": {"gcpIamAccess": {**ACCESS, "resource": "//x/projects/other"}}}, "privilegedAccess.gcpIamAccess.resource"),
        ({"privilegedAccess": {"gcpIamAccess": {**ACCESS, "resourceType": "cloudresourcemanager.googleapis.com/Folder"}}}, "privilegedAccess.gcpIamAccess.resourceType"),
        ({"privilegedAccess": {"gcpIamAccess": {**ACCESS, "roleBindings": [{"role": "roles/owner"}]}}}, "privilegedAccess.gcpIamAccess.roleBindings[0].role"),
        (approved(approvalsNeeded=1, approvers={"principals": []}), f"{STEP}.approvers"),
        (approved(approvers={"principals": ["group:leads@hospital.example"]}), f"{STEP}.approvalsNeeded"),
    ],
)  # fmt: skip
def test_an_entitlement_names_whom_what_and_for_how_long(gcp: Project, changes: dict[str, Any], where: str) -> None:
    assert wrong(gcp, ENTITLEMENT, **{**GIVEN, **changes}) == {where}
    assert gcp.make(ENTITLEMENT, **GIVEN).id == "projects/hospital-phi/locations/global/entitlements/break-glass"


@pytest.mark.parametrize(
    ("type_", "node", "writer"),
    [
        ("gcp:logging/folderSink:FolderSink", {"folder": FOLDER}, "service-folder-123456"),
        ("gcp:logging/organizationSink:OrganizationSink", {"orgId": "999999"}, "service-org-999999"),
    ],
)
def test_a_folders_sink_writes_as_an_agent_of_its_own(gcp: Project, type_: str, node: dict[str, Any], writer: str) -> None:
    bucket = gcp.make(LOG_BUCKET, project="hospital-phi", location="europe-west3", bucketId="archive")
    sink = gcp.make(type_, name="logs", destination=f"logging.googleapis.com/{bucket.id}", **node)
    assert sink["writerIdentity"] == f"serviceAccount:{writer}@gcp-sa-logging.iam.gserviceaccount.com"
