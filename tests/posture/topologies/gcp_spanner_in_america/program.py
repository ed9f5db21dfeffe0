"""Records in a Spanner instance of a configuration in North America."""

from pulumi_gcp import spanner

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
spanner.Instance(
    "cases",
    name="ward-cases",
    project=ward.project.project_id,
    config="nam3",
    display_name="ward-cases",
    num_nodes=1,
    edition="ENTERPRISE_PLUS",
    labels={"data-class": "phi"},
    opts=shared.enable("spanner", ward),
)
