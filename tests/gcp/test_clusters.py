"""A cluster on GKE answers its own network alone, closes its nodes' memory, and runs what is admitted."""

from functools import cache
from typing import Any

import pytest

from ai_zones.gcp.cluster import NODE_ROLE, GcpCluster
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, record, subnetwork

KEYS = {use: key_path(PROJECT, REGION, "inference-keys", use) for use in ("container", "compute")}
CLUSTER, POOL = "container/cluster:Cluster", "container/nodePool:NodePool"
NODES = f"cluster-nodes@{PROJECT}.iam.gserviceaccount.com"


def cluster(**changes: Any) -> Recording:
    args: Any = {
        **PLACE,
        "zone": "inference",
        "network": f"projects/{PROJECT}/global/networks/inference",
        "subnetwork": subnetwork(),
        "endpoint_subnetwork": subnetwork(),
        "client_cidrs": ["10.66.0.0/17", "10.66.224.0/20"],
        "kms_key": KEYS["container"],
        "disk_kms_key": KEYS["compute"],
        "node_service_account": NODES,
        **changes,
    }

    def program() -> Any:
        made = GcpCluster("inference-cluster", args)
        return [made.cluster_path, made.oidc_issuer]

    return record(program)


@cache
def strictest() -> Recording:
    return cluster()


def it() -> dict[str, Any]:
    return strictest().one(CLUSTER).inputs


def pools(recording: Recording) -> dict[str, dict[str, Any]]:
    return {one.inputs["name"]: one.inputs for one in recording.of(POOL)}


def test_the_control_plane_answers_named_private_ranges_alone() -> None:
    private = it()["privateClusterConfig"]
    assert (private["enablePrivateEndpoint"], private["enablePrivateNodes"]) == (True, True)
    assert private["privateEndpointSubnetwork"] == subnetwork()
    allowed = it()["masterAuthorizedNetworksConfig"]
    assert [block["cidrBlock"] for block in allowed["cidrBlocks"]] == ["10.66.0.0/17", "10.66.224.0/20"]
    assert allowed["gcpPublicCidrsAccessEnabled"] is False
    assert it()["controlPlaneEndpointsConfig"]["dnsEndpointConfig"] == {"allowExternalTraffic": False}


def test_nobody_has_a_certificate_a_password_or_rights_beside_roles() -> None:
    assert it()["masterAuth"] == {"clientCertificateConfig": {"issueClientCertificate": False}}
    assert it()["enableLegacyAbac"] is False
    assert set(it()["rbacBindingConfig"].values()) == {False}
    assert it()["workloadIdentityConfig"] == {"workloadPool": f"{PROJECT}.svc.id.goog"}


def test_secrets_and_disks_are_under_the_zones_keys() -> None:
    assert it()["databaseEncryption"] == {"state": "ENCRYPTED", "keyName": KEYS["container"]}
    assert {pool["nodeConfig"]["bootDiskKmsKey"] for pool in pools(strictest()).values()} == {KEYS["compute"]}


def test_the_network_enforces_policies_sees_every_packet_and_encrypts_between_nodes() -> None:
    assert (it()["datapathProvider"], it()["enableIntranodeVisibility"]) == ("ADVANCED_DATAPATH", True)
    assert it()["inTransitEncryptionConfig"] == "IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT"
    assert it()["dnsConfig"]["clusterDns"] == "CLOUD_DNS"


def test_only_admitted_images_run_and_what_the_control_plane_does_is_recorded() -> None:
    assert it()["binaryAuthorization"] == {"evaluationMode": "PROJECT_SINGLETON_POLICY_ENFORCE"}
    assert {"APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "SYSTEM_COMPONENTS", "WORKLOADS"} == set(
        it()["loggingConfig"]["enableComponents"]
    )


@pytest.mark.parametrize("name", ["workers", "sandboxed"])
def test_every_node_is_closed_attested_and_acts_as_an_account_of_its_own(name: str) -> None:
    node = pools(strictest())[name]["nodeConfig"]
    assert node["confidentialNodes"] == {"enabled": True, "confidentialInstanceType": "SEV"}
    assert node["shieldedInstanceConfig"] == {"enableSecureBoot": True, "enableIntegrityMonitoring": True}
    assert node["serviceAccount"] == NODES
    assert node["workloadMetadataConfig"] == {"mode": "GKE_METADATA"}
    assert node["kubeletConfig"]["insecureKubeletReadonlyPortEnabled"] == "FALSE"
    assert pools(strictest())[name]["networkConfig"]["enablePrivateNodes"] is True


def test_pods_of_agents_run_in_sandboxes() -> None:
    assert pools(strictest())["sandboxed"]["nodeConfig"]["sandboxConfig"] == {"type": "GVISOR"}
    assert "sandboxConfig" not in pools(strictest())["workers"]["nodeConfig"]


def test_nodes_may_report_and_nothing_else_before_the_cluster_stands() -> None:
    granted = strictest().one("projects/iAMMember:IAMMember")
    assert (granted.inputs["role"], granted.inputs["member"]) == (NODE_ROLE, f"serviceAccount:{NODES}")
    assert strictest().waits(strictest().one(CLUSTER), granted)


def test_google_and_pulumi_keep_it_until_it_is_removable() -> None:
    assert (it()["deletionProtection"], strictest().one(CLUSTER).protect) == (True, True)
    other = cluster(removable=True).one(CLUSTER)
    assert (other.inputs["deletionProtection"], other.protect) == (False, False)


def test_the_issuer_of_its_tokens_is_known_before_it_stands() -> None:
    assert strictest().result[1] == f"https://container.googleapis.com/v1/projects/{PROJECT}/locations/{REGION}/clusters/inference-cluster"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pools": {"only": {"sandboxed": True}}}, "must not be sandboxed"),
        ({"pools": {"gpu": {"machine_type": "g2-standard-8"}}}, "must be an n2d"),
        ({"pools": {"a": {"minimum": 4}}}, "more than maximum"),
        ({"client_cidrs": ["0.0.0.0/0"]}, "private ranges"),
        ({"client_cidrs": []}, "client_cidrs"),
        ({"node_service_account": "default"}, "service account of one's own"),
        ({"channel": "RAPID"}, "REGULAR, STABLE, EXTENDED"),
        ({"disk_kms_key": key_path(PROJECT, "us-east1", "a", "b")}, "europe"),
        ({"enable_private_nodes": False}, "enable_private_nodes: is not an input"),
    ],
)
def test_what_can_not_be_built_is_said_before_anything_is(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        cluster(**changes)
    assert said in str(error.value)
