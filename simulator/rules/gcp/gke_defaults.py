"""What GKE takes for what a cluster or a node pool leaves out: asking for it changes nothing.

Sources: Terraform google provider, google_container_cluster (`enable_legacy_abac`, `enable_shielded_nodes`, `networking_mode`) and
google_container_node_pool (`management`: 'Enabled by default'); GKE documentation, "Authenticate to the Kubernetes API server" (client certificates),
"About release channels" (Regular unless another is chosen), "About GKE logs" and "Configure logging and monitoring for GKE" (system and workloads), "Get
started with managed collection" (on in new clusters), "About the security posture dashboard" (basic), "Customize network isolation" (a
control plane answers in its own region; pools are as their cluster), "Node images", "Protecting cluster metadata" (legacy endpoints), "Using Shielded
GKE Nodes", "Authenticate to Google Cloud APIs from GKE workloads" (new pools of a cluster with a workload pool), "Encrypt workload data in-use with
Confidential GKE Nodes" (a cluster's word holds for all its pools), "Troubleshoot service accounts in GKE".
"""

from typing import Any

from simulator.rules import Action, Properties
from simulator.rules.gcp.common import WRONG, given, inner, last, listed, named
from simulator.rules.gcp.machines import cluster, node_pool

DEFAULT_ACCOUNTS = "gcp:projects/defaultServiceAccounts:DefaultServiceAccounts"
_CERTIFICATES = {"issueClientCertificate": False}
_SYSTEM = ["SYSTEM_COMPONENTS"]

cluster.unset = {
    "enableLegacyAbac": False,
    "masterAuth": {"clientCertificateConfig": _CERTIFICATES},
    "masterAuth.clientCertificateConfig": _CERTIFICATES,
    "networkingMode": "VPC_NATIVE",
    "privateClusterConfig.masterGlobalAccessConfig": {"enabled": False},
    "privateClusterConfig.masterGlobalAccessConfig.enabled": False,
    "releaseChannel": {"channel": "REGULAR"},
    "securityPostureConfig": {"mode": "BASIC", "vulnerabilityMode": "VULNERABILITY_DISABLED"},
    "securityPostureConfig.vulnerabilityMode": "VULNERABILITY_DISABLED",
}
"""Of every cluster."""


@cluster.plans
def what_is_watched(action: Action) -> Properties:
    """Logs and metrics, unless the older word for them is given; nodes that are attested, where Google does not keep them anyway."""
    found: Properties = {}
    if not given(action.inputs.get("loggingService")) and not given(action.inputs.get("loggingConfig")):
        found["loggingConfig"] = {"enableComponents": [*_SYSTEM, "WORKLOADS"]}
    if not given(action.inputs.get("monitoringService")):
        found["monitoringConfig"] = {
            "enableComponents": _SYSTEM,
            "managedPrometheus": {"enabled": True},
            **inner(action.inputs.get("monitoringConfig")),
        }
    if action.inputs.get("enableAutopilot") is not True and action.inputs.get("enableShieldedNodes") is None:
        found["enableShieldedNodes"] = True
    return found


@node_pool.computes
def as_its_cluster(action: Action) -> Properties:
    """Networks, metadata and memory of a pool are its cluster's where it says nothing of its own."""
    home = named(action, action.inputs.get("cluster"), cluster.type)
    above = home.outputs if home else {}
    private = inner(above.get("privateClusterConfig")).get("enablePrivateNodes")
    pods = inner(above.get("ipAllocationPolicy")).get("clusterSecondaryRangeName")
    network = {name: value for name, value in (("enablePrivateNodes", private), ("podRange", pods)) if value is not None}
    nodes: dict[str, Any] = {
        "imageType": "COS_CONTAINERD",
        "metadata": {"disable-legacy-endpoints": "true"},
        "shieldedInstanceConfig": {"enableIntegrityMonitoring": True, "enableSecureBoot": False},
    }
    if inner(above.get("workloadIdentityConfig")).get("workloadPool"):
        nodes["workloadMetadataConfig"] = {"mode": "GKE_METADATA"}
    if inner(above.get("confidentialNodes")).get("enabled") is True:
        nodes["confidentialNodes"] = {"enabled": True}
    asked = inner(action.inputs.get("nodeConfig"))
    shielded = {**nodes["shieldedInstanceConfig"], **inner(asked.get("shieldedInstanceConfig"))}
    return {
        "management": {"autoRepair": True, "autoUpgrade": True, **inner(action.inputs.get("management"))},
        "networkConfig": {**network, **inner(action.inputs.get("networkConfig"))},
        "nodeConfig": {**nodes, **asked, "shieldedInstanceConfig": shielded},
    }


@cluster.before("create")
@node_pool.before("create")
def the_account_of_its_nodes_is_on(action: Action) -> None:
    """Nodes act as the default account where none is named; of one that is disabled they get no credentials, and never register."""
    if action.inputs.get("enableAutopilot") is True:
        return
    pools = listed(action.inputs.get("nodePools")) or [action.inputs]
    accounts = {inner(one.get("nodeConfig")).get("serviceAccount") for one in pools}
    if accounts.isdisjoint({None, "", "default"}):
        return
    project = last(str(action.inputs.get("project") or action.account))
    for one in action.find_anywhere(DEFAULT_ACCOUNTS):
        if one.outputs.get("project") == project and one.outputs.get("action") in ("DISABLE", "DELETE"):
            action.refuse(
                WRONG, f"Error 400: nodes can't register: the default service account of {project} is disabled, and no other is named"
            )
