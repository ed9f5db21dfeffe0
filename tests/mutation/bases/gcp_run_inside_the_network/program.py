"""Answers by a model in Cloud Run: called from its network, sending everything by its network. The records stand beside it, joined to nothing.

Modelled on Cloud Run, "Direct VPC egress with a VPC network", "Restrict network ingress", "Using customer managed encryption keys".
"""

from pulumi_gcp import artifactregistry, cloudrunv2

from tests.mutation.bases import gcp_grounds as grounds

REGION = "europe-west3"
llm = grounds.ground("llm", "inference", cidr="10.40.0.0/22", region=REGION, apis=("artifactregistry", "run"))
phi = grounds.ground("phi", "phi", cidr="10.41.0.0/22", region=REGION)
grounds.perimeters(llm, phi)
phi.bucket("clinic-records-frankfurt", "phi")

images = artifactregistry.Repository(
    "images",
    repository_id="images",
    project=llm.project_id,
    location=REGION,
    format="DOCKER",
    mode="STANDARD_REPOSITORY",
    docker_config={"immutable_tags": True},
    kms_key_name=llm.key("artifactregistry").id,
    vulnerability_scanning_config={"enablement_config": "INHERITED"},
    labels=llm.labels("internal"),
    opts=llm.keyed("artifactregistry", protect=True),
)
runs_as = llm.account("answers")
assert llm.network is not None
assert llm.subnet is not None
answers = cloudrunv2.Service(
    "answers",
    project=llm.project_id,
    location=REGION,
    ingress="INGRESS_TRAFFIC_INTERNAL_ONLY",
    default_uri_disabled=False,
    labels=llm.labels(),
    template={
        "service_account": runs_as.email,
        "encryption_key": llm.key("run").id,
        "containers": [
            {
                "image": images.registry_uri.apply(lambda one: f"{one}/answers@sha256:{'a' * 64}"),
                "resources": {"limits": {"cpu": "8", "memory": "32Gi", "nvidia.com/gpu": "1"}, "startup_cpu_boost": True},
                "ports": {"container_port": 8080},
            }
        ],
        "node_selector": {"accelerator": "nvidia-l4"},
        "gpu_zonal_redundancy_disabled": True,
        "vpc_access": {
            "egress": "ALL_TRAFFIC",
            "network_interfaces": [{"network": llm.network.name, "subnetwork": llm.subnet.name, "tags": ["answers"]}],
        },
    },
    traffics=[{"type": "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", "percent": 100}],
    opts=llm.keyed("run"),
)
asks = llm.account("asks-answers")
cloudrunv2.ServiceIamMember(
    "asks", project=llm.project_id, location=REGION, name=answers.name, role="roles/run.invoker", member=asks.member
)
