"""What GKE, perimeters, policies and pools take for what is left out; nodes need an account that is on, a grant an account of its own project."""

from typing import Any

import pytest

from simulator.rules.gcp.federation import POOL as IDENTITY_POOL
from simulator.rules.gcp.gke_defaults import DEFAULT_ACCOUNTS
from simulator.rules.gcp.identity_aware_proxy import IAP_SETTINGS
from simulator.rules.gcp.kinds import ACCESS_POLICY, CLUSTER, NODE_POOL, ORG_POLICY, PERIMETER
from tests.simulator.gcp.project import ORGANIZATION, PROJECT, REGION, Project

SHORT: dict[str, Any] = {"name": "answers", "location": REGION, "initialNodeCount": 1, "removeDefaultNodePool": True}
PRIVATE = {"enablePrivateNodes": True, "enablePrivateEndpoint": True}
GUARDED: dict[str, Any] = {
    **SHORT,
    "privateClusterConfig": PRIVATE,
    "ipAllocationPolicy": {"clusterSecondaryRangeName": "pods"},
    "workloadIdentityConfig": {"workloadPool": f"{PROJECT}.svc.id.goog"},
    "confidentialNodes": {"enabled": True},
}
SECURE = {"shieldedInstanceConfig": {"enableSecureBoot": True}}


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({}, {"enableLegacyAbac": False, "enableShieldedNodes": True, "networkingMode": "VPC_NATIVE"}),
        ({}, {"masterAuth": {"clientCertificateConfig": {"issueClientCertificate": False}}, "releaseChannel": {"channel": "REGULAR"}}),
        ({}, {"securityPostureConfig": {"mode": "BASIC", "vulnerabilityMode": "VULNERABILITY_DISABLED"}}),
        ({}, {"monitoringConfig": {"enableComponents": ["SYSTEM_COMPONENTS"], "managedPrometheus": {"enabled": True}}}),
        ({"monitoringConfig": {"enableComponents": ["SYSTEM_COMPONENTS"]}}, {"monitoringConfig": {"managedPrometheus": {"enabled": True}}}),
        ({}, {"loggingConfig": {"enableComponents": ["SYSTEM_COMPONENTS", "WORKLOADS"]}}),
        ({"privateClusterConfig": PRIVATE}, {"privateClusterConfig": {**PRIVATE, "masterGlobalAccessConfig": {"enabled": False}}}),
    ],
)
def test_a_cluster_is_what_google_makes_of_one(gcp: Project, less: dict[str, Any], more: dict[str, Any]) -> None:
    left, given = (gcp.plan(CLUSTER, "one", **SHORT, **one) for one in (less, more))
    assert {name: left[name] for name in more} == {name: given[name] for name in more}


def test_what_a_cluster_says_of_its_logs_stands(gcp: Project) -> None:
    assert gcp.make(CLUSTER, **SHORT, loggingService="none")["loggingConfig"] == {}
    audit = {"enableComponents": ["APISERVER"]}
    assert gcp.plan(CLUSTER, "one", **SHORT, loggingConfig=audit)["loggingConfig"] == audit


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({}, {"management": {"autoRepair": True, "autoUpgrade": True}}),
        ({}, {"networkConfig": {"enablePrivateNodes": True, "podRange": "pods"}}),
        ({"nodeConfig": SECURE}, {"nodeConfig": {**SECURE, "imageType": "COS_CONTAINERD", "confidentialNodes": {"enabled": True}}}),
        ({"nodeConfig": SECURE}, {"nodeConfig": {**SECURE, "workloadMetadataConfig": {"mode": "GKE_METADATA"}}}),
        ({"nodeConfig": SECURE}, {"nodeConfig": {**SECURE, "metadata": {"disable-legacy-endpoints": "true"}}}),
        ({"nodeConfig": SECURE}, {"nodeConfig": {"shieldedInstanceConfig": {"enableSecureBoot": True, "enableIntegrityMonitoring": True}}}),
    ],
)
def test_a_pool_is_as_its_cluster(gcp: Project, less: dict[str, Any], more: dict[str, Any]) -> None:
    cluster = gcp.make(CLUSTER, **GUARDED)
    left, given = (
        gcp.make(NODE_POOL, name=name, location=REGION, cluster=cluster.id, **one).outputs for name, one in (("a", less), ("b", more))
    )
    assert {name: left[name] for name in more} == {name: given[name] for name in more}


