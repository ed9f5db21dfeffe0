"""Redaction as a function of the second generation. The records stand beside it, joined to nothing.

Modelled on Cloud Run functions, "Configure network settings" (internal ingress, Direct VPC egress), "Custom service account for Cloud Build".
"""

from pulumi_gcp import artifactregistry, cloudfunctionsv2, cloudrunv2, projects, storage

from tests.mutation.bases import gcp_grounds as grounds

deid = grounds.ground(
    "deid", "deidentification", cidr="10.30.0.0/22", apis=("artifactregistry", "cloudbuild", "cloudfunctions", "eventarc", "pubsub", "run")
)
phi = grounds.ground("phi", "phi", cidr="10.31.0.0/22")
grounds.perimeters(deid, phi)
phi.bucket("clinic-records", "phi")

sources = deid.bucket("clinic-deid-sources", "internal", keep=None)
archive = storage.BucketObject("redact", bucket=sources.name, name="redact-1.4.0.zip", content="the program")
images = artifactregistry.Repository(
    "functions",
    repository_id="functions",
    project=deid.project_id,
    location=deid.region,
    format="DOCKER",
    kms_key_name=deid.key("artifactregistry").id,
    docker_config={"immutable_tags": True},
    labels=deid.labels("internal"),
    opts=deid.keyed("artifactregistry"),
)
builds, runs = deid.account("redact-builds"), deid.account("redact-runs")
granted = [
    storage.BucketIAMMember("builds", bucket=sources.name, role="roles/storage.objectViewer", member=builds.member),
    artifactregistry.RepositoryIamMember(
        "builds",
        project=deid.project_id,
        location=deid.region,
        repository=images.name,
        role="roles/artifactregistry.writer",
        member=builds.member,
    ),
    projects.IAMMember("builds", project=deid.project_id, role="roles/logging.logWriter", member=builds.member),
]
# A function is a service that is built, kept and told of by others: its key serves all of them.
key = deid.key("cloudfunctions", "artifactregistry", "eventarc", "run", "storage")
assert deid.network is not None
assert deid.subnet is not None
redact = cloudfunctionsv2.Function(
    "redact",
    name="redact",
    project=deid.project_id,
    location=deid.region,
    kms_key_name=key.id,
    build_config={
        "runtime": "python312",
        "entry_point": "redact",
        "service_account": builds.id,
        "docker_repository": images.id,
        "source": {"storage_source": {"bucket": sources.name, "object": archive.name}},
    },
    service_config={
        "ingress_settings": "ALLOW_INTERNAL_ONLY",
        "service_account_email": runs.email,
        "available_memory": "2Gi",
        "timeout_seconds": 120,
        "max_instance_count": 20,
        "direct_vpc_egress": "VPC_EGRESS_ALL_TRAFFIC",
        "direct_vpc_network_interfaces": [{"network": deid.network.id, "subnetwork": deid.subnet.id}],
    },
    labels=deid.labels(),
    opts=deid.keyed("cloudfunctions"),
)
asks = deid.account("redact-asks")
cloudrunv2.ServiceIamBinding(
    "redact", project=deid.project_id, location=deid.region, name=redact.name, role="roles/run.invoker", members=[asks.member]
)
