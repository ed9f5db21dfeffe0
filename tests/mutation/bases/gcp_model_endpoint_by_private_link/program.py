"""A model behind an endpoint of Vertex AI that its own network alone reaches. The records stand beside it, joined to nothing.

Modelled on Vertex AI, "Use dedicated private endpoints based on Private Service Connect for online inference", "Customer-managed encryption keys".
"""

from pulumi_gcp import compute, networkconnectivity, projects, vertex

from tests.mutation.bases import gcp_grounds as grounds

REGION = "europe-west4"
llm = grounds.ground(
    "llm", "inference", cidr="10.60.0.0/22", region=REGION, apis=("aiplatform", "networkconnectivity", "serviceconsumermanagement")
)
phi = grounds.ground("phi", "phi", cidr="10.61.0.0/24", region=REGION)
grounds.perimeters(llm, phi)
phi.bucket("clinic-records", "phi")

assert llm.network is not None
faces = compute.Subnetwork(
    "model-endpoints",
    name="model-endpoints",
    project=llm.project_id,
    region=REGION,
    network=llm.network.self_link,
    ip_cidr_range="10.60.4.0/28",
    private_ip_google_access=True,
    log_config={"aggregation_interval": "INTERVAL_1_MIN", "flow_sampling": 1.0, "metadata": "INCLUDE_ALL_METADATA"},
)
llm.firewall("to-models", "EGRESS", ["10.60.4.0/28"], ["443"])
# Vertex AI may put endpoints into this subnetwork, for nobody but the program's own project.
automation = networkconnectivity.ServiceConnectionPolicy(
    "models",
    name="models",
    project=llm.project_id,
    location=REGION,
    service_class="gcp-vertexai",
    network=llm.network.id,
    psc_config={"subnetworks": [faces.id], "limit": "5"},
    opts=llm.opts,
)
answers = vertex.AiEndpoint(
    "answers",
    name="4711",
    display_name="answers",
    project=llm.project_id,
    location=REGION,
    region=REGION,
    encryption_spec={"kms_key_name": llm.key("aiplatform").id},
    private_service_connect_config={
        "enable_private_service_connect": True,
        "project_allowlists": [llm.project_id],
        "psc_automation_configs": [{"project_id": llm.project_id, "network": llm.network.id}],
    },
    labels=llm.labels(),
    opts=llm.keyed("aiplatform"),
)
asks = llm.account("asks-the-model")
projects.IAMMember("asks", project=llm.project_id, role="roles/aiplatform.user", member=asks.member)
assert llm.subnet is not None
compute.Instance(
    "retrieval",
    name="retrieval",
    project=llm.project_id,
    zone=f"{REGION}-a",
    machine_type="n2d-standard-4",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}, "kms_key_self_link": llm.key("compute").id},
    network_interfaces=[{"subnetwork": llm.subnet.id}],
    service_account={"email": asks.email, "scopes": ["cloud-platform"]},
    shielded_instance_config={"enable_secure_boot": True, "enable_vtpm": True, "enable_integrity_monitoring": True},
    metadata={"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE"},
    labels=llm.labels(),
    opts=llm.keyed("compute"),
)