def test_a_pool_of_an_open_cluster_is_no_better(gcp: Project) -> None:
    cluster = gcp.make(CLUSTER, **SHORT)
    pool = gcp.make(NODE_POOL, name="a", location=REGION, cluster=cluster.id, nodeConfig={})
    assert pool["nodeConfig"]["shieldedInstanceConfig"]["enableSecureBoot"] is False
    assert not {"workloadMetadataConfig", "confidentialNodes"} & set(pool["nodeConfig"])
    assert pool["networkConfig"] == {}


def test_nodes_of_a_disabled_account_never_come_up(gcp: Project) -> None:
    gcp.make(DEFAULT_ACCOUNTS, project=PROJECT, action="DISABLE", restorePolicy="NONE")
    gcp.refuses("invalid", CLUSTER, match="default service account", **SHORT)
    cluster = gcp.make(CLUSTER, **SHORT, nodeConfig={"serviceAccount": f"nodes@{PROJECT}.iam.gserviceaccount.com"})
    gcp.refuses("invalid", NODE_POOL, match="default service account", name="a", location=REGION, cluster=cluster.id)
    gcp.make(CLUSTER, name="run-by-google", location=REGION, enableAutopilot=True)


def test_accounts_without_roles_still_run_nodes(gcp: Project) -> None:
    gcp.make(DEFAULT_ACCOUNTS, project=PROJECT, action="DEPRIVILEGE", restorePolicy="NONE")
    gcp.make(CLUSTER, **SHORT)


@pytest.mark.parametrize("form", ["iAMMember:IAMMember", "iAMBinding:IAMBinding"])
def test_a_grant_names_an_account_in_its_own_project(gcp: Project, form: str) -> None:
    whom = {"member": "user:a@clinic.example"} if "Member" in form else {"members": ["user:a@clinic.example"]}
    grant = {"role": "roles/iam.serviceAccountUser", **whom}
    robot = "robot@vendor-prod.iam.gserviceaccount.com"
    token = f"gcp:serviceaccount/{form}"
    gcp.refuses("notFound", token, match="no account of project", serviceAccountId=f"projects/{PROJECT}/serviceAccounts/{robot}", **grant)
    gcp.make(token, serviceAccountId=f"projects/vendor-prod/serviceAccounts/{robot}", **grant)


SITES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (PERIMETER, {"parent": "accessPolicies/1", "name": "accessPolicies/1/servicePerimeters/a", "title": "a"}, {}, {"useExplicitDryRunSpec": False}),
    (IDENTITY_POOL, {"workloadIdentityPoolId": "pipelines"}, {}, {"disabled": False}),
    (
        ORG_POLICY,
        {"parent": "folders/1", "name": "folders/1/policies/sql.restrictPublicIp"},
        {"spec": {"rules": [{"enforce": "TRUE"}]}},
        {"spec": {"rules": [{"enforce": "TRUE"}], "inheritFromParent": False, "reset": False}},
    ),
    (IAP_SETTINGS, {"name": "projects/1/iap_web"}, {"accessSettings": {}}, {"accessSettings": {"corsSettings": {"allowHttpOptions": False}}}),
    (
        IAP_SETTINGS,
        {"name": "projects/1/iap_web"},
        {},
        {"applicationSettings": {"accessDeniedPageSettings": {"generateTroubleshootingUri": False}}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "needed", "less", "more"), SITES)
def test_what_is_off_unless_it_is_given_may_be_left_out(
    gcp: Project, type_: str, needed: dict[str, Any], less: dict[str, Any], more: dict[str, Any]
) -> None:
    assert gcp.plan(type_, "one", **needed, **less) == gcp.plan(type_, "one", **needed, **more)


def test_a_perimeter_that_tries_out_says_so_still(gcp: Project) -> None:
    policy = gcp.make(ACCESS_POLICY, parent=ORGANIZATION, title="a")
    name = f"accessPolicies/{policy.id}/servicePerimeters/a"
    tried = gcp.make(PERIMETER, parent=f"accessPolicies/{policy.id}", name=name, title="a", spec={}, useExplicitDryRunSpec=True)
    assert tried["useExplicitDryRunSpec"] is True
