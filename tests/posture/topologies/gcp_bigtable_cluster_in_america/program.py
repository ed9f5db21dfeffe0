"""A Bigtable instance with a second cluster in America."""

from pulumi_gcp import bigtable

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bigtable.Instance(
    "cases",
    name="ward-cases",
    project=ward.project.project_id,
    clusters=[
        {"cluster_id": "cases-near", "zone": f"{shared.REGION}-b", "num_nodes": 1, "storage_type": "SSD"},
        {"cluster_id": "cases-far", "zone": "us-central1-b", "num_nodes": 1, "storage_type": "SSD"},
    ],
    labels={"data-class": "phi"},
    deletion_protection=False,
    opts=shared.enable("bigtableadmin", ward),
)
