"""Projects, folders, APIs, liens, Shared VPC, and the organization's policies."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import (
    CUSTOM_CONSTRAINT,
    FIREWALL,
    FOLDER,
    LIEN,
    NETWORK,
    ORG_POLICY,
    PEERING,
    PROJECT,
    ROUTER,
    ROUTER_NAT,
    SERVICE,
    SERVICE_ACCOUNT,
)
from simulator.values import UNKNOWN
from tests.simulator.gcp.project import ORGANIZATION, REGION, Made, Project

HOST = "gcp:compute/sharedVPCHostProject:SharedVPCHostProject"
GUEST = "gcp:compute/sharedVPCServiceProject:SharedVPCServiceProject"


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"name": "abc", "projectId": "hospital-1"}, "name"),
        ({"name": "hospital", "projectId": "Hospital"}, "projectId"),
        ({"name": "hospital", "projectId": "short"}, "projectId"),
        ({"name": "hospital", "projectId": "my-google-1"}, "projectId"),
        ({"name": "hospital", "projectId": "hospital-1", "orgId": "1", "folderId": "2"}, "folderId"),
    ],
)
def test_a_project_makes_sense(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(PROJECT, **inputs)}


def test_a_project_has_a_number_and_is_kept_from_deletion_by_default(gcp: Project) -> None:
    project = gcp.make(PROJECT, projectId="hospital-new", name="hospital", orgId="1", billingAccount="b")
    assert project.id == "projects/hospital-new"
    assert len(project["number"]) == 12
    gcp.refuses_delete("", project, "PREVENT")
    assert gcp.plan(PROJECT, projectId="hospital-x", name="hospital", orgId="1")["number"] is UNKNOWN


def test_a_project_id_is_never_used_again(gcp: Project) -> None:
    gcp.delete(gcp.made_project())
    given = {"projectId": "hospital-new", "name": "hospital", "orgId": "1"}
    gcp.refuses("alreadyExists", PROJECT, "can't be used again", **given)
    assert gcp.replaced_by(gcp.made_project("hospital-two"), projectId="hospital-3") == ["projectId"]


def test_a_lien_keeps_a_project(gcp: Project) -> None:
    project = gcp.made_project()
    lien = gcp.make(
        LIEN, parent=f"projects/{project['number']}", origin="clinic", reason="records", restrictions=["resourcemanager.projects.delete"]
    )
    gcp.refuses_delete("failedPrecondition", project, "lien")
    gcp.delete(lien)
    gcp.delete(project)
    assert gcp.faults(LIEN, parent="folders/1", origin="c", reason="r", restrictions=["x"]) != []


def test_compute_engine_brings_the_default_network_unless_it_is_not_wanted(gcp: Project) -> None:
    gcp.made_project("hospital-open")
    gcp.enable("hospital-open", "compute")
    assert [one.id for one in gcp.cloud.world.find(NETWORK)] == ["projects/hospital-open/global/networks/default"]
    assert "default-allow-ssh" in {one.outputs["name"] for one in gcp.cloud.world.find(FIREWALL)}
    gcp.made_project("hospital-shut", autoCreateNetwork=False)
    gcp.make(NETWORK, name="phi", project="hospital-shut")
    assert len(gcp.cloud.world.find(NETWORK)) == 2


def test_a_policy_keeps_the_default_network_away(gcp: Project) -> None:
    gcp.make(ORG_POLICY, **_policy("compute.skipDefaultNetworkCreation", ORGANIZATION, enforce="TRUE"))
    gcp.made_project()
    gcp.enable("hospital-new", "compute")
    assert gcp.cloud.world.find(NETWORK) == []


def test_compute_engine_is_paid_for(gcp: Project) -> None:
    gcp.refuses("failedPrecondition", PROJECT, "billing", projectId="hospital-shut", name="hospital", autoCreateNetwork=False)
    gcp.made_project(billingAccount=None)
    gcp.refuses("failedPrecondition", SERVICE, "Billing", project="hospital-new", service="compute.googleapis.com")
    gcp.enable("hospital-new", "pubsub")


def test_an_api_stays_enabled_unless_it_is_to_be_disabled(gcp: Project) -> None:
    gcp.made_project()
    topic = {"project": "hospital-new"}
    for disable, code in ((False, ""), (True, "accessNotConfigured")):
        service = gcp.make(SERVICE, project="hospital-new", service="pubsub.googleapis.com", disableOnDestroy=disable)
        gcp.delete(service)
        if code:
            gcp.refuses(code, "gcp:pubsub/topic:Topic", name="second", **topic)
        else:
            gcp.make("gcp:pubsub/topic:Topic", name="first", **topic)
    assert gcp.faults(SERVICE, service="compute") != []


def test_a_folder_is_emptied_first_and_protected(gcp: Project) -> None:
    folder = gcp.make(FOLDER, displayName="clinic", parent=ORGANIZATION, deletionProtection=False)
    assert folder.id == folder["name"] == f"folders/{folder['folderId']}"
    project = gcp.made_project(orgId=None, folderId=folder.id)
    gcp.refuses_delete("failedPrecondition", folder, "not empty")
    gcp.delete(project)
    gcp.delete(folder)
    gcp.refuses_delete("", gcp.make(FOLDER, displayName="kept", parent=ORGANIZATION), "deletionProtection")
    assert gcp.faults(FOLDER, displayName="x", parent=ORGANIZATION) != []
    assert gcp.faults(FOLDER, displayName="clinic", parent="projects/x") != []
    gcp.refuses("alreadyExists", FOLDER, displayName="kept", parent=ORGANIZATION)


def test_a_service_project_joins_one_host(gcp: Project) -> None:
    gcp.refuses("invalid", GUEST, "not a Shared VPC host", hostProject="hospital-hub", serviceProject="hospital-phi")
    host = gcp.make(HOST, project="hospital-hub")
    gcp.make(GUEST, hostProject="hospital-hub", serviceProject="hospital-phi")
    gcp.refuses_delete("resourceInUseByAnotherResource", host)
    gcp.make(HOST, project="hospital-two")
    gcp.refuses("invalid", GUEST, "already", hostProject="hospital-two", serviceProject="hospital-phi")


# Policies of the organization.


def _policy(constraint: str, parent: str = "projects/hospital-phi", **rule: Any) -> dict[str, Any]:
    return {"parent": parent, "name": f"{parent}/policies/{constraint}", "spec": {"rules": [rule]}}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"parent": "accounts/1", "name": "accounts/1/policies/a.b"}, "parent"),
        ({"parent": "projects/p", "name": "projects/q/policies/a.b"}, "name"),
        (_policy("a.b"), "spec.rules[0]"),
        (_policy("a.b", enforce="TRUE", denyAll="TRUE"), "spec.rules[0]"),
        ({**_policy("a.b"), "spec": {"rules": [{"enforce": "TRUE"}] * 11}}, "spec.rules"),
    ],
)
def test_a_policy_makes_sense(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(ORG_POLICY, **inputs)}


def test_a_custom_constraint_is_made_before_its_policy(gcp: Project) -> None:
    given = {"actionType": "DENY", "condition": "true", "methodTypes": ["CREATE"], "resourceTypes": ["compute.googleapis.com/Network"]}
    gcp.refuses("invalid", ORG_POLICY, "custom.closed", **_policy("custom.closed", enforce="TRUE"))
    gcp.make(CUSTOM_CONSTRAINT, name="custom.closed", parent=ORGANIZATION, **given)
    gcp.make(ORG_POLICY, **_policy("custom.closed", enforce="TRUE"))
    for wrong in ({"name": "closed"}, {"parent": "folders/1"}, {"actionType": "MAYBE"}, {"methodTypes": ["READ"]}, {"condition": ""}):
        assert gcp.faults(CUSTOM_CONSTRAINT, **{"name": "custom.a", "parent": ORGANIZATION, **given, **wrong}) != [], wrong


BUCKET = "gcp:storage/bucket:Bucket"
SQL = "gcp:sql/databaseInstance:DatabaseInstance"
OPEN_SQL = {"name": "d", "databaseVersion": "POSTGRES_16", "settings": {"tier": "t", "ipConfiguration": {"ipv4Enabled": True}}}
SHUT_SQL = {**OPEN_SQL, "settings": {"tier": "t", "ipConfiguration": {"ipv4Enabled": False, "pscConfigs": [{"pscEnabled": True}]}}}
STORE = {"name": "store-one", "location": "EUROPE-WEST3"}
FACE = {"network": "default", "accessConfigs": [{}]}
MACHINE = {"name": "m", "machineType": "e2-small", "zone": f"{REGION}-a", "bootDisk": {}, "networkInterfaces": [FACE]}
TOGGLED: list[tuple[str, dict[str, Any], str, dict[str, Any], dict[str, Any]]] = [
    ("iam.disableServiceAccountCreation", {"enforce": "TRUE"}, SERVICE_ACCOUNT, {"accountId": "worker"}, {}),
    ("storage.uniformBucketLevelAccess", {"enforce": "TRUE"}, BUCKET, STORE, {"uniformBucketLevelAccess": True}),
    ("sql.restrictPublicIp", {"enforce": "TRUE"}, SQL, OPEN_SQL, SHUT_SQL),
    (
        "gcp.resourceLocations",
        {"values": {"allowedValues": ["in:europe-locations"]}},
        BUCKET,
        {**STORE, "location": "US"},
        {"location": "europe-west3"},
    ),
    (
        "gcp.restrictNonCmekServices",
        {"values": {"deniedValues": ["is:storage.googleapis.com"]}},
        BUCKET,
        STORE,
        {},
    ),
    ("gcp.resourceLocations", {"values": {"deniedValues": ["is:europe-west3"]}}, BUCKET, STORE, {"location": "europe-west4"}),
    (
        "gcp.resourceLocations",
        {"values": {"allowedValues": ["in:eu-locations"]}},
        BUCKET,
        {**STORE, "location": "asia-east1"},
        {"location": "EU"},
    ),
]


@pytest.mark.parametrize(("constraint", "rule", "type_", "broken", "fixed"), TOGGLED)
def test_what_is_enforced_refuses(
    gcp: Project, constraint: str, rule: dict[str, Any], type_: str, broken: dict[str, Any], fixed: dict[str, Any]
) -> None:
    gcp.make(ORG_POLICY, **_policy(constraint, **rule))
    gcp.refuses("conditionNotMet", type_, constraint, **broken)
    if fixed:
        gcp.make(type_, **{**broken, **fixed})


def test_keys_of_service_accounts_are_refused(gcp: Project) -> None:
    account = gcp.make(SERVICE_ACCOUNT, accountId="worker")
    gcp.make("gcp:serviceaccount/key:Key", serviceAccountId=account.id)
    gcp.make(ORG_POLICY, **_policy("iam.disableServiceAccountKeyCreation", enforce="TRUE"))
    gcp.refuses("conditionNotMet", "gcp:serviceaccount/key:Key", serviceAccountId=account.id)


def test_machines_have_no_external_address(gcp: Project) -> None:
    gcp.make(NETWORK, name="default")
    gcp.make(ORG_POLICY, **_policy("compute.vmExternalIpAccess", denyAll="TRUE"))
    gcp.refuses("conditionNotMet", "gcp:compute/instance:Instance", "vmExternalIpAccess", **MACHINE)
    gcp.make("gcp:compute/instance:Instance", **{**MACHINE, "networkInterfaces": [{"network": "default"}]})


def test_networks_neither_translate_nor_peer(gcp: Project) -> None:
    here, there = gcp.network("here"), gcp.network("there")
    gcp.make(ROUTER, name="r", network=here.id)
    gcp.make(ORG_POLICY, **_policy("compute.restrictCloudNATUsage", denyAll="TRUE"))
    gcp.make(ORG_POLICY, **_policy("compute.restrictVpcPeering", denyAll="TRUE"))
    nat = {"name": "n", "router": "r", "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES", "natIpAllocateOption": "AUTO_ONLY"}
    gcp.refuses("conditionNotMet", ROUTER_NAT, **nat)
    gcp.refuses("conditionNotMet", PEERING, name="p", network=here.id, peerNetwork=there.id)


def test_a_policy_is_inherited_and_the_nearest_one_holds(gcp: Project) -> None:
    folder: Made = gcp.make(FOLDER, displayName="clinic", parent=ORGANIZATION)
    gcp.made_project(orgId=None, folderId=folder["folderId"])
    gcp.enable("hospital-new", "iam")
    gcp.make(ORG_POLICY, **_policy("iam.disableServiceAccountCreation", ORGANIZATION, enforce="TRUE"))
    gcp.refuses("conditionNotMet", SERVICE_ACCOUNT, accountId="worker", project="hospital-new")
    gcp.make(ORG_POLICY, **_policy("iam.disableServiceAccountCreation", folder.id, enforce="FALSE"))
    gcp.make(SERVICE_ACCOUNT, accountId="worker", project="hospital-new")


def test_a_dry_run_refuses_nothing(gcp: Project) -> None:
    given = _policy("iam.managed.disableServiceAccountKeyCreation", enforce="TRUE")
    account = gcp.make(SERVICE_ACCOUNT, accountId="worker")
    gcp.make(ORG_POLICY, parent=given["parent"], name=given["name"], dryRunSpec=given["spec"])
    gcp.make("gcp:serviceaccount/key:Key", serviceAccountId=account["email"])


def test_fronts_on_the_internet_are_of_kinds_that_are_allowed(gcp: Project) -> None:
    rule = "gcp:compute/forwardingRule:ForwardingRule"
    pool = gcp.make("gcp:compute/targetPool:TargetPool", name="pool", region=REGION)
    front: dict[str, Any] = {"name": "front", "region": REGION, "portRange": "80", "target": pool.id}
    gcp.make(ORG_POLICY, **_policy("compute.restrictLoadBalancerCreationForTypes", values={"allowedValues": ["in:INTERNAL"]}))
    gcp.refuses("conditionNotMet", rule, **front)


def test_a_managed_constraint_refuses_as_the_older_one_does(gcp: Project) -> None:
    account = gcp.make(SERVICE_ACCOUNT, accountId="worker")
    gcp.make(ORG_POLICY, **_policy("iam.managed.disableServiceAccountKeyCreation", enforce="TRUE"))
    gcp.refuses("conditionNotMet", "gcp:serviceaccount/key:Key", serviceAccountId=account["email"])
