"""A closed cluster for inference. The records stand beside it, joined to nothing.

Modelled on Google Kubernetes Engine, "Customize your network isolation", "Harden your cluster's security", "Confidential GKE Nodes".
"""

import pulumi
from pulumi_gcp import binaryauthorization, compute, container, projects, serviceaccount

from tests.mutation.bases import gcp_grounds as grounds

REGION = "europe-west1"
llm = grounds.ground(
    "llm", "inference", cidr="10.50.0.0/20", apis=("artifactregistry", "binaryauthorization", "container", "containeranalysis")
)
phi = grounds.ground("phi", "phi", cidr="10.51.0.0/24")
grounds.perimeters(llm, phi)
phi.bucket("clinic-records", "phi")

assert llm.network is not None
nodes = compute.Subnetwork(
    "nodes",
    name="nodes",
    project=llm.project_id,
    region=REGION,
    network=llm.network.id,
    ip_cidr_range="10.50.16.0/22",
    private_ip_google_access=True,
    secondary_ip_ranges=[
        {"range_name": "pods", "ip_cidr_range": "10.52.0.0/16"},
        {"range_name": "services", "ip_cidr_range": "10.53.0.0/20"},
    ],
    log_config={"aggregation_interval": "INTERVAL_5_SEC", "flow_sampling": 0.5, "metadata": "INCLUDE_ALL_METADATA"},
)
# The control plane's own range: nodes ask it, it asks nodes.
CONTROL_PLANE = "10.54.0.0/28"
inside = [
    llm.firewall("to-control-plane", "EGRESS", [CONTROL_PLANE], ["443", "8132"]),
    llm.firewall("from-control-plane", "INGRESS", [CONTROL_PLANE], ["443", "10250"]),
    llm.firewall("among-pods-out", "EGRESS", ["10.50.16.0/22", "10.52.0.0/16"], ["443", "8080", "10250"]),
    llm.firewall("among-pods-in", "INGRESS", ["10.50.16.0/22", "10.52.0.0/16"], ["443", "8080", "10250"]),
]
runs_as = llm.account("gke-nodes")
duties = [
    projects.IAMMember(f"nodes-{role}", project=llm.project_id, role=f"roles/{role}", member=runs_as.member)
    for role in ("container.defaultNodeServiceAccount", "artifactregistry.reader")
]
admitted = binaryauthorization.Policy(
    "admitted",
    project=llm.project_id,
    global_policy_evaluation_mode="ENABLE",
    default_admission_rule={"evaluation_mode": "ALWAYS_DENY", "enforcement_mode": "ENFORCED_BLOCK_AND_AUDIT_LOG"},
    admission_whitelist_patterns=[{"name_pattern": f"{REGION}-docker.pkg.dev/clinic-llm/signed/*"}],
    opts=llm.opts,
)
disks = llm.key("compute")
cluster = container.Cluster(
    "answers",
    name="answers",
    project=llm.project_id,
    location=REGION,
    network=llm.network.id,
    subnetwork=nodes.id,
    networking_mode="VPC_NATIVE",
    ip_allocation_policy={"cluster_secondary_range_name": "pods", "services_secondary_range_name": "services"},
    initial_node_count=1,
    remove_default_node_pool=True,
    # Of the first pool, which goes at once: its nodes must come up, and the default account is disabled.
    node_config={"service_account": runs_as.email},
    private_cluster_config={
        "enable_private_nodes": True,
        "enable_private_endpoint": True,
        "master_ipv4_cidr_block": CONTROL_PLANE,
        "master_global_access_config": {"enabled": False},
    },
    master_authorized_networks_config={
        "cidr_blocks": [{"cidr_block": "10.50.0.0/20", "display_name": "operators"}],
        "gcp_public_cidrs_access_enabled": False,
    },
    master_auth={"client_certificate_config": {"issue_client_certificate": False}},
    datapath_provider="ADVANCED_DATAPATH",
    workload_identity_config={"workload_pool": f"{llm.project_id}.svc.id.goog"},
    database_encryption={"state": "ENCRYPTED", "key_name": llm.key("container").id},
    binary_authorization={"evaluation_mode": "PROJECT_SINGLETON_POLICY_ENFORCE"},
    confidential_nodes={"enabled": True},
    enable_shielded_nodes=True,
    enable_legacy_abac=False,
    enable_intranode_visibility=True,
    security_posture_config={"mode": "BASIC", "vulnerability_mode": "VULNERABILITY_DISABLED"},
    release_channel={"channel": "REGULAR"},
    logging_config={"enable_components": ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "WORKLOADS"]},
    monitoring_config={"enable_components": ["SYSTEM_COMPONENTS"], "managed_prometheus": {"enabled": True}},
    resource_labels=llm.labels(),
    deletion_protection=True,
    opts=pulumi.ResourceOptions.merge(llm.keyed("container"), grounds.after(*inside, *duties, admitted, llm.grants["compute"])),
)
container.NodePool(
    "gpus",
    name="gpus",
    project=llm.project_id,
    location=REGION,
    cluster=cluster.name,
    autoscaling={"min_node_count": 0, "max_node_count": 4},
    management={"auto_repair": True, "auto_upgrade": True},
    network_config={"enable_private_nodes": True, "pod_range": "pods"},
    node_config={
        "machine_type": "n2d-standard-16",
        "image_type": "COS_CONTAINERD",
        "service_account": runs_as.email,
        "oauth_scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        "boot_disk_kms_key": disks.id,
        "confidential_nodes": {"enabled": True},
        "shielded_instance_config": {"enable_secure_boot": True, "enable_integrity_monitoring": True},
        "workload_metadata_config": {"mode": "GKE_METADATA"},
        "metadata": {"disable-legacy-endpoints": "true"},
    },
)
answers = llm.account("answers")
serviceaccount.IAMMember(
    "answers",
    service_account_id=answers.name,
    role="roles/iam.workloadIdentityUser",
    member=f"serviceAccount:{llm.project_id}.svc.id.goog[answers/answers]",
    opts=grounds.after(cluster),
)
